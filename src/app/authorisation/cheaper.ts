import { NewCoupon } from '#coupon/schema.ts';
import { createCoupon } from '#coupon/service.ts';
import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import { NewPromotion } from '#pricing/schema.ts';
import { beginPromotion } from '#pricing/service.ts';
import { aPerson, asPerson, type Person } from './people.ts';
import { aStrangersWork } from './money.ts';
import type { Thing } from './things.ts';
import { aFace, aWork } from './works.ts';
import type { World } from './world.ts';

const inAWeek = (world: World) => after(world.now(), 7 * day).toISOString();

async function asCreator(world: World, owner: Person) {
  await aFace(world, owner);
  return asPerson(world, { ...owner, roles: ['creator'] });
}

/** What a creator promises to buyers of all their works. */
const promised = (world: World, { id }: Person) =>
  ({
    name: '限时优惠',
    scope: { kind: 'creator', ids: [id] },
    endsAt: inAWeek(world),
  }) as const;

/** A coupon that everybody may take. */
export async function aPublicCoupon(world: World): Promise<string> {
  const creator = await aPerson(world, { roles: ['creator'] });
  const effect = { kind: 'fixed', off: 1_000 } as const;
  const wish = { ...promised(world, creator), effect, way: 'public' } as const;
  return createCoupon(await asCreator(world, creator), NewCoupon.parse(wish));
}

/** What makes works cheaper, by what paths name. */
export const cheaper = {
  promotion: async (world: World, owner: Person): Promise<Thing> => {
    const reduction = { kind: 'percent', offBps: 1_000 } as const;
    const wish = { kind: 'limited', ...promised(world, owner), reduction } as const;
    const id = await beginPromotion(await asCreator(world, owner), NewPromotion.parse(wish));
    const bury = async () => {
      await world.db.deleteFrom('promotion').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  team: async (world: World, owner: Person): Promise<Thing> => {
    const creator = await asCreator(world, owner);
    const { id: workId } = await aWork(world, owner, true);
    const wish = {
      kind: 'group',
      name: '三人行',
      scope: { kind: 'works', ids: [workId] },
      reduction: { kind: 'percent', offBps: 1_000 },
      teamSize: 3,
      teamHours: 24,
      endsAt: inAWeek(world),
    } as const;
    const promotionId = await beginPromotion(creator, NewPromotion.parse(wish));
    const id = newId(world.now());
    const { id: leaderId } = await aPerson(world, {});
    const times = { openedAt: world.now(), deadline: after(world.now(), day) };
    await world.db
      .insertInto('team')
      .values({
        id,
        promotionId,
        workId,
        leaderId,
        size: 3,
        taken: 1,
        ...times,
        closeAt: times.deadline,
      })
      .execute();
    const bury = async () => {
      await world.db.deleteFrom('team').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  coupon: async (world: World, owner: Person): Promise<Thing> => {
    const effect = { kind: 'fixed', off: 1_000 } as const;
    const wish = { ...promised(world, owner), effect, way: 'granted' } as const;
    const id = await createCoupon(await asCreator(world, owner), NewCoupon.parse(wish));
    const bury = async () => {
      await world.db.deleteFrom('coupon').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  cartLine: async (world: World, { id: userId }: Person): Promise<Thing> => {
    const { id: workId, offerId } = await aStrangersWork(world);
    const row = { userId, workId, offerId, addedAt: world.now() };
    await world.db.insertInto('cartLine').values(row).execute();
    const bury = async () => {
      await world.db.deleteFrom('cartLine').where('offerId', '=', offerId).execute();
    };
    return { params: { offerId }, bury };
  },
  offer: async (world: World): Promise<Thing> => {
    const { offerId } = await aStrangersWork(world);
    return { params: { id: offerId, offerId } };
  },
};
