import { sql } from 'kysely';
import type { Words } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { PlanTerm } from '#membership/types.ts';
import { returnCauses } from '#payment/types.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Invoice, InvoiceContent, InvoiceKind } from '../types.ts';

/** A line of an order, with what it is called in both languages; a plan's term is said by who writes it. */
export interface LineRow {
  readonly titleZh: string;
  readonly titleEn: string;
  readonly term: PlanTerm | null;
  readonly days: number | null;
  readonly listPrice: Money;
  readonly price: Money;
  readonly discounts: readonly (Words & { readonly amount: Money })[];
}

/** The lines of an order, as they were bought. */
export async function selectLines(db: Db, orderId: string): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select title_of_sold(l.work_id, l.tier_id, 'zh') as title_zh, title_of_sold(l.work_id, l.tier_id, 'en') as title_en,
      p.term, p.days, l.list_price, l.price, coalesce((
        select jsonb_agg(jsonb_build_object('zh', d.name, 'en', said_in('en', d.name, d.name_en), 'amount', d.amount) order by d.position)
        from order_discount d where d.line_id = l.id), '[]') as discounts
    from order_line l left join tier_plan p on p.id = l.plan_id where l.order_id = ${orderId} order by l.position`.execute(
    db,
  );
  return rows;
}

/** A document that is to be issued. */
export interface NewInvoice {
  readonly id: string;
  readonly orderId: string;
  readonly kind: InvoiceKind;
  readonly refundId: string | null;
  readonly seller: string;
  readonly year: number;
  readonly amount: Money;
  readonly issuedAt: Date;
  readonly content: InvoiceContent;
}

/**
 * Writes a document under the next number of its series. Whoever comes next waits for the end of this transaction, and a number
 * that is rolled back is the next one's: there are no gaps. Taken last of all locks.
 */
export async function insertInvoice(tx: Tx, row: NewInvoice): Promise<number> {
  const { seller, kind, year } = row;
  const { rows } = await sql<{ serial: number }>`
    with counted as (
      insert into invoice_series as s (seller, kind, year, last) values (${seller}, ${kind}, ${year}, 1)
      on conflict (seller, kind, year) do update set last = s.last + 1 returning last
    )
    insert into invoice (id, order_id, kind, refund_id, seller, year, serial, amount, issued_at, content)
    select ${row.id}, ${row.orderId}, ${kind}, ${row.refundId}, ${seller}, ${year}, last, ${row.amount}, ${row.issuedAt},
      ${JSON.stringify(row.content)}::jsonb from counted returning serial`.execute(tx);
  return rows[0]!.serial;
}

const columns = sql`i.id, i.order_id, i.kind, i.seller, i.year, i.serial, i.amount, i.issued_at, i.content`;

/** Every document of an order: its invoice, then its credit notes, oldest first. */
export async function selectInvoices(db: Db, orderId: string): Promise<Invoice[]> {
  const { rows } = await sql<Invoice>`
    select ${columns} from invoice i where i.order_id = ${orderId} order by i.kind desc, i.year, i.serial`.execute(
    db,
  );
  return rows;
}

/** A document, and whose order it is of. */
export async function findInvoice(
  db: Db,
  id: string,
): Promise<(Invoice & { readonly buyerId: string }) | undefined> {
  const { rows } = await sql<Invoice & { buyerId: string }>`
    select ${columns}, o.buyer_id from invoice i join "order" o on o.id = i.order_id where i.id = ${id}`.execute(
    db,
  );
  return rows[0];
}

/** A refund of an order that went out. */
export interface RefundRow {
  readonly id: string;
  readonly amount: Money;
  readonly finishedAt: Date;
  readonly isCredited: boolean;
}

/** What of an order's own money went back, in the order in which it did. */
export async function selectRefunded(db: Db, orderId: string): Promise<RefundRow[]> {
  const { rows } = await sql<RefundRow>`
    select r.id, r.amount, r.finished_at, exists (select from invoice i where i.refund_id = r.id) as is_credited
    from refund r where r.order_id = ${orderId} and r.state = 'succeeded'
      and r.cause not in (${sql.join(returnCauses.map((cause) => sql.lit(cause)))})
    order by r.finished_at, r.id`.execute(db);
  return rows;
}
