import { after, minute } from '#kernel/time.ts';
import {
  getOrderAndRights,
  partsOf,
  refundable,
  reserveRefund,
} from '#order/service/change-order.ts';
import type { Order } from '#order/types.ts';
import { listAttempts } from '#payment/service/attempt.ts';
import { getKeptCapture } from '#payment/service/capture.ts';
import { intendRefund } from '#payment/service/refund.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { oneByOne } from '#platform/one-by-one.ts';
import {
  deferEnd,
  endTeam,
  getTeam,
  listDueTeams,
  listSeats,
  listUnsettledTeams,
  listWishes,
  settleSeats,
} from '#team/service.ts';
import { serveOrder } from './pay-order.ts';
import { askGateway } from './poll-payments.ts';

const batch = 200;

/** Ends teams whose time is over, and settles those that ended and that the reaction did not settle. */
export async function endTeams(ctx: Ctx): Promise<void> {
  await oneByOne(ctx, await listDueTeams(ctx, batch), 'ending a team', (id) => endDue(ctx, id));
  const unsettled = await listUnsettledTeams(ctx, batch);
  await oneByOne(ctx, unsettled, 'settling a team', (id) => settleTeam(ctx, id));
}

/** Ends one team after the gateways were asked about everybody who meant to join it: who paid in time is in. */
async function endDue(ctx: Ctx, teamId: string): Promise<void> {
  for (const orderId of await listWishes(ctx, teamId)) {
    for (const payment of await listAttempts(ctx, orderId)) {
      if (payment.state !== 'opened' || (await askGateway(ctx, payment)) !== undefined) continue;
      return deferEnd(ctx, teamId, after(ctx.now, minute));
    }
  }
  await endTeam(ctx, teamId);
}

/**
 * Gives the members of a team that is complete what they bought, or those of one that is not their money back, all in one
 * transaction. Twice is once.
 */
export async function settleTeam(ctx: Ctx, teamId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const team = await getTeam(within(ctx, tx), teamId);
    if (team.state === 'open') return;
    for (const orderId of await listSeats(tx, teamId)) {
      const { order, owned } = await getOrderAndRights(tx, orderId, ctx.now);
      if (order.state !== 'held' || refundable(order) === 0) continue;
      // Who has it from elsewhere by now need not pay it.
      if (team.state === 'failed' || owned.size > 0) await giveHeldBack(tx, ctx, order);
      else await serveOrder(tx, ctx, order, { capture: await getKeptCapture(tx, orderId) });
    }
    await settleSeats(tx, teamId, ctx.now);
  });
}

async function giveHeldBack(tx: Tx, ctx: Ctx, order: Order): Promise<void> {
  const parts = partsOf(order.lines, refundable(order));
  await reserveRefund(tx, order, parts);
  const lines = parts.map((part) => ({ ...part, takesBack: false }));
  const intent = {
    orderId: order.id,
    lines,
    cause: 'team',
    reason: '',
    requestedBy: null,
  } as const;
  await intendRefund(tx, intent, ctx.now);
}
