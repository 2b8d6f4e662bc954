import { sql } from 'kysely';
import { money, type Money } from '#kernel/money.ts';
import type { Tx } from '#platform/db.ts';
import type { Order, OrderLine } from '../types.ts';

/** The columns of an order with one of its lines, of `"order" o` joined with `order_line l`. */
const orderColumns = sql`
  o.id, o.number, o.buyer_id, o.state, o.claim_id, o.group_id, o.total, o.currency, o.refunded, o.refunding,
  o.created_at, o.expires_at, o.paid_at, o.refund_until,
  l.position, l.work_id, l.id as line_id, coalesce(l.offer_id, l.plan_id) as offer_id, l.list_price as line_list_price,
  l.price as line_price, l.commission_bps, l.refund_days, l.access_days, l.refunded as line_refunded, l.refunding as line_refunding,
  coalesce((
    select jsonb_agg(jsonb_build_object('level', s.level, 'promoterId', s.promoter_id, 'bps', s.bps, 'frozenDays', s.frozen_days)
      order by s.level)
    from order_share s where s.line_id = l.id), '[]') as shares,
  case when l.work_id is not null then (
    select jsonb_build_object('kind', 'work', 'workId', w.id, 'creatorId', l.creator_id, 'partIds', v.part_ids)
    from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = l.work_id
  ) else (
    select jsonb_build_object('kind', 'plan', 'tierId', l.tier_id, 'term', p.term, 'days', p.days)
    from tier_plan p where p.id = l.plan_id
  ) end as sold`;

/** A line, with its order beside it. */
interface FlatRow
  extends
    Omit<Order, 'lines' | 'listPrice'>,
    Pick<OrderLine, 'offerId' | 'sold' | 'commissionBps' | 'refundDays' | 'accessDays' | 'shares'> {
  readonly position: number;
  readonly lineId: string;
  readonly lineListPrice: Money;
  readonly linePrice: Money;
  readonly lineRefunded: Money;
  readonly lineRefunding: Money;
}

/** The order of these rows, which are its lines; undefined when there are none. */
function orderIn(rows: readonly FlatRow[]): Order | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const lines = rows.toSorted((a, b) => a.position - b.position).map(lineOf);
  const listPrice = money(lines.reduce((sum, line) => sum + line.listPrice, 0));
  const { id, number, buyerId, state, claimId, groupId, total, currency } = first;
  const { refunded, refunding, createdAt, expiresAt, paidAt, refundUntil } = first;
  const terms = { total, listPrice, currency, refunded, refunding, refundUntil };
  const times = { createdAt, expiresAt, paidAt };
  return { id, number, buyerId, state, claimId, groupId, ...terms, ...times, lines };
}

const lineOf = (row: FlatRow): OrderLine => ({
  id: row.lineId,
  offerId: row.offerId,
  sold: row.sold,
  listPrice: row.lineListPrice,
  price: row.linePrice,
  commissionBps: row.commissionBps,
  refundDays: row.refundDays,
  accessDays: row.accessDays,
  shares: row.shares,
  refunded: row.lineRefunded,
  refunding: row.lineRefunding,
});

// The order's row first: who changes a line holds it. Both are locked, so that both are read as they are after the wait.
const lockedOrder = (id: string) => sql`
  select ${orderColumns} from "order" o join order_line l on l.order_id = o.id where o.id = ${id} for update of o, l`;

/** An order under its row lock: what it says stays true until `tx` ends. */
export async function lockOrder(tx: Tx, id: string): Promise<Order | undefined> {
  const { rows } = await sql<FlatRow>`${lockedOrder(id)}`.execute(tx);
  return orderIn(rows);
}

/** The same, and then the locks that decide who has what it buys, with the lines that its buyer has already. */
export async function lockOrderAndRights(
  tx: Tx,
  id: string,
  now: Date,
): Promise<{ readonly order: Order; readonly owned: ReadonlySet<string> } | undefined> {
  // Materialised: in one SELECT the functions would be asked before the row is locked.
  const { rows } = await sql<FlatRow & { isOwned: boolean }>`
    with held as materialized (${lockedOrder(id)}), basket as materialized (
      select owned_for_sure((array_agg(buyer_id))[1], array_agg(work_id), ${now}) as works from held having count(*) > 1)
    select held.*, case
      when basket is not null then held.work_id = any(basket.works)
      when held.work_id is not null then own_for_sure(held.buyer_id, held.work_id, ${now})
      else member_for_good(held.buyer_id, (held.sold->>'tierId')::uuid) end as is_owned
    from held left join basket on true`.execute(tx);
  const order = orderIn(rows);
  const owned = rows.filter(({ isOwned }) => isOwned).map(({ lineId }) => lineId);
  return order && { order, owned: new Set(owned) };
}

/** An order of a buyer by its id, and whether it has this key. */
export async function findRepeated(
  tx: Tx,
  id: string,
  idempotencyKey: string,
): Promise<{ readonly order: Order; readonly isSameKey: boolean } | undefined> {
  const { rows } = await sql<FlatRow & { isSameKey: boolean }>`
    select ${orderColumns}, o.idempotency_key = ${idempotencyKey} as is_same_key
    from "order" o join order_line l on l.order_id = o.id where o.id = ${id}`.execute(tx);
  const order = orderIn(rows);
  return order && { order, isSameKey: rows[0]!.isSameKey };
}
