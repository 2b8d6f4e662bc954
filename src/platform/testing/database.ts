import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { renderToStaticMarkup } from 'react-dom/server';
import { newId } from '#kernel/id.ts';
import { seeded } from '#kernel/random.ts';
import { readSettings, type Settings } from '../config.ts';
import type { Actor, Ctx, Ports, User } from '../ctx.ts';
import { openDatabase, type Connection, type Db, type Probe } from '../db.ts';
import type { Files } from '../files.ts';
import { openLocalFiles } from '../files-local.ts';
import type { Gateway, Transport } from '../gateway/gateway.ts';
import { mountRoutes } from '../http/mount.ts';
import { show, type Framed, type Route } from '../http/route.ts';
import { silentLog } from '../log.ts';
import { outboxMessenger, type Messenger } from '../mail.ts';
import { drainOutbox, type Reaction } from '../outbox.ts';
import { openOutside } from '../outside/outside.ts';
import { PageCache } from '../page-cache.ts';
import type { Role } from '../policy.ts';
import type { Scanner } from '../scanner.ts';
import type { Transcoder } from '../transcoder/transcoder.ts';
import { openRealtime } from '../realtime.ts';
import { cloneDatabase, dropDatabase, joinTestCluster } from './cluster.ts';

export interface CtxOptions {
  readonly actor?: Actor;
  readonly now?: Date;
  readonly locale?: 'zh' | 'en';
  readonly ip?: string;
}

/** A whole house for one test file: real PostgreSQL, real files, a clock that stands still until it is moved. */
export interface TestHouse {
  readonly db: Db;
  readonly connection: Connection;
  readonly ports: Ports;
  /** The present instant of the house; move it with `advance`. */
  now(): Date;
  advance(ms: number): void;
  ctx(options?: CtxOptions): Ctx;
  /** A context of a user that need not exist. */
  as(userId: string, ...roles: Role[]): Ctx<User>;
  /** The routes over HTTP, asked as `actor` decides. */
  app(routes: readonly Route[], actor?: (request: Request) => Actor): Hono;
  /** Runs all reactions that are owed. */
  drain(reactions: readonly Reaction[]): Promise<number>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly gateways?: ReadonlyMap<string, Gateway>;
  /** Who answers the accounts with gateways that a test sets up; nobody when absent. */
  readonly transport?: Transport;
  readonly probe?: Probe;
  readonly settings?: Partial<Settings>;
  /** Who takes letters; the outbox when absent. */
  readonly messenger?: Messenger;
  /** Where files are kept; on the disk when absent. */
  readonly files?: Files;
  readonly transcoder?: Transcoder | undefined;
  readonly scanner?: Scanner;
  readonly poolSize?: number;
  /** The instant at which the house opens. */
  readonly now?: Date;
}

/** Opens a house on a database of its own; `close` it in `after`. */
export async function openTestHouse(options: HouseOptions = {}): Promise<TestHouse> {
  const cluster = await joinTestCluster();
  const connection = await cloneDatabase(cluster);
  const folder = await mkdtemp(join(tmpdir(), 'shuyuan-test-'));
  const { db, close } = openDatabase({
    connection,
    poolSize: options.poolSize ?? 20,
    ...(options.probe ? { probe: options.probe } : {}),
  });
  let now = options.now ?? new Date('2026-11-21T10:00:00Z');
  const realtime = openRealtime({
    log: silentLog,
    random: seeded(1),
    clock: () => now.getTime(),
    paceMs: 0,
  });
  const ports = { ...(await testPorts(folder, options, () => now)), realtime };

  const ctx = (wanted: CtxOptions = {}): Ctx => ({
    db,
    ports,
    actor: wanted.actor ?? { kind: 'visitor' },
    now: wanted.now ?? now,
    locale: wanted.locale ?? 'zh',
    requestId: newId(),
    ip: wanted.ip ?? '127.0.0.1',
  });

  return {
    db,
    connection,
    ports,
    ctx,
    now: () => now,
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    as: (userId, ...roles) => ctx({ actor: testUser(userId, ...roles) }) as Ctx<User>,
    app: (routes, actor = () => ({ kind: 'visitor' })) =>
      mountRoutes(
        {
          db,
          ports,
          clock: () => now,
          sessionCookie: 'sid',
          authenticate: async (_ctx, http) => actor(http.request),
          frame: async (_ctx, view) => [plainFrame(view), ''],
          renderBody: (body) => renderToStaticMarkup(body),
          problemView: (_ctx, problem) => show({ title: problem.code, body: problem.message }),
        },
        routes,
      ),
    drain: (reactions) => drainOutbox(ctx({ actor: { kind: 'system', name: 'test' } }), reactions),
    close: async () => {
      realtime.close();
      await close();
      await dropDatabase(cluster, connection);
      // A file that is being written while its folder goes away costs another try, and fails no test.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      await cluster.stop();
    },
  };
}

function plainFrame({ title, waitsFor }: Framed): string {
  return `<title>${title}</title>${waitsFor ? `<wait-for data-topic="${waitsFor.topic}">` : ''}`;
}

/** A signed-in user with roles. */
export function testUser(userId: string, ...roles: Role[]): User {
  return { kind: 'user', userId, name: '测试', roles, sessionId: newId() };
}

async function testPorts(
  folder: string,
  options: HouseOptions,
  now: () => Date,
): Promise<Omit<Ports, 'realtime'>> {
  const settings = readSettings({ MODE: 'test', DATA_DIR: folder, AUTH_RATE_LIMIT: '1000' });
  return {
    files: options.files ?? (await openLocalFiles(join(folder, 'files'))),
    pages: new PageCache(undefined, now),
    gateways: options.gateways ?? new Map(),
    providers: {
      transport: options.transport ?? (() => Promise.reject(new TypeError('nobody is there'))),
      now,
      nonce: () => newId().replaceAll('-', ''),
    },
    settings: { ...settings, ...options.settings },
    messenger: options.messenger ?? outboxMessenger,
    outside: openOutside({ also: options.settings?.fetchAlso ?? [], userAgent: 'Shuyuan' }),
    log: silentLog,
    random: seeded(1),
    secret: Buffer.alloc(32, 7),
    wakeOutbox: () => undefined,
    ...(options.scanner ? { scanner: options.scanner } : {}),
    ...(options.transcoder ? { transcoder: options.transcoder } : {}),
  };
}
