import type { Route } from '#platform/http/route.ts';
import type { Permission } from '#platform/policy.ts';
import { accountApi } from './api/account.ts';
import { enterApi } from './api/enter.ts';
import { usersApi } from './api/users.ts';

/** Accounts over HTTP; `permissions` is the policy table of the house, of which callers are told their part. */
export function identityApi(permissions: () => readonly Permission[]): readonly Route[] {
  return [...enterApi(permissions), ...accountApi, ...usersApi];
}
