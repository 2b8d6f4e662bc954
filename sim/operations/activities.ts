import { ask, outcomeOf, textOf, type Front } from '../callers.ts';
import type { Done, Operation, Scene } from '../operations.ts';
import { hour } from '#kernel/time.ts';
import { between, chance, pick } from './memory.ts';
import { payNow } from './orders.ts';

/** Flash sales and group buys: creators begin them, learners buy at their price. */
export const activityOperations: readonly Operation<Front>[] = [
  { name: 'begin activity', weight: 1.5, run: begin },
  { name: 'buy at activity', weight: 9, run: buyAt },
];

async function begin({ world, random }: Scene<Front>): Promise<Done<Front>> {
  const work = pick(random, world.people.works)!;
  const now = await world.observer.db
    .selectFrom('order')
    .select('createdAt')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const from = now?.createdAt.getTime() ?? 0;
  const terms = chance(random, 0.5)
    ? { kind: 'flash', stock: between(random, 1, 3) }
    : {
        kind: 'group',
        teamSize: between(random, 2, 3),
        teamHours: 1,
        shortFrom: chance(random, 0.2) ? 1 : null,
      };
  const wish = {
    ...terms,
    name: '活动',
    scope: { kind: 'works', ids: [work.id] },
    reduction: { kind: 'percent', offBps: 5_000 },
    endsAt: new Date(from + between(random, 1, 30) * hour).toISOString(),
  };
  return { outcomes: [outcomeOf(await ask(world, work.creatorId, 'POST /promotions', wish))] };
}

interface Running {
  readonly id: string;
  readonly offerId: string;
}

/** One of the latest activities, whether it still runs or not: what is refused must stay refused. */
async function someActivity({ world, random }: Scene<Front>): Promise<Running | undefined> {
  const rows = await world.observer.db
    .selectFrom('promotion as p')
    .innerJoin('offer as o', (join) => join.on('o.retiredAt', 'is', null))
    .select(['p.id', 'o.id as offerId'])
    .where('p.kind', 'in', ['flash', 'group'])
    .whereRef('o.workId', '=', (eb) => eb.fn.any('p.scopeIds'))
    .orderBy('p.id', 'desc')
    .limit(4)
    .execute();
  return pick(random, rows);
}

async function buyAt(scene: Scene<Front>): Promise<Done<Front>> {
  const { world, memory, random } = scene;
  const activity = await someActivity(scene);
  if (!activity) return begin(scene);
  const { id: activityId, offerId } = activity;
  const teams = await world.observer.db
    .selectFrom('team')
    .select('id')
    .where('promotionId', '=', activityId)
    .orderBy('id', 'desc')
    .limit(3)
    .execute();
  const team = chance(random, 0.8) ? pick(random, teams) : undefined;
  const buyerId = pick(random, world.people.buyers)!;
  const key = `key-${Math.floor(random() * 1e12)}`;
  const wish = { offerId, activityId, idempotencyKey: key, ...(team ? { teamId: team.id } : {}) };
  const answer = await ask(world, buyerId, 'POST /orders', wish);
  const id = textOf(answer, 'id');
  if (id === undefined) return { outcomes: [outcomeOf(answer)] };
  const placed = { id, buyerId, offerId, key };
  if (!memory.orders.some((known) => known.id === id)) memory.orders.push(placed);
  if (chance(random, 0.2)) return { outcomes: [outcomeOf(answer)] };
  const paid = await payNow(scene, placed);
  return { outcomes: [outcomeOf(answer), ...paid.outcomes] };
}
