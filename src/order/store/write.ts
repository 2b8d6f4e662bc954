import { sql } from 'kysely';
import type { Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';
import type { Order, OrderDiscount, OrderLine } from '../types.ts';

/** An order as it is written, with its lines. */
export interface NewOrderRow extends Omit<
  Order,
  'state' | 'refunded' | 'refunding' | 'paidAt' | 'refundUntil' | 'lines'
> {
  readonly closeAt: Date;
  readonly idempotencyKey: string;
  /** A link that the buyer followed from then on may have brought them. */
  readonly visitedFrom: Date;
  readonly lines: readonly NewLine[];
}

export type NewLine = Omit<OrderLine, 'refunded' | 'refunding'>;

/** Writes an order with its lines and what was taken off them. False when its number or its buyer's key is taken; nothing is then written. */
export async function insertOrder(
  tx: Tx,
  row: NewOrderRow,
  discounts: readonly OrderDiscount[],
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with placed as (
      insert into "order" (id, number, buyer_id, total, currency, created_at, expires_at, close_at, idempotency_key, claim_id, group_id)
      values (${row.id}, ${row.number}, ${row.buyerId}, ${row.total}, ${row.currency},
              ${row.createdAt}, ${row.expiresAt}, ${row.closeAt}, ${row.idempotencyKey}, ${row.claimId}, ${row.groupId})
      on conflict do nothing returning id
    ), line as (
      insert into order_line (id, order_id, position, offer_id, work_id, creator_id, plan_id, tier_id, list_price, price, commission_bps, refund_days, access_days)
      ${sql.join(row.lines.map(insertedLine), sql` union all `)} returning id
    ), campaign as (
      insert into order_campaign (order_id, source, medium, campaign)
      select p.id, v.source, v.medium, v.campaign from placed p cross join lateral (
        select * from promotion_visit where user_id = ${row.buyerId} order by visited_at desc limit 1) v
      where v.visited_at > ${row.visitedFrom} and v.source || v.medium || v.campaign <> ''
    )${insertedShares(row.lines)}${discounts.length > 0 ? insertedDiscounts(discounts) : sql``}
    select id from placed`.execute(tx);
  return rows.length === 1;
}

const insertedLine = (line: NewLine, position: number) => sql`
      select ${line.id}::uuid, id, ${position}::integer, ${subjects(line)}, ${line.listPrice}::bigint, ${line.price}::bigint,
        ${line.commissionBps}::integer, ${line.refundDays}::integer, ${line.accessDays}::integer from placed`;

const subjects = ({ offerId, sold }: NewLine) =>
  sold.kind === 'work'
    ? sql`${offerId}::uuid, ${sold.workId}::uuid, ${sold.creatorId}::uuid, null::uuid, null::uuid`
    : sql`null::uuid, null::uuid, null::uuid, ${offerId}::uuid, ${sold.tierId}::uuid`;

function insertedShares(lines: readonly NewLine[]) {
  const rows = lines.flatMap(({ id: lineId, price, shares }) =>
    shares.map(
      ({ level, promoterId, bps, frozenDays }) => sql`
        select ${lineId}::uuid, ${level}::smallint, ${promoterId}::uuid, ${bps}::integer, ${price}::bigint, ${frozenDays}::integer from placed`,
    ),
  );
  if (rows.length === 0) return sql``;
  return sql`, share as (
      insert into order_share (line_id, level, promoter_id, bps, base, frozen_days) ${sql.join(rows, sql` union all `)}
    )`;
}

const insertedDiscounts = (discounts: readonly OrderDiscount[]) => sql`, discount as (
      insert into order_discount (line_id, position, kind, source_id, name, name_en, amount)
      select d.line_id, d.position, d.kind, d.source_id, d.name, d.name_en, d.amount
      from placed cross join jsonb_to_recordset(${JSON.stringify(
        discounts.map(({ lineId, kind, sourceId, name, nameEn, amount }, position) => ({
          line_id: lineId,
          position,
          kind,
          source_id: sourceId,
          name,
          name_en: nameEn,
          amount,
        })),
      )}::jsonb) as d (line_id uuid, position integer, kind text, source_id uuid, name text, name_en text, amount bigint)
    )`;

/** An order that goes from waiting, or from closed, to held; changes nothing when it is neither. */
export function heldOrder(id: string, paidAt: Date): Write {
  return {
    statement: sql`
      update "order" set state = 'held', paid_at = ${paidAt}, closed_at = null
      where id = ${id} and state in ('pending', 'closed') returning id`,
  };
}

/** An order that goes from waiting, from closed or from held, to paid; changes nothing when it is none of these. */
export function paidOrder(id: string, paidAt: Date, refundUntil: Date): Write {
  return {
    statement: sql`
      update "order" set state = 'paid', paid_at = coalesce(paid_at, ${paidAt}), refund_until = ${refundUntil}, closed_at = null
      where id = ${id} and state in ('pending', 'closed', 'held') and refunding = 0 returning id`,
  };
}

/** Closes an order that still waits. False when it does not. */
export async function markClosed(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('order')
    .set({ state: 'closed', closedAt: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Puts off closing an order that its gateway could not be asked about. */
export async function putOffClosing(tx: Tx, id: string, closeAt: Date): Promise<void> {
  await tx
    .updateTable('order')
    .set({ closeAt })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}
