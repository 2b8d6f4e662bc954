import { z } from 'zod';
import { roles } from '#platform/policy.ts';

export const RoleName = z.enum(roles);
export const UserState = z.enum(['active', 'banned', 'deleted']);
const localeName = z.enum(['zh', 'en']);

/** A person, as far as the reader may know them: without the right to, e-mail and phone are masked. */
export const UserItem = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: localeName,
  state: UserState,
  roles: z.array(RoleName),
  createdAt: z.iso.datetime(),
});
export type UserItem = z.infer<typeof UserItem>;

/** What the list of people is asked for; `text` is part of a name, and for the owner of an address. */
export const UserFilter = z.object({
  text: z.string().trim().min(1).max(100).optional(),
  role: RoleName.optional(),
  state: UserState.optional(),
});
export type UserFilter = z.infer<typeof UserFilter>;

// Longer than anything valid: services judge addresses and passwords in words, this only keeps out what is absurd.
const address = z.string().min(1).max(300);
const password = z.string().min(1).max(1_000);
const solution = z.string().max(200).optional();
const code = z.string().trim().max(20);
const ticket = z.uuid();

/** Asks for a code: to log in, to register, or to reset a password. */
export const CodeRequest = z.object({
  purpose: z.enum(['login', 'register', 'reset']),
  address,
  challenge: solution,
});
export type CodeRequest = z.infer<typeof CodeRequest>;

/** Names the code that was sent; the answer is the same whether or not there is an account. */
export const CodeTicket = z.object({ ticket, expiresAt: z.iso.datetime() });
export type CodeTicket = z.infer<typeof CodeTicket>;

export const CodeAnswer = z.object({ ticket, code });
export type CodeAnswer = z.infer<typeof CodeAnswer>;

export const PasswordLogin = z.object({ address, password, challenge: solution });
export type PasswordLogin = z.infer<typeof PasswordLogin>;

/** Either way to log in. */
export const LogIn = z.union([PasswordLogin.strict(), CodeAnswer.strict()]);

export const Registration = CodeAnswer.extend({
  name: z.string().max(200),
  /** Without one the account is used with codes. */
  password: z.string().max(1_000).optional(),
});
export type Registration = z.infer<typeof Registration>;

export const PasswordReset = CodeAnswer.extend({ password });
export type PasswordReset = z.infer<typeof PasswordReset>;

export const ProfileChange = z.object({
  name: z.string().max(200).optional(),
  locale: localeName.optional(),
});
export type ProfileChange = z.infer<typeof ProfileChange>;

export const PasswordChange = z.object({ currentPassword: password, newPassword: password });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** A new e-mail or phone for one's own account; the present password where there is one. */
export const AddressRequest = z.object({
  address,
  currentPassword: z.string().max(1_000).optional(),
  challenge: solution,
});
export type AddressRequest = z.infer<typeof AddressRequest>;

/** One signed-in device. */
export const SessionItem = z.object({
  id: z.uuid(),
  device: z.string(),
  ip: z.string(),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isCurrent: z.boolean(),
});
export type SessionItem = z.infer<typeof SessionItem>;

/** Who asks, and how far each permission of the house reaches for them. */
export const WhoAmI = z.object({
  user: UserItem.nullable(),
  abilities: z.record(z.string(), z.enum(['own', 'any'])),
});
export type WhoAmI = z.infer<typeof WhoAmI>;

export const PuzzleItem = z.object({
  kind: z.enum(['proof-of-work', 'none']),
  puzzle: z.string(),
  bits: z.int(),
  expiresAt: z.iso.datetime(),
});

export const BanReason = z.object({ reason: z.string().trim().max(500).default('') });

/** A session that has begun; its token is in the cookie alone. */
export const Entered = z.object({ userId: z.uuid(), expiresAt: z.iso.datetime() });
export type Entered = z.infer<typeof Entered>;
