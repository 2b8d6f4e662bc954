import { formatMoney, money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import type { Fapiao } from '../types.ts';
import { letters } from '../words/letters.ts';

/** What a letter says besides what is on the fapiao. */
export interface Tidings {
  readonly amount?: number;
  readonly number?: string;
  readonly issuedOn?: string;
  readonly reason?: string;
  /** The number of a red letter. */
  readonly red?: string;
}

/** Tells a fapiao's buyer how it went on, at the address they gave, in the transaction of what it tells. */
export async function tellBuyer(
  tx: Tx,
  ctx: Ctx,
  fapiao: Fapiao,
  { what, tidings }: { readonly what: keyof typeof letters; readonly tidings: Tidings },
): Promise<void> {
  const known = {
    order: fapiao.orderNumber,
    title: fapiao.title,
    amount: formatMoney(money(tidings.amount ?? fapiao.amount ?? 0)),
    number: tidings.number ?? fapiao.number ?? '',
    day: tidings.issuedOn ?? fapiao.issuedOn ?? '',
    reason: tidings.reason ?? '',
    red: tidings.red ?? '',
  };
  const path = `/orders/${fapiao.orderId}/fapiao`;
  await writeLetter(tx, ctx, fapiao, { words: letters[what], known, path });
}
