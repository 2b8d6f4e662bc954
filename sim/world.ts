import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { newId } from '#kernel/id.ts';
import { seeded, type Random } from '#kernel/random.ts';
import { readSettings } from '#platform/config.ts';
import { asSystem, type Actor, type Ctx, type Ports } from '#platform/ctx.ts';
import { openDatabase, type Connection, type Database } from '#platform/db.ts';
import { openLocalFiles } from '#platform/files-local.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { mountRoutes, type Server } from '#platform/http/mount.ts';
import { show } from '#platform/http/route.ts';
import type { Sweep } from '#platform/jobs.ts';
import type { Logger } from '#platform/log.ts';
import { outboxMessenger } from '#platform/mail.ts';
import type { Reaction } from '#platform/outbox.ts';
import { openOutside } from '#platform/outside/outside.ts';
import { PageCache } from '#platform/page-cache.ts';
import { openRealtime } from '#platform/realtime.ts';
import { cloneDatabase, dropDatabase, joinTestCluster } from '#platform/testing/cluster.ts';
import type { Simulator } from '#simulator/simulator.ts';
import type { Front } from './callers.ts';
import { openCrashRoom, type CrashRoom } from './crash.ts';
import { openProviderLine, type Post } from './provider-line.ts';
import { populate, type People } from './population.ts';
import { openWatch, type Watch } from './watch.ts';

/** The whole application in this process, on a database of its own, with a clock and chances that belong to the run. */
export interface World extends Front {
  readonly app: Hono;
  readonly simulator: Simulator;
  readonly gateway: Gateway;
  readonly room: CrashRoom;
  readonly watch: Watch;
  readonly reactions: readonly Reaction[];
  readonly sweeps: readonly Sweep[];
  /** The application's connections, which crash with it. */
  readonly house: Database;
  /** The latest notices as they were posted. */
  readonly posts: readonly Post[];
  /** The right time; what a machine believes may be off. */
  now(): Date;
  advance(ms: number): void;
  /** A context of the system's own, on the machine that serves the present step. */
  systemCtx(): Ctx;
  close(): Promise<void>;
}

/** The header by which a simulated caller says who is signed in. */
const callerHeader = 'x-caller';

const begins = new Date('2026-11-02T01:00:00Z');

/** What the real server left behind, to be taken over by a world of ours. */
export interface Site {
  readonly connection: Connection;
  /** Where the provider's book lies; its process has ended. */
  readonly book: string;
  /** Who lives there; absent where nobody does yet. */
  readonly people?: People;
  readonly begins: Date;
  readonly publicUrl: string;
}

export interface WorldOptions {
  readonly seed: number;
  readonly buyers: number;
  readonly site?: Site;
  readonly clients: number;
  /** Spoils the database before anybody uses it, for a planted fault. */
  readonly spoil?: (database: Database) => Promise<void>;
}

