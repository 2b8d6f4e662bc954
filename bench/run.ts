import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Connection } from '#platform/db.ts';
import { startPostgres } from '#platform/postgres/server.ts';
import { weigh, type Weight } from './budget.ts';
import { provideHouse } from './generate.ts';
import { drive, type LoadResult } from './load.ts';
import {
  findPostmaster,
  readMemory,
  readUsed,
  type Memory,
  type Used,
  type Watched,
} from './measure.ts';
import type { Scenario } from './scenario.ts';
import { startFreshServer, startServer, type Server } from './server.ts';
import type { Size } from './sizes.ts';
import { explore, type World } from './world.ts';

/** What one scenario cost on one house. */
export interface Measured {
  readonly scenario: string;
  readonly load: LoadResult;
  /** Processor time a request, in microseconds. */
  readonly nodeUs: number;
  readonly postgresUs: number;
  readonly memory: Memory;
}

/** What a whole house was measured to do. */
export interface HouseRun {
  readonly size: Size;
  readonly databaseMiB: number;
  readonly postgresVersion: string;
  readonly measured: readonly Measured[];
  readonly weights: readonly Weight[];
}

export interface RunOptions {
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** How often each house is asked to do each scenario. */
  readonly rounds: number;
  readonly scenarios: readonly Scenario[];
  readonly say: (line: string) => void;
}

/**
 * Starts the real server on a house of each size, and drives every scenario against them in turn, so that whatever else the
 * machine does hits all alike. Of several rounds the cheapest counts: other work only ever adds.
 */
export async function runHouses(sizes: readonly Size[], options: RunOptions): Promise<HouseRun[]> {
  const open: OpenHouse[] = [];
  try {
    for (const size of sizes) open.push(await openHouse(size, options));
    const measured = new Map<string, Measured[]>(open.map(({ size }) => [size.name, []]));
    for (const scenario of options.scenarios) {
      const found = await runRounds(scenario, open, options);
      for (const [name, one] of found) measured.get(name)!.push(one);
    }
    return await Promise.all(open.map((house) => describe(house, measured.get(house.size.name)!)));
  } finally {
    for (const house of open.toReversed()) await house.close();
  }
}

interface OpenHouse extends Place {
  readonly size: Size;
  /** The server that keeps no page; there when a scenario asks it. */
  readonly fresh: Server | undefined;
  readonly world: World;
  /** Turns that earlier rounds of a scenario took. */
  readonly turns: Map<string, number>;
  close(): Promise<void>;
}

