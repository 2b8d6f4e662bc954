import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { MemberFilter } from '../schema.ts';
import type { Given, Giving, Member, MemberDiscount, MemberState, Stretch } from '../types.ts';

/** Makes those wait who would give the same tier to the same person; held to the end of `tx`. */
export async function lockMember(tx: Tx, userId: string, tierId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`member:${userId}:${tierId}`}, 0))`.execute(
    tx,
  );
}

export interface Running extends Stretch {
  readonly id: string;
  readonly since: Date;
}

/** Memberships of somebody in a tier that hold at `now` or later, but for what a level of growth gives beside them. */
export async function selectRunning(
  tx: Tx,
  userId: string,
  tierId: string,
  now: Date,
): Promise<Running[]> {
  const { rows } = await sql<Running>`
    select id, since, starts_at, ends_at from membership
    where user_id = ${userId} and tier_id = ${tierId} and source_kind <> 'level' and revoked_at is null and paused_at is null
      and (ends_at is null or ends_at > ${now})
    order by starts_at`.execute(tx);
  return rows;
}

export interface MemberRow extends Stretch {
  readonly id: string;
  readonly userId: string;
  readonly tierId: string;
  readonly source: Giving;
  readonly grantedBy: string | null;
  readonly reason: string;
  /** Set: nobody is reminded of its end. */
  readonly remindedAt: Date | null;
  readonly since: Date;
}

/** Writes a membership. False when this source has given it before. */
export async function insertMember(tx: Tx, { source, ...row }: MemberRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('membership')
    .values({ ...row, sourceKind: source.kind, sourceId: source.id })
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether a source has given a tier to somebody before. */
export async function isGiven(
  tx: Tx,
  userId: string,
  tierId: string,
  source: Giving,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from membership where source_kind = ${source.kind} and source_id = ${source.id}
      and user_id = ${userId} and tier_id = ${tierId}`.execute(tx);
  return rows.length > 0;
}

/** Whether there is such a user, and how the tier stands. */
export async function findGrantable(
  db: Db,
  userId: string,
  tierId: string,
): Promise<{ readonly hasUser: boolean; readonly tierState: 'open' | 'closed' | null }> {
  const { rows } = await sql<{ hasUser: boolean; tierState: 'open' | 'closed' | null }>`
    select exists (select from app_user where id = ${userId} and state <> 'deleted') as has_user,
      (select state from tier where id = ${tierId}) as tier_state`.execute(db);
  return rows[0]!;
}

export interface Ended {
  readonly id: string;
  readonly userId: string;
  readonly tierId: string;
}

/** Takes a membership back. Nothing when there is none that stands. */
export async function revokeOne(tx: Tx, id: string, now: Date): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    update membership set revoked_at = ${now} where id = ${id} and revoked_at is null
    returning id, user_id, tier_id`.execute(tx);
  return rows[0];
}

/** The membership that a source gave; of an import any. */
export async function findBySource(db: Db, { kind, id }: Giving): Promise<Given | undefined> {
  const { rows } = await sql<Given>`
    select id, user_id, tier_id, starts_at, ends_at, paused_at, revoked_at from membership
    where source_kind = ${kind} and source_id = ${id} limit 1`.execute(db);
  return rows[0];
}

/** Takes back what a source gave and still stands. */
export async function revokeBySource(tx: Tx, { kind, id }: Giving, now: Date): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    update membership set revoked_at = ${now}
    where source_kind = ${kind} and source_id = ${id} and revoked_at is null
    returning id, user_id, tier_id`.execute(tx);
  return rows;
}

/** Gives back what a source gave and was taken back at `revokedAt`. */
export async function reviveBySource(tx: Tx, { kind, id }: Giving, revokedAt: Date): Promise<void> {
  await sql`
    update membership set revoked_at = null
    where source_kind = ${kind} and source_id = ${id} and revoked_at = ${revokedAt}`.execute(tx);
}

