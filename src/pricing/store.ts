import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { ScopeInput } from './schema.ts';
import { hasPiece, heldPieces, soldPieces } from './store/flash.ts';
import type { termStates } from './types.ts';
import type { PromotionKind, Tier } from './types.ts';

export interface PromotionRow {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly creatorId: string | null;
  readonly name: string;
  readonly nameEn: string;
  readonly scopeKind: ScopeInput['kind'];
  readonly scopeIds: string[] | null;
  readonly offBps: number | null;
  readonly price: Money | null;
  readonly counts: 'amount' | 'pieces' | null;
  readonly tiers: readonly Tier[] | null;
  readonly perCustomer: number | null;
  readonly stock: number | null;
  readonly teamSize: number | null;
  readonly teamHours: number | null;
  readonly shortFrom: number | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const columns = sql`p.id, p.kind, p.creator_id, p.name, p.name_en, p.scope_kind, p.scope_ids, p.off_bps, p.price, p.counts,
  p.tiers, p.per_customer, p.stock, p.team_size, p.team_hours, p.short_from,
  p.starts_at, p.ends_at`;

/** Promotions that hold at `now` or will. */
export async function selectOpen(db: Db, now: Date): Promise<PromotionRow[]> {
  const { rows } = await sql<PromotionRow>`
    select ${columns} from promotion p where p.ends_at > ${now} order by p.id`.execute(db);
  return rows;
}

export async function findPromotion(db: Db, id: string): Promise<PromotionRow | undefined> {
  const { rows } = await sql<PromotionRow>`
    select ${columns} from promotion p where p.id = ${id}`.execute(db);
  return rows[0];
}

export async function insertPromotion(
  tx: Tx,
  row: PromotionRow & { readonly createdBy: string | null; readonly createdAt: Date },
): Promise<void> {
  const tiers = row.tiers === null ? null : JSON.stringify(row.tiers);
  await tx
    .insertInto('promotion')
    .values({ ...row, tiers })
    .execute();
}

/** Ends a promotion at `at`, or where it starts when it has not begun by then. False when it ended before. */
export async function endPromotionAt(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update promotion set ends_at = greatest(starts_at, ${at}::timestamptz)
    where id = ${id} and ends_at > greatest(starts_at, ${at}::timestamptz) returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** A promotion with what it is about by name, and of a flash sale how it stands. */
export interface ListedPromotion extends PromotionRow {
  readonly scopeNames: string[];
  readonly sold: number | null;
  readonly held: number | null;
}

interface Wanted {
  readonly kind?: PromotionKind | undefined;
  readonly state?: (typeof termStates)[number] | undefined;
  readonly creatorId?: string | undefined;
  readonly now: Date;
  readonly locale: Locale;
}

const stateIs: Readonly<Record<(typeof termStates)[number], (now: Date) => RawBuilder<unknown>>> = {
  planned: (now) => sql`p.starts_at > ${now} and p.ends_at > ${now}`,
  running: (now) => sql`p.starts_at <= ${now} and p.ends_at > ${now}`,
  ended: (now) => sql`p.ends_at <= ${now}`,
};

/** Up to `limit` promotions, the newest first, with the names of what they are about. */
export async function selectPromotions(
  db: Db,
  { kind, state, creatorId, now, locale }: Wanted,
  beforeId: string | undefined,
  limit: number,
): Promise<ListedPromotion[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (kind) wanted.push(sql`p.kind = ${sql.lit(kind)}`);
  if (state) wanted.push(stateIs[state](now));
  if (creatorId) wanted.push(sql`p.creator_id = ${creatorId}`);
  if (beforeId) wanted.push(sql`p.id < ${beforeId}::uuid`);
  const { rows } = await sql<ListedPromotion>`
    select ${columns}, scope_names(p.scope_kind, p.scope_ids, ${locale}) as scope_names,
      ${soldPieces} as sold, ${heldPieces} as held
    from promotion p where ${sql.join(wanted, sql` and `)} order by p.id desc limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows;
}

/** How many of these ids a scope of this kind can name; with a creator, only what is theirs. */
export async function countSubjects(
  db: Db,
  { kind, ids }: ScopeInput,
  creatorId: string | null,
): Promise<number> {
  const tables = {
    works: sql`work x where x.id = any(${ids}::uuid[]) and x.state <> 'deleted' and (${creatorId}::uuid is null or x.creator_id = ${creatorId})`,
    categories: sql`category x where x.id = any(${ids}::uuid[])`,
    creator: sql`creator x where x.user_id = any(${ids}::uuid[])`,
    all: sql`(select 1 where false) x`,
  };
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${tables[kind]}`.execute(db);
  return rows[0]!.count;
}

/** Whether one of these works costs `price` or less now. */
export async function hasNotLower(db: Db, ids: readonly string[], price: Money): Promise<boolean> {
  const { rows } = await sql`
    select from offer where work_id = any(${[...ids]}::uuid[]) and retired_at is null and price <= ${price} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** What is shown of a work's price while it is lower than its list price. */
export interface ShownRow {
  readonly workId: string;
  readonly promotionId: string;
  readonly kind: 'limited' | 'flash';
  readonly name: string;
  readonly nameEn: string;
  readonly listPrice: Money;
  readonly price: Money;
  /** The lowest price at which it was offered in the 30 days before this one began. */
  readonly lowest: Money;
  readonly endsAt: Date;
}

/**
 * The lower prices at `now` of those among `workIds` that have one. The lowest price of 30 days counts what was asked since the
 * work was published: list prices, and earlier limited-time prices and flash sales on top of them. A flash sale of which nothing is
 * left is none.
 */
export async function selectShown(
  db: Db,
  workIds: readonly string[],
  now: Date,
): Promise<ShownRow[]> {
  const { rows } = await sql<ShownRow>`
    select s.work_id, s.promotion_id, s.kind, s.name, s.name_en, s.list_price, s.price, s.ends_at,
      least(s.list_price, coalesce((
        select min(case when q.id is null then o.price else reduced_price(o.price, q.off_bps, q.price) end)
        from offer o
        left join promotion q on q.kind in ('limited', 'flash') and q.id <> s.promotion_id
          and q.starts_at < least(s.starts_at, coalesce(o.retired_at, s.starts_at))
          and q.ends_at > greatest(s.since, o.created_at, q.starts_at) and scope_covers(q.scope_ids, s.work_id)
        where o.work_id = s.work_id and o.created_at < s.starts_at and coalesce(o.retired_at, s.starts_at) > s.since
      ), s.list_price)) as lowest
    from (
      select distinct on (w.id) w.id as work_id, p.id as promotion_id, p.kind, p.name, p.name_en, o.price as list_price,
        reduced_price(o.price, p.off_bps, p.price) as price, p.starts_at, p.ends_at,
        greatest(p.starts_at - interval '30 days', coalesce(w.published_at, '-infinity')) as since
      from promotion p cross join unnest(${[...workIds]}::uuid[]) as wanted (id)
      join work w on w.id = wanted.id join offer o on o.work_id = w.id and o.retired_at is null
      where p.kind in ('limited', 'flash') and p.starts_at <= ${now} and p.ends_at > ${now} and scope_covers(p.scope_ids, w.id)
        and reduced_price(o.price, p.off_bps, p.price) < o.price and (p.kind = 'limited' or ${hasPiece})
      order by w.id, reduced_price(o.price, p.off_bps, p.price), p.id
    ) s`.execute(db);
  return rows;
}

/** What else holds for one work at `now`: thresholds, in the order of their ids. */
export async function selectThresholds(db: Db, workId: string, now: Date): Promise<PromotionRow[]> {
  const { rows } = await sql<PromotionRow>`
    select ${columns} from promotion p
    where p.kind = 'threshold' and p.starts_at <= ${now} and p.ends_at > ${now} and scope_covers(p.scope_ids, ${workId})
    order by p.id`.execute(db);
  return rows;
}

/** Notes that an order has a promotion of which each buyer may have `most`. False when another order was quicker. */
export async function insertUse(
  tx: Tx,
  use: { promotionId: string; userId: string; orderId: string; most: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into promotion_use (promotion_id, user_id, ordinal, order_id)
    select ${use.promotionId}::uuid, ${use.userId}::uuid, free.ordinal, ${use.orderId}::uuid
    from generate_series(1, ${use.most}::integer) as free (ordinal)
    where not exists (
      select from promotion_use u
      where u.promotion_id = ${use.promotionId} and u.user_id = ${use.userId} and u.ordinal = free.ordinal)
    order by free.ordinal limit 1
    on conflict do nothing returning ordinal`.execute(tx);
  return rows.length === 1;
}

export async function deleteUses(tx: Tx, orderId: string): Promise<void> {
  await tx.deleteFrom('promotionUse').where('orderId', '=', orderId).execute();
}
