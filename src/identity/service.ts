import { createHash } from 'node:crypto';
import { isId, newId } from '#kernel/id.ts';
import { tidy } from '#kernel/text.ts';
import { after, day, hour } from '#kernel/time.ts';
import { recordAudit } from '#audit/service.ts';
import type { Settings } from '#platform/config.ts';
import type { Actor, Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import {
  inTransaction,
  isDuplicate,
  touchPage,
  touchTopic,
  type Db,
  type Tx,
} from '#platform/db.ts';
import type { Http } from '#platform/http/route.ts';
import { publish } from '#platform/outbox.ts';
import { hashPassword } from '#platform/password.ts';
import { assertReach, reachOf, refusePolicy, type Role } from '#platform/policy.ts';
import { sessionsTopic } from '#platform/realtime.ts';
import {
  mayBan,
  mayCreateUser,
  mayGrantRole,
  mayListUsers,
  mayReadContact,
  mayReadUser,
} from './policy.ts';
import { refuse } from './refusals.ts';
import { maskEmail, maskPhone, normaliseEmail, normalisePhone } from './rules/address.ts';
import { canGrant } from './rules/role.ts';
import type { UserFilter, UserItem } from './schema.ts';
import { countOtherOwners, deleteRole, insertRole, lockOwners } from './store/role.ts';
import { deleteSessionsOf, findHolder, renewSession, selectLive } from './store/session.ts';
import { changeState, findPerson, insertUser, selectNames, selectPeople } from './store/user.ts';
import type { NewUser, Person } from './types.ts';

export { findPuzzle, guardEntry } from './service/guard.ts';
export { findAddressee } from './store/user.ts';

/** The name of the cookie that carries the session token: with `__Host-` wherever cookies are secure. */
export function sessionCookie({ publicUrl }: Settings): string {
  return publicUrl.startsWith('https:') ? '__Host-sid' : 'sid';
}

/** A session ends after 30 days without a visit, and after half a year in any case. */
export const sessionIdleMs = 30 * day;
export const sessionLongestMs = 180 * day;
const renewAfterMs = hour;

const token = /^[A-Za-z0-9_-]{43}$/;

/** What is kept of a session token. */
export function hashToken(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Who sent a request, by its cookie, in one statement. Renews the session once an hour at most. */
export async function authenticate(ctx: Ctx, http: Http): Promise<Actor> {
  const name = sessionCookie(ctx.ports.settings);
  const sent = http.cookie(name);
  if (!sent || !token.test(sent)) return { kind: 'visitor' };
  const holder = await findHolder(ctx.db, hashToken(sent), ctx.now);
  if (!holder) return { kind: 'visitor' };

  if (ctx.now.getTime() - holder.seenAt.getTime() >= renewAfterMs) {
    const expiresAt = endOfSession(holder.createdAt, ctx.now);
    const session = { id: holder.sessionId, seenAt: holder.seenAt };
    const isRenewed = await renewSession(ctx.db, session, ctx.now, expiresAt);
    if (isRenewed)
      http.setCookie(name, sent, Math.floor((expiresAt.getTime() - ctx.now.getTime()) / 1000));
  }
  const { userId, roles, sessionId } = holder;
  return { kind: 'user', userId, name: holder.name, roles, sessionId };
}

/** Which of these sessions are still somebody's, in one statement. */
export async function findLiveSessions(
  db: Db,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  return new Set(await selectLive(db, ids, now));
}

/** When a session that began at `createdAt` ends if nobody comes after `now`. */
export function endOfSession(createdAt: Date, now: Date): Date {
  const idle = after(now, sessionIdleMs);
  const longest = after(createdAt, sessionLongestMs);
  return idle < longest ? idle : longest;
}

/**
 * Makes an account for somebody whose addresses are known to be theirs: for demonstrations, commands and the owner.
 * Returns its id.
 *
 * @throws Refusal policy.forbidden, identity.email_taken, identity.phone_taken, identity.address_invalid, identity.name_invalid
 */
export async function createUser(ctx: Ctx, input: NewUser): Promise<string> {
  assertReach(ctx, mayCreateUser, null);
  const passwordHash = input.password === undefined ? null : await hashPassword(input.password);
  return inTransaction(ctx, async (tx) => {
    const id = await addUser(tx, ctx, { ...input, passwordHash });
    for (const role of input.roles ?? []) {
      await insertRole(tx, { userId: id, role, grantedAt: ctx.now, grantedBy: actorId(ctx) });
    }
    await recordAudit(tx, ctx, 'user.create', id, { roles: input.roles ?? [] });
    return id;
  });
}

/**
 * Writes an account and its event.
 *
 * @throws Refusal identity.email_taken, identity.phone_taken, identity.address_invalid, identity.name_invalid
 */
export async function addUser(
  tx: Tx,
  ctx: Ctx,
  input: Omit<NewUser, 'password' | 'roles'> & { readonly passwordHash: string | null },
): Promise<string> {
  const { passwordHash, locale = ctx.locale } = input;
  const name = nameOf(input.name);
  const user = { id: newId(ctx.now), name, ...addressesOf(input), passwordHash, locale };
  try {
    await insertUser(tx, { ...user, createdAt: ctx.now });
  } catch (error) {
    if (isDuplicate(error, 'app_user_email_key')) throw refuse('identity.email_taken');
    if (isDuplicate(error, 'app_user_phone_key')) throw refuse('identity.phone_taken');
    throw error;
  }
  await publish(tx, 'user.registered', { userId: user.id, at: ctx.now.toISOString() });
  return user.id;
}

function addressesOf(input: Pick<NewUser, 'email' | 'phone'>) {
  const email = input.email === undefined ? null : normaliseEmail(input.email);
  const phone = input.phone === undefined ? null : normalisePhone(input.phone);
  if (email === undefined || phone === undefined || (email ?? phone) === null) {
    throw refuse('identity.address_invalid');
  }
  return { email, phone };
}

const longestName = 40;

/** A name as it is kept. @throws Refusal identity.name_invalid */
export function nameOf(text: string): string {
  const name = tidy(text);
  if (name === '' || Array.from(name).length > longestName) throw refuse('identity.name_invalid');
  return name;
}

/** One person, as far as the asker may know them. @throws Refusal identity.unknown_user, policy.* */
export async function getUser(ctx: Ctx, id: string): Promise<UserItem> {
  assertReach(ctx, mayReadUser, id);
  return toItem(ctx, await getPerson(ctx, id));
}

/** A page of people, newest first. @throws Refusal policy.forbidden, input.cursor */
export async function listUsers(
  ctx: Ctx,
  query: {
    readonly filter: UserFilter;
    readonly cursor: string | undefined;
    readonly limit: number;
  },
): Promise<Page<UserItem>> {
  assertReach(ctx, mayListUsers, null);
  const begun = readTimeCursor(query.cursor);
  const place = begun && { createdAt: begun.at, id: begun.id };
  // Who may not see an address could find it out letter by letter if the search looked there.
  const byContact = reachOf(ctx, mayReadContact) === 'any';
  const wanted = { ...query.filter, byContact, after: place, limit: query.limit + 1 };
  const rows = await selectPeople(ctx.db, wanted);
  return pageOf(
    rows,
    query.limit,
    (row) => [row.createdAt, row.id],
    (row) => toItem(ctx, row),
  );
}

/** Names by id, in one statement; an id of nobody is left out. Names are public. */
export async function listUserNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return ids.length === 0 ? new Map() : selectNames(ctx.db, ids);
}

/** Gives a role; twice is once. @throws Refusal policy.forbidden, identity.unknown_user */
export async function grantRole(ctx: Ctx, userId: string, role: Role): Promise<void> {
  assertMayGrant(ctx, role);
  await inTransaction(ctx, async (tx) => {
    await getPerson({ ...ctx, db: tx }, userId);
    const isNew = await insertRole(tx, {
      userId,
      role,
      grantedAt: ctx.now,
      grantedBy: actorId(ctx),
    });
    if (isNew) await recordAudit(tx, ctx, 'user.grant_role', userId, { role });
  });
}

/** Takes a role; twice is once. @throws Refusal policy.forbidden, identity.unknown_user, identity.last_owner */
export async function revokeRole(ctx: Ctx, userId: string, role: Role): Promise<void> {
  assertMayGrant(ctx, role);
  await inTransaction(ctx, async (tx) => {
    await getPerson({ ...ctx, db: tx }, userId);
    if (role === 'owner') await assertOwnerRemains(tx, userId);
    const isGone = await deleteRole(tx, userId, role);
    if (isGone) await recordAudit(tx, ctx, 'user.revoke_role', userId, { role });
  });
}

/**
 * Bans a person and ends their sessions; twice is once.
 *
 * @throws Refusal policy.forbidden, identity.unknown_user, identity.not_yourself, identity.last_owner
 */
export async function banUser(ctx: Ctx, userId: string, reason = ''): Promise<void> {
  assertReach(ctx, mayBan, null);
  if (actorId(ctx) === userId) throw refuse('identity.not_yourself');
  await inTransaction(ctx, async (tx) => {
    const { roles } = await getPerson({ ...ctx, db: tx }, userId);
    if (roles.includes('owner')) await assertOwnerRemains(tx, userId);
    const isNew = await changeState(tx, userId, 'active', 'banned');
    await deleteSessionsOf(tx, userId);
    touchTopic(tx, sessionsTopic(userId));
    if (!isNew) return;
    await recordAudit(tx, ctx, 'user.ban', userId, { reason });
    await publish(tx, 'user.banned', { userId });
    touchPage(tx, `user:${userId}`);
  });
}

/** Lifts a ban; twice is once. @throws Refusal policy.forbidden, identity.unknown_user */
export async function unbanUser(ctx: Ctx, userId: string): Promise<void> {
  assertReach(ctx, mayBan, null);
  await inTransaction(ctx, async (tx) => {
    await getPerson({ ...ctx, db: tx }, userId);
    if (!(await changeState(tx, userId, 'banned', 'active'))) return;
    await recordAudit(tx, ctx, 'user.unban', userId);
    await publish(tx, 'user.unbanned', { userId });
    touchPage(tx, `user:${userId}`);
  });
}

async function getPerson(ctx: Pick<Ctx, 'db'>, id: string): Promise<Person> {
  const person = isId(id) ? await findPerson(ctx.db, id) : undefined;
  if (!person) throw refuse('identity.unknown_user');
  return person;
}

async function assertOwnerRemains(tx: Tx, leaving: string): Promise<void> {
  await lockOwners(tx);
  if ((await countOtherOwners(tx, leaving)) === 0) throw refuse('identity.last_owner');
}

function assertMayGrant(ctx: Ctx, role: Role): void {
  assertReach(ctx, mayGrantRole, null);
  if (ctx.actor.kind === 'user' && !canGrant(ctx.actor.roles, role))
    throw refusePolicy('policy.forbidden');
}

function actorId({ actor }: Ctx): string | null {
  return actor.kind === 'user' ? actor.userId : null;
}

function toItem(ctx: Ctx, person: Person): UserItem {
  const reach = reachOf(ctx, mayReadContact);
  const isOpen = reach === 'any' || (reach === 'own' && actorId(ctx) === person.id);
  const { email, phone } = person;
  return {
    ...person,
    roles: [...person.roles],
    email: email && !isOpen ? maskEmail(email) : email,
    phone: phone && !isOpen ? maskPhone(phone) : phone,
    createdAt: person.createdAt.toISOString(),
  };
}
