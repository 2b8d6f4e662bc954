import { hour } from '#kernel/time.ts';
import { ask, outcomeOf, textOf, type Answer, type Front } from '../callers.ts';
import type { Done, Operation, Scene } from '../operations.ts';
import { between, chance, pick, type Placed } from './memory.ts';
import { payNow } from './orders.ts';

/** Carts, orders of several works, and what makes them cheaper together. */
export const cartOperations: readonly Operation<Front>[] = [
  { name: 'gather', weight: 3, run: gather },
  { name: 'buy cart', weight: 7, run: buyCart },
  { name: 'cart in two tabs', weight: 2, run: twoTabs },
  { name: 'refund a line', weight: 4, run: refundLine },
  { name: 'threshold', weight: 1.5, run: threshold },
  { name: 'coupon', weight: 1.5, run: coupon },
];

/** What a buyer was shown: what is bought, and at what. */
interface Shown {
  readonly offerIds: readonly string[];
  readonly payable: number;
  readonly claimId: string | null;
}

/** Puts some works into a cart, one of them twice at once, and now and then takes one out or keeps it for later. */
async function fill(scene: Scene<Front>, buyerId: string): Promise<Answer[]> {
  const { world, random } = scene;
  const works = new Set(
    Array.from({ length: between(random, 2, 4) }, () => pick(random, world.people.works)!.id),
  );
  const rows = await world.observer.db
    .selectFrom('offer')
    .select('id')
    .where('workId', 'in', [...works])
    .where('retiredAt', 'is', null)
    .execute();
  const put = (id: string) => ask(world, buyerId, `PUT /cart/${id}`, {});
  const answers = await Promise.all([...rows, ...rows.slice(0, 1)].map(({ id }) => put(id)));
  const one = pick(random, rows)?.id;
  if (one && chance(random, 0.2))
    answers.push(await ask(world, buyerId, `PUT /cart/${one}`, { isLater: true }));
  if (one && chance(random, 0.1)) answers.push(await ask(world, buyerId, `DELETE /cart/${one}`));
  return answers;
}

async function gather(scene: Scene<Front>): Promise<Done<Front>> {
  const answers = await fill(scene, pick(scene.random, scene.world.people.buyers)!);
  return { outcomes: answers.map(outcomeOf) };
}

/** Somebody who has something in the cart, or fills one. */
async function someBuyer(scene: Scene<Front>): Promise<string> {
  const { world, random } = scene;
  const rows = await world.observer.db
    .selectFrom('cartLine')
    .select('userId')
    .orderBy('addedAt', 'desc')
    .limit(12)
    .execute();
  const found = chance(random, 0.5) ? pick(random, rows)?.userId : undefined;
  const buyerId = found ?? pick(random, world.people.buyers)!;
  if (!found) await fill(scene, buyerId);
  return buyerId;
}

async function look({ world }: Scene<Front>, buyerId: string): Promise<Shown | undefined> {
  const { status, value } = await ask(world, buyerId, 'GET /cart/quote');
  if (status !== 200) return undefined;
  const { offerIds, payable, choices } = value as unknown as Shown & {
    choices: { claimId: string | null }[];
  };
  if (offerIds.length === 0) return undefined;
  return { offerIds, payable, claimId: choices[0]?.claimId ?? null };
}

async function place(
  { world, memory }: Scene<Front>,
  buyerId: string,
  { offerIds, payable, claimId }: Shown,
  key: string,
): Promise<Answer> {
  memory.asked.push({ buyerId, offerId: offerIds[0]!, key, offerIds });
  const answer = await ask(world, buyerId, 'POST /cart/orders', {
    offerIds,
    expectedTotal: payable,
    idempotencyKey: key,
    ...(claimId ? { claimId } : {}),
  });
  const id = textOf(answer, 'id');
  if (id !== undefined && !memory.orders.some((known) => known.id === id))
    memory.orders.push(placedOf(id, buyerId, key));
  return answer;
}

const placedOf = (id: string, buyerId: string, key: string): Placed => ({
  id,
  buyerId,
  offerId: '',
  key,
});
const aKey = ({ random }: Scene<Front>) => `key-${Math.floor(random() * 1e12)}`;

