import { seeded, type Random } from '#kernel/random.ts';
import type { FaultRates } from '#simulator/faults.ts';
import type { Outcome } from './callers.ts';
import { drawFuse } from './crash.ts';
import { openHistory } from './history.ts';
import { findViolations, invariants } from './invariants.ts';
import type { Evidence, Violation } from './invariants/invariant.ts';
import { drawOperation, operations, type Again, type Scene } from './operations.ts';
import { between, chance, emptyMemory, type Memory } from './operations/memory.ts';
import { quiesce } from './quiesce.ts';
import { differing, digestFacts, replayAll } from './replay.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** A programme: the seed of each step. What a step does follows from its seed, so any part of it is a programme too. */
export type Programme = readonly number[];

export function programmeOf(seed: number, events: number): Programme {
  const random = seeded(seed);
  return Array.from({ length: events }, () => Math.floor(random() * 2 ** 32));
}

/** How often the world misbehaves while a programme runs. */
export const faultRates: Partial<FaultRates> = {
  callbackLost: 0.1,
  callbackDuplicated: 0.3,
  callbackLate: 0.1,
  callbackReordered: 0.2,
  callbackForged: 0.06,
  timeoutBefore: 0.05,
  timeoutAfter: 0.05,
  serverErrorAfter: 0.02,
  rateLimited: 0.02,
  wrongAmount: 0.03,
  paymentLate: 0.04,
  paymentDoubled: 0.03,
  refundAbnormal: 0.05,
  refundClosed: 0.45,
  transferFailed: 0.1,
};

/** What a run found. */
export interface Verdict {
  readonly violations: readonly Violation[];
  readonly events: number;
  readonly seconds: number;
  readonly operations: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<Outcome, number>;
  readonly faults: ReadonlyMap<string, number>;
  readonly points: number;
  readonly checks: number;
  readonly restHours: number;
}

export interface RunOptions extends WorldOptions {
  readonly programme: Programme;
  /** Stops at the first check that finds something. */
  readonly stopsEarly?: boolean;
}

const checkEvery = 500;
// Where the first finding ends the run, it is looked for sooner.
const checkSoon = 150;

/** What was done and what became of it, counted. */
export interface Tally {
  readonly operations: Map<string, number>;
  readonly outcomes: Map<Outcome, number>;
  readonly faults: Map<string, number>;
}

export function openTally(faults: Map<string, number> = new Map()): Tally {
  return { operations: new Map(), outcomes: new Map(), faults };
}

/** Runs a programme in a new world: clients take its steps in order, then everything comes to rest and is judged. */
export async function runProgramme(options: RunOptions): Promise<Verdict> {
  const world = await openWorld(options);
  try {
    return await judge(world, options);
  } finally {
    await world.close();
  }
}

async function judge(world: World, options: RunOptions): Promise<Verdict> {
  const began = performance.now();
  const tally = openTally(countFaults(world));
  const memory = emptyMemory();
  const history = openHistory(world.observer.db);
  const violations: Violation[] = [];
  let checks = 0;

  world.simulator.faults.set(faultRates);
  const check = async (): Promise<boolean> => {
    violations.push(
      ...(await findViolations(evidenceOf(world), 'always')),
      ...(await history.check()),
    );
    violations.push(...world.watch.violations());
    checks += invariants.filter(({ when }) => when === 'always').length;
    return violations.length > 0;
  };
  const wasStopped = await runSteps({ world, memory, random: Math.random }, options, tally, check);
  const seconds = (performance.now() - began) / 1000;
  const rest = wasStopped
    ? { violations: [], restHours: 0 }
    : await judgeAtRest(world, memory, history);

  const { points, crashes, killed } = world.room.counts;
  tally.faults.set('crash', crashes).set('crash of everything', killed);
  const found = unique([...violations, ...rest.violations]);
  const judged = checks + (wasStopped ? 0 : invariants.length);
  return {
    ...tally,
    violations: found,
    events: options.programme.length,
    seconds,
    points,
    checks: judged,
    restHours: rest.restHours,
  };
}

