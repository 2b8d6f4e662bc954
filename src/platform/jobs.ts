import { setTimeout as sleep } from 'node:timers/promises';
import { fromKysely, PgBoss } from 'pg-boss';
import { buriedQueue } from './buried.ts';
import type { Ctx } from './ctx.ts';
import type { Connection, Tx } from './db.ts';
import { CutShort, errorFields, type Logger } from './log.ts';
import { relayBatch, relayOutbox, type Owed, type Reaction } from './outbox.ts';

/** Work that comes round by the clock: idempotent, and harmless when two processes do it at once. */
export interface Sweep {
  /** Stable: `<domain>.<verb>`. */
  readonly name: string;
  /** Five fields, in Beijing time. */
  readonly cron: string;
  readonly run: (ctx: Ctx) => Promise<void>;
}

/** Names of reactions, by the lane they wait in. */
export type Lanes = Readonly<Record<string, readonly string[]>>;

export interface WorkerOptions {
  readonly connection: Connection;
  readonly log: Logger;
  readonly reactions: readonly Reaction[];
  readonly sweeps: readonly Sweep[];
  /** Reactions that take long, by lane: a lane has a queue of its own and does one thing at a time. */
  readonly lanes: Lanes;
  /** Names of reactions that wait for others' servers (letters): a queue of their own, patient, several at a time. */
  readonly letters: readonly string[];
  /** A context of the system's own, at the present instant. */
  readonly newCtx: () => Ctx;
}

export interface Worker {
  /** There is something in the outbox. */
  wake(): void;
  stop(): Promise<void>;
}

const light = 'reactions';
const letters = 'letter-reactions';
const queueOfLane = (lane: string) => `lane-${lane}`;
const sweepQueue = 'sweeps';
const keptSec = 365 * 24 * 3_600;
const idleMs = 1_000;
// Facts come in flocks: who waits a moment takes many at once, and costs them less.
const lingerMs = 40;
const lettersAtOnce = 4;

interface Job {
  readonly id: string;
  readonly data: unknown;
}