async function buyCart(scene: Scene<Front>): Promise<Done<Front>> {
  const buyerId = await someBuyer(scene);
  const shown = await look(scene, buyerId);
  if (!shown) return { outcomes: [] };
  // Some look for long: another tab fills the cart meanwhile.
  if (chance(scene.random, 0.2)) await fill(scene, buyerId);
  const key = aKey(scene);
  const answer = await place(scene, buyerId, shown, key);
  const id = textOf(answer, 'id');
  if (id === undefined || chance(scene.random, 0.2))
    return {
      outcomes: [outcomeOf(answer)],
      again: (later) => place(later, buyerId, shown, key),
    };
  const paid = await payNow(scene, placedOf(id, buyerId, key));
  return { outcomes: [outcomeOf(answer), ...paid.outcomes] };
}

/** One cart in two tabs, bought and paid in both, while a third puts something there. */
async function twoTabs(scene: Scene<Front>): Promise<Done<Front>> {
  const buyerId = await someBuyer(scene);
  const shown = await look(scene, buyerId);
  if (!shown) return { outcomes: [] };
  const key = aKey(scene);
  const [one, other] = await Promise.all([
    place(scene, buyerId, shown, key),
    place(scene, buyerId, shown, `${key}-b`),
    fill(scene, buyerId),
  ]);
  const ids = [one, other].map((answer) => textOf(answer, 'id')).filter((id) => id !== undefined);
  await Promise.all(ids.map((id) => payNow(scene, placedOf(id, buyerId, key))));
  return { outcomes: [one, other].map(outcomeOf) };
}

/** Some lines of an order of several go back, asked for by its buyer or by staff. */
async function refundLine({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const rows = await world.observer.db
    .selectFrom('orderLine as l')
    .innerJoin('order as o', 'o.id', 'l.orderId')
    .select(['l.id', 'o.id as orderId', 'o.buyerId'])
    .where('l.position', '>', 0)
    .where('o.state', '=', 'paid')
    .orderBy('o.id', 'desc')
    .limit(8)
    .execute();
  const line = pick(random, rows);
  if (!line) return { outcomes: [] };
  const by = chance(random, 0.6) ? line.buyerId : world.people.finance;
  const send = () =>
    ask(world, by, `POST /orders/${line.orderId}/refunds`, {
      lineIds: [line.id],
      ...(by === line.buyerId ? {} : { reason: '协商退款' }),
    });
  const answers = await Promise.all(chance(random, 0.3) ? [send(), send()] : [send()]);
  return { outcomes: answers.map(outcomeOf) };
}

/** An end from `1` to `30` hours after the last order; nobody here has the time. */
async function someEnd({ world, random }: Scene<Front>): Promise<string> {
  const last = await world.observer.db
    .selectFrom('order')
    .select('createdAt')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const from = last?.createdAt.getTime() ?? 0;
  return new Date(from + between(random, 1, 30) * hour).toISOString();
}

async function threshold(scene: Scene<Front>): Promise<Done<Front>> {
  const { world, random } = scene;
  const work = pick(random, world.people.works)!;
  const isAll = chance(random, 0.6);
  const by = chance(random, 0.7) ? 'amount' : 'pieces';
  const from = by === 'amount' ? between(random, 100, 30_000) : 2;
  const wish = {
    kind: 'threshold',
    name: '满减',
    scope: isAll ? { kind: 'all' } : { kind: 'creator', ids: [work.creatorId] },
    by,
    tiers: [{ from, off: between(random, 1, 3_000) }],
    endsAt: await someEnd(scene),
  };
  const who = isAll ? world.people.owner : work.creatorId;
  return { outcomes: [outcomeOf(await ask(world, who, 'POST /promotions', wish))] };
}

/** A coupon that everybody may take, taken by some. */
async function coupon(scene: Scene<Front>): Promise<Done<Front>> {
  const { world, random } = scene;
  const { owner, buyers, works } = world.people;
  const made = await ask(world, owner, 'POST /coupons', {
    name: '一张券',
    way: 'public',
    effect: chance(random, 0.5)
      ? { kind: 'fixed', off: between(random, 1, 2_000) }
      : { kind: 'percent', offBps: between(random, 1, 10_000) },
    scope: chance(random, 0.5)
      ? { kind: 'all' }
      : { kind: 'works', ids: [pick(random, works)!.id] },
    perCustomer: 2,
    endsAt: await someEnd(scene),
  });
  const couponId = textOf(made, 'id');
  if (couponId === undefined) return { outcomes: [outcomeOf(made)] };
  const takers = Array.from({ length: between(random, 1, 6) }, () => pick(random, buyers)!);
  const taken = await Promise.all(
    takers.map((who) => ask(world, who, 'POST /coupon-claims', { couponId })),
  );
  return { outcomes: [made, ...taken].map(outcomeOf) };
}
