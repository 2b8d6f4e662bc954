import { ask, numberOf, outcomeOf, textOf, type Answer, type Front } from '../callers.ts';
import type { Done, Operation, Scene } from '../operations.ts';
import { between, chance, pick, pickRecent, type Placed } from './memory.ts';

/** What learners and staff do about orders. */
export const orderOperations: readonly Operation<Front>[] = [
  { name: 'order', weight: 24, run: order },
  { name: 'follow link', weight: 5, run: followLink },
  { name: 'double click', weight: 2, run: doubleClick },
  { name: 'two tabs', weight: 3, run: twoTabs },
  { name: 'pay', weight: 22, run: pay },
  { name: 'pay again', weight: 3, run: payAgain },
  { name: 'look', weight: 3, run: look },
  { name: 'cancel', weight: 1.5, run: cancel },
  { name: 'refund', weight: 6, run: refund },
  { name: 'refund twice', weight: 1.5, run: refundTwice },
  { name: 'staff refund', weight: 4, run: staffRefund },
];

/** Mostly an order that the operation is meant for, else any: what is refused must stay refused. */
async function someOrder(
  { world, memory, random }: Scene<Front>,
  state: 'pending' | 'paid',
): Promise<Placed | undefined> {
  if (chance(random, 0.3)) return pickRecent(random, memory.orders);
  const rows = await world.observer.db
    .selectFrom('order')
    .select(['id', 'buyerId'])
    .where('state', '=', state)
    .orderBy('createdAt', 'desc')
    .limit(8)
    .execute();
  const row = pick(random, rows);
  return row && { ...row, offerId: '', key: '' };
}

