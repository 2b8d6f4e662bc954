import { createHash } from 'node:crypto';
import { glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Connection } from '#platform/db.ts';
import { migrate, readMigrations } from '#platform/migrate.ts';
import { hashPassword } from '#platform/password.ts';
import { startPostgres } from '#platform/postgres/server.ts';
import { categoriesSql, shelvesSql, worksSql } from './generate/catalogue.ts';
import { putBackConstraints, takeOffConstraints } from './generate/constraints.ts';
import { memberPassword } from './generate/keys.ts';
import { learningSql } from './generate/learning.ts';
import { accountsSql, balancesSql, movementsSql, payoutsSql } from './generate/ledger.ts';
import { numberingSql } from './generate/numbers.ts';
import { peopleSql, promotersSql, sessionRows, sessionsSql } from './generate/people.ts';
import { ordersSql, salesFiguresSql, stageSalesSql } from './generate/sales.ts';
import { pointsSql } from './generate/points.ts';
import { searchSql, stageTexts } from './generate/search.ts';
import type { Size } from './sizes.ts';

const root = join(import.meta.dirname, '..');

/**
 * Fills an empty, migrated database with a house of `size` as of `now`: the same rows at every run, obeying every
 * constraint, with a ledger that proves.
 */
export async function generate(connection: Connection, size: Size, now: Date): Promise<void> {
  const clients = [new pg.Client(connection), new pg.Client(connection)] as const;
  await Promise.all(clients.map((client) => client.connect()));
  try {
    const [first, second] = clients;
    for (const client of clients)
      await client.query(`set work_mem = '128MB'; set maintenance_work_mem = '512MB'`);
    await first.query(numberingSql(size, now));
    const taken = await takeOffConstraints(first);
    await first.query(peopleSql(size, await hashPassword(memberPassword)));
    await first.query(promotersSql(size));
    await stageTexts(first, size);
    await Promise.all([fillCatalogue(first, size), runAll(second, [stageSalesSql(size)])]);
    // The ledger's accounts are looked up by name.
    const accounts = taken.filter(
      ({ table, isForeign }) => !isForeign && ['account', 'balance'].includes(table),
    );
    await putBackConstraints([first], accounts);
    await first.query(accountsSql(size));
    await Promise.all([
      runAll(first, [...ordersSql(size), ...salesFiguresSql, shelvesSql]),
      runAll(second, [...movementsSql, payoutsSql, balancesSql, ...learningSql, ...pointsSql]),
    ]);
    await first.query('drop schema bench cascade');
    await putBackConstraints(
      clients,
      taken.filter((definition) => !accounts.includes(definition)),
    );
    await first.query('vacuum analyze');
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function fillCatalogue(client: pg.Client, size: Size): Promise<void> {
  await runAll(client, [categoriesSql, worksSql(size), searchSql]);
  const { numbers, tokens } = sessionRows(size);
  await client.query(sessionsSql, [numbers, tokens]);
}

async function runAll(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    const began = performance.now();
    await client.query(statement);
    const took = performance.now() - began;
    if (process.env['BENCH_VERBOSE'] && took > 500)
      console.log(`    ${(took / 1000).toFixed(1)} s ${statement.trim().slice(0, 60)}`);
  }
}

const home = join(tmpdir(), `shuyuan-bench-${userInfo().uid}`);
const keptHours = 20;

/**
 * A data folder with a house of `size`. A large one is kept for a day and taken again while neither tables nor generator
 * changed; the few thousand orders that runs add to its million do not matter. A small one is made anew each time.
 */
export async function provideHouse(size: Size, say: (line: string) => void): Promise<string> {
  const stamp = (await fingerprint()).slice(0, 12);
  const dataDir = join(home, `${size.name}-${stamp}`);
  const marker = join(dataDir, 'generated.json');
  if (size.orders > 100_000 && (await isFresh(marker))) return dataDir;

  await mkdir(home, { recursive: true, mode: 0o711 });
  for (const old of await readdir(home)) {
    if (old.startsWith(`${size.name}-`))
      await rm(join(home, old), { recursive: true, force: true });
  }
  const began = performance.now();
  const now = new Date();
  await makeHouse(dataDir, size, now);
  await writeFile(marker, JSON.stringify({ generatedAt: now }));
  say(`  generated the ${size.name} house in ${Math.round((performance.now() - began) / 1000)} s`);
  return dataDir;
}

async function isFresh(marker: string): Promise<boolean> {
  try {
    const { generatedAt } = JSON.parse(await readFile(marker, 'utf8')) as { generatedAt: string };
    return Date.now() - Date.parse(generatedAt) < keptHours * 3_600_000;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

// Safe here alone: a house whose making was cut short is made again.
const hurry = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '16GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

async function makeHouse(dataDir: string, size: Size, now: Date): Promise<void> {
  const server = await startPostgres({ dataDir, settings: hurry });
  try {
    const pool = new pg.Pool(server.connection);
    await migrate(pool, await readMigrations(join(root, 'migrations')));
    await pool.end();
    await generate(server.connection, size, now);
  } finally {
    await server.stop();
  }
}

/** Changes with the tables and with the generator. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  for await (const file of glob(
    [
      'migrations/*.sql',
      'bench/generate.ts',
      'bench/sizes.ts',
      'bench/generate/*.ts',
      'src/search/rules/*.ts',
    ],
    { cwd: root },
  )) {
    files.push(file);
  }
  for (const file of files.toSorted()) hash.update(await readFile(join(root, file)));
  return hash.digest('hex');
}
