import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { TransferFilter } from '../schema.ts';
import type { Payment, Refund, SeenEvent } from '../types.ts';

const columns = sql`
  p.id, p.order_id, p.gateway, p.out_trade_no, p.amount, p.currency, p.fee_bps, p.fee_fixed, p.is_fee_returned, p.reference,
  p.description, p.state, p.opened_at, p.expires_at, p.tries`;

export type NewPaymentRow = Omit<Payment, 'state' | 'tries' | 'reference'> & {
  readonly nextQueryAt: Date;
};

/**
 * Writes an attempt while its order can be paid at `now` and no other attempt waits at the same gateway; false when it is not
 * so. The order's row is held until the attempt is in.
 */
export async function insertPayment(db: Db, row: NewPaymentRow, now: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with payable as (
      select id from "order" where id = ${row.orderId} and state = 'pending' and expires_at > ${now} for update
    )
    insert into payment (id, order_id, gateway, out_trade_no, amount, currency, fee_bps, fee_fixed, is_fee_returned, description,
                         opened_at, expires_at, next_query_at)
    select ${row.id}::uuid, id, ${row.gateway}, ${row.outTradeNo}, ${row.amount}::bigint, ${row.currency}, ${row.feeBps}::integer,
           ${row.feeFixed}::bigint, ${row.isFeeReturned}::boolean, ${row.description}, ${row.openedAt}::timestamptz, ${row.expiresAt}::timestamptz, ${row.nextQueryAt}::timestamptz
    from payable
    on conflict (order_id, gateway) where state = 'opened' do nothing
    returning id`.execute(db);
  return rows.length === 1;
}

/** The order's attempt at this gateway that still waits. */
export async function findWaiting(
  db: Db,
  orderId: string,
  gateway: string,
): Promise<Payment | undefined> {
  const { rows } = await sql<Payment>`
    select ${columns} from payment p
    where p.order_id = ${orderId} and p.gateway = ${gateway} and p.state = 'opened'`.execute(db);
  return rows[0];
}

/** The attempt of that id. */
export async function findPayment(db: Db, id: string): Promise<Payment | undefined> {
  const { rows } = await sql<Payment>`select ${columns} from payment p where p.id = ${id}`.execute(
    db,
  );
  return rows[0];
}

/** A transfer that is waited for, with whose it is. */
export interface TransferRow extends Pick<Payment, 'id' | 'orderId' | 'amount' | 'openedAt'> {
  readonly orderNumber: string;
  readonly buyerName: string;
  /** What its first line is called, of so many. */
  readonly title: string;
  readonly lineCount: number;
}

/** Up to `limit` transfers that are waited for, newest first. */
export async function selectTransfers(
  db: Db,
  { number, locale }: TransferFilter & { readonly locale: Locale },
  before: string | undefined,
  limit: number,
): Promise<TransferRow[]> {
  const { rows } = await sql<TransferRow>`
    select p.id, p.order_id, p.amount, p.opened_at, o.number as order_number, u.name as buyer_name,
      title_of_sold(l.work_id, l.tier_id, ${locale}) as title,
      (select count(*)::int from order_line a where a.order_id = o.id) as line_count
    from payment p join "order" o on o.id = p.order_id join app_user u on u.id = o.buyer_id
    join order_line l on l.order_id = o.id and l.position = 0
    where p.gateway = 'transfer' and p.state = 'opened'
      ${number ? sql`and o.number = ${number}` : sql``} ${before ? sql`and p.id < ${before}` : sql``}
    order by p.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** The attempt of that number. */
export async function findByNumber(
  db: Db,
  gateway: string,
  outTradeNo: string,
): Promise<Payment | undefined> {
  const { rows } = await sql<Payment>`
    select ${columns} from payment p
    where p.out_trade_no = ${outTradeNo} and p.gateway = ${gateway}`.execute(db);
  return rows[0];
}

/** An attempt with what is known of one transaction of its gateway. */
export interface HeardPayment extends Payment {
  /** The transaction is stored. */
  readonly isCaptured: boolean;
  /** The notice was stored before. */
  readonly isRepeated: boolean;
}

/** The attempt that a transaction of a gateway is about; the notice that told of it, when one did, is stored by its own id. */
export async function hearPayment(
  tx: Tx,
  about: { readonly gateway: string; readonly outTradeNo: string; readonly transactionId: string },
  notice: (SeenEvent & { readonly receivedAt: Date }) | undefined,
): Promise<HeardPayment | undefined> {
  const { gateway, outTradeNo, transactionId } = about;
  const stored = notice
    ? sql`insert into gateway_event (gateway, id, kind, subject, received_at)
        values (${gateway}, ${notice.id}, ${notice.kind}, ${notice.subject}, ${notice.receivedAt})
        on conflict do nothing returning id`
    : sql`select 1`;
  const { rows } = await sql<HeardPayment>`
    with stored as (${stored})
    select ${columns}, not exists (select from stored) as is_repeated,
      exists (select from capture c where c.gateway = ${gateway} and c.transaction_id = ${transactionId}) as is_captured
    from payment p where p.out_trade_no = ${outTradeNo} and p.gateway = ${gateway}`.execute(tx);
  return rows[0];
}

/** Every attempt of an order, newest first. */
export async function listPaymentsOf(db: Db, orderId: string): Promise<Payment[]> {
  const { rows } = await sql<Payment>`
    select ${columns} from payment p where p.order_id = ${orderId} order by p.id desc`.execute(db);
  return rows;
}

/** What happened to the money of an order, newest first; instants as PostgreSQL writes them in JSON. */
export interface MoneyOfOrder {
  readonly payments: readonly (Pick<
    Payment,
    'id' | 'gateway' | 'outTradeNo' | 'amount' | 'state'
  > & { readonly openedAt: string })[];
  readonly refunds: readonly (Pick<
    Refund,
    'id' | 'amount' | 'cause' | 'reason' | 'state' | 'failure'
  > & { readonly requestedAt: string; readonly finishedAt: string | null })[];
}

/** The attempts and refunds of an order in one round trip. */
export async function findMoneyOf(db: Db, orderId: string): Promise<MoneyOfOrder> {
  const { rows } = await sql<MoneyOfOrder>`
    select coalesce((
      select json_agg(json_build_object('id', p.id, 'gateway', p.gateway, 'outTradeNo', p.out_trade_no, 'amount', p.amount,
        'state', p.state, 'openedAt', p.opened_at) order by p.id desc)
      from payment p where p.order_id = ${orderId}
    ), '[]') as payments, coalesce((
      select json_agg(json_build_object('id', r.id, 'amount', r.amount, 'cause', r.cause, 'reason', r.reason, 'state', r.state,
        'failure', r.failure, 'requestedAt', r.requested_at, 'finishedAt', r.finished_at) order by r.id desc)
      from refund r where r.order_id = ${orderId}
    ), '[]') as refunds`.execute(db);
  return rows[0]!;
}

/** Attempts that wait and are to be asked about, those that waited longest first. */
export async function selectDuePayments(db: Db, now: Date, limit: number): Promise<Payment[]> {
  const { rows } = await sql<Payment>`
    select ${columns} from payment p where p.state = 'opened' and p.next_query_at <= ${now}
    order by p.next_query_at limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Takes one question about a waiting attempt. False when somebody else has just asked it. */
export async function claimQuery(
  db: Db,
  payment: Pick<Payment, 'id' | 'tries'>,
  nextQueryAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payment')
    .set({ nextQueryAt, tries: payment.tries + 1 })
    .where('id', '=', payment.id)
    .where('tries', '=', payment.tries)
    .where('state', '=', 'opened')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Keeps the gateway's own number of an attempt. */
export async function setReference(db: Db, id: string, reference: string): Promise<void> {
  await db.updateTable('payment').set({ reference }).where('id', '=', id).execute();
}

/** Ends the wait of an attempt that no money will come by; one that it came by stays `succeeded`. */
export async function markClosed(db: Db, id: string): Promise<void> {
  await db
    .updateTable('payment')
    .set({ state: 'closed' })
    .where('id', '=', id)
    .where('state', '=', 'opened')
    .execute();
}
