import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { CaseFilter } from './schema.ts';
import type { CaseState, RefundCase } from './types.ts';

const columns = sql`
  c.id, c.order_id, c.buyer_id, c.opened_by, c.opened_at, c.reason, c.state, c.amount, c.proposed_by, c.decided_at, c.answer`;

interface NewCaseRow {
  readonly id: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly reason: string;
}

/** Opens a case. False when one of its order waits. */
export async function insertCase(tx: Tx, row: NewCaseRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('refundCase')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findCase(db: Db, id: string): Promise<RefundCase | undefined> {
  const { rows } = await sql<RefundCase>`
    select ${columns} from refund_case c where c.id = ${id}`.execute(db);
  return rows[0];
}

/** The last case of an order. */
export async function findLastCase(db: Db, orderId: string): Promise<RefundCase | undefined> {
  const { rows } = await sql<RefundCase>`
    select ${columns} from refund_case c where c.order_id = ${orderId} order by c.id desc limit 1`.execute(
    db,
  );
  return rows[0];
}

interface Step {
  readonly id: string;
  readonly by: string;
}

/** Takes an open case to `proposed`: another one has to confirm it. False when it is not open any more. */
export async function markProposed(
  tx: Tx,
  { id, by, amount, answer }: Step & { readonly amount: Money; readonly answer: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('refundCase')
    .set({ state: 'proposed', amount, proposedBy: by, needsSecond: true, answer })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

type End = Step & { readonly at: Date };

/** Grants an open case that needs nobody else. False when it is not open any more. */
export async function markGranted(
  tx: Tx,
  {
    id,
    by,
    at,
    amount,
    answer,
    refundId,
  }: End & { readonly amount: Money; readonly answer: string; readonly refundId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('refundCase')
    .set({
      state: 'granted',
      amount,
      proposedBy: by,
      decidedBy: by,
      decidedAt: at,
      answer,
      refundId,
    })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Grants what somebody else proposed. False when nothing is proposed any more, or by the same person. */
export async function markConfirmed(
  tx: Tx,
  { id, by, at, refundId }: End & { readonly refundId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('refundCase')
    .set({ state: 'granted', decidedBy: by, decidedAt: at, refundId })
    .where('id', '=', id)
    .where('state', '=', 'proposed')
    .where('proposedBy', '<>', by)
    .where('buyerId', '<>', by)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends a case without a refund. False when it is decided. */
export async function markEnded(
  tx: Tx,
  {
    id,
    by,
    at,
    state,
    answer,
  }: End & { readonly state: 'refused' | 'withdrawn'; readonly answer: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('refundCase')
    .set({ state, decidedBy: by, decidedAt: at, answer })
    .where('id', '=', id)
    .where('state', 'in', ['open', 'proposed'])
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export interface CaseRow extends RefundCase {
  readonly orderNumber: string;
  readonly buyerName: string;
  readonly title: string;
  readonly total: number;
  readonly left: number;
  readonly proposedName: string | null;
  readonly decidedName: string | null;
}

/** Up to `limit` cases, the latest first; of one buyer when `buyerId` is given. */
export async function selectCases(
  db: Db,
  wanted: CaseFilter & { readonly locale: Locale; readonly buyerId?: string | undefined },
  beforeId: string | undefined,
  limit: number,
): Promise<CaseRow[]> {
  const where: RawBuilder<unknown>[] = [sql`true`];
  if (wanted.state) where.push(sql`c.state = ${sql.lit<CaseState>(wanted.state)}`);
  if (wanted.orderId) where.push(sql`c.order_id = ${wanted.orderId}`);
  if (wanted.buyerId) where.push(sql`c.buyer_id = ${wanted.buyerId}`);
  if (beforeId) where.push(sql`c.id < ${beforeId}::uuid`);
  const { rows } = await sql<CaseRow>`
    select ${columns}, o.number as order_number, o.total, o.total - o.refunded - o.refunding as left, b.name as buyer_name,
      title_of_sold(l.work_id, l.tier_id, ${wanted.locale}) as title, p.name as proposed_name, d.name as decided_name
    from refund_case c join "order" o on o.id = c.order_id join app_user b on b.id = c.buyer_id
    join lateral (select * from order_line where order_id = o.id order by position limit 1) l on true
    left join app_user p on p.id = c.proposed_by left join app_user d on d.id = c.decided_by
    where ${sql.join(where, sql` and `)} order by c.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export interface Reader {
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  /** What the order is about, in their language. */
  readonly title: string;
}

/** Where letters about an order go; undefined when its buyer has no address. */
export async function findReader(db: Db, orderId: string): Promise<Reader | undefined> {
  const { rows } = await sql<Reader>`
    select u.email, u.name, u.locale, title_of_sold(l.work_id, l.tier_id, u.locale) as title
    from "order" o join app_user u on u.id = o.buyer_id join order_line l on l.order_id = o.id
    where o.id = ${orderId} and u.state = 'active' and u.email is not null order by l.position limit 1`.execute(
    db,
  );
  return rows[0];
}
