import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';
import type { Earning, Sale, SoldLine, Split } from '../types.ts';

/** What is earned on an order line. */
export function newEarning(
  { orderId, gateway, feeBps, earnedAt }: Sale,
  { orderLineId, workId, creatorId, gross, commissionBps, releaseAt }: SoldLine,
  { fee, commission, creator }: Split,
  recordedAt: Date,
): Write {
  return {
    statement: sql`
      insert into earning (order_line_id, order_id, work_id, creator_id, gateway, gross, fee_bps, commission_bps, fee, commission,
                           amount, earned_at, recorded_at, release_at, released_at)
      values (${orderLineId}, ${orderId}, ${workId}, ${creatorId}, ${gateway}, ${gross}, ${feeBps}, ${commissionBps}, ${fee},
              ${commission}, ${creator}, ${earnedAt}, ${recordedAt}, ${releaseAt},
              ${creatorId === null ? recordedAt : null})
      returning order_line_id`,
  };
}

const columns = sql`
  order_line_id, order_id, creator_id, gateway, gross, fee, fee_bps, commission_bps, amount, refunded, reversed, release_at, released_at`;

/** What an order's lines earned, under their row locks: whether it is released stays so until `tx` ends. */
export async function lockEarnings(tx: Tx, orderId: string): Promise<Earning[]> {
  const { rows } = await sql<Earning>`
    select ${columns} from earning where order_line_id in (select id from order_line where order_id = ${orderId})
    order by order_line_id for update`.execute(tx);
  return rows;
}

interface Reversal {
  readonly refundId: string;
  readonly gross: Money;
  readonly split: Split;
  readonly recordedAt: Date;
}

/** Writes what everybody gave back of a locked earning; more than was sold is refused by the table. */
export async function reverseEarning(
  tx: Tx,
  { orderLineId, creatorId }: Pick<Earning, 'orderLineId' | 'creatorId'>,
  { refundId, gross, split: { fee, commission, creator: amount }, recordedAt }: Reversal,
): Promise<void> {
  await tx
    .updateTable('earning')
    .set((eb) => ({
      refunded: eb('refunded', '+', gross),
      reversed: eb('reversed', '+', amount),
    }))
    .where('orderLineId', '=', orderLineId)
    .execute();
  await tx
    .insertInto('earningReversal')
    .values({ refundId, orderLineId, creatorId, gross, fee, commission, amount, recordedAt })
    .execute();
}

/** Up to `limit` earnings whose time has come, those that waited longest first. */
export async function selectDueEarnings(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('earning')
    .select('orderLineId')
    .where('releasedAt', 'is', null)
    .where('releaseAt', '<=', now)
    .orderBy('releaseAt')
    .orderBy('orderLineId')
    .limit(sql.lit(limit))
    .execute();
  return rows.map(({ orderLineId }) => orderLineId);
}

/** Releases an earning whose time has come; undefined when it has not, or was released before. */
export async function markReleased(
  tx: Tx,
  orderLineId: string,
  now: Date,
): Promise<Earning | undefined> {
  const { rows } = await sql<Earning>`
    update earning set released_at = ${now}
    where order_line_id = ${orderLineId} and released_at is null and release_at <= ${now}
    returning ${columns}`.execute(tx);
  return rows[0];
}

/** What a creator has pending, by the business day on which it becomes free. */
export async function selectUpcoming(
  db: Db,
  creatorId: string,
): Promise<{ day: string; amount: number }[]> {
  const { rows } = await sql<{ day: string; amount: number }>`
    select (release_at at time zone 'Asia/Shanghai')::date as day, sum(amount - reversed)::bigint as amount
    from earning where creator_id = ${creatorId} and released_at is null
    group by 1 having sum(amount - reversed) > 0 order by 1 limit 100`.execute(db);
  return rows;
}

export interface SaleRow {
  readonly orderLineId: string;
  readonly orderNumber: string;
  readonly workId: string;
  readonly workTitle: string;
  readonly gross: number;
  readonly fee: number;
  readonly commission: number;
  readonly amount: number;
  readonly refunded: number;
  readonly reversed: number;
  readonly earnedAt: Date;
  readonly releaseAt: Date;
  readonly releasedAt: Date | null;
}

interface Place {
  readonly at: string;
  readonly id: string;
}

/** Up to `limit` sales of a creator, newest first; without a word about who bought. */
export async function selectSales(
  db: Db,
  { creatorId, locale }: { readonly creatorId: string; readonly locale: Locale },
  place: Place | undefined,
  limit: number,
): Promise<SaleRow[]> {
  const from = place
    ? sql`(e.earned_at, e.order_line_id) < (${place.at}::timestamptz, ${place.id}::uuid)`
    : sql`true`;
  const { rows } = await sql<SaleRow>`
    select e.order_line_id, o.number as order_number, e.work_id, said_in(${locale}, v.title, v.title_en) as work_title, e.gross, e.fee, e.commission,
           e.amount, e.refunded, e.reversed, e.earned_at, e.release_at, e.released_at
    from earning e join "order" o on o.id = e.order_id join work w on w.id = e.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where e.creator_id = ${creatorId} and ${from}
    order by e.earned_at desc, e.order_line_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
