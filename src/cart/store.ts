import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import { mostLines } from '#pricing/service.ts';
import type { Db } from '#platform/db.ts';
import type { HintWork, LineFact } from './types.ts';

interface Put {
  readonly userId: string;
  readonly offerId: string;
  readonly isLater: boolean;
}

/** Puts what an offer sells into a cart. False when there is no room, however many ask at once. */
export async function putLine(
  db: Db,
  { userId, offerId, isLater }: Put,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ isIn: boolean }>`
    select put_in_cart(${userId}, ${offerId}, ${isLater}, ${mostLines}, ${now}) as is_in`.execute(
    db,
  );
  return rows[0]!.isIn;
}

/** Takes the work out that an offer sells, or sold. False when it is not there. */
export async function deleteLine(db: Db, userId: string, offerId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from cart_line where user_id = ${userId} and work_id = (select work_id from offer where id = ${offerId})
    returning work_id`.execute(db);
  return rows.length === 1;
}

/** Takes out what these orders bought for their buyers: their works, and the works that came with them. */
export async function deleteBought(db: Db, orderIds: readonly string[]): Promise<void> {
  const ids = sql`any(${[...orderIds]}::uuid[])`;
  await sql`
    delete from cart_line c using (
      select o.buyer_id as user_id, l.work_id from "order" o join order_line l on l.order_id = o.id where o.id = ${ids}
      union
      select e.user_id, e.work_id from order_line l join entitlement e on e.source_kind = 'order' and e.source_id = l.id
      where l.order_id = ${ids}
    ) b where c.user_id = b.user_id and c.work_id = b.work_id`.execute(db);
}

/** How many works somebody has in the cart, without those for later and those that they own. */
export async function countLines(db: Db, userId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from cart_line c where c.user_id = ${userId} and not c.is_later
      and not exists (${ownRight(now)})`.execute(db);
  return rows[0]!.count;
}

/** A right of their own to the work of a line `c`, for good: who has it for some days may buy more. */
const ownRight = (now: Date) => sql`
  select from entitlement e where e.user_id = c.user_id and e.work_id = c.work_id and e.revoked_at is null
    and lasts_for_good(e.ends_at, ${now})`;

/** A cart's lines as they stand, what was put there last first; never more than a cart holds. */
export async function selectLines(
  db: Db,
  { userId, locale, now }: { readonly userId: string; readonly locale: Locale; readonly now: Date },
): Promise<LineFact[]> {
  const { rows } = await sql<LineFact>`
    with ordered as materialized (
      select o.id, o.state, l.work_id, l.offer_id from "order" o join order_line l on l.order_id = o.id
      where o.buyer_id = ${userId} and (o.state = 'held' or o.state = 'pending' and o.expires_at > ${now})
    )
    select c.work_id, w.slug, said_in(${locale}, v.title, v.title_en) as title, w.creator_id,
      said_in(${locale}, r.name, r.name_en) as creator_name, v.cover_id, v.part_ids, c.offer_id as put_id, p.price as put_price,
      o.id as offer_id, o.price, o.refund_days, o.access_days, w.state = 'published' as is_open, c.is_later, c.added_at,
      exists (${ownRight(now)}) as is_owned,
      a.id as order_id, coalesce(a.state = 'held', false) as is_held,
      promotions_for(c.work_id, c.user_id, ${now}) as promotions, member_discount(c.user_id, c.work_id, ${now}) as member
    from cart_line c join offer p on p.id = c.offer_id join work w on w.id = c.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id) left join creator r on r.user_id = w.creator_id
    left join offer o on o.work_id = c.work_id and o.retired_at is null
    left join lateral (
      select id, state from ordered where state = 'held' and work_id = c.work_id or state = 'pending' and offer_id = o.id
      order by state = 'held' desc, id desc limit 1) a on true
    where c.user_id = ${userId} order by c.added_at desc, c.work_id limit ${sql.lit(mostLines)}`.execute(
    db,
  );
  return rows;
}

interface Sought {
  readonly promotionId: string;
  readonly userId: string;
  /** The least that it may cost, in minor units. */
  readonly from: number;
  readonly locale: Locale;
  readonly now: Date;
}

/**
 * Up to three works of a promotion from a price on, the least dear first, that somebody has neither got nor in the cart: of each of
 * its shelves the first dozen are looked at.
 */
export async function selectMore(
  db: Db,
  { promotionId, userId, from, locale, now }: Sought,
): Promise<HintWork[]> {
  const { rows } = await sql<HintWork>`
    with shelf as (
      select distinct case p.scope_kind when 'all' then 'all' when 'categories' then 'category:' || i when 'creator' then 'creator:' || i
        else 'work:' || i end as name
      from promotion p left join lateral unnest(p.scope_ids) i on true where p.id = ${promotionId}
    ), c as (
      select distinct m.work_id, ${userId}::uuid as user_id from shelf cross join lateral (
        select work_id from work_place where shelf = shelf.name and price >= ${from} order by price, work_id limit 12) m
    )
    select c.work_id, o.id as offer_id, w.slug, said_in(${locale}, v.title, v.title_en) as title, o.price
    from c join work w on w.id = c.work_id and w.state = 'published' join work_version v on v.id = w.live_id
    join offer o on o.work_id = w.id and o.retired_at is null
    where o.price >= ${from} and w.creator_id <> c.user_id and not exists (${ownRight(now)})
      and not exists (select from cart_line k where k.user_id = c.user_id and k.work_id = c.work_id)
    order by o.price, c.work_id limit 3`.execute(db);
  return rows;
}
