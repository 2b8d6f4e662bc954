import { sql } from 'kysely';
import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import { seal } from '#platform/seal.ts';
import { aPerson, type Person } from './people.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

/** Points that the owner gave somebody, with a reason that is not theirs to see. */
export async function somePoints(world: World, { id: userId }: Person, giver: Person) {
  const [id, at] = [newId(world.now()), world.now()];
  const lot = { userId, amount: 7, expiresAt: after(at, 30 * day) };
  const given = { reason: world.canaries.plant('pointReason'), madeBy: giver.id };
  await sql`
    insert into point_account (user_id, balance) values (${userId}, 7)
    on conflict (user_id) do update set balance = point_account.balance + 7`.execute(world.db);
  await world.db
    .insertInto('pointEntry')
    .values({ id, kind: 'staff', sourceId: id, at, ...lot, ...given })
    .execute();
  await world.db
    .insertInto('pointLot')
    .values({ id, remaining: 7, ...lot })
    .execute();
}

/** A thing that is had for five points. */
async function aGood(world: World): Promise<string> {
  const id = newId(world.now());
  const name = { nameZh: '书签', nameEn: 'Bookmark' };
  const times = { startsAt: after(world.now(), -day), createdAt: world.now() };
  const good = { id, kind: 'physical', price: 5, stock: 3, taken: 1, ...name, ...times } as const;
  await world.db.insertInto('pointGood').values(good).execute();
  return id;
}

/** What somebody had for points and waits for, with their address and a code that is theirs alone. */
export async function aRedemption(world: World, { id: userId }: Person): Promise<string> {
  const id = newId(world.now());
  const { secret } = world.shop.house.ports;
  const said = Buffer.from(world.canaries.plant('pointCode'));
  const kept = { sealed: seal(secret, { purpose: 'points.code', id }, said) };
  const row = { id, userId, goodId: await aGood(world), key: newId(), price: 5, ...kept };
  await world.db
    .insertInto('pointRedemption')
    .values({ ...row, state: 'waiting', at: world.now() })
    .execute();
  const address = world.canaries.plant('parcelAddress');
  await world.db
    .insertInto('pointParcel')
    .values({ redemptionId: id, receiver: '学员', phone: '13900000000', address })
    .execute();
  return id;
}

/** What somebody says who has a good for points. */
export const aParcel = () => ({
  key: newId(),
  price: 5,
  receiver: '学员',
  phone: '13900000000',
  address: '北山街 1 号',
});

/** Goods and redemptions, by what paths name. */
export const points: Readonly<Record<string, (world: World, owner: Person) => Promise<Thing>>> = {
  pointGood: async (world, owner) => {
    const id = await aGood(world);
    await somePoints(world, owner, await aPerson(world, { roles: ['owner'] }));
    const bury = async () => {
      await world.db
        .updateTable('pointGood')
        .set({ isHidden: true })
        .where('id', '=', id)
        .execute();
      // With it goes what it could have been had for.
      await sql`update point_lot set remaining = 0 where user_id = ${owner.id}`.execute(world.db);
      await sql`update point_account set balance = 0 where user_id = ${owner.id}`.execute(world.db);
    };
    return { params: { id }, bury };
  },
  pointRedemption: async (world, owner) => ({ params: { id: await aRedemption(world, owner) } }),
};
