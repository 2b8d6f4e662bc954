import { Client, type ClientConfig } from 'pg';
import { superuser } from './cluster.ts';
import { codeOf, PostgresRefused } from './refused.ts';

/** How the application reaches its database. */
export type Connection = {
  readonly host: string; // folder of the socket, or an address
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
};

/** A connection that holds a server for this process; `ended` comes true when it is lost. */
export type Keeper = { readonly client: HeldClient; readonly ended: Promise<void> };

// The driver's types leave these two out.
type HeldClient = Client & { ref(): void; unref(): void };

/** Where a server listens. */
export type Endpoint = Pick<Connection, 'host' | 'port' | 'password'>;

const name = 'shuyuan'; // of the database and of the role that owns it
const useLock = '1936225657, 1'; // an advisory lock of our own in the database `postgres`

/**
 * Opens this process's hold on a server: a connection with a shared lock that says "in use", which
 * the kernel ends with the process. Undefined when the server does not take connections (yet).
 *
 * @throws PostgresRefused when it refuses us for another reason.
 */
export async function openKeeper(endpoint: Endpoint): Promise<Keeper | undefined> {
  const config = {
    ...clientConfig(endpoint),
    application_name: `shuyuan keeper ${process.pid}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
  const client = new Client(config) as HeldClient;
  client.on('error', () => undefined); // 'end' follows, which is what its holder waits for
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  try {
    await client.connect();
    await client.query(`select pg_advisory_lock_shared(${useLock})`);
    return { client, ended };
  } catch (error) {
    await client.end().catch(() => undefined); // the connection is gone already
    if (isPassing(error)) return undefined;
    throw new PostgresRefused(`PostgreSQL refuses our connection: ${String(error)}.`, {
      cause: error,
    });
  }
}

/** Gives up the hold. True when no other process holds the server: the caller then stops it. */
export async function giveUpHold(client: Client): Promise<boolean> {
  // Released first and taken alone second, so of two that leave at once exactly one stops it.
  await client.query(`select pg_advisory_unlock_shared(${useLock})`);
  const sql = `select pg_try_advisory_lock(${useLock}) as is_last`;
  const { rows } = await client.query<{ is_last: boolean }>(sql);
  return rows[0]?.is_last === true;
}

/** Makes the application's role and database where they are missing, and answers the way there. */
export async function ensureDatabase(client: Client, endpoint: Endpoint): Promise<Connection> {
  const found = await client.query('select from pg_database where datname = $1', [name]);
  if (found.rowCount === 0) {
    await ignoring('42710', ensureRole(client, endpoint.password));
    await ignoring('42P04', client.query(`create database ${name} owner ${name}`));
  }
  return { ...endpoint, user: name, database: name };
}

// Not a superuser: a hole in our own SQL must not become a command line on the machine.
async function ensureRole(client: Client, password: string | undefined): Promise<void> {
  await client.query(`create role ${name} login createdb in role pg_monitor`);
  if (password === undefined) return;
  await client.query(`alter role ${name} password ${client.escapeLiteral(password)}`);
}

function clientConfig(endpoint: Endpoint): ClientConfig {
  return { ...endpoint, user: superuser, database: superuser, ssl: false };
}

async function ignoring(code: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (codeOf(error) !== code) throw error;
  }
}

// The server is starting or stopping, or there is none behind the address.
function isPassing(error: unknown): boolean {
  const codes = [
    '57P03',
    '57P01',
    '57P02',
    '53300',
    'ENOENT',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
  ];
  if (codes.includes(codeOf(error) ?? '')) return true;
  return error instanceof Error && /terminated|timeout/i.test(error.message);
}
