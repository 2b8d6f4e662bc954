import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Role } from '#platform/policy.ts';

export interface SessionRow {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly userId: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string;
  readonly ip: string;
}

/** Who holds a session, and when it was last renewed. */
export interface Holder {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  readonly seenAt: Date;
}

/** The active user behind a token, in one statement. */
export async function findHolder(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`
    select s.id as session_id, s.user_id, u.name, s.created_at, s.seen_at,
      array(select role from user_role where user_id = s.user_id) as roles
    from session s join app_user u on u.id = s.user_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and u.state = 'active'`.execute(db);
  return rows[0];
}

/**
 * Begins a session of an active person whose password is still `passwordHash` (undefined: whatever it is). False when it
 * is not: a ban or a new password that came in between wins.
 */
export async function insertSession(
  tx: Tx,
  row: SessionRow,
  passwordHash: string | null | undefined,
): Promise<boolean> {
  const holder = await tx
    .selectFrom('appUser')
    .select('id')
    .where('id', '=', row.userId)
    .where('state', '=', 'active')
    .$if(passwordHash !== undefined, (q) =>
      q.where('passwordHash', 'is not distinct from', passwordHash!),
    )
    .forShare()
    .executeTakeFirst();
  if (!holder) return false;
  await tx.insertInto('session').values(row).execute();
  return true;
}

/** Moves the end of a session, unless another request did so since `seenAt`. */
export async function renewSession(
  db: Db,
  session: { id: string; seenAt: Date },
  now: Date,
  expiresAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ seenAt: now, expiresAt })
    .where('id', '=', session.id)
    .where('seenAt', '=', session.seenAt)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends all sessions of a person, except one when it is named. Returns how many there were. */
export async function deleteSessionsOf(tx: Tx, userId: string, except?: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('session')
    .where('userId', '=', userId)
    .$if(except !== undefined, (q) => q.where('id', '<>', except!))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Ends one session of a person. False when it is not theirs, or over. */
export async function deleteSession(db: Db, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Ends a person's sessions beyond the `most` that were seen last. */
export async function trimSessions(tx: Tx, userId: string, most: number, now: Date): Promise<void> {
  await sql`
    with gone as (
      delete from session where id in (
        select id from session where user_id = ${userId} order by seen_at desc, id desc offset ${most})
      returning token_hash
    )
    insert into displaced_session (token_hash, displaced_at) select token_hash, ${now} from gone
    on conflict do nothing`.execute(tx);
}

/** Whether the session of this token ended because there were too many. */
export async function isDisplaced(db: Db, tokenHash: Buffer): Promise<boolean> {
  const found = await db
    .selectFrom('displacedSession')
    .select('tokenHash')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  return found !== undefined;
}

/** Forgets which sessions were ended before `before`. */
export async function deleteDisplaced(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('displacedSession').where('displacedAt', '<', before).execute();
}

/** A person's open sessions, the last seen first. */
export async function selectSessions(db: Db, userId: string, now: Date) {
  return db
    .selectFrom('session')
    .select(['id', 'createdAt', 'seenAt', 'expiresAt', 'userAgent', 'ip'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .orderBy('seenAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Which of these sessions have not ended, and are of people who may be here. */
export async function selectLive(db: Db, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('appUser', 'appUser.id', 'session.userId')
    .select('session.id')
    .where('session.id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('expiresAt', '>', now)
    .where('state', '=', 'active')
    .execute();
  return rows.map(({ id }) => id);
}

/** Forgets sessions that ended before `now`. */
export async function deleteEndedSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('session').where('expiresAt', '<', now).execute();
}
