import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { Person } from './people.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

/** A tier over everything; no two have one name. */
async function aTier(world: World): Promise<string> {
  const id = newId(world.now());
  const names = { nameZh: `等级${id}`, nameEn: `Tier ${id}` };
  await world.db
    .insertInto('tier')
    .values({ id, ...names, createdAt: world.now() })
    .execute();
  return id;
}

/** A membership of `person`, of a tier that nobody else is a member of. */
async function aMembership(world: World, person: Person): Promise<Thing> {
  const id = newId(world.now());
  const now = world.now();
  const reason = world.canaries.plant('grantReason');
  await world.db
    .insertInto('membership')
    .values({
      id,
      userId: person.id,
      tierId: await aTier(world),
      sourceKind: 'grant',
      sourceId: id,
      grantedBy: person.id,
      reason,
      since: now,
      startsAt: now,
      endsAt: after(now, 30 * day),
    })
    .execute();
  const bury = async () => {
    await world.db.deleteFrom('membership').where('id', '=', id).execute();
  };
  return { params: { id }, bury };
}

/** Tiers and memberships, by what paths name. */
export const members = {
  tier: async (world: World): Promise<Thing> => {
    const id = await aTier(world);
    const bury = async () => {
      await world.db.deleteFrom('tier').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  membership: aMembership,
  pausedMembership: async (world: World, person: Person): Promise<Thing> => {
    const thing = await aMembership(world, person);
    await world.db
      .updateTable('membership')
      .set({ pausedAt: world.now() })
      .where('id', '=', thing.params['id']!)
      .execute();
    return thing;
  },
};
