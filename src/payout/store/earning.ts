import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';
import type { Earning, EarningShare, Sale, SoldLine, SoldShare, Split } from '../types.ts';

/** What is earned on an order line. */
export function newEarning(
  { orderId, gateway, feeBps, earnedAt }: Sale,
  { orderLineId, workId, creatorId, gross, commissionBps, releaseAt }: SoldLine,
  { fee, commission, creator, shares }: Split,
  recordedAt: Date,
): Write {
  return {
    statement: sql`
      insert into earning (order_line_id, order_id, work_id, creator_id, gateway, gross, fee_bps, commission_bps, fee, commission,
                           amount, promotion, earned_at, recorded_at, release_at, released_at)
      values (${orderLineId}, ${orderId}, ${workId}, ${creatorId}, ${gateway}, ${gross}, ${feeBps}, ${commissionBps}, ${fee},
              ${commission}, ${creator}, ${shares.reduce((sum, part) => sum + part, 0)}, ${earnedAt}, ${recordedAt}, ${releaseAt},
              ${creatorId === null ? recordedAt : null})
      returning order_line_id`,
  };
}

/** What a promoter earned of an order line. */
export function newShare(
  orderLineId: string,
  { level, promoterId, bps, releaseAt }: SoldShare,
  amount: Money,
  earnedAt: Date,
): Write {
  return {
    statement: sql`
      insert into earning_share (order_line_id, level, promoter_id, bps, amount, earned_at, release_at)
      values (${orderLineId}, ${level}, ${promoterId}, ${bps}, ${amount}, ${earnedAt}, ${releaseAt})
      returning order_line_id`,
  };
}

const columns = sql`
  order_line_id, order_id, creator_id, gateway, gross, fee, fee_bps, commission_bps, amount, promotion, refunded, reversed, release_at, released_at`;

/** What an order's lines earned, under their row locks: whether it is released stays so until `tx` ends. */
export async function lockEarnings(tx: Tx, orderId: string): Promise<Earning[]> {
  const { rows } = await sql<EarningRow>`
    select ${columns} from earning where order_line_id in (select id from order_line where order_id = ${orderId})
    order by order_line_id for update`.execute(tx);
  return rows.map((row) => ({ ...row, shareBps: [] }));
}

type EarningRow = Omit<Earning, 'shareBps'>;

/** What promoters have of these lines, by line and level, under their row locks. */
export async function lockShares(tx: Tx, lineIds: readonly string[]): Promise<EarningShare[]> {
  const { rows } = await sql<EarningShare>`
    select s.order_line_id, e.order_id, s.level, s.promoter_id, s.bps, s.amount, s.reversed, s.released_at
    from earning_share s join earning e using (order_line_id) where s.order_line_id = any(${lineIds}::uuid[])
    order by s.order_line_id, s.level for update of s`.execute(tx);
  return rows;
}

/** Writes what a promoter gave back of a locked share. */
export async function reverseShare(
  tx: Tx,
  { orderLineId, level }: Pick<EarningShare, 'orderLineId' | 'level'>,
  amount: Money,
): Promise<void> {
  await tx
    .updateTable('earningShare')
    .set((eb) => ({ reversed: eb('reversed', '+', amount) }))
    .where('orderLineId', '=', orderLineId)
    .where('level', '=', level)
    .execute();
}

/** A share, by its line and level. */
export type ShareKey = Pick<EarningShare, 'orderLineId' | 'level'>;

/** Up to `limit` shares whose time has come, those that waited longest first. */
export async function selectDueShares(db: Db, now: Date, limit: number): Promise<ShareKey[]> {
  const { rows } = await sql<ShareKey>`
    select order_line_id, level from earning_share where released_at is null and release_at <= ${now}
    order by release_at, order_line_id, level limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Releases a share whose time has come; undefined when it has not, or was released before. */
export async function markShareReleased(
  tx: Tx,
  { orderLineId, level }: ShareKey,
  now: Date,
): Promise<EarningShare | undefined> {
  const { rows } = await sql<EarningShare>`
    update earning_share s set released_at = ${now} from earning e
    where s.order_line_id = ${orderLineId} and s.level = ${level} and e.order_line_id = s.order_line_id
      and s.released_at is null and s.release_at <= ${now}
    returning s.order_line_id, e.order_id, s.level, s.promoter_id, s.bps, s.amount, s.reversed, s.released_at`.execute(
    tx,
  );
  return rows[0];
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
  { refundId, gross, split: { fee, commission, creator: amount, shares }, recordedAt }: Reversal,
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
    .values({
      refundId,
      orderLineId,
      creatorId,
      gross,
      fee,
      commission,
      amount,
      promotion: shares.reduce((sum, part) => sum + part, 0),
      recordedAt,
    })
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
): Promise<EarningRow | undefined> {
  const { rows } = await sql<EarningRow>`
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
  readonly promotion: number;
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
    select e.order_line_id, o.number as order_number, e.work_id, said_in(${locale}, v.title, v.title_en) as work_title, e.gross, e.fee, e.promotion, e.commission,
           e.amount, e.refunded, e.reversed, e.earned_at, e.release_at, e.released_at
    from earning e join "order" o on o.id = e.order_id join work w on w.id = e.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where e.creator_id = ${creatorId} and ${from}
    order by e.earned_at desc, e.order_line_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export interface ShareRow {
  readonly orderLineId: string;
  readonly level: 1 | 2;
  readonly orderNumber: string;
  readonly title: string;
  readonly gross: number;
  readonly bps: number;
  readonly amount: number;
  readonly reversed: number;
  readonly campaign: string;
  readonly earnedAt: Date;
  readonly releaseAt: Date;
  readonly releasedAt: Date | null;
}

interface SharePlace {
  readonly at: string;
  readonly id: string;
  readonly level: number;
}

/** Up to `limit` shares of a promoter, newest first; without a word about who bought. */
export async function selectShares(
  db: Db,
  { promoterId, locale }: { readonly promoterId: string; readonly locale: Locale },
  place: SharePlace | undefined,
  limit: number,
): Promise<ShareRow[]> {
  const from = place
    ? sql`(s.earned_at, s.order_line_id, s.level) < (${place.at}::timestamptz, ${place.id}::uuid, ${place.level}::smallint)`
    : sql`true`;
  const { rows } = await sql<ShareRow>`
    select s.order_line_id, s.level, o.number as order_number, title_of_sold(l.work_id, l.tier_id, ${locale}) as title, e.gross,
      s.bps, s.amount, s.reversed, coalesce(c.campaign, '') as campaign, s.earned_at, s.release_at, s.released_at
    from earning_share s join earning e using (order_line_id) join order_line l on l.id = s.order_line_id
    join "order" o on o.id = l.order_id left join order_campaign c on c.order_id = o.id
    where s.promoter_id = ${promoterId} and ${from}
    order by s.earned_at desc, s.order_line_id desc, s.level desc limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows;
}
