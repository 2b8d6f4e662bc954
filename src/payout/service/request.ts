import { recordAudit } from '#audit/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import { newId } from '#kernel/id.ts';
import { formatMoney, money, parseMoney, type Money } from '#kernel/money.ts';
import { postTransaction } from '#ledger/service.ts';
import { availableAccount, transitAccount, type PayeeKind } from '#ledger/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { getSiteSettings } from '#settings/service.ts';
import { findPayer } from '#settings/service/gateways.ts';
import '../events.ts';
import { askOwnPayout, askPayout, decidePayouts } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { NewPayout } from '../schema.ts';
import { decide, findPayout, insertPayout } from '../store/payout.ts';
import type { Payee, Payout } from '../types.ts';
import { creditMovements } from './earn.ts';

/**
 * The acting creator, or promoter, asks for money of what they earned as that: it leaves the available balance at once and is in transit until the result is
 * known. Answers the payout's id.
 *
 * @throws Refusal payout.too_small, payout.not_enough, payout.under_way, payout.no_gateway; nothing is then written.
 */
export async function requestPayout(
  ctx: Ctx,
  input: NewPayout,
  kind: PayeeKind = 'creator',
): Promise<string> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, kind === 'creator' ? askPayout : askOwnPayout, userId);
  const { minPayout } = await getSiteSettings(ctx);
  if (input.amount < minPayout)
    throw refuse('payout.too_small', { least: formatMoney(money(minPayout)) });
  const payer = await findPayer(ctx);
  if (!payer) throw refuse('payout.no_gateway');

  return inTransaction(ctx, async (tx) => {
    const id = newId(ctx.now);
    const amount = money(input.amount);
    const whose = {
      creatorId: kind === 'creator' ? userId : null,
      promoterId: kind === 'promoter' ? userId : null,
    };
    const row = {
      id,
      ...whose,
      amount,
      gateway: payer.name,
      outBillNo: id.replaceAll('-', ''),
      payee: input.payee,
    };
    if (!(await insertPayout(tx, { ...row, requestedAt: ctx.now, nextTryAt: ctx.now })))
      throw refuse('payout.under_way');
    await takeFromAvailable(tx, ctx, { id, ...whose, amount });
    await publish(tx, 'payout.requested', { payoutId: id, ownerId: userId });
    return id;
  });
}

/** An amount as people type it, such as `128.50`, in minor units. @throws Refusal payout.no_amount */
export function readAmount(text: string): Money {
  const amount = parseMoney(text);
  if (!amount) throw refuse('payout.no_amount');
  return amount;
}

interface Taken extends Whose {
  readonly id: string;
  readonly amount: Money;
}

type Whose = Pick<Payout, 'creatorId' | 'promoterId'>;

/** Whose money a payout is, and earned as what. */
export function ownerOf({ creatorId, promoterId }: Whose): Payee {
  return creatorId === null
    ? { kind: 'promoter', id: promoterId! }
    : { kind: 'creator', id: creatorId };
}

async function takeFromAvailable(tx: Tx, ctx: Ctx, taken: Taken): Promise<void> {
  const { id, amount } = taken;
  const owner = ownerOf(taken);
  const source = availableAccount(owner.id, owner.kind);
  try {
    await postTransaction(tx, {
      key: `payout:${id}:requested`,
      kind: 'payout',
      subjectId: id,
      at: ctx.now,
      movements: [{ source, destination: transitAccount, amount }],
    });
  } catch (error) {
    // The same refusal in the creator's words; the transaction is lost either way.
    if (error instanceof Refusal && error.code === 'ledger.insufficient')
      throw refuse('payout.not_enough');
    throw error;
  }
}

/** Money that did not leave goes back to whose it is, who may owe some of it by now. */
export async function putBack(tx: Tx, taken: Taken, now: Date): Promise<void> {
  const { id, amount } = taken;
  await postTransaction(tx, {
    key: `payout:${id}:back`,
    kind: 'payout_back',
    subjectId: id,
    at: now,
    movements: await creditMovements(tx, ownerOf(taken), transitAccount, amount),
  });
}

/**
 * Lets a payout go out, audited; it is sent right after.
 *
 * @throws Refusal payout.unknown, payout.decided, payout.own, policy.*
 */
export async function approvePayout(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const payout = await decideAs(tx, ctx, id, { state: 'approved', reason: '' });
    await recordAudit(tx, ctx, 'payout.approve', id, detailOf(payout));
    await publish(tx, 'payout.approved', { payoutId: id, ownerId: ownerOf(payout).id });
  });
}

/** Turns a payout down, audited: its money is available again. @throws Refusal payout.unknown, payout.decided, payout.own */
export async function rejectPayout(ctx: Ctx, id: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const payout = await decideAs(tx, ctx, id, { state: 'rejected', reason });
    await putBack(tx, payout, ctx.now);
    await recordAudit(tx, ctx, 'payout.reject', id, { ...detailOf(payout), reason });
    await publish(tx, 'payout.rejected', { payoutId: id, ownerId: ownerOf(payout).id });
  });
}

function detailOf({ creatorId, promoterId, amount }: Payout) {
  return creatorId === null ? { promoterId, amount } : { creatorId, amount };
}

async function decideAs(
  tx: Tx,
  ctx: Ctx,
  id: string,
  decision: { readonly state: 'approved' | 'rejected'; readonly reason: string },
): Promise<Payout> {
  assertReach(ctx, decidePayouts, null);
  const { userId: decidedBy } = actingUser(ctx);
  const payout = await findPayout(tx, { id });
  if (!payout) throw refuse('payout.unknown');
  if (ownerOf(payout).id === decidedBy) throw refuse('payout.own');
  if (!(await decide(tx, { id, ...decision, decidedBy, decidedAt: ctx.now })))
    throw refuse('payout.decided');
  return payout;
}
