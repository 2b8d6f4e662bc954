import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { findLiveSessions } from '#identity/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import type { Settings } from '#platform/config.ts';
import type { Ctx, Ports } from '#platform/ctx.ts';
import { openDatabase, sqlState, type Connection, type Database } from '#platform/db.ts';
import type { Files } from '#platform/files.ts';
import { openLocalFiles } from '#platform/files-local.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import type { Logger } from '#platform/log.ts';
import type { Messenger } from '#platform/mail.ts';
import { openPostOffice } from '#platform/mail/post-office.ts';
import { openClamd } from '#platform/scanner/clamd.ts';
import { openSmsWebhook } from '#platform/mail/sms-webhook.ts';
import { migrate, readMigrations } from '#platform/migrate.ts';
import { announceTouched, remoteTeller } from '#platform/broadcast.ts';
import { openOutside } from '#platform/outside/outside.ts';
import { PageCache } from '#platform/page-cache.ts';
import { openRealtime } from '#platform/realtime.ts';
import type { Transcoder } from '#platform/transcoder/transcoder.ts';
import { HouseRefused, openData, type Data } from './data.ts';

export { HouseRefused } from './data.ts';

const migrations = join(import.meta.dirname, '../../migrations');
const oldestServer = 170_000;

/** Everything that services need, opened once a process. */
export interface House {
  readonly database: Database;
  readonly connection: Connection;
  readonly ports: Ports;
  /** Migrations that this start applied; all of them on a first start. */
  readonly migrated: readonly string[];
  readonly clock: () => Date;
  /** What this process calls itself among others. */
  readonly self: string;
  /** A context of the system's own, at the present instant. */
  systemCtx(name: string): Ctx;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly gateways: Map<string, Gateway>;
  readonly wakeOutbox: () => void;
  /** The data folder and database when they are open already; whoever opened them closes them. */
  readonly data?: Data;
  /** Absent where nobody needs one, and where there is none. */
  readonly transcoder?: Transcoder | undefined;
  /** No other process serves pages from this database. */
  readonly isAlone?: boolean;
}

/** Opens data folder, database, files and secret. @throws HouseRefused, PostgresRefused, MigrationRefused, StoreRefused */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { settings, log } = options;
  const ownData = options.data ? undefined : await openData(settings, log);
  const { connection } = options.data ?? ownData!;
  let database: Database | undefined;
  const close = async () => {
    await database?.close();
    await ownData?.close();
  };

  try {
    await assertUsable(connection, settings);
    database = openDatabase({
      connection,
      poolSize: settings.poolSize,
      onLost: (error) =>
        log.error('a connection to the database was lost', { error: error.message }),
    });
    const migrated = await bringForward(database);
    return await furnish(options, { database, connection, migrated, close });
  } catch (error) {
    await close();
    throw error;
  }
}

type Opened = Pick<House, 'database' | 'connection' | 'migrated' | 'close'>;

async function furnish(options: HouseOptions, opened: Opened): Promise<House> {
  const clock = () => new Date();
  const self = newToken();
  const { db } = opened.database;
  const realtime = openRealtime({
    log: options.log,
    random: Math.random,
    findSessions: (ids) => findLiveSessions(db, ids, clock()),
    ...(options.isAlone ? {} : { spread: remoteTeller(db, options.log, self) }),
  });
  const ports = { ...(await openPorts(options)), realtime };
  const systemCtx = (name: string): Ctx => ({
    db: opened.database.db,
    ports,
    now: clock(),
    locale: 'zh',
    actor: { kind: 'system', name },
    requestId: newId(),
  });
  return { ...opened, ports, clock, self, systemCtx };
}

const mayNot = '42501';

async function bringForward({ pool }: Database): Promise<string[]> {
  try {
    return await migrate(pool, await readMigrations(migrations));
  } catch (error) {
    if (sqlState(error) !== mayNot) throw error;
    throw new HouseRefused(
      `The account in DATABASE_URL may not make tables (${(error as Error).message}): let it own its database.`,
    );
  }
}

