import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import { onlyAfter, type Write } from '#platform/together.ts';
import type { CaptureFilter } from '../schema.ts';
import type { CaptureOutcome, KnownCapture, RefundState, SeenEvent } from '../types.ts';

/** Stores a notice by its own id. False when it was heard before. */
export async function insertEvent(tx: Tx, event: SeenEvent, receivedAt: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('gatewayEvent')
    .values({ ...event, receivedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

type NewCapture = Omit<KnownCapture, 'outTradeNo' | 'feeBps'>;

/** Money that came in, which ends its attempt's wait; changes nothing when this transaction of the gateway is known. */
export function newCapture(row: NewCapture): Write[] {
  return [
    {
      name: 'captured',
      statement: sql`
        insert into capture (id, payment_id, order_id, gateway, transaction_id, amount, currency, fee, paid_at, received_at, outcome)
        values (${row.id}, ${row.paymentId}, ${row.orderId}, ${row.gateway}, ${row.transactionId}, ${row.amount}, ${row.currency},
                ${row.fee}, ${row.paidAt}, ${row.receivedAt}, ${row.outcome})
        on conflict (gateway, transaction_id) do nothing returning id`,
    },
    {
      statement: sql`update payment set state = 'succeeded'
        where id = ${row.paymentId} and ${onlyAfter('captured')} returning id`,
    },
  ];
}

const columns = sql`
  c.id, c.payment_id, c.order_id, c.gateway, p.out_trade_no, c.transaction_id, c.amount, c.currency, c.fee,
  case when p.is_fee_returned then p.fee_bps end as fee_bps, c.paid_at, c.received_at, c.outcome`;

/** The money that pays an order. */
export async function findKeptCapture(db: Db, orderId: string): Promise<KnownCapture | undefined> {
  const { rows } = await sql<KnownCapture>`
    select ${columns} from capture c join payment p on p.id = c.payment_id
    where c.order_id = ${orderId} and c.outcome = 'kept'`.execute(db);
  return rows[0];
}

/** Whether money of this transaction of the gateway is stored. */
export async function hasCapture(
  db: Db,
  { gateway, transactionId }: Pick<KnownCapture, 'gateway' | 'transactionId'>,
): Promise<boolean> {
  const { rows } = await sql<{ isStored: boolean }>`
    select exists (select from capture where gateway = ${gateway} and transaction_id = ${transactionId}) as is_stored`.execute(
    db,
  );
  return rows[0]!.isStored;
}

export async function findCapture(db: Db, id: string): Promise<KnownCapture | undefined> {
  const { rows } = await sql<KnownCapture>`
    select ${columns} from capture c join payment p on p.id = c.payment_id where c.id = ${id}`.execute(
    db,
  );
  return rows[0];
}

export interface CaptureRow extends KnownCapture {
  readonly orderNumber: string;
  readonly outcome: CaptureOutcome;
  readonly returnState: RefundState | null;
}

/** Whether a capture has this number of an order, of ours at a gateway, or of the gateway's own: one index each. */
function isCalled(number: string): RawBuilder<unknown> {
  return sql`c.id in (
    select k.id from capture k join "order" n on n.id = k.order_id where n.number = ${number}
    union all
    select k.id from payment n join capture k on k.order_id = n.order_id and k.payment_id = n.id where n.out_trade_no = ${number}
    union all select id from capture where transaction_id = ${number})`;
}

/** Up to `limit` captures, newest first. */
export async function selectCaptures(
  db: Db,
  filter: CaptureFilter,
  beforeId: string | undefined,
  limit: number,
): Promise<CaptureRow[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  // Literal, so that the plan may take the index of what was not kept.
  if (filter.outcome === 'returned') wanted.push(sql`c.outcome <> 'kept'`);
  else if (filter.outcome) wanted.push(sql`c.outcome = ${sql.lit(filter.outcome)}`);
  if (filter.number) wanted.push(isCalled(filter.number));
  if (filter.orderId) wanted.push(sql`c.order_id = ${filter.orderId}`);
  if (beforeId) wanted.push(sql`c.id < ${beforeId}::uuid`);
  const { rows } = await sql<CaptureRow>`
    select ${columns}, o.number as order_number, r.state as return_state
    from capture c join payment p on p.id = c.payment_id join "order" o on o.id = c.order_id
    left join refund r on r.capture_id = c.id and r.cause in ('duplicate', 'late', 'mismatch')
    where ${sql.join(wanted, sql` and `)}
    order by c.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