/** Pauses a membership that holds: what is left of it is kept. */
export async function pauseOne(tx: Tx, id: string, now: Date): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    update membership set paused_at = ${now}
    where id = ${id} and revoked_at is null and paused_at is null
      and starts_at <= ${now} and (ends_at is null or ends_at > ${now})
    returning id, user_id, tier_id`.execute(tx);
  return rows[0];
}

/** Lets a paused membership go on: it ends later by as long as it was paused. */
export async function resumeOne(tx: Tx, id: string, now: Date): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    update membership set ends_at = ends_at + (${now}::timestamptz - paused_at), paused_at = null
    where id = ${id} and revoked_at is null and paused_at is not null
    returning id, user_id, tier_id`.execute(tx);
  return rows[0];
}

const columns = sql`
  m.id, m.user_id, u.name as user_name, u.email, m.tier_id, t.name_zh as tier_zh, t.name_en as tier_en, m.source_kind,
  m.reason, m.since, m.starts_at, m.ends_at, m.paused_at, m.revoked_at`;
const around = sql`join app_user u on u.id = m.user_id join tier t on t.id = m.tier_id`;

const inState = (state: MemberState, now: Date): RawBuilder<unknown> => {
  const over = sql`m.ends_at <= coalesce(m.paused_at, ${now}::timestamptz)`;
  const running = sql`(m.ends_at is null or m.ends_at > coalesce(m.paused_at, ${now}::timestamptz))`;
  return {
    revoked: sql`m.revoked_at is not null`,
    ended: sql`m.revoked_at is null and ${over}`,
    paused: sql`m.revoked_at is null and m.paused_at is not null and ${running}`,
    upcoming: sql`m.revoked_at is null and m.paused_at is null and m.starts_at > ${now} and ${running}`,
    active: sql`m.revoked_at is null and m.paused_at is null and m.starts_at <= ${now} and ${running}`,
  }[state];
};

/** Up to `limit` memberships, newest first. */
export async function selectMembers(
  db: Db,
  filter: MemberFilter & { readonly now: Date },
  beforeId: string | undefined,
  limit: number,
): Promise<Member[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (filter.tierId) wanted.push(sql`m.tier_id = ${filter.tierId}`);
  if (filter.userId) wanted.push(sql`m.user_id = ${filter.userId}`);
  if (filter.source) wanted.push(sql`m.source_kind = ${sql.lit(filter.source)}`);
  if (filter.state) wanted.push(inState(filter.state, filter.now));
  if (beforeId) wanted.push(sql`m.id < ${beforeId}::uuid`);
  const { rows } = await sql<Member>`
    select ${columns} from membership m ${around}
    where ${sql.join(wanted, sql` and `)}
    order by m.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** One membership by its id. */
export async function findMember(db: Db, id: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`
    select ${columns} from membership m ${around} where m.id = ${id}`.execute(db);
  return rows[0];
}

/** What somebody pays less as a member for the work at an address. */
export async function selectDiscountAt(
  db: Db,
  userId: string,
  slug: string,
  now: Date,
): Promise<MemberDiscount | undefined> {
  const { rows } = await sql<{ found: MemberDiscount | null }>`
    select member_discount(${userId}, w.id, ${now}) as found from work w where w.slug = ${slug}`.execute(
    db,
  );
  return rows[0]?.found ?? undefined;
}

/** Whether any tier makes works cheaper that it does not cover. */
export async function existsDiscount(db: Db): Promise<boolean> {
  const { rows } = await sql<{ isThere: boolean }>`
    select exists (select from tier where discount_bps > 0) as is_there`.execute(db);
  return rows[0]!.isThere;
}

/** What the members of a tier pay less elsewhere. */
export async function selectDiscount(db: Db, tierId: string): Promise<MemberDiscount | undefined> {
  const { rows } = await sql<MemberDiscount>`
    select id, name_zh, name_en, discount_bps as off_bps from tier where id = ${tierId}`.execute(
    db,
  );
  return rows[0];
}

/** What memberships are called: whose, and of which tier. */
export async function selectMemberNames(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; userName: string; tierZh: string; tierEn: string }[]> {
  const { rows } = await sql<{ id: string; userName: string; tierZh: string; tierEn: string }>`
    select m.id, u.name as user_name, t.name_zh as tier_zh, t.name_en as tier_en
    from membership m ${around} where m.id = any(${ids}::uuid[])
    union all select t.id, '', t.name_zh, t.name_en from tier t where t.id = any(${ids}::uuid[])`.execute(
    db,
  );
  return rows;
}
