import type { Role } from '#platform/policy.ts';

// Who may give and take which role. Whoever could give a role of their own height could make allies: only owners may.
const lattice: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['creator', 'reviewer', 'finance', 'owner'],
  finance: [],
  reviewer: [],
  creator: [],
};

/** Whether somebody with `roles` may give or take `role`. */
export function canGrant(roles: readonly Role[], role: Role): boolean {
  return roles.some((held) => lattice[held].includes(role));
}
