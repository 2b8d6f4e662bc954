import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { RefundFilter } from '../schema.ts';
import type { Refund, RefundCause, RefundLine } from '../types.ts';

const columns = sql`
  r.id, r.order_id, r.capture_id, r.out_refund_no, r.attempt, r.amount, r.cause, r.reason, r.state, r.requested_at,
  r.finished_at, r.tries, r.failure, coalesce((
    select jsonb_agg(jsonb_build_object('lineId', p.line_id, 'amount', p.amount, 'takesBack', p.takes_back)) from refund_line p where p.refund_id = r.id
  ), '[]') as lines`;

export interface NewRefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly captureId: string;
  readonly outRefundNo: string;
  readonly amount: Money;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly nextTryAt: Date;
}

/** Writes an intent to give money back, with what it gives back of each line. */
export async function insertRefund(
  tx: Tx,
  row: NewRefundRow,
  lines: readonly RefundLine[],
): Promise<void> {
  await tx.insertInto('refund').values(row).execute();
  if (lines.length === 0) return;
  const parts = lines.map((part) => ({ refundId: row.id, ...part }));
  await tx.insertInto('refundLine').values(parts).execute();
}

export async function findRefund(
  db: Db,
  where: { id: string } | { outRefundNo: string },
): Promise<Refund | undefined> {
  const which =
    'id' in where ? sql`r.id = ${where.id}` : sql`r.out_refund_no = ${where.outRefundNo}`;
  const { rows } = await sql<Refund>`select ${columns} from refund r where ${which}`.execute(db);
  return rows[0];
}

/** Which of these lines another refund than `id` takes back, that has not failed. */
export async function selectTakenByOthers(
  db: Db,
  id: string,
  lineIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ lineId: string }>`
    select distinct l.line_id from refund_line l join refund r on r.id = l.refund_id
    where l.line_id = any(${[...lineIds]}::uuid[]) and l.takes_back and r.id <> ${id} and r.state <> 'failed'`.execute(
    db,
  );
  return rows.map(({ lineId }) => lineId);
}

/** Intents that wait and are to be asked about, those that waited longest first. */
export async function selectDueRefunds(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('refund')
    .select('id')
    .where('state', '=', 'requested')
    .where('nextTryAt', '<=', now)
    .orderBy('nextTryAt')
    .limit(sql.lit(limit))
    .execute();
  return rows.map(({ id }) => id);
}

/** Every refund of an order, newest first. */
export async function listRefundsOf(db: Db, orderId: string): Promise<Refund[]> {
  const { rows } = await sql<Refund>`
    select ${columns} from refund r where r.order_id = ${orderId} order by r.requested_at desc, r.id desc`.execute(
    db,
  );
  return rows;
}

/** The lines of an order whose right of use a refund ended that is under way or done. */
export async function selectEnded(db: Db, orderId: string): Promise<string[]> {
  const { rows } = await sql<{ lineId: string }>`
    select distinct p.line_id from refund r join refund_line p on p.refund_id = r.id
    where r.order_id = ${orderId} and p.takes_back and r.state <> 'failed'`.execute(db);
  return rows.map(({ lineId }) => lineId);
}

/** Takes one question about a waiting intent. False when somebody else has just asked it, or it is decided. */
export async function claimTry(
  db: Db,
  refund: Pick<Refund, 'id' | 'tries'>,
  now: Date,
  nextTryAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('refund')
    .set({ nextTryAt, tries: refund.tries + 1 })
    .where('id', '=', refund.id)
    .where('tries', '=', refund.tries)
    .where('state', '=', 'requested')
    .where('nextTryAt', '<=', now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Notes what stands in the way of an intent that goes on waiting. */
export async function noteFailure(db: Db, outRefundNo: string, failure: string): Promise<void> {
  await db
    .updateTable('refund')
    .set({ failure })
    .where('outRefundNo', '=', outRefundNo)
    .where('state', '=', 'requested')
    .execute();
}

interface Finish {
  readonly outRefundNo: string;
  readonly state: 'succeeded' | 'failed';
  readonly at: Date;
  readonly refundId: string | null;
  readonly failure: string | null;
}

/** Ends a waiting intent. False when it is not waiting, or waits with another number: then somebody was faster. */
export async function finishRefund(
  tx: Tx,
  { outRefundNo, state, at, refundId, failure }: Finish,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('refund')
    .set({ state, finishedAt: at, refundId, failure })
    .where('outRefundNo', '=', outRefundNo)
    .where('state', '=', 'requested')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

interface NextAttempt {
  readonly outRefundNo: string;
  readonly nextNo: string;
  readonly nextTryAt: Date;
}

/** Gives a waiting intent its next number. False when somebody was faster. */
export async function renumberRefund(
  tx: Tx,
  { outRefundNo, nextNo, nextTryAt }: NextAttempt,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('refund')
    .set((eb) => ({
      outRefundNo: nextNo,
      attempt: eb('attempt', '+', 1),
      nextTryAt,
      failure: 'closed',
    }))
    .where('outRefundNo', '=', outRefundNo)
    .where('state', '=', 'requested')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

// What a refund is of: the first of its lines, or of the order's where it is of none.
const firstLine = sql`
  cross join lateral (
    select count(*)::int as line_count, (array_agg(a.id order by a.position))[1] as line_id from order_line a
    where a.order_id = o.id and (exists (select from refund_line p where p.refund_id = r.id and p.line_id = a.id)
      or not exists (select from refund_line p where p.refund_id = r.id))
  ) n join order_line l on l.id = n.line_id`;

export interface RefundRow extends Refund {
  readonly orderNumber: string;
  readonly buyerName: string;
  /** What its first line is called, of so many. */
  readonly title: string;
  readonly lineCount: number;
  readonly gateway: string;
}

interface Place {
  readonly at: string;
  readonly id: string;
}

/** Up to `limit` refunds, newest first; of one buyer when `buyerId` is given. */
export async function selectRefunds(
  db: Db,
  filter: RefundFilter & { readonly locale: Locale; readonly buyerId?: string | undefined },
  place: Place | undefined,
  limit: number,
): Promise<RefundRow[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (filter.state) wanted.push(sql`r.state = ${sql.lit(filter.state)}`);
  if (filter.orderId) wanted.push(sql`r.order_id = ${filter.orderId}`);
  if (filter.buyerId)
    wanted.push(sql`r.order_id in (select id from "order" where buyer_id = ${filter.buyerId})`);
  if (place)
    wanted.push(sql`(r.requested_at, r.id) < (${place.at}::timestamptz, ${place.id}::uuid)`);
  const { rows } = await sql<RefundRow>`
    select ${columns}, o.number as order_number, u.name as buyer_name,
      title_of_sold(l.work_id, l.tier_id, ${filter.locale}) as title, n.line_count, c.gateway
    from refund r join capture c on c.id = r.capture_id join "order" o on o.id = r.order_id join app_user u on u.id = o.buyer_id
    ${firstLine}
    where ${sql.join(wanted, sql` and `)}
    order by r.requested_at desc, r.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