/** Opens a world. Its application is imported here and not before, so that a planted fault can change its source. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { reactions, sweeps } = await import('#app/reactions.ts');
  const ground = await openGround(options);
  const clock = { ms: (options.site?.begins ?? begins).getTime() };
  const pages = new PageCache(undefined, () => new Date(clock.ms));
  const room = openCrashRoom(() => pages.clear());
  const chance = openChance(options.seed, room);
  const machineNow = () => new Date(clock.ms + (room.current()?.skewMs ?? 0));

  const databases = openDatabases(ground.connection, options, room);
  await options.spoil?.(databases.observer);
  const watch = openWatch(room);
  const gateways = new Map<string, Gateway>();
  const ports = await openPorts({ ...ground, pages, gateways, log: watch.log, random: chance });
  const outside = {
    now: () => new Date(clock.ms),
    machineNow,
    chance,
    room,
    watch,
    book: options.site?.book,
  };
  const line = await openProviderLine(outside, (url, init) => app.request(url, init));
  gateways.set(line.gateway.name, line.gateway);

  const ctx = (actor: Actor): Ctx => ({
    db: databases.house.db,
    ports,
    actor,
    now: machineNow(),
    locale: 'zh',
    requestId: newId(),
    ip: '127.0.0.1',
  });
  const people =
    options.site?.people ??
    (await populate(ctx({ kind: 'system', name: 'population' }), options.buyers));
  const app = await mountHouse({ db: databases.house.db, ports, clock: machineNow }, people);
  return {
    ...line,
    ...databases,
    app,
    room,
    people,
    watch,
    reactions,
    sweeps,
    request: (userId, path, init) => requestOf(app, room, path, signedBy(userId, init)),
    pay: async (outTradeNo, mischief) => void line.simulator.pay(outTradeNo, mischief),
    now: outside.now,
    advance: (ms) => {
      clock.ms += ms;
    },
    systemCtx: () => asSystem(ctx({ kind: 'visitor' }), 'worker'),
    close: async () => {
      await line.simulator.stop();
      await Promise.all([databases.house.close(), databases.observer.close()]);
      await ground.leave();
    },
  };
}

function signedBy(userId: string | undefined, init: RequestInit): RequestInit {
  const headers = new Headers(init.headers);
  if (userId !== undefined) headers.set(callerHeader, userId);
  return { ...init, headers };
}

async function requestOf(
  app: Hono,
  room: CrashRoom,
  path: string,
  init: RequestInit,
): Promise<Response | undefined> {
  const response = await app.request(path, init);
  // Whoever died sent nothing, whatever it would have said.
  return room.current()?.isDead ? undefined : response;
}

interface Ground {
  readonly connection: Connection;
  readonly folder: string;
  readonly publicUrl: string;
  readonly leave: () => Promise<void>;
}

/** A database and a folder: fresh ones, or those that the real server left. */
async function openGround({ site }: WorldOptions): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-sim-'));
  await mkdir(join(folder, 'uploads'));
  const remove = () => rm(folder, { recursive: true, force: true });
  if (site)
    return { connection: site.connection, publicUrl: site.publicUrl, folder, leave: remove };

  const cluster = await joinTestCluster();
  const connection = await cloneDatabase(cluster);
  const leave = async () => {
    await dropDatabase(cluster, connection);
    await remove();
    await cluster.stop();
  };
  return { connection, publicUrl: 'http://127.0.0.1:3000', folder, leave };
}

/** The routes of the product, for callers who say in a header who they are. */
async function mountHouse(
  house: Pick<Server, 'db' | 'ports' | 'clock'>,
  people: People,
): Promise<Hono> {
  const { allRoutes } = await import('#app/routes.ts');
  const server: Server = {
    ...house,
    sessionCookie: 'sid',
    authenticate: async (_ctx, { request }) => people.find(request.headers.get(callerHeader)),
    frame: async (_ctx, view) => [view.title, ''],
    renderBody: () => '',
    problemView: (_ctx, problem) => show({ title: problem.code, body: problem.message }),
  };
  return mountRoutes(
    server,
    allRoutes(house.ports.settings, async () => true, []),
  );
}

/** Draws from the step that runs, so that leaving out one step changes no other; outside of steps from the seed. */
function openChance(seed: number, room: CrashRoom): Random {
  const own = seeded(seed);
  return () => (room.current()?.random ?? own)();
}

function openDatabases(connection: Connection, { clients }: WorldOptions, room: CrashRoom) {
  return {
    house: openDatabase({
      connection,
      poolSize: clients + 4,
      probe: room.probe,
      applicationName: 'simulated house',
    }),
    observer: openDatabase({ connection, poolSize: 2, applicationName: 'observer' }),
  };
}

interface PortOptions
  extends Pick<Ports, 'gateways' | 'pages' | 'random'>, Pick<Ground, 'folder' | 'publicUrl'> {
  readonly log: Logger;
}

/** The engines of a simulated house, on a folder of its own. */
export async function openPorts(options: PortOptions): Promise<Ports> {
  const { folder, publicUrl, gateways, pages, random, log } = options;
  const settings = readSettings({
    MODE: 'test',
    DATA_DIR: folder,
    PUBLIC_URL: publicUrl,
    AUTH_RATE_LIMIT: '1000000',
  });
  const files = await openLocalFiles(join(folder, 'files'));
  return {
    gateways,
    pages,
    random,
    log,
    files,
    settings,
    messenger: outboxMessenger,
    providers: {
      transport: () => Promise.reject(new TypeError('nobody is there')),
      now: () => new Date(),
      nonce: () => newId().replaceAll('-', ''),
    },
    outside: openOutside({ also: [], userAgent: 'Shuyuan' }),
    realtime: openRealtime({ log, random }),
    secret: Buffer.alloc(32, 7),
    wakeOutbox: () => undefined,
  };
}
