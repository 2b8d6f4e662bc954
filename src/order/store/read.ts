import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { MemberDiscount, PlanTerm } from '#membership/types.ts';
import type { Db } from '#platform/db.ts';
import type { PromotionFact } from '#pricing/service.ts';
import type { LineRow, OrderDiscount, OrderState, OrderRow } from '../types.ts';

/** The lines of orders `o` with the names that are shown beside them in `locale`. */
const named = (orders: RawBuilder<unknown>, locale: Locale) => sql<NamedRow>`
  select o.id, o.number, o.buyer_id, o.state, o.total, o.currency, o.refunded, o.refunding, o.created_at,
         o.expires_at, o.paid_at, o.closed_at, o.refund_until, u.name as buyer_name,
         l.id as line_id, l.list_price, l.price as line_price, l.refunded as line_refunded, l.refunding as line_refunding, l.refund_days,
         l.access_days,
         case when l.work_id is null then 'plan' else 'work' end as kind, l.work_id, w.slug as work_slug,
         title_of_sold(l.work_id, l.tier_id, ${locale}) as line_title, p.term, p.days,
         said_in(${locale}, c.name, c.name_en) as creator_name
  from ${orders} o join order_line l on l.order_id = o.id join app_user u on u.id = o.buyer_id
  left join work w on w.id = l.work_id left join creator c on c.user_id = l.creator_id
  left join tier_plan p on p.id = l.plan_id`;

/** A line as it stands in the tables, with its order beside it: what a plan is called follows from its tier and term. */
export interface NamedRow
  extends
    Omit<OrderRow, 'lines' | 'title'>,
    Omit<LineRow, 'price' | 'refunded' | 'refunding' | 'title'> {
  readonly id: string;
  readonly lineId: string;
  readonly linePrice: Money;
  readonly lineRefunded: Money;
  readonly lineRefunding: Money;
  readonly lineTitle: string;
  readonly term: PlanTerm | null;
  readonly days: number | null;
}

/** The lines of one order with the names that a page in `locale` shows; none when there is no such order. */
export async function selectOrder(db: Db, id: string, locale: Locale): Promise<NamedRow[]> {
  const orders = named(sql`"order"`, locale);
  const { rows } = await sql<NamedRow>`${orders} where o.id = ${id} order by l.position`.execute(
    db,
  );
  return rows;
}

export interface WantedOrders {
  readonly locale: Locale;
  readonly buyerId?: string | undefined;
  readonly state?: OrderState | undefined;
  readonly number?: string | undefined;
}

/** The lines of up to `limit` orders, newest first. */
export async function selectOrders(
  db: Db,
  filter: WantedOrders,
  beforeId: string | undefined,
  limit: number,
): Promise<NamedRow[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (filter.buyerId) wanted.push(sql`o.buyer_id = ${filter.buyerId}`);
  // Literal: with a parameter of such an uneven column every execution is planned anew.
  if (filter.state) wanted.push(sql`o.state = ${sql.lit(filter.state)}`);
  if (filter.number) wanted.push(sql`o.number = ${filter.number}`);
  if (beforeId) wanted.push(sql`o.id < ${beforeId}::uuid`);
  // The page first, then its names: else the planner may go through all lines to find those of a rare state.
  const page = sql`(
    select * from "order" o where ${sql.join(wanted, sql` and `)} order by o.id desc limit ${sql.lit(limit)}
  )`;
  const { rows } =
    await sql<NamedRow>`${named(page, filter.locale)} order by o.id desc, l.position`.execute(db);
  return rows;
}

/** What was taken off an order's lines, in their order and in that of calculation. */
export async function selectDiscounts(db: Db, orderId: string): Promise<OrderDiscount[]> {
  const { rows } = await sql<OrderDiscount>`
    select d.line_id, d.kind, d.source_id, d.name, d.name_en, d.amount
    from order_line l join order_discount d on d.line_id = l.id where l.order_id = ${orderId}
    order by d.position`.execute(db);
  return rows;
}

/** What an order would stand on now, besides what is on sale. */
export interface Outlook {
  readonly title: string;
  /** The address of a work. */
  readonly workSlug: string | null;
  readonly promotions: readonly PromotionFact[] | null;
  readonly member: MemberDiscount | null;
  readonly isNewcomer: boolean;
  readonly isOwned: boolean;
  /** An order for the same work that a team holds, or one for the same offer that waits and can still be paid. */
  readonly waitingId: string | null;
  /** That order is paid, and held until its team is complete. */
  readonly isHeld: boolean;
}

interface Prospect {
  readonly workId: string | null;
  readonly tierId: string | null;
  readonly offerId: string;
  readonly buyerId: string;
  readonly locale: Locale;
}

/** What makes an offer cheaper for a buyer, and what stands in the way of ordering it. */
export async function findOutlook(
  db: Db,
  { workId, tierId, offerId, buyerId, locale }: Prospect,
  now: Date,
): Promise<Outlook> {
  const owned = workId
    ? sql`exists (select from entitlement where user_id = ${buyerId} and work_id = ${workId} and revoked_at is null
        and lasts_for_good(ends_at, ${now}))`
    : sql`exists (select from membership where user_id = ${buyerId} and tier_id = ${tierId} and revoked_at is null
        and paused_at is null and ends_at is null)`;
  const { rows } = await sql<Outlook>`
    select title_of_sold(${workId}, ${tierId}, ${locale}) as title, (select slug from work where id = ${workId}) as work_slug,
      ${workId ? sql`promotions_for(${workId}, ${buyerId}, ${now})` : sql`null`} as promotions,
      ${workId ? sql`member_discount(${buyerId}, ${workId}, ${now})` : sql`null`} as member,
      is_newcomer(${buyerId}) as is_newcomer, ${owned} as is_owned,
      w.id as waiting_id, coalesce(w.state = 'held', false) as is_held
    from (select) nothing left join lateral (
      select o.id, o.state from "order" o join order_line l on l.order_id = o.id
      where o.buyer_id = ${buyerId} and (o.state = 'held' and l.work_id = ${workId}::uuid
        or o.state = 'pending' and o.expires_at > ${now} and ${offerId}::uuid in (l.offer_id, l.plan_id))
      order by o.state = 'held' desc, o.id desc limit 1) w on true`.execute(db);
  return rows[0]!;
}

/** Whether somebody never paid an order. */
export async function neverPaid(db: Db, userId: string): Promise<boolean> {
  const { rows } = await sql<{ isNewcomer: boolean }>`
    select is_newcomer(${userId}) as is_newcomer`.execute(db);
  return rows[0]!.isNewcomer;
}

/** Up to `limit` orders that wait and are to be closed, those that waited longest first. */
export async function selectDueOrders(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('order')
    .select('id')
    .where('state', '=', 'pending')
    .where('closeAt', '<=', now)
    .orderBy('closeAt')
    .limit(sql.lit(limit))
    .execute();
  return rows.map(({ id }) => id);
}

/** The number of the order that has this line. */
export async function findNumberOf(db: Db, lineId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('orderLine as l')
    .innerJoin('order as o', 'o.id', 'l.orderId')
    .select('o.number')
    .where('l.id', '=', lineId)
    .executeTakeFirst();
  return row?.number;
}

/** The numbers of orders, by id. */
export async function selectNumbers(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; number: string }[]> {
  return db
    .selectFrom('order')
    .select(['id', 'number'])
    .where('id', 'in', [...ids])
    .execute();
}
