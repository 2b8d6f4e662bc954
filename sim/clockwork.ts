import { hour, minute } from '#kernel/time.ts';
import type { Sweep } from '#platform/jobs.ts';
import type { World } from './world.ts';

export function minutesMs(count: number): number {
  return count * minute;
}

export function hoursMs(count: number): number {
  return count * hour;
}

/** How a process fares that works by the clock: its own chances, and the point at which it dies. */
export type DrawFate = () => Parameters<World['room']['run']>[0];

/**
 * Lets time pass. What comes round more often than by the day does so only when a step asks for it, like on a machine
 * that sleeps; what comes round at certain hours runs when its hour comes, each time in a process that may die of it.
 */
export async function passTime(world: World, ms: number, drawFate: DrawFate): Promise<void> {
  const ends = world.now().getTime() + ms;
  for (let at = nextHour(world.now()); at <= ends; at = nextHour(world.now())) {
    world.advance(at - world.now().getTime());
    for (const sweep of world.sweeps) {
      if (!hoursOf(sweep.cron).includes(beijingHour(world.now()))) continue;
      await world.room.run(drawFate(), () => runSweep(world, sweep));
    }
  }
  world.advance(Math.max(0, ends - world.now().getTime()));
}

// Twenty past, when most of the daily work is due.
const pastMs = 20 * minute;

function nextHour(now: Date): number {
  return (Math.floor((now.getTime() - pastMs) / hour) + 1) * hour + pastMs;
}

function beijingHour(at: Date): number {
  return (at.getUTCHours() + 8) % 24;
}

/** The hours that a five-field schedule names. */
function hoursOf(cron: string): number[] {
  return (cron.split(' ')[1] ?? '').split(',').map(Number);
}

/** Runs one sweep as its worker would: what goes wrong is noted, and it comes round again. */
export async function runSweep(world: World, { name, run }: Sweep): Promise<void> {
  try {
    await run(world.systemCtx());
  } catch (error) {
    world.watch.note(`sweep ${name}`, error);
  }
}

/** Whether a sweep moves money, access, or what is counted of them. */
export function isOfMoney(sweep: string): boolean {
  return /^(order|team|payment|refund|payout|ledger|catalog|entitlement)\./.test(sweep);
}
