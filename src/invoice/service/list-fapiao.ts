import { money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { assertReach } from '#platform/policy.ts';
import { readFapiao } from '../policy.ts';
import type { FapiaoItem, FapiaoQuery } from '../schema.ts';
import { selectFapiao, type NamedFapiao } from '../store/fapiao.ts';

/** A page of fapiao, newest first. @throws Refusal input.cursor, policy.* */
export async function listFapiao(
  ctx: Ctx,
  { state, number, late }: FapiaoQuery,
  cursor: string | undefined,
  limit: number,
): Promise<Page<FapiaoItem>> {
  assertReach(ctx, readFapiao, null);
  const filter = { state, orderNumber: number, dueBefore: late ? ctx.now : undefined };
  const place = { locale: ctx.locale, beforeId: readIdCursor(cursor) };
  const rows = await selectFapiao(ctx.db, filter, place, limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => itemOf(ctx, row),
  );
}

function itemOf({ now }: Ctx, row: NamedFapiao): FapiaoItem {
  const { id, orderId, orderNumber, buyerName, sold, state, kind, title, taxNumber, email } = row;
  return {
    id,
    orderId,
    orderNumber,
    buyerName,
    sold,
    state,
    kind,
    title,
    taxNumber,
    email,
    requestedAt: row.requestedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    isLate: state === 'requested' && row.dueAt < now,
    amount: row.amount ?? money(row.left),
    number: row.number,
    issuedOn: row.issuedOn,
    link: row.link,
    fileName: row.fileName,
    reason: row.reason,
    letters: row.letters.map((letter) => ({ ...letter, owedAt: letter.owedAt.toISOString() })),
  };
}