async function openHouse(size: Size, options: RunOptions): Promise<OpenHouse> {
  const dataDir = await provideHouse(size, options.say);
  // Ours is one more hold on the database, so that it can be looked at; the server takes its own.
  const postgres = await startPostgres({ dataDir });
  try {
    const { connection } = postgres;
    const world = await explore(connection, size);
    const worldFile = join(dataDir, 'bench-world.json');
    await writeFile(worldFile, JSON.stringify(world));
    const server = await startServer(dataDir);
    const isAsked = options.scenarios.some(({ isFresh }) => isFresh);
    const fresh = isAsked ? await startFreshServer(dataDir) : undefined;
    const watched = { nodePid: server.pid, postmasterPid: findPostmaster(dataDir) };
    const close = async () => {
      await fresh?.stop();
      await server.stop();
      await postgres.stop();
    };
    const { seconds, warmUpSeconds } = options;
    const place = { port: server.port, worldFile, watched, connection, seconds, warmUpSeconds };
    return { ...place, size, world, fresh, turns: new Map(), close };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function runRounds(
  scenario: Scenario,
  houses: readonly OpenHouse[],
  { rounds, say }: RunOptions,
): Promise<Map<string, Measured>> {
  const best = new Map<string, Measured>();
  for (let round = 0; round < rounds; round += 1) {
    for (const house of houses) {
      const { name } = house.size;
      const found = await runScenario(scenario, house);
      say(`  ${name.padEnd(6)} ${lineOf(found)}`);
      const known = best.get(name);
      if (!known || isBetter(found, known)) best.set(name, found);
    }
  }
  return best;
}

/** A failure is never hidden by a better round. */
function isBetter(found: Measured, known: Measured): boolean {
  if (found.load.faultCount > 0 || known.load.faultCount > 0) return found.load.faultCount > 0;
  if (found.load.count === 0) return false;
  return found.nodeUs + found.postgresUs < known.nodeUs + known.postgresUs;
}

async function describe(house: OpenHouse, measured: readonly Measured[]): Promise<HouseRun> {
  const { size, world, port, connection } = house;
  const pages = { home: '/', course: `/courses/${world.slugs[0]}`, lesson: world.trialPath };
  const weights = await weigh(port, pages);
  return { size, ...(await describeDatabase(connection)), measured, weights };
}

interface Place {
  readonly port: number;
  readonly worldFile: string;
  readonly watched: Watched;
  readonly connection: Connection;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

const quietMs = 500;

async function runScenario(scenario: Scenario, opened: OpenHouse): Promise<Measured> {
  const house = scenario.isFresh && opened.fresh ? servedBy(opened, opened.fresh) : opened;
  const firstTurn = house.turns.get(scenario.name) ?? 0;
  const run = scenario.settles ? driveToRest : driveOn;
  const { load, before, after, nextTurn } = await run(scenario, house, firstTurn);
  house.turns.set(scenario.name, nextTurn);
  const each = (used: keyof Used) => (after[used] - before[used]) / Math.max(1, load.count);
  const memory = readMemory(house.watched);
  await sleep(quietMs);
  const [nodeUs, postgresUs] = [each('nodeUs'), each('postgresUs')];
  return { scenario: scenario.name, load, nodeUs, postgresUs, memory };
}

function servedBy(house: OpenHouse, { port, pid }: Server): OpenHouse {
  return { ...house, port, watched: { ...house.watched, nodePid: pid } };
}

interface Driven {
  readonly load: LoadResult;
  readonly before: Used;
  readonly after: Used;
  readonly nextTurn: number;
}

/** What is done ends with its answer: the time counts between the end of the warm-up and the last answer. */
async function driveOn(scenario: Scenario, place: Place, firstTurn: number): Promise<Driven> {
  const { seconds, warmUpSeconds, watched } = place;
  const marks: Used[] = [];
  const mark = () => void marks.push(readUsed(watched));
  const order = { ...orderFor(scenario, place), seconds, warmUpSeconds, firstTurn };
  const { result, nextTurn } = await drive(order, { onWarm: mark, onDone: mark });
  return { load: result, before: marks[0]!, after: marks[1]!, nextTurn };
}

/** What is done goes on after its answer: the time counts from rest to rest. */
async function driveToRest(scenario: Scenario, place: Place, firstTurn: number): Promise<Driven> {
  const { seconds, warmUpSeconds, watched } = place;
  const marks = { onWarm: () => undefined, onDone: () => undefined };
  const order = { ...orderFor(scenario, place), warmUpSeconds: 0 };
  const warm = await drive({ ...order, seconds: warmUpSeconds, firstTurn }, marks);
  await waitUntilSettled(place.connection);

  const before = readUsed(watched);
  const { result, nextTurn } = await drive({ ...order, seconds, firstTurn: warm.nextTurn }, marks);
  await waitUntilSettled(place.connection);
  return { load: result, before, after: readUsed(watched), nextTurn };
}

function orderFor({ name, connections }: Scenario, { port, worldFile }: Place) {
  return { scenario: name, port, worldFile, connections };
}

function lineOf({ scenario, load, nodeUs, postgresUs }: Measured): string {
  const { count, seconds, p50Ms, faultCount, faults } = load;
  const failed = faultCount > 0 ? `, ${faultCount} FAILED: ${faults[0]}` : '';
  const cpu = `CPU ${Math.round(nodeUs)} + ${Math.round(postgresUs)} µs`;
  return `${scenario.padEnd(18)} ${Math.round(count / seconds)}/s, p50 ${p50Ms.toFixed(1)} ms, ${cpu}${failed}`;
}

const settleMs = 60_000;

/** Waits until the outbox is empty and all reactions have run. */
async function waitUntilSettled(connection: Connection): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    for (const until = performance.now() + settleMs; performance.now() < until; await sleep(200)) {
      const { rows } = await client.query<{ owed: boolean }>(`
        select exists (select from outbox)
          or exists (select from job.job where name = 'reactions' and state in ('created', 'retry', 'active')) as owed`);
      if (!rows[0]!.owed) return;
    }
    throw new Error(`the reactions did not come to rest within ${settleMs / 1_000} s`);
  } finally {
    await client.end();
  }
}

async function describeDatabase(
  connection: Connection,
): Promise<{ databaseMiB: number; postgresVersion: string }> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string; version: string }>(
      `select pg_database_size(current_database()) as bytes, current_setting('server_version') as version`,
    );
    return { databaseMiB: Number(rows[0]!.bytes) / 2 ** 20, postgresVersion: rows[0]!.version };
  } finally {
    await client.end();
  }
}