async function openPorts({
  settings,
  log,
  gateways,
  wakeOutbox,
  isAlone,
  transcoder,
}: HouseOptions): Promise<Omit<Ports, 'realtime'>> {
  const { clamdUrl } = settings;
  const secret = await readSecret(join(settings.dataDir, 'secret.key'));
  return {
    ...(transcoder ? { transcoder } : {}),
    files: await openFiles(settings, log),
    messenger: await openMessenger(settings, secret),
    outside: openOutside({
      also: settings.fetchAlso,
      userAgent: `Shuyuan (+${settings.publicUrl})`,
    }),
    ...(clamdUrl ? { scanner: openClamd({ url: clamdUrl, log }) } : {}),
    pages: new PageCache(settings.pageCacheMiB),
    gateways,
    providers: {
      transport: fetch,
      now: () => new Date(),
      nonce: () => newId().replaceAll('-', ''),
    },
    settings,
    log,
    random: Math.random,
    secret,
    wakeOutbox,
    ...(isAlone ? {} : { announceTouched }),
  };
}

/** Files in a bucket when one is named, else in the data folder. @throws StoreRefused */
async function openFiles({ s3, dataDir, uploadLimitBytes }: Settings, log: Logger): Promise<Files> {
  if (!s3) return openLocalFiles(join(dataDir, 'files'));
  const { openS3Files } = await import('#platform/files-s3.ts');
  return openS3Files({ settings: s3, log, random: Math.random, largestBytes: uploadLimitBytes });
}

/** Letters and short messages go where the settings say, else to /dev/outbox, and in production nowhere. */
async function openMessenger(
  { smtp, sms, mode, publicUrl }: Settings,
  secret: Buffer,
): Promise<Messenger> {
  const hostName = new URL(publicUrl).hostname;
  const carriers = {
    ...(smtp
      ? { email: (await import('#platform/mail/smtp.ts')).openSmtp(smtp, { hostName }) }
      : {}),
    ...(sms ? { sms: openSmsWebhook(sms) } : {}),
  };
  return openPostOffice({ carriers, isKeeping: mode !== 'production', secret });
}

/** Asks the server for its version. @throws HouseRefused with what is wrong with DATABASE_URL */
async function assertUsable(connection: Connection, { databaseUrl }: Settings): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // the question below fails, too
  try {
    await client.connect();
    const { rows } = await client.query<{ number: string; version: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
    );
    const [server] = rows;
    if (Number(server?.number) < oldestServer) {
      throw new HouseRefused(
        `The server behind DATABASE_URL is PostgreSQL ${server?.version}; 17 or newer is needed.`,
      );
    }
  } catch (error) {
    if (error instanceof HouseRefused) throw error;
    const advice = databaseUrl === undefined ? '' : ' Check DATABASE_URL.';
    throw new HouseRefused(`The database cannot be used: ${whyNot(client, error)}.${advice}`);
  } finally {
    await client.end().catch(() => undefined); // it never was open
  }
}

/** Why there is no connection, in words, and without the password. */
function whyNot({ host, port, user, database }: pg.Client, error: unknown): string {
  const { code = '', message } = error as Error & { readonly code?: string };
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: `nothing answers at ${host}:${port}`,
    ENOENT: `there is no server behind the socket in ${host}`,
    ENOTFOUND: `there is no host named ${host}`,
    EAI_AGAIN: `the host name ${host} cannot be looked up`,
    ETIMEDOUT: `${host}:${port} does not answer`,
    '28P01': `the password for ${user} is wrong`,
    '28000': `${user} may not sign in there`,
    '3D000': `there is no database named ${database}`,
    '53300': 'the server has no connection left',
    '57P03': 'the server is still starting',
  };
  if (/timeout|terminated unexpectedly/i.test(message)) return `${host}:${port} does not answer`;
  return reasons[code] ?? (message || code);
}

const secretBytes = 32;

/** The bytes that sign addresses and seal keys, made at the first start: whole or not at all. */
async function readSecret(path: string): Promise<Buffer> {
  const known = await readIfThere(path);
  const secret = Buffer.from(known ?? (await makeSecret(path)), 'base64');
  if (secret.length !== secretBytes) {
    throw new HouseRefused(
      `The key file ${path} is damaged. Restore it from a backup; without it stored secrets cannot be read.`,
    );
  }
  return secret;
}

async function makeSecret(path: string): Promise<string> {
  const draft = `${path}.${newId()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(secretBytes).toString('base64'));
    await file.sync();
  } finally {
    await file.close();
  }
  // Of two that start at once the first decides; not every file system knows links.
  await link(draft, path).catch(async (error: unknown) => {
    if (codeOf(error) !== 'EEXIST') await rename(draft, path);
  });
  await rm(draft, { force: true });
  return readFile(path, 'utf8');
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
