import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';
import type { Money } from '#kernel/money.ts';
import type { PromotionFact } from '#pricing/service.ts';
import type { ClaimFact } from '#coupon/types.ts';
import type { MemberDiscount } from '#membership/types.ts';
import type { OnSale, Order, OrderDiscount, Sold } from '../types.ts';

export interface NewOrderRow {
  readonly id: string;
  readonly lineId: string;
  readonly number: string;
  readonly buyerId: string;
  readonly listPrice: Money;
  readonly total: Money;
  readonly currency: 'CNY';
  readonly refundDays: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly closeAt: Date;
  readonly idempotencyKey: string;
  readonly offerId: string;
  readonly sold: Sold;
  readonly commissionBps: number;
  readonly claimId: string | null;
  readonly groupId: string | null;
}

/** Writes an order with its line and what was taken off it. False when its number or its buyer's key is taken; nothing is then written. */
export async function insertOrder(
  tx: Tx,
  row: NewOrderRow,
  discounts: readonly OrderDiscount[],
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with placed as (
      insert into "order" (id, number, buyer_id, total, currency, created_at, expires_at, close_at, idempotency_key, claim_id, group_id)
      values (${row.id}, ${row.number}, ${row.buyerId}, ${row.total}, ${row.currency},
              ${row.createdAt}, ${row.expiresAt}, ${row.closeAt}, ${row.idempotencyKey}, ${row.claimId}, ${row.groupId})
      on conflict do nothing returning id
    ), line as (
      insert into order_line (id, order_id, offer_id, work_id, creator_id, plan_id, tier_id, list_price, price, commission_bps, refund_days)
      select ${row.lineId}::uuid, id, ${subjects(row)}, ${row.listPrice}::bigint, ${row.total}::bigint, ${row.commissionBps}::integer,
        ${row.refundDays}::integer
      from placed returning id
    )${discounts.length > 0 ? insertedDiscounts(discounts) : sql``}
    select id from line`.execute(tx);
  return rows.length === 1;
}

const subjects = ({ offerId, sold }: NewOrderRow) =>
  sold.kind === 'work'
    ? sql`${offerId}::uuid, ${sold.workId}::uuid, ${sold.creatorId}::uuid, null, null`
    : sql`null, null, null, ${offerId}::uuid, ${sold.tierId}::uuid`;

const insertedDiscounts = (discounts: readonly OrderDiscount[]) => sql`, discount as (
      insert into order_discount (line_id, position, kind, source_id, name, name_en, amount)
      select line.id, d.position, d.kind, d.source_id, d.name, d.name_en, d.amount
      from line cross join jsonb_to_recordset(${JSON.stringify(
        discounts.map(({ kind, sourceId, name, nameEn, amount }, position) => ({
          position,
          kind,
          source_id: sourceId,
          name,
          name_en: nameEn,
          amount,
        })),
      )}::jsonb) as d (position integer, kind text, source_id uuid, name text, name_en text, amount bigint)
    )`;

/** The columns of an `Order`, of `"order" o` joined with `order_line l`. */
const orderColumns = sql`
  o.id, o.number, o.buyer_id, o.state, o.claim_id, o.group_id, l.list_price, o.total, o.currency, l.refund_days, o.refunded, o.refunding, o.created_at,
  o.expires_at, o.paid_at, o.refund_until, l.id as line_id, coalesce(l.offer_id, l.plan_id) as offer_id, l.commission_bps,
  case when l.work_id is not null then (
    select jsonb_build_object('kind', 'work', 'workId', w.id, 'creatorId', l.creator_id, 'partIds', v.part_ids)
    from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = l.work_id
  ) else (
    select jsonb_build_object('kind', 'plan', 'tierId', l.tier_id, 'term', p.term, 'days', p.days)
    from tier_plan p where p.id = l.plan_id
  ) end as sold`;

// Only the order's row can change; the line beside it never does, so it may be read without a lock.
const lockedOrder = (id: string) => sql<Order>`
  select ${orderColumns} from "order" o join order_line l on l.order_id = o.id where o.id = ${id} for update of o`;

/** An order under its row lock: what it says stays true until `tx` ends. */
export async function lockOrder(tx: Tx, id: string): Promise<Order | undefined> {
  const { rows } = await lockedOrder(id).execute(tx);
  return rows[0];
}

/** The same, and then the lock that decides who has what it buys, with whether its buyer does. */
export async function lockOrderAndRight(
  tx: Tx,
  id: string,
  now: Date,
): Promise<(Order & { readonly isOwned: boolean }) | undefined> {
  // Materialised: in one SELECT the function would be asked before the row is locked.
  const { rows } = await sql<Order & { isOwned: boolean }>`
    with held as materialized (${lockedOrder(id)})
    select held.*, case held.sold->>'kind'
      when 'work' then own_for_sure(held.buyer_id, (held.sold->>'workId')::uuid, ${now})
      else member_for_good(held.buyer_id, (held.sold->>'tierId')::uuid) end as is_owned from held`.execute(
    tx,
  );
  return rows[0];
}

interface WantedOffer {
  readonly buyerId: string;
  readonly offerId: string;
  readonly idempotencyKey: string;
  readonly claimId?: string | undefined;
  readonly payableAt: Date;
  readonly now: Date;
}

/** Something on sale with what an order for it stands on, under the lock that decides who has it. */
export interface Ground extends OnSale {
  readonly isOwned: boolean;
  /** A team holds an order of theirs for this work. */
  readonly isHeld: boolean;
  /** The order that this one would repeat. */
  readonly earlierId: string | null;
  readonly promotions: readonly PromotionFact[] | null;
  /** What the buyer pays less as a member. */
  readonly member: MemberDiscount | null;
  /** The coupon that was chosen; null where the buyer holds no such. */
  readonly claim: ClaimFact | null;
  /** Answered where a coupon was chosen. */
  readonly isNewcomer: boolean | null;
}

/** What is sold by an id: a work by its offer, or a tier by its plan. */
const onSale = (id: string) => sql`(
    select o.id, o.price, o.currency, o.refund_days, o.retired_at is null as is_current, w.state = 'published' as is_open, w.id as work_id,
      null::uuid as tier_id,
      jsonb_build_object('kind', 'work', 'workId', w.id, 'creatorId', w.creator_id, 'partIds', v.part_ids) as sold
    from offer o join work w on w.id = o.work_id join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where o.id = ${id}
    union all
    select p.id, p.price, p.currency, null, p.retired_at is null, t.state = 'open', null, t.id,
      jsonb_build_object('kind', 'plan', 'tierId', t.id, 'term', p.term, 'days', p.days)
    from tier_plan p join tier t on t.id = p.tier_id where p.id = ${id})`;

/** Something as it can be bought now. */
export async function findOnSale(db: Db, id: string): Promise<OnSale | undefined> {
  const { rows } = await sql<OnSale>`select * from ${onSale(id)} s`.execute(db);
  return rows[0];
}

/** Takes the lock that decides who has what the offer sells, and answers what is true behind it, in one round trip. */
export async function findGround(tx: Tx, wanted: WantedOffer): Promise<Ground | undefined> {
  const { buyerId, offerId, idempotencyKey, payableAt, now, claimId = null } = wanted;
  const { rows } = await sql<Ground>`
    select s.*, g.* from ${onSale(offerId)} s
    cross join lateral order_ground(${buyerId}, s.work_id, s.tier_id, s.id, ${idempotencyKey}, ${payableAt}, ${now}, ${claimId}) g`.execute(
    tx,
  );
  return rows[0];
}

/** An order of a buyer by its id, and whether it has this key. */
export async function findRepeated(
  tx: Tx,
  id: string,
  idempotencyKey: string,
): Promise<(Order & { readonly isSameKey: boolean }) | undefined> {
  const { rows } = await sql<Order & { isSameKey: boolean }>`
    select ${orderColumns}, o.idempotency_key = ${idempotencyKey} as is_same_key
    from "order" o join order_line l on l.order_id = o.id where o.id = ${id}`.execute(tx);
  return rows[0];
}

/** Whether an order that waits or was paid has this coupon. */
export async function hasClaim(tx: Tx, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    select from "order" where claim_id = ${claimId} and state in ('pending', 'held', 'paid')`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Whether a buyer has an order with this key, or one for this offer that waits. */
export async function hasSame(
  db: Db,
  {
    buyerId,
    offerId,
    idempotencyKey,
  }: { buyerId: string; offerId: string; idempotencyKey: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from "order" where buyer_id = ${buyerId} and idempotency_key = ${idempotencyKey}
    union all
    select from "order" o join order_line l on l.order_id = o.id
    where o.buyer_id = ${buyerId} and o.state = 'pending' and l.offer_id = ${offerId} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Whether the buyer has an order with this key. */
export async function hasKey(tx: Tx, buyerId: string, idempotencyKey: string): Promise<boolean> {
  const { rows } = await sql`
    select from "order" where buyer_id = ${buyerId} and idempotency_key = ${idempotencyKey}`.execute(
    tx,
  );
  return rows.length > 0;
}

/** An order that goes from waiting, or from closed, to held; changes nothing when it is neither. */
export function heldOrder(id: string, paidAt: Date): Write {
  return {
    statement: sql`
      update "order" set state = 'held', paid_at = ${paidAt}, closed_at = null
      where id = ${id} and state in ('pending', 'closed') returning id`,
  };
}

/** An order that goes from waiting, from closed or from held, to paid; changes nothing when it is none of these. */
export function paidOrder(id: string, paidAt: Date, refundUntil: Date): Write {
  return {
    statement: sql`
      update "order" set state = 'paid', paid_at = coalesce(paid_at, ${paidAt}), refund_until = ${refundUntil}, closed_at = null
      where id = ${id} and state in ('pending', 'closed', 'held') and refunding = 0 returning id`,
  };
}

/** Closes an order that still waits. False when it does not. */
export async function markClosed(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('order')
    .set({ state: 'closed', closedAt: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Puts off closing an order that its gateway could not be asked about. */
export async function putOffClosing(tx: Tx, id: string, closeAt: Date): Promise<void> {
  await tx
    .updateTable('order')
    .set({ closeAt })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Promises `amount` to a refund. False when less is left, however many ask at once. */
export async function reserve(tx: Tx, id: string, amount: Money): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('order')
    .set((eb) => ({ refunding: eb('refunding', '+', amount) }))
    .where('id', '=', id)
    .where('state', 'in', ['held', 'paid'])
    .where(sql<boolean>`refunded + refunding + ${amount}::bigint <= total`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes a promise back. False when it was not made. */
export async function unreserve(tx: Tx, id: string, amount: Money): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('order')
    .set((eb) => ({ refunding: eb('refunding', '-', amount) }))
    .where('id', '=', id)
    .where('refunding', '>=', amount)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Turns a promise into money given back; an order without any left is refunded. False when it was not promised. */
export async function settleReserved(tx: Tx, id: string, amount: Money): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('order')
    .set({
      refunding: sql`refunding - ${amount}::bigint`,
      refunded: sql`refunded + ${amount}::bigint`,
      state: sql`case when refunded + ${amount}::bigint = total then 'refunded' else state end`,
    })
    .where('id', '=', id)
    .where('state', 'in', ['held', 'paid'])
    .where('refunding', '>=', amount)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