/**
 * Starts the workers of this process on pg-boss: relays the outbox, runs reactions (retried with back-off, buried after
 * eight failures, letters after twenty) and sweeps. A killed worker's jobs are taken up again after ten seconds without a heartbeat.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { log } = options;
  const boss = new PgBoss({
    ...options.connection,
    max: 4,
    application_name: 'shuyuan-jobs',
    schema: 'job',
  });
  boss.on('error', (error) => log.error('a job queue failed', errorFields(error)));
  await boss.start();
  const lanes = Object.keys(options.lanes);
  await createQueues(boss, lanes);

  const workers = await Promise.all([
    workOn(boss, light, options, { batchSize: 50, burstWhenBatchFull: true }),
    ...lanes.map((lane) => workOn(boss, queueOfLane(lane), options, { batchSize: 1 })),
    ...Array.from({ length: lettersAtOnce }, () =>
      workOn(boss, letters, options, { batchSize: 1, burstWhenBatchFull: true }),
    ),
  ]);
  await scheduleSweeps(boss, options);

  const relay = startRelay(
    options,
    async (tx, owed) => {
      const db = fromKysely(tx.withoutPlugins());
      for (const [queue, items] of Map.groupBy(owed, (item) => queueOf(item, options))) {
        const jobs = items.map((data) => ({ data: data as object }));
        await boss.insert(queue, jobs, { db });
      }
    },
    () => workers.forEach((id) => boss.notifyWorker(id)),
  );

  return {
    wake: relay.wake,
    stop: async () => {
      await relay.stop();
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

function queueOf({ reaction }: Owed, options: WorkerOptions): string {
  if (options.letters.includes(reaction)) return letters;
  const lane = Object.keys(options.lanes).find((name) => options.lanes[name]?.includes(reaction));
  return lane === undefined ? light : queueOfLane(lane);
}

async function createQueues(boss: PgBoss, lanes: readonly string[]): Promise<void> {
  await boss.createQueue(buriedQueue, { retentionSeconds: keptSec });
  const retries = { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 600 };
  const keeping = { deleteAfterSeconds: 3_600, deadLetter: buriedQueue, heartbeatSeconds: 10 };
  await boss.createQueue(light, { ...retries, ...keeping });
  for (const lane of lanes)
    await boss.createQueue(queueOfLane(lane), {
      ...retries,
      ...keeping,
      expireInSeconds: 6 * 3_600,
    });
  // Some two hours: who does not know a sender yet often takes nothing from them for some minutes.
  const patience = { retryLimit: 20, retryDelay: 1, retryBackoff: true, retryDelayMax: 600 };
  await boss.createQueue(letters, { ...patience, ...keeping });
  await boss.createQueue(sweepQueue, {
    retryLimit: 0,
    deleteAfterSeconds: 3_600,
    heartbeatSeconds: 10,
  });
}

async function workOn(
  boss: PgBoss,
  queue: string,
  { reactions, newCtx, log }: WorkerOptions,
  speed: { batchSize: number; burstWhenBatchFull?: boolean },
): Promise<string> {
  const byName = new Map(reactions.map((reaction) => [reaction.name, reaction]));

  const settle = async (job: Job) => {
    const { reaction: name, payload } = job.data as Owed;
    try {
      // A reaction that a newer version no longer has owes nothing.
      await byName.get(name)?.run(newCtx(), payload as never);
      return { id: job.id, status: 'completed' as const };
    } catch (error) {
      tellFailure(log, name, error);
      return { id: job.id, status: 'failed' as const, output: errorFields(error) };
    }
  };

  return boss.work(
    queue,
    { ...speed, perJobResults: true, pollingIntervalSeconds: 1 } as const,
    async (jobs: Job[]) => {
      const results = [];
      for (const job of jobs) results.push(await settle(job));
      return results;
    },
  );
}

function tellFailure(log: Logger, reaction: string, error: unknown): void {
  if (error instanceof CutShort)
    log.info('a reaction was cut short, as the house closes, and will be done later', { reaction });
  else log.error('a reaction failed and will be tried again', { reaction, ...errorFields(error) });
}

async function scheduleSweeps(boss: PgBoss, { sweeps, newCtx, log }: WorkerOptions): Promise<void> {
  const byName = new Map(sweeps.map((sweep) => [sweep.name, sweep]));
  for (const { name, cron } of sweeps) {
    await boss.schedule(sweepQueue, cron, { sweep: name }, { tz: 'Asia/Shanghai', key: name });
  }
  await boss.work(sweepQueue, { pollingIntervalSeconds: 2 }, async ([job]: Job[]) => {
    const { sweep: name } = job!.data as { sweep: string };
    try {
      await byName.get(name)?.run(newCtx());
    } catch (error) {
      log.error('a sweep failed and will come round again', { sweep: name, ...errorFields(error) });
    }
  });
}

function startRelay(
  { newCtx, reactions, log }: WorkerOptions,
  enqueue: (tx: Tx, owed: readonly Owed[]) => Promise<void>,
  enqueued: () => void,
) {
  const ending = new AbortController();
  const { signal } = ending;
  let isWoken = false;
  let wakeUp = () => {};

  /** Whether there is more to do at once. */
  const relay = async (): Promise<boolean> => {
    let hasJobs = false;
    const moved = await relayOutbox(newCtx(), reactions, async (tx, owed) => {
      hasJobs = true;
      await enqueue(tx, owed);
    });
    if (hasJobs) enqueued();
    return moved === relayBatch;
  };
  const loop = async () => {
    while (!signal.aborted) {
      isWoken = false;
      try {
        if (await relay()) continue;
      } catch (error) {
        if (!signal.aborted)
          log.error('the outbox could not be relayed and will be again', errorFields(error));
      }
      if (!isWoken && !signal.aborted) await rest();
      if (isWoken && !signal.aborted) await sleep(lingerMs);
    }
  };
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = loop();

  return {
    wake: () => {
      isWoken = true;
      wakeUp();
    },
    stop: async () => {
      ending.abort();
      wakeUp();
      await running;
    },
  };
}
