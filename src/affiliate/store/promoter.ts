import { sql } from 'kysely';
import { businessDay } from '#kernel/time.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { ApplicationState, Lineage, Promoter, PromoterState } from '../types.ts';

const columns = [
  'userId',
  'code',
  'uplineId',
  'level1Bps',
  'beganAt',
  'endedAt',
  'reason',
] as const;

export async function findPromoter(
  db: Db,
  by: { readonly userId: string } | { readonly code: string },
): Promise<Promoter | undefined> {
  const query = db.selectFrom('promoter').select(columns);
  return 'code' in by
    ? query.where('code', '=', by.code).executeTakeFirst()
    : query.where('userId', '=', by.userId).executeTakeFirst();
}

interface NewPromoter {
  readonly userId: string;
  readonly code: string;
  readonly uplineId: string | null;
  readonly beganAt: Date;
}

/** Writes a promoter, or lets one begin again who ended: with their code and upline. False when the code is somebody's already. */
export async function beginPromoter(tx: Tx, row: NewPromoter): Promise<boolean> {
  const { rows } = await sql`
    insert into promoter (user_id, code, upline_id, began_at)
    select ${row.userId}::uuid, ${row.code}, ${row.uplineId}::uuid, ${row.beganAt}::timestamptz
    where not exists (select from promoter where code = ${row.code} and user_id <> ${row.userId})
    on conflict (user_id) do update set ended_at = null, reason = ''
    returning user_id`.execute(tx);
  return rows.length === 1;
}

