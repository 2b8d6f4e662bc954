import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Difference, DifferenceKind, OurDay, ReconciliationState } from '../types.ts';

/** What came in at a gateway between two instants of its clock. */
export async function selectDayPayments(
  db: Db,
  gateway: string,
  from: Date,
  until: Date,
): Promise<OurDay['payments']> {
  return db
    .selectFrom('capture')
    .select(['transactionId', 'amount', 'fee', 'orderId'])
    .where('gateway', '=', gateway)
    .where('paidAt', '>=', from)
    .where('paidAt', '<', until)
    .execute();
}

/** Which of these numbers are refunds of ours that went back. */
export async function selectRefundsBy(
  db: Db,
  numbers: readonly string[],
): Promise<OurDay['refunds']> {
  return db
    .selectFrom('refund')
    .select(['outRefundNo', 'amount', 'orderId'])
    .where('outRefundNo', 'in', [...numbers, ''])
    .where('state', '=', 'succeeded')
    .execute();
}

export interface DaySums {
  readonly billedPayments: number;
  readonly billedPaid: number;
  readonly ourPayments: number;
  readonly ourPaid: number;
  readonly billedRefunds: number;
  readonly billedRefunded: number;
  readonly ourRefunds: number;
  readonly ourRefunded: number;
}

interface Day {
  readonly gateway: string;
  readonly day: string;
}

/** Writes how a day was found. Held to the end of `tx`, so that two who look at once write one after the other. */
export async function upsertReconciliation(
  tx: Tx,
  day: Day,
  sums: DaySums,
  checkedAt: Date,
): Promise<void> {
  const found = { ...sums, checkedAt, failure: null };
  await tx
    .insertInto('reconciliation')
    .values({ ...day, ...found })
    .onConflict((conflict) => conflict.columns(['gateway', 'day']).doUpdateSet(found))
    .execute();
}

/** Notes that a day's bill could not be read; what was read before stays. */
export async function noteUnread(db: Db, day: Day, failure: string): Promise<void> {
  await db
    .insertInto('reconciliation')
    .values({ ...day, failure })
    .onConflict((conflict) => conflict.columns(['gateway', 'day']).doUpdateSet({ failure }))
    .execute();
}

/** Keeps the differences of a day: new ones are noted, those that are no more are settled. What was found stays. */
export async function putDifferences(
  tx: Tx,
  { gateway, day }: Day,
  differences: readonly Difference[],
  now: Date,
): Promise<void> {
  const present = differences.map(({ kind, number }) => `${kind} ${number}`);
  await sql`
    update reconciliation_difference set settled_at = ${now}
    where gateway = ${gateway} and day = ${day} and settled_at is null
      and not (kind || ' ' || number) = any(${present}::text[])`.execute(tx);
  for (const { kind, number, billed, ours, orderId } of differences) {
    const settledAt = kind === 'found' ? now : null;
    const row = { id: newId(now), gateway, day, kind, number, orderId, notedAt: now };
    await tx
      .insertInto('reconciliationDifference')
      .values({ ...row, billed, ours, settledAt })
      .onConflict((conflict) =>
        conflict
          .columns(['gateway', 'day', 'kind', 'number'])
          .doUpdateSet({ billed, ours, settledAt }),
      )
      .execute();
  }
}

export interface ReconciliationRow extends DaySums {
  readonly gateway: string;
  readonly day: string;
  readonly checkedAt: Date | null;
  readonly failure: string | null;
  readonly found: number;
  readonly open: number;
}

interface WantedDays {
  readonly state?: ReconciliationState | undefined;
  readonly gateway?: string | undefined;
  readonly place: { readonly day: string; readonly gateway: string } | undefined;
  readonly limit: number;
}

const isOpen = sql`exists (
  select from reconciliation_difference d where d.gateway = r.gateway and d.day = r.day and d.settled_at is null)`;

const states = {
  unread: sql`r.checked_at is null`,
  differs: sql`r.checked_at is not null and ${isOpen}`,
  clear: sql`r.checked_at is not null and not ${isOpen}`,
} as const;

/** Up to `limit` days, the latest first. */
export async function selectReconciliations(
  db: Db,
  { state, gateway, place, limit }: WantedDays,
): Promise<ReconciliationRow[]> {
  const wanted = [
    sql`true`,
    ...(state ? [states[state]] : []),
    ...(gateway ? [sql`r.gateway = ${gateway}`] : []),
    ...(place
      ? [sql`(r.day < ${place.day} or (r.day = ${place.day} and r.gateway > ${place.gateway}))`]
      : []),
  ];
  const { rows } = await sql<ReconciliationRow>`
    select r.gateway, r.day, r.checked_at, r.failure, r.billed_payments, r.billed_paid, r.our_payments, r.our_paid,
      r.billed_refunds, r.billed_refunded, r.our_refunds, r.our_refunded,
      (select count(*) from reconciliation_difference d
       where d.gateway = r.gateway and d.day = r.day and d.kind = 'found') as found,
      (select count(*) from reconciliation_difference d
       where d.gateway = r.gateway and d.day = r.day and d.settled_at is null) as open
    from reconciliation r where ${sql.join(wanted, sql` and `)}
    order by r.day desc, r.gateway limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export interface DifferenceRow extends Difference {
  readonly id: string;
  readonly gateway: string;
  readonly day: string;
  readonly orderNumber: string | null;
  readonly notedAt: Date;
  readonly settledAt: Date | null;
}

interface WantedDifferences {
  readonly gateway?: string | undefined;
  readonly day?: string | undefined;
  readonly kind?: DifferenceKind | undefined;
  readonly isOpen?: boolean | undefined;
}

/** Up to `limit` differences, those that were noted last first. */
export async function selectDifferences(
  db: Db,
  filter: WantedDifferences,
  place: { readonly at: string; readonly id: string } | undefined,
  limit: number,
): Promise<DifferenceRow[]> {
  const { gateway, day, kind } = filter;
  const wanted = [
    sql`true`,
    ...(gateway ? [sql`d.gateway = ${gateway}`] : []),
    ...(day ? [sql`d.day = ${day}`] : []),
    ...(kind ? [sql`d.kind = ${kind}`] : []),
    ...(filter.isOpen ? [sql`d.settled_at is null`] : []),
    ...(place ? [sql`(d.noted_at, d.id) < (${place.at}::timestamptz, ${place.id}::uuid)`] : []),
  ];
  const { rows } = await sql<DifferenceRow>`
    select d.id, d.gateway, d.day, d.kind, d.number, d.billed, d.ours, d.order_id, d.noted_at, d.settled_at,
      o.number as order_number
    from reconciliation_difference d left join "order" o on o.id = d.order_id
    where ${sql.join(wanted, sql` and `)}
    order by d.noted_at desc, d.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
