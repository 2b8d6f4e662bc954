import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Connection } from '../db.ts';
import { startPostgres } from '../postgres/server.ts';
import { currentSchema } from './schema.ts';

/** A PostgreSQL for tests that can clone a database with all tables in a few milliseconds. */
export interface TestCluster {
  readonly connection: Connection;
  stop(): Promise<void>;
}

export const templateName = 'shuyuan_template';

/** Starts a server without durability and makes the template. The test runner does so once and hands it to every file. */
export async function startTestCluster(): Promise<TestCluster> {
  // A database that the autovacuum is in just then cannot be dropped by force.
  const settings = { max_connections: '300', autovacuum: 'off' };
  const server = await startPostgres({ ephemeral: true, settings });
  const schema = await currentSchema();
  await withClient(server.connection, (client) => client.query(`create database ${templateName}`));
  await withClient({ ...server.connection, database: templateName }, (client) =>
    client.query(schema),
  );
  return { connection: server.connection, stop: () => server.stop() };
}

const given = 'SHUYUAN_TEST_CLUSTER';

/** The variables that hand a cluster to a child process. */
export function clusterEnvironment(connection: Connection): Record<string, string> {
  return { [given]: JSON.stringify(connection) };
}

/** The runner's cluster, or one of this file's own when it is run alone. */
export async function joinTestCluster(): Promise<TestCluster> {
  const known = process.env[given];
  if (!known) return startTestCluster();
  return { connection: JSON.parse(known) as Connection, stop: async () => undefined };
}

/** A fresh copy of the template. */
export async function cloneDatabase(cluster: TestCluster): Promise<Connection> {
  return copyDatabase(cluster, { database: templateName });
}

/** A copy of a database to which nobody is connected. */
export async function copyDatabase(
  cluster: TestCluster,
  { database }: Pick<Connection, 'database'>,
): Promise<Connection> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await withClient(cluster.connection, (client) =>
    client.query(`create database ${name} template ${database}`),
  );
  return { ...cluster.connection, database: name };
}

export async function dropDatabase(cluster: TestCluster, { database }: Connection): Promise<void> {
  await withClient(cluster.connection, (client) =>
    client.query(`drop database if exists ${database} with (force)`),
  );
}

async function withClient<T>(
  connection: Connection,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