/** Ends a promoter. False when they ended before, or never began. */
export async function endPromoter(
  tx: Tx,
  userId: string,
  reason: string,
  endedAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('promoter')
    .set({ endedAt, reason })
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Gives a promoter a rate of their own, or takes it. False when there is no such promoter. */
export async function setPromoterRate(
  tx: Tx,
  userId: string,
  level1Bps: number | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('promoter')
    .set({ level1Bps })
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whether `personId` is among those who brought the promoter, however far up. */
export async function isAbove(db: Db, personId: string, promoterId: string): Promise<boolean> {
  const { rows } = await sql`
    with recursive above as (
      select upline_id from promoter where user_id = ${promoterId}
      union
      select p.upline_id from above a join promoter p on p.user_id = a.upline_id
    )
    select from above where upline_id = ${personId} limit 1`.execute(db);
  return rows.length > 0;
}

/** Whose customer somebody is, if that promoter promotes: who would have brought them. */
export async function findUpline(db: Db, userId: string, now: Date): Promise<string | null> {
  const { rows } = await sql<{ promoterId: string }>`
    select b.promoter_id from binding_at(${userId}, ${now}) b
    join promoter p on p.user_id = b.promoter_id and p.ended_at is null`.execute(db);
  return rows[0]?.promoterId ?? null;
}

/** One promoter of `id` who promotes, with who brought them, as JSON. */
const fact = (id: ReturnType<typeof sql>) => sql`(
  select jsonb_build_object('id', p.user_id, 'level1Bps', p.level1_bps, 'upline', (
    select jsonb_build_object('id', u.user_id, 'level1Bps', u.level1_bps,
      'uplineId', (select t.user_id from promoter t where t.user_id = u.upline_id and t.ended_at is null))
    from promoter u where u.user_id = p.upline_id and u.ended_at is null))
  from promoter p where p.user_id = ${id} and p.ended_at is null)`;

/** Who brought a buyer, as it stands at `now`. */
export async function selectLineage(db: Db, buyerId: string, now: Date): Promise<Lineage> {
  const { rows } = await sql<Lineage>`
    select ${fact(sql`${buyerId}::uuid`)} as own,
      ${fact(sql`(select b.promoter_id from binding_at(${buyerId}, ${now}) b)`)} as bound`.execute(
    db,
  );
  return rows[0]!;
}

/** Counts one visit of a promoter's links. */
export async function countVisit(db: Db, promoterId: string, now: Date): Promise<void> {
  await sql`
    insert into promoter_day (promoter_id, day, visits) values (${promoterId}, ${businessDay(now)}, 1)
    on conflict (promoter_id, day) do update set visits = promoter_day.visits + 1`.execute(db);
}

export interface PromoterRow extends Promoter {
  readonly name: string;
  readonly uplineName: string | null;
  readonly visits: number;
  readonly customers: number;
}

interface Wanted {
  readonly state?: PromoterState | undefined;
  readonly text?: string | undefined;
  readonly now: Date;
}

/** Up to `limit` promoters, those who began last first. */
export async function selectPromoters(
  db: Db,
  { state, text, now }: Wanted,
  place: { readonly at: string; readonly id: string } | undefined,
  limit: number,
): Promise<PromoterRow[]> {
  const wanted = [
    sql`true`,
    ...(state === 'active' ? [sql`p.ended_at is null`] : []),
    ...(state === 'ended' ? [sql`p.ended_at is not null`] : []),
    ...(text
      ? [sql`(u.name ilike ${`%${text}%`} or u.email ilike ${`%${text}%`} or p.code = ${text})`]
      : []),
    ...(place
      ? [sql`(p.began_at, p.user_id) < (${place.at}::timestamptz, ${place.id}::uuid)`]
      : []),
  ];
  const { rows } = await sql<PromoterRow>`
    select p.user_id, p.code, p.upline_id, p.level1_bps, p.began_at, p.ended_at, p.reason, u.name, n.name as upline_name,
      coalesce((select sum(visits) from promoter_day d where d.promoter_id = p.user_id), 0)::bigint as visits,
      ${customersOf(sql`p.user_id`, now)} as customers
    from promoter p join app_user u on u.id = p.user_id left join app_user n on n.id = p.upline_id
    where ${sql.join(wanted, sql` and `)}
    order by p.began_at desc, p.user_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

const customersOf = (promoterId: ReturnType<typeof sql>, now: Date) => sql`(
  select count(*)::int from binding b where b.promoter_id = ${promoterId}
    and (b.expires_at is null or b.expires_at > ${now}) and not exists (select from binding_end e where e.binding_id = b.id))`;

/** How often a promoter's links were followed, and how many customers they have. */
export async function sumPromoter(
  db: Db,
  userId: string,
  now: Date,
): Promise<{ readonly visits: number; readonly customers: number }> {
  const { rows } = await sql<{ visits: number; customers: number }>`
    select coalesce((select sum(visits) from promoter_day where promoter_id = ${userId}), 0)::bigint as visits,
      ${customersOf(sql`${userId}::uuid`, now)} as customers`.execute(db);
  return rows[0]!;
}

export interface LineageRow {
  readonly userId: string;
  readonly name: string;
  readonly code: string;
  readonly uplineId: string | null;
  readonly uplineName: string | null;
  readonly juniors: number;
  readonly orders: number;
  readonly level1: number;
  readonly level2: number;
}

/** Up to `limit` promoters by id, with who brought them, whom they brought, and what both levels came to after refunds. */
export async function selectLineages(
  db: Db,
  afterId: string | undefined,
  limit: number,
): Promise<LineageRow[]> {
  const { rows } = await sql<LineageRow>`
    select p.user_id, u.name, p.code, p.upline_id, n.name as upline_name,
      (select count(*)::int from promoter j where j.upline_id = p.user_id) as juniors,
      s.orders, s.level1, s.level2
    from promoter p join app_user u on u.id = p.user_id left join app_user n on n.id = p.upline_id
    cross join lateral (
      select count(*)::int as orders,
        coalesce(sum(amount - reversed) filter (where level = 1), 0)::bigint as level1,
        coalesce(sum(amount - reversed) filter (where level = 2), 0)::bigint as level2
      from earning_share where promoter_id = p.user_id) s
    where ${afterId ? sql`p.user_id > ${afterId}::uuid` : sql`true`}
    order by p.user_id limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Writes an application. False when this person has one that waits. */
export async function insertApplication(
  tx: Tx,
  row: {
    readonly id: string;
    readonly userId: string;
    readonly note: string;
    readonly askedAt: Date;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('promoterApplication')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

interface ApplicationDecision {
  readonly id: string;
  readonly state: 'approved' | 'refused';
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/** Decides an application. False when it was decided before. */
export async function decideApplication(
  tx: Tx,
  { id, ...decision }: ApplicationDecision,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('promoterApplication')
    .set(decision)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function findApplication(db: Db, id: string): Promise<ApplicationRow | undefined> {
  const { rows } = await sql<ApplicationRow>`${applications} where a.id = ${id}`.execute(db);
  return rows[0];
}

export interface ApplicationRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly note: string;
  readonly askedAt: Date;
  readonly state: ApplicationState;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
  readonly reason: string;
}

const applications = sql`
  select a.id, a.user_id, u.name, a.note, a.asked_at, a.state, a.decided_at, d.name as decided_by_name, a.reason
  from promoter_application a join app_user u on u.id = a.user_id left join app_user d on d.id = a.decided_by`;

/** Up to `limit` applications, newest first. */
export async function selectApplications(
  db: Db,
  {
    state,
    userId,
  }: { readonly state?: ApplicationState | undefined; readonly userId?: string | undefined },
  beforeId: string | undefined,
  limit: number,
): Promise<ApplicationRow[]> {
  const wanted = [
    sql`true`,
    ...(state ? [sql`a.state = ${sql.lit(state)}`] : []),
    ...(userId ? [sql`a.user_id = ${userId}`] : []),
    ...(beforeId ? [sql`a.id < ${beforeId}::uuid`] : []),
  ];
  const { rows } = await sql<ApplicationRow>`
    ${applications} where ${sql.join(wanted, sql` and `)}
    order by a.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
