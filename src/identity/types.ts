import type { Locale } from '#kernel/locale.ts';
import type { Role } from '#platform/policy.ts';

export type UserState = 'active' | 'banned' | 'deleted';

/** A person with an account, as the house knows them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: Locale;
  readonly state: UserState;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
}

/** An account to be made for somebody; at least one of e-mail and phone. */
export interface NewUser {
  readonly name: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly password?: string | undefined;
  readonly locale?: Locale | undefined;
  readonly roles?: readonly Role[] | undefined;
}

/** What a code is for. */
export type CodePurpose = 'login' | 'register' | 'reset' | 'bind';

/** A session that has just begun; the token is told once. */
export interface OpenedSession {
  readonly token: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: Date;
}
