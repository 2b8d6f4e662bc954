import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { formatMoney, money } from '#kernel/money.ts';
import { getOrderForUpdate } from '#order/service/change-order.ts';
import type { Order } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isDuplicate, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { keepFapiao } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { isLive, issueProblem, leftOf, redOwed, stateOf } from '../rules.ts';
import type { IssuedFapiao, IssuedLetter } from '../schema.ts';
import {
  findFapiao,
  findFapiaoOfLetter,
  finishLetter,
  insertLetter,
  moveFapiao,
  selectOfOrder,
} from '../store/fapiao.ts';
import type { Fapiao } from '../types.ts';
import { refundedReason } from '../words/letters.ts';
import { creditRefunds } from './issue-invoice.ts';
import { tellBuyer } from './tell.ts';

type Find = (tx: Tx) => Promise<Fapiao | undefined>;

/** Does `work` with a fapiao behind the lock of its order, which refunds take first as well. @throws Refusal fapiao.unknown, fapiao.number_taken */
async function withFapiao(
  ctx: Ctx,
  find: Find,
  work: (tx: Tx, fapiao: Fapiao, order: Order) => Promise<void>,
): Promise<void> {
  assertReach(ctx, keepFapiao, null);
  try {
    await inTransaction(ctx, async (tx) => {
      const found = await find(tx);
      if (!found) throw refuse('fapiao.unknown');
      const order = await getOrderForUpdate(tx, found.orderId);
      await work(tx, (await find(tx))!, order);
    });
  } catch (error) {
    if (isDuplicate(error, 'fapiao_number') || isDuplicate(error, 'red_letter_number'))
      throw refuse('fapiao.number_taken');
    throw error;
  }
}

/**
 * Writes down that a fapiao was issued, for what was paid less what went back, and tells its buyer.
 *
 * @throws Refusal fapiao.unknown, fapiao.passed, fapiao.refund_under_way, fapiao.amount_changed, fapiao.number_taken, policy.*
 */
export async function issueFapiao(ctx: Ctx, id: string, issued: IssuedFapiao): Promise<void> {
  const { userId: issuedBy } = actingUser(ctx);
  await withFapiao(
    ctx,
    (tx) => findFapiao(tx, id, ctx.locale),
    async (tx, fapiao, order) => {
      if (fapiao.state !== 'requested') throw refuse('fapiao.passed');
      const problem = issueProblem(order, issued.amount);
      if (problem) throw refuse(problem, { amount: formatMoney(leftOf(order)) });
      const { number, issuedOn, link } = issued;
      const said = { number, issuedOn, link, amount: money(issued.amount) };
      const step = { state: 'issued', ...said, issuedAt: ctx.now, issuedBy } as const;
      if (!(await moveFapiao(tx, fapiao, step))) throw refuse('fapiao.passed');
      await recordAudit(tx, ctx, 'fapiao.issue', id, { ...said, orderId: fapiao.orderId });
      await tellBuyer(tx, ctx, fapiao, { what: 'issued', tidings: said });
    },
  );
}

/** Refuses a request, with the reason that its buyer reads. @throws Refusal fapiao.unknown, fapiao.passed, policy.* */
export async function refuseFapiao(ctx: Ctx, id: string, reason: string): Promise<void> {
  await withFapiao(
    ctx,
    (tx) => findFapiao(tx, id, ctx.locale),
    async (tx, fapiao) => {
      if (fapiao.state !== 'requested') throw refuse('fapiao.passed');
      await closeRequest(tx, ctx, fapiao, reason);
      await recordAudit(tx, ctx, 'fapiao.refuse', id, { orderId: fapiao.orderId, reason });
    },
  );
}

async function closeRequest(tx: Tx, ctx: Ctx, fapiao: Fapiao, reason: string): Promise<void> {
  const step = { state: 'refused', reason, closedAt: ctx.now } as const;
  if (!(await moveFapiao(tx, fapiao, step))) throw refuse('fapiao.passed');
  await tellBuyer(tx, ctx, fapiao, { what: 'refused', tidings: { reason } });
}

/**
 * Writes down that a red letter was issued, and tells the buyer. A fapiao of which nothing is left is over.
 *
 * @throws Refusal fapiao.unknown, fapiao.passed, fapiao.number_taken, policy.*
 */
export async function issueRedLetter(
  ctx: Ctx,
  letterId: string,
  issued: IssuedLetter,
): Promise<void> {
  const { userId: doneBy } = actingUser(ctx);
  await withFapiao(
    ctx,
    (tx) => findFapiaoOfLetter(tx, letterId, ctx.locale),
    async (tx, fapiao) => {
      const { number, issuedOn } = issued;
      const done = { number, issuedOn, doneAt: ctx.now, doneBy };
      if (!(await finishLetter(tx, letterId, done))) throw refuse('fapiao.passed');
      const letters = fapiao.letters.map((one) => (one.id === letterId ? { ...one, number } : one));
      const state = stateOf(fapiao.amount!, letters);
      const closed = state === 'red' ? { closedAt: ctx.now } : {};
      if (!(await moveFapiao(tx, fapiao, { state, ...closed }))) throw refuse('fapiao.passed');
      const { amount } = fapiao.letters.find((one) => one.id === letterId)!;
      const about = { letterId, number, issuedOn, amount, orderId: fapiao.orderId };
      await recordAudit(tx, ctx, 'fapiao.red_letter', fapiao.id, about);
      const tidings = { amount, red: number, issuedOn };
      await tellBuyer(tx, ctx, fapiao, { what: 'red', tidings });
    },
  );
}

/**
 * Follows a refund that went out: credit notes for what was invoiced, a red letter owed for what of a fapiao is no longer paid, and
 * the end of a request when nothing is left. Whoever comes twice, or late, finds nothing to do.
 */
export async function followRefund(ctx: Ctx, orderId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const order = await getOrderForUpdate(tx, orderId);
    await creditRefunds(tx, ctx, orderId);
    const all = await selectOfOrder(tx, orderId, ctx.locale);
    const live = all.find(({ state }) => isLive(state));
    if (!live) return;
    const left = money(order.total - order.refunded);
    if (live.state !== 'requested')
      await oweRedLetter(tx, ctx, live, redOwed(standing(live), left));
    else if (left === 0) await closeRequest(tx, ctx, live, refundedReason[live.locale]);
  });
}

function standing({ amount, letters }: Fapiao) {
  return { amount: amount!, letters };
}

async function oweRedLetter(
  tx: Tx,
  ctx: Ctx,
  fapiao: Fapiao,
  amount: ReturnType<typeof redOwed>,
): Promise<void> {
  if (amount === 0) return;
  await insertLetter(tx, { id: newId(ctx.now), fapiaoId: fapiao.id, amount, owedAt: ctx.now });
  if (!(await moveFapiao(tx, fapiao, { state: 'red_owed' }))) throw refuse('fapiao.passed');
}
