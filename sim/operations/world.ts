import { publishWork } from '#catalog/service.ts';
import { drainOutbox } from '#platform/outbox.ts';
import { ask, outcomeOf } from '../callers.ts';
import { hoursMs, isOfMoney, minutesMs, passTime, runSweep } from '../clockwork.ts';
import { drawFuse } from '../crash.ts';
import type { Done, Operation, Scene } from '../operations.ts';
import { between, chance, pick } from './memory.ts';

/** What the provider, the clock, the workers and those who run the shop do. */
export const worldOperations: readonly Operation[] = [
  { name: 'deliver', weight: 17, isOnTime: true, run: deliver },
  { name: 'same notice', weight: 2, isOnTime: true, run: sameNotice },
  { name: 'sweep', weight: 8, run: sweep },
  { name: 'drain', weight: 5, run: drain },
  { name: 'clock', weight: 6, run: clock },
  { name: 'withdraw', weight: 1, run: withdraw },
];

async function deliver({ world }: Scene): Promise<Done> {
  await world.simulator.tick();
  return { outcomes: ['done'] };
}

const freshMs = 240_000;

/** Deliveries of one notice that arrive at the same moment. */
async function sameNotice({ world, random }: Scene): Promise<Done> {
  const fresh = world.posts.filter(({ at }) => world.now().getTime() - at.getTime() < freshMs);
  const post = pick(random, fresh);
  if (!post) return { outcomes: [] };
  const { path, headers, body } = post;
  const copies = Array.from({ length: between(random, 2, 5) }, () =>
    world.app.request(path, { method: 'POST', headers: new Headers(headers), body }),
  );
  await Promise.all(copies);
  return { outcomes: ['done'] };
}

async function sweep({ world, random }: Scene): Promise<Done> {
  const ofMoney = world.sweeps.filter(({ name }) => isOfMoney(name));
  await runSweep(world, pick(random, chance(random, 0.8) ? ofMoney : world.sweeps)!);
  return { outcomes: ['done'] };
}

async function drain({ world }: Scene): Promise<Done> {
  try {
    await drainOutbox(world.systemCtx(), world.reactions);
    return { outcomes: ['done'] };
  } catch (error) {
    world.watch.note('a reaction', error);
    return { outcomes: ['unknown'] };
  }
}

async function clock({ world, random }: Scene): Promise<Done> {
  const drawn = random();
  const ms =
    drawn < 0.7
      ? minutesMs(between(random, 1, 12))
      : drawn < 0.95
        ? minutesMs(between(random, 13, 70))
        : hoursMs(between(random, 5, 20));
  await passTime(world, ms, () => ({ random, skewMs: 0, ...drawFuse(random) }));
  return { outcomes: ['done'] };
}

/** A work leaves the shelf, or comes back to it. */
async function withdraw({ world, random }: Scene): Promise<Done> {
  const gone = await world.observer.db
    .selectFrom('work')
    .select('id')
    .where('state', '=', 'withdrawn')
    .orderBy('id')
    .executeTakeFirst();
  if (!gone || chance(random, 0.2)) {
    const work = pick(random, world.people.works)!;
    return {
      outcomes: [outcomeOf(await ask(world, work.creatorId, `PUT /works/${work.id}/withdrawal`))],
    };
  }
  try {
    await publishWork(world.systemCtx(), gone.id);
    return { outcomes: ['done'] };
  } catch (error) {
    world.watch.note('publishing', error);
    return { outcomes: ['unknown'] };
  }
}
