import { decideClaim, makeClaim } from '#claim/service.ts';
import { newToken } from '#kernel/id.ts';
import { aPerson, asPerson, type Person } from './people.ts';
import type { Thing } from './things.ts';
import { aWork } from './works.ts';
import type { World } from './world.ts';

/** A claim of a stranger against a live work of `owner`. */
async function aClaim(world: World, owner: Person): Promise<string> {
  const { slug } = await aWork(world, owner, true);
  const name = world.canaries.plant('claimName');
  return makeClaim(world.system(), slug, {
    name,
    signature: name,
    email: world.canaries.plant('claimEmail'),
    original: world.canaries.plant('claimReasons'),
    reasons: world.canaries.plant('claimReasons'),
    inGoodFaith: 'yes',
    isTrue: 'yes',
  });
}

/** A claim for which the work was taken down. */
async function anUpheldClaim(world: World, owner: Person): Promise<string> {
  const id = await aClaim(world, owner);
  const reviewer = await aPerson(world, { roles: ['reviewer'] });
  const answer = world.canaries.plant('reviewReasons');
  await decideClaim(asPerson(world, reviewer), id, { deed: 'take_down', answer });
  return id;
}

const gone = (world: World, id: string) => async () => {
  await world.db.deleteFrom('claim').where('id', '=', id).execute();
};

/** Claims of copyright against works of `owner`. */
export const claims: Readonly<Record<string, (world: World, owner: Person) => Promise<Thing>>> = {
  claim: async (world, owner) => {
    const id = await aClaim(world, owner);
    return { params: { id }, bury: gone(world, id) };
  },
  upheldClaim: async (world, owner) => {
    const id = await anUpheldClaim(world, owner);
    return { params: { id }, bury: gone(world, id) };
  },
  // Whoever holds the link of a claim follows it: what is tested is that no other one opens anything.
  claimLink: async (world, owner) => ({
    params: { id: await aClaim(world, owner), key: newToken() },
  }),
};
