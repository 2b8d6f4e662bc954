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

/** A batch of one code, which gives a tier. */
async function aBatch(world: World): Promise<Thing & { readonly codeId: string }> {
  const [id, codeId] = [newId(world.now()), newId(world.now())];
  await world.db
    .insertInto('codeBatch')
    .values({ id, name: '书展', tierId: await aTier(world), quantity: 1, createdAt: world.now() })
    .execute();
  const code = { id: codeId, batchId: id, codeHash: Buffer.from(codeId), tail: 'TAIL' };
  await world.db.insertInto('redemptionCode').values(code).execute();
  const bury = async () => {
    await world.db.deleteFrom('redemptionCode').where('batchId', '=', id).execute();
    await world.db.deleteFrom('codeBatch').where('id', '=', id).execute();
  };
  return { params: { id }, bury, codeId };
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
  codeBatch: async (world: World): Promise<Thing> => {
    const { params, bury } = await aBatch(world);
    return { params, bury: bury! };
  },
  redemptionCode: async (world: World): Promise<Thing> => {
    const { codeId, bury } = await aBatch(world);
    return { params: { id: codeId }, bury: bury! };
  },
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