/** Lets everything come to rest, judges it, and says everything once more. */
export async function judgeAtRest(
  world: World,
  memory: Memory,
  history: ReturnType<typeof openHistory> = openHistory(world.observer.db),
): Promise<Pick<Verdict, 'violations' | 'restHours'>> {
  const restHours = await quiesce(world);
  const violations = [
    ...(await findViolations(evidenceOf(world), 'quiet')),
    ...(await replayed(world, memory)),
    ...(await history.check()),
    ...(await history.assault()),
    ...forgeriesHeard(world),
    ...world.watch.violations(),
  ];
  return { violations, restHours };
}

/** What a world is judged by. */
export function evidenceOf(world: World): Evidence {
  return {
    db: world.observer.db,
    book: world.simulator.book,
    gateway: world.gateway.name,
    now: world.now(),
  };
}

/** Clients take the steps of the programme in order. True when a check found something and all stopped. */
export async function runSteps(
  scene: Scene,
  { programme, clients, stopsEarly = false }: RunOptions,
  tally: Tally,
  check: () => Promise<boolean>,
): Promise<boolean> {
  // A long run has more to look through each time.
  const every = stopsEarly ? checkSoon : Math.max(checkEvery, Math.ceil(programme.length / 10));
  let next = 0;
  let isStopped = false;
  const client = async (): Promise<void> => {
    while (next < programme.length && !isStopped) {
      const index = next;
      next += 1;
      await runStep(scene, programme[index]!, tally);
      if (index % every === every - 1 && (await check()) && stopsEarly) isStopped = true;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return isStopped;
}

async function runStep({ world, memory }: Scene, seed: number, tally: Tally): Promise<void> {
  const random = seeded(seed);
  world.advance(drawPause(random));
  const { name, run, isOnTime = false } = drawOperation(operations, random);
  const plan = { random, skewMs: isOnTime ? 0 : drawSkew(random), ...drawFuse(random) };
  let again: Again | undefined;
  await world.room.run(plan, async (step) => {
    try {
      const done = await run({ world, memory, random });
      for (const outcome of done.outcomes) count(tally.outcomes, outcome);
      if (step.isDead || done.outcomes.includes('unknown')) again = done.again;
    } catch (error) {
      world.watch.note(name, error);
    }
  });
  count(tally.operations, name);
  // Who got no answer mostly asks again, when the process is back.
  if (again && chance(random, 0.7)) {
    const retry = again;
    await world.room.run(
      { ...plan, fuse: Infinity, takesAll: false },
      async () => void (await retry({ world, memory, random })),
    );
  }
}

function drawPause(random: Random): number {
  return Math.floor(random() * 2_000);
}

/** What the step of this seed does. */
export function nameStep(seed: number): string {
  const random = seeded(seed);
  drawPause(random);
  return drawOperation(operations, random).name;
}

/** By how much a machine's clock is wrong; mostly by nothing. */
function drawSkew(random: Random): number {
  return chance(random, 0.2) ? between(random, -120_000, 120_000) : 0;
}

/** What is judged by saying everything once more, and by what the provider never said. */
export const runRules = {
  replayed: { id: 'I16', says: 'To hear everything again changes nothing.' },
  forged: { id: 'A5', says: 'What the provider did not say is not believed.' },
} as const;

async function replayed(world: World, memory: Memory): Promise<Violation[]> {
  const before = await digestFacts(world.observer.db);
  await replayAll(world, memory);
  const tables = differing(before, await digestFacts(world.observer.db));
  return tables.map((table) => ({ ...runRules.replayed, what: `${table} changed` }));
}

function forgeriesHeard({ simulator }: World): Violation[] {
  return simulator.forged.accepted.map((what) => ({
    ...runRules.forged,
    what: `a notice was taken: ${what}`,
  }));
}

/** Counts each fault that strikes from now on. */
function countFaults({ simulator }: World): Map<string, number> {
  const counts = new Map<string, number>();
  const faults = simulator.faults as { strikes: (fault: keyof FaultRates) => boolean };
  const strikes = faults.strikes.bind(faults);
  faults.strikes = (fault) => {
    const isStruck = strikes(fault);
    if (isStruck) count(counts, fault);
    return isStruck;
  };
  return counts;
}

/** One more of `key`. */
export function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Each contradiction once. */
export function unique(violations: readonly Violation[]): Violation[] {
  return [
    ...new Map(violations.map((violation) => [violation.id + violation.what, violation])).values(),
  ];
}