/** Somebody comes by a promoter's link: another one's customer may be taken over. */
async function followLink({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const userId = pick(random, world.people.buyers)!;
  const { code } = pick(random, world.people.promoters)!;
  const response = await world.request(userId, `/s/${code}/courses`, { redirect: 'manual' });
  await response?.text();
  return { outcomes: [] };
}

type Wish = Pick<Placed, 'buyerId' | 'offerId' | 'key'>;

async function offerOf(scene: Scene<Front>): Promise<string> {
  const { world, random } = scene;
  const work = pick(random, world.people.works)!;
  // Some still have the page of yesterday open.
  return latestOffer(scene, work.id, chance(random, 0.05) ? 'asc' : 'desc');
}

async function latestOffer(
  { world }: Scene<Front>,
  workId: string,
  order: 'asc' | 'desc' = 'desc',
): Promise<string> {
  const row = await world.observer.db
    .selectFrom('offer')
    .select('id')
    .where('workId', '=', workId)
    .orderBy('createdAt', order)
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.id;
}

async function wish(scene: Scene<Front>): Promise<Wish> {
  const { world, random } = scene;
  const buyerId = pick(random, world.people.buyers)!;
  return { buyerId, offerId: await offerOf(scene), key: `key-${Math.floor(random() * 1e12)}` };
}

async function place({ world, memory }: Scene<Front>, wished: Wish): Promise<Answer> {
  memory.asked.push(wished);
  const { buyerId, offerId, key } = wished;
  const answer = await ask(world, buyerId, 'POST /orders', { offerId, idempotencyKey: key });
  const id = textOf(answer, 'id');
  if (id !== undefined && !memory.orders.some((known) => known.id === id))
    memory.orders.push({ id, ...wished });
  return answer;
}

async function order(scene: Scene<Front>): Promise<Done<Front>> {
  const { memory, random } = scene;
  const alone = memory.asked.filter(({ offerIds }) => !offerIds);
  const old = chance(random, 0.08) ? pickRecent(random, alone) : undefined;
  const wished = old ?? (await wish(scene));
  const answer = await place(scene, wished);
  if (chance(random, 0.5) && answer.status === 201) {
    const paid = await payNow(scene, memory.orders.at(-1)!);
    return { outcomes: [outcomeOf(answer), ...paid.outcomes] };
  }
  return { outcomes: [outcomeOf(answer)], again: (later) => place(later, wished) };
}

async function doubleClick(scene: Scene<Front>): Promise<Done<Front>> {
  const wished = await wish(scene);
  const answers = await Promise.all([place(scene, wished), place(scene, wished)]);
  return { outcomes: answers.map(outcomeOf) };
}

/** The same buyer buys the same from two devices, and pays on both. */
async function twoTabs(scene: Scene<Front>): Promise<Done<Front>> {
  const one = await wish(scene);
  const other = { ...one, key: `${one.key}-b` };
  if (chance(scene.random, 0.5)) return priceBetween(scene, one);
  const answers = await Promise.all([place(scene, one), place(scene, other)]);
  const ids = answers.map((answer) => textOf(answer, 'id')).filter((id) => id !== undefined);
  await Promise.all(ids.map((id) => payNow(scene, { id, ...one })));
  return { outcomes: answers.map(outcomeOf) };
}

/** Between two orders of one buyer the price changes, so that they are for two offers of one work; both are paid. */
async function priceBetween(scene: Scene<Front>, wished: Wish): Promise<Done<Front>> {
  const { world, random } = scene;
  const first = await place(scene, wished);
  const offer = await world.observer.db
    .selectFrom('offer')
    .select('workId')
    .where('id', '=', wished.offerId)
    .executeTakeFirstOrThrow();
  const work = world.people.works.find(({ id }) => id === offer.workId)!;
  await ask(world, work.creatorId, `PUT /works/${work.id}/price`, {
    price: between(random, 1, 60_000),
  });
  const next = { ...wished, key: `${wished.key}-b`, offerId: await latestOffer(scene, work.id) };
  const answers = [first, await place(scene, next)];
  const ids = answers.map((answer) => textOf(answer, 'id')).filter((id) => id !== undefined);
  await Promise.all(ids.map((id) => payNow(scene, { id, ...wished })));
  return { outcomes: answers.map(outcomeOf) };
}

async function pay(scene: Scene<Front>): Promise<Done<Front>> {
  const placed = await someOrder(scene, 'pending');
  return placed ? payNow(scene, placed) : { outcomes: [] };
}

export async function payNow(scene: Scene<Front>, placed: Placed): Promise<Done<Front>> {
  const { world, random } = scene;
  const start = () => ask(world, placed.buyerId, `POST /orders/${placed.id}/payments`, {});
  const answers = await Promise.all(chance(random, 0.15) ? [start(), start()] : [start()]);
  if (chance(random, 0.85)) await payAtCashier(scene, placed);
  return { outcomes: answers.map(outcomeOf), again: start };
}

/** Somebody pays an old order, or one more time. */
async function payAgain(scene: Scene<Front>): Promise<Done<Front>> {
  const placed = pickRecent(scene.random, scene.memory.orders);
  if (placed) await payAtCashier(scene, placed);
  return { outcomes: [] };
}

async function payAtCashier({ world, random }: Scene<Front>, placed: Placed): Promise<void> {
  const attempts = await world.observer.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', placed.id)
    .orderBy('id')
    .execute();
  const attempt = chance(random, 0.8) ? attempts.at(-1) : pick(random, attempts);
  if (!attempt) return;
  await world.pay(attempt.outTradeNo, {
    twice: chance(random, 0.02),
    late: chance(random, 0.04),
    lose: chance(random, 0.04),
    delay: chance(random, 0.05),
  });
}

async function look({ world, memory, random }: Scene<Front>): Promise<Done<Front>> {
  const placed = pickRecent(random, memory.orders);
  if (!placed) return { outcomes: [] };
  const answer = await ask(world, placed.buyerId, `GET /orders/${placed.id}`);
  // The page that a buyer comes back to asks the provider by itself.
  await backFromCashier(world, placed);
  return { outcomes: [outcomeOf(answer)] };
}

async function backFromCashier(world: Front, { id, buyerId }: Placed): Promise<void> {
  const response = await world.request(buyerId, `/orders/${id}`, {
    headers: { accept: 'text/html' },
  });
  await response?.text();
}

async function cancel({ world, memory, random }: Scene<Front>): Promise<Done<Front>> {
  const placed = pickRecent(random, memory.orders);
  if (!placed) return { outcomes: [] };
  return {
    outcomes: [outcomeOf(await ask(world, placed.buyerId, `PUT /orders/${placed.id}/closure`))],
  };
}

async function refund(scene: Scene<Front>): Promise<Done<Front>> {
  const placed = await someOrder(scene, 'paid');
  if (!placed) return { outcomes: [] };
  const preview = await ask(scene.world, placed.buyerId, `GET /orders/${placed.id}/refund-preview`);
  const answer = await askRefund(scene, placed, placed.buyerId, {});
  return { outcomes: [outcomeOf(preview), outcomeOf(answer)] };
}

async function refundTwice(scene: Scene<Front>): Promise<Done<Front>> {
  const { world, random } = scene;
  const placed = await someOrder(scene, 'paid');
  if (!placed) return { outcomes: [] };
  const amount = between(random, 1, 5_000);
  const answers = await Promise.all([
    askRefund(scene, placed, placed.buyerId, {}),
    askRefund(scene, placed, world.people.finance, { amount, reason: '课程与介绍不符' }),
    askRefund(scene, placed, chance(random, 0.5) ? placed.buyerId : world.people.owner, {}),
  ]);
  return { outcomes: answers.map(outcomeOf) };
}

async function staffRefund(scene: Scene<Front>): Promise<Done<Front>> {
  const { world, random } = scene;
  const placed = await someOrder(scene, 'paid');
  if (!placed) return { outcomes: [] };
  const { finance, owner } = world.people;
  const preview = await ask(world, finance, `GET /orders/${placed.id}/refund-preview`);
  const left = numberOf(preview, 'refundable');
  // Parts of any size, the rest, and now and then more than there is.
  const amount = chance(random, 0.3)
    ? left
    : between(random, 1, Math.max(1, left + (chance(random, 0.1) ? 10 : 0)));
  const by = chance(random, 0.7) ? finance : owner;
  const answer = await askRefund(scene, placed, by, {
    amount: Math.max(1, amount),
    reason: '协商退款',
  });
  return { outcomes: [outcomeOf(preview), outcomeOf(answer)] };
}

function askRefund(
  { world }: Scene<Front>,
  { id }: Placed,
  by: string,
  body: object,
): Promise<Answer> {
  return ask(world, by, `POST /orders/${id}/refunds`, body);
}
