import { hour, minute } from '#kernel/time.ts';
import { drainOutbox } from '#platform/outbox.ts';
import { sql } from 'kysely';
import { ask } from './callers.ts';
import { isOfMoney, passTime, runSweep } from './clockwork.ts';
import type { World } from './world.ts';

const well = { skewMs: 0, fuse: Infinity, takesAll: false };
const topUp = 1_000_000_000;
const mostRounds = 400;
// Longer than any refund window that the operator can have promised, and the release after it.
const longestHours = 24 * 12;

/**
 * Lets everything come to rest: faults are off, the provider's account is full, finance decides what waits, workers work,
 * and time passes until nothing is under way, at most some days. Answers how long it took, in hours of the run's own time.
 */
export async function quiesce(world: World): Promise<number> {
  const { simulator } = world;
  const began = world.now().getTime();
  simulator.faults.stop();
  simulator.deposit(topUp);

  for (let round = 0; round < mostRounds; round += 1) {
    await settleHere(world);
    const isQuiet = (await countWaiting(world)) === 0 && simulator.nextDueAt() === undefined;
    const hoursPassed = (world.now().getTime() - began) / hour;
    // Whatever is only in yesterday's bill is found the day after tomorrow at the latest.
    if ((isQuiet && hoursPassed > 48) || hoursPassed > longestHours) break;
    await passTime(world, hoursPassed < 2 ? 5 * minute : 6 * hour, () => ({
      ...well,
      random: Math.random,
    }));
  }
  await settleHere(world);
  return (world.now().getTime() - began) / hour;
}

/** Does all the work that there is at this instant. */
export async function settleHere(world: World): Promise<void> {
  await decidePayouts(world);
  for (let rounds = 0; rounds < 5; rounds += 1) {
    let moved = await world.simulator.tick();
    moved += await drain(world);
    for (const sweep of world.sweeps) if (isOfMoney(sweep.name)) await runSweep(world, sweep);
    if (moved === 0) return;
  }
}

async function drain(world: World): Promise<number> {
  try {
    return await drainOutbox(world.systemCtx(), world.reactions);
  } catch (error) {
    world.watch.note('a reaction', error);
    return 0;
  }
}

async function decidePayouts(world: World): Promise<void> {
  const { finance } = world.people;
  const { value } = await ask(world, finance, 'GET /payouts?state=requested&limit=200');
  for (const { id } of (value['items'] ?? []) as readonly { readonly id: string }[]) {
    await ask(world, finance, `PUT /payouts/${id}/approval`);
  }
}

async function countWaiting({ observer }: World): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from outbox) + (select count(*) from "order" where state in ('pending', 'held'))
         + (select count(*) from payment where state = 'opened') + (select count(*) from refund where state = 'requested')
         + (select count(*) from payout where state in ('requested', 'approved'))
         + (select count(*) from earning where released_at is null) as count`.execute(observer.db);
  return rows[0]!.count;
}
