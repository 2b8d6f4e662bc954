import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Charge } from '../types.ts';

const columns = sql`c.id, c.subscription_id, c.kind, c.period, c.plan_id, c.order_id, c.replaces_id`;

/** The try of a subscription that is under way. */
export async function findAsked(db: Db, subscriptionId: string): Promise<Charge | undefined> {
  const { rows } = await sql<Charge>`
    select ${columns} from subscription_charge c
    where c.subscription_id = ${subscriptionId} and c.state = 'asked'`.execute(db);
  return rows[0];
}

/** The try that an order is, if it is one. */
export async function findByOrder(db: Db, orderId: string): Promise<Charge | undefined> {
  const { rows } = await sql<Charge>`
    select ${columns} from subscription_charge c where c.order_id = ${orderId}`.execute(db);
  return rows[0];
}

/** How many tries there were: the number of the next one's key. */
export async function countCharges(tx: Tx, subscriptionId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from subscription_charge where subscription_id = ${subscriptionId}`.execute(
    tx,
  );
  return rows[0]!.n;
}

/** Writes a try, while none is under way: the table refuses a second. */
export async function insertCharge(
  tx: Tx,
  row: Charge & { readonly n: number; readonly askedAt: Date },
): Promise<void> {
  await tx.insertInto('subscriptionCharge').values(row).execute();
}

/** Ends a try that is under way. False when it was ended before. */
export async function endCharge(
  tx: Tx,
  id: string,
  end: { readonly state: 'paid' | 'failed'; readonly failure: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('subscriptionCharge')
    .set(end)
    .where('id', '=', id)
    .where('state', end.state === 'paid' ? '<>' : '=', end.state === 'paid' ? 'paid' : 'asked')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whether the period that an order would pay is paid by another. */
export async function existsPaid(tx: Tx, orderId: string): Promise<boolean> {
  const { rows } = await sql`
    select from subscription_charge c join subscription_charge o
      on o.subscription_id = c.subscription_id and o.period = c.period and o.state = 'paid' and o.id <> c.id
    where c.order_id = ${orderId}`.execute(tx);
  return rows.length > 0;
}
