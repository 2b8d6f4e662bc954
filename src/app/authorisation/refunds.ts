import { openRefundCase } from '#flows/decide-refund.ts';
import { after, day } from '#kernel/time.ts';
import { aPaidOrder } from './money.ts';
import { aPerson, asPerson, type Person } from './people.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

/** A paid order whose buyer cannot take a refund any more. */
async function aLateOrder(world: World, buyer: Person): Promise<string> {
  const { id } = await aPaidOrder(world, buyer);
  const refundUntil = after(world.now(), -day);
  await world.db.updateTable('order').set({ refundUntil }).where('id', '=', id).execute();
  return id;
}

/** A refund that a buyer asks of the staff; `isProposed`: one of them said how much, and another has to confirm it. */
async function aRefundCase(
  world: World,
  buyer: Person,
  isProposed = false,
): Promise<{ readonly id: string; readonly orderId: string }> {
  const orderId = await aLateOrder(world, buyer);
  const reason = world.canaries.plant('refundReason');
  const { id } = await openRefundCase(asPerson(world, buyer), orderId, { reason });
  if (isProposed) {
    const { id: proposedBy } = await aPerson(world, { roles: ['finance'] });
    await world.db
      .updateTable('refundCase')
      .set({ state: 'proposed', amount: 1, proposedBy, needsSecond: true })
      .where('id', '=', id)
      .execute();
  }
  return { id, orderId };
}

/** What refunds that people decide are asked about. */
export const refunds: Readonly<Record<string, (world: World, owner: Person) => Promise<Thing>>> = {
  lateOrder: async (world, owner) => ({ params: { id: await aLateOrder(world, owner) } }),
  askedOrder: async (world, owner) => ({
    params: { id: (await aRefundCase(world, owner)).orderId },
  }),
  refundCase: async (world, owner) => ({ params: { id: (await aRefundCase(world, owner)).id } }),
  proposedCase: async (world, owner) => ({
    params: { id: (await aRefundCase(world, owner, true)).id },
  }),
};
