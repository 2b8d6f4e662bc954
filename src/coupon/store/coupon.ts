import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { CouponFilter } from '../schema.ts';

/** What a coupon promises its holder. */
export interface Terms {
  readonly name: string;
  readonly nameEn: string;
  readonly off: Money | null;
  readonly offBps: number | null;
  readonly cap: Money | null;
  readonly minSpend: Money;
  readonly scopeKind: 'all' | 'works' | 'categories' | 'creator';
  readonly isNewcomerOnly: boolean;
  readonly isAlone: boolean;
}

export interface CouponRow extends Terms {
  readonly id: string;
  readonly creatorId: string | null;
  readonly scopeIds: string[] | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly validDays: number | null;
  readonly total: number | null;
  readonly perCustomer: number;
  readonly way: 'public' | 'code' | 'granted';
  readonly code: string | null;
  readonly isPaused: boolean;
  readonly claimed: number;
}

export const termColumns = sql`c.name, c.name_en, c.off, c.off_bps, c.cap, c.min_spend, c.scope_kind, c.is_newcomer_only, c.is_alone`;
const columns = sql`c.id, c.creator_id, ${termColumns}, c.scope_ids, c.starts_at, c.ends_at, c.valid_days, c.total, c.per_customer,
  c.way, c.code, c.is_paused, c.claimed`;

export async function findCoupon(
  db: Db,
  by: { readonly id: string } | { readonly code: string },
): Promise<CouponRow | undefined> {
  const is = 'id' in by ? sql`c.id = ${by.id}` : sql`c.code = ${by.code}`;
  const { rows } = await sql<CouponRow>`select ${columns} from coupon c where ${is}`.execute(db);
  return rows[0];
}

/** Writes a coupon. False when its code is taken. */
export async function insertCoupon(
  tx: Tx,
  row: Omit<CouponRow, 'isPaused' | 'claimed'> & {
    readonly createdBy: string | null;
    readonly createdAt: Date;
  },
): Promise<boolean> {
  const written = await tx
    .insertInto('coupon')
    .values(row)
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

export async function setPaused(tx: Tx, id: string, isPaused: boolean): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('coupon')
    .set({ isPaused })
    .where('id', '=', id)
    .where('isPaused', '=', !isPaused)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes one of a coupon's pieces while it is given out. False when none is left or it is not, however many ask at once. */
export async function takeOne(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('coupon')
    .set((eb) => ({ claimed: eb('claimed', '+', 1) }))
    .where('id', '=', id)
    .where('isPaused', '=', false)
    .where('startsAt', '<=', now)
    .where('endsAt', '>', now)
    .where(sql<boolean>`(total is null or claimed < total)`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

const stateIs: Readonly<
  Record<NonNullable<CouponFilter['state']>, (now: Date) => RawBuilder<unknown>>
> = {
  planned: (now) => sql`not c.is_paused and c.starts_at > ${now}`,
  running: (now) => sql`not c.is_paused and c.starts_at <= ${now} and c.ends_at > ${now}`,
  paused: (now) => sql`c.is_paused and c.ends_at > ${now}`,
  ended: (now) => sql`c.ends_at <= ${now}`,
};

interface Wanted extends CouponFilter {
  readonly creatorId: string | undefined;
  readonly now: Date;
  readonly locale: Locale;
}

export interface ListedCoupon extends CouponRow {
  readonly scopeNames: string[];
  readonly used: number;
  readonly revenue: number;
  readonly saved: number;
}

/** Up to `limit` coupons, the newest first, with what became of them. */
export async function selectCoupons(
  db: Db,
  { state, way, creatorId, now, locale }: Wanted,
  beforeId: string | undefined,
  limit: number,
): Promise<ListedCoupon[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (state) wanted.push(stateIs[state](now));
  if (way) wanted.push(sql`c.way = ${sql.lit(way)}`);
  if (creatorId) wanted.push(sql`c.creator_id = ${creatorId}`);
  if (beforeId) wanted.push(sql`c.id < ${beforeId}::uuid`);
  const { rows } = await sql<ListedCoupon>`
    select ${columns}, scope_names(c.scope_kind, c.scope_ids, ${locale}) as scope_names, u.used, u.revenue, u.saved
    from (select * from coupon c where ${sql.join(wanted, sql` and `)} order by c.id desc limit ${sql.lit(limit)}) c
    cross join lateral (
      select count(*)::int as used, coalesce(sum(k.paid), 0)::bigint as revenue, coalesce(sum(k.saved), 0)::bigint as saved
      from coupon_claim k where k.coupon_id = c.id and k.state = 'used'
    ) u order by c.id desc`.execute(db);
  return rows;
}

/** Coupons that everybody may take for a work at `now`, and when they begin and end that begin or end later. */
export async function selectPublic(db: Db, workId: string, now: Date): Promise<CouponRow[]> {
  const { rows } = await sql<CouponRow>`
    select ${columns} from coupon c
    where c.way = 'public' and not c.is_paused and c.starts_at <= ${now} and c.ends_at > ${now}
      and (c.total is null or c.claimed < c.total) and scope_covers(c.scope_ids, ${workId})
    order by c.id limit 20`.execute(db);
  return rows;
}

/** Whether any coupon could be used for a work at `now`: one that is given out, or that somebody may still hold. */
export async function selectOpen(db: Db, now: Date): Promise<CouponRow[]> {
  const { rows } = await sql<CouponRow>`
    select ${columns} from coupon c
    where c.ends_at + coalesce(c.valid_days, 0) * interval '1 day' > ${now} order by c.id`.execute(
    db,
  );
  return rows;
}

/** Whether one of these coupons, by what they are about, can be used for a work. */
export async function coversWork(
  db: Db,
  couponIds: readonly string[],
  workId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from coupon c where c.id = any(${[...couponIds]}::uuid[]) and scope_covers(c.scope_ids, ${workId}) limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
