import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { SubscriptionState } from '#subscription/types.ts';
import { members } from './members.ts';
import type { Person } from './people.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

/** A plan by the month that can be subscribed to, of a tier of its own. */
export async function aRenewingPlan(world: World): Promise<{ planId: string; tierId: string }> {
  const [planId, tierId] = [newId(), (await members.tier(world)).params['id']!];
  const terms = { term: 'month', price: 3_000, renews: true, keepBps: 1_000 } as const;
  await world.db
    .insertInto('tierPlan')
    .values({ id: planId, tierId, ...terms, createdAt: world.now() })
    .execute();
  return { planId, tierId };
}

const aSubscription =
  (state: SubscriptionState) =>
  async (world: World, owner: Person): Promise<Thing> => {
    const id = newId();
    const at = world.now();
    await world.db
      .insertInto('subscription')
      .values({
        id,
        userId: owner.id,
        ...(await aRenewingPlan(world)),
        state,
        gateway: 'sandbox',
        contractCode: id.replaceAll('-', ''),
        agreementId: 'unknown',
        period: 1,
        nextChargeAt: after(at, 20 * day),
        consentedAt: at,
        createdAt: at,
      })
      .execute();
    const bury = async () => {
      await world.db.deleteFrom('subscription').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  };

/** What subscribers have, by what paths name. */
export const subscribed = {
  renewingPlan: async (world: World): Promise<Thing> => {
    const { planId } = await aRenewingPlan(world);
    return { params: { planId } };
  },
  subscription: aSubscription('active'),
  pausedSubscription: aSubscription('paused'),
  failedSubscription: aSubscription('past_due'),
};
