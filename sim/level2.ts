import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel/id.ts';
import { seeded, type Random } from '#kernel/random.ts';
import type { Ctx } from '#platform/ctx.ts';
import { openDatabase, type Database } from '#platform/db.ts';
import { silentLog } from '#platform/log.ts';
import { PageCache } from '#platform/page-cache.ts';
import { hashPassword } from '#platform/password.ts';
import { startPostgres } from '#platform/postgres/server.ts';
import type { Front } from './callers.ts';
import { drawOperation, outsideOperations, type Scene } from './operations.ts';
import { between, chance, emptyMemory, type Memory } from './operations/memory.ts';
import { openNetworkFront } from './network.ts';
import { populate, type People } from './population.ts';
import { count, judgeAtRest, openTally, type Tally, type Verdict } from './run.ts';
import { prepareServer, type RunningServer } from './server.ts';
import { openPorts, openWorld } from './world.ts';

/** How the real server is driven. */
export interface ServerRun {
  readonly seed: number;
  /** How long it is driven and killed; preparing and judging come on top. */
  readonly seconds: number;
  /** How much has to be done meanwhile: a slow machine is given up to six times as long. */
  readonly atLeast?: number;
  readonly clients?: number;
}

const buyers = 16;

/**
 * Level 2: the real server over HTTP, killed with SIGKILL at random moments, its database ended without a checkpoint. In
 * the end both are gone, and a world of our own takes over what they left on the disk, lets it come to rest and judges it.
 */
export async function runServer({
  seed,
  seconds,
  atLeast = 0,
  clients = 6,
}: ServerRun): Promise<Verdict> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shuyuan-l2-'));
  const server = await prepareServer(dataDir);
  const observer = openDatabase({
    connection: server.connection,
    poolSize: 4,
    applicationName: 'observer',
  });
  try {
    await server.start();
    const people = await settlePeople(observer);
    const front = await openNetworkFront({ url: server.url, people, observer });
    const memory = emptyMemory();
    const tally = openTally();
    const began = performance.now();
    await driveAndKill(
      { server, scene: { world: front, memory, random: seeded(seed) } },
      { seed, seconds, atLeast, clients },
      tally,
    );
    const driven = (performance.now() - began) / 1000;

    await server.kill();
    await observer.close();
    const judged = await judgeDisk({ dataDir, server, people, memory, seed });
    const events = [...tally.operations.values()].reduce((sum, times) => sum + times, 0);
    return { ...tally, ...judged, events, seconds: driven, points: 0, checks: 1 };
  } finally {
    await server.kill();
    await endDatabase(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Everybody has the same password, so that there is one slow hash to make. */
export const password = 'koala-harbour-lantern-42';

async function settlePeople({ db }: Database): Promise<People> {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-l2-ports-'));
  const plain = {
    folder,
    publicUrl: 'http://127.0.0.1',
    gateways: new Map(),
    pages: new PageCache(),
    random: Math.random,
    log: silentLog,
  };
  const ports = await openPorts(plain);
  const actor = { kind: 'system', name: 'population' } as const;
  const ctx: Ctx = { db, ports, actor, now: new Date(), locale: 'zh', requestId: newId() };
  const people = await populate(ctx, buyers);
  await db
    .updateTable('appUser')
    .set({ passwordHash: await hashPassword(password) })
    .execute();
  await rm(folder, { recursive: true, force: true });
  return people;
}

interface Driven {
  readonly server: RunningServer;
  readonly scene: Scene<Front>;
}

async function driveAndKill(
  { server, scene }: Driven,
  run: Required<ServerRun>,
  tally: Tally,
): Promise<void> {
  const began = performance.now();
  const isOver = () => {
    const times = (performance.now() - began) / 1_000 / run.seconds;
    return times > 6 || (times > 1 && (tally.outcomes.get('done') ?? 0) >= run.atLeast);
  };
  const drivers = Array.from({ length: run.clients }, (_, index) =>
    drive(scene, seeded(run.seed * 1_000 + index), isOver, tally),
  );
  await Promise.all([...drivers, killNowAndThen(server, scene.random, isOver, tally)]);

  // What was killed last comes back by itself, and goes on with what it owes.
  await server.start();
  await sleep(1_500);
}

async function drive(
  scene: Scene<Front>,
  random: Random,
  isOver: () => boolean,
  tally: Tally,
): Promise<void> {
  while (!isOver()) {
    const { name, run } = drawOperation(outsideOperations, random);
    try {
      const done = await run({ ...scene, random });
      for (const outcome of done.outcomes) count(tally.outcomes, outcome);
      if (done.outcomes.includes('unknown')) await sleep(100);
      if (done.again && done.outcomes.includes('unknown') && chance(random, 0.7))
        await done.again({ ...scene, random });
    } catch (error) {
      // The observer's own connection dies with the database; anything else is a mistake of this programme.
      if (!isLost(error)) throw error;
      await sleep(200);
    }
    count(tally.operations, name);
  }
}

// 57P01–57P03: the server is going down, or comes up; 08…: the connection broke. Without a code: the socket did.
function isLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    /^(57P|08|ECONN|ENOENT|EPIPE)/.test(code) ||
    /terminated|timeout|not queryable/i.test(String(error))
  );
}

async function killNowAndThen(
  server: RunningServer,
  random: Random,
  isOver: () => boolean,
  tally: Tally,
): Promise<void> {
  while (!isOver()) {
    await sleep(between(random, 600, 2_200));
    if (isOver()) return;
    if (chance(random, 0.65)) {
      await server.kill();
      count(tally.faults, 'server killed');
      await server.start();
    } else {
      const signal = chance(random, 0.7) ? 'SIGQUIT' : 'SIGKILL';
      await server.killDatabase(signal);
      count(tally.faults, `database ${signal}`);
      await server.recover();
    }
  }
}

interface Left {
  readonly dataDir: string;
  readonly server: RunningServer;
  readonly people: People;
  readonly memory: Memory;
  readonly seed: number;
}

/** Takes over what lies on the disk, as the next start would, and judges it. */
async function judgeDisk({
  dataDir,
  server,
  people,
  memory,
  seed,
}: Left): Promise<Pick<Verdict, 'violations' | 'restHours'>> {
  const postgres = await startPostgres({ dataDir });
  const { connection } = postgres;
  const site = {
    connection,
    book: join(dataDir, 'sandbox'),
    people,
    begins: new Date(),
    publicUrl: server.url,
  };
  const world = await openWorld({ seed, buyers, clients: 4, site });
  try {
    return await judgeAtRest(world, memory);
  } finally {
    await world.close();
    await postgres.stop();
  }
}

/** Makes sure that no database outlives the run, whatever went wrong. */
async function endDatabase(dataDir: string): Promise<void> {
  const postgres = await startPostgres({ dataDir }).catch(() => undefined);
  await postgres?.stop();
}
