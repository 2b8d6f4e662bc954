import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { migrate, MigrationRefused, readMigrations, type Migration } from './migrate.ts';
import {
  cloneDatabase,
  dropDatabase,
  joinTestCluster,
  type TestCluster,
} from './testing/cluster.ts';

const folder = join(import.meta.dirname, '../../migrations');

let cluster: TestCluster;
let ours: Migration[];
const pools: pg.Pool[] = [];
const made: string[] = [];

before(async () => {
  cluster = await joinTestCluster();
  ours = await readMigrations(folder);
});
after(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  for (const database of made) await dropDatabase(cluster, { ...cluster.connection, database });
  await cluster.stop();
});

function poolOf(database: string): pg.Pool {
  const pool = new pg.Pool({ ...cluster.connection, database, max: 3 });
  // Databases are dropped by force in the end.
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
}

/** A database without a single table. */
async function anEmptyDatabase(): Promise<string> {
  const name = `m_${randomBytes(6).toString('hex')}`;
  await poolOf(cluster.connection.database ?? 'postgres').query(
    `create database ${name} template template0`,
  );
  made.push(name);
  return name;
}

function aMigration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

const catalogue = [
  `select table_name, column_name, udt_name, is_nullable, column_default, is_identity, ordinal_position
   from information_schema.columns where table_schema = 'public' and table_name <> 'schema_migration' order by 1, 7`,
  `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
   where connamespace = 'public'::regnamespace and conrelid::regclass::text <> 'schema_migration' order by 1, 2`,
  `select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migration' order by 1, 2`,
  `select proname, pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where nspname = 'public' and prokind = 'f' and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1, 2`,
  `select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1, 2`,
  `select extname from pg_extension order by 1`,
];

async function describe(pool: pg.Pool): Promise<unknown[]> {
  const parts = [];
  for (const question of catalogue)
    parts.push((await pool.query({ text: question, rowMode: 'array' })).rows);
  return parts;
}

const countApplied = async (pool: pg.Pool) =>
  (await pool.query<{ n: number }>('select count(*)::int as n from schema_migration')).rows[0]!.n;

test('the migrations make the very tables that tables.sql describe', async () => {
  const connection = await cloneDatabase(cluster);
  made.push(connection.database!);
  const migrated = poolOf(await anEmptyDatabase());
  assert.deepEqual(
    await migrate(migrated, ours),
    ours.map(({ name }) => name),
  );
  assert.deepEqual(await describe(migrated), await describe(poolOf(connection.database!)));
});

test('twice is once', async () => {
  const pool = poolOf(await anEmptyDatabase());
  await migrate(pool, ours);
  assert.deepEqual(await migrate(pool, ours), []);
  assert.equal(await countApplied(pool), ours.length);
});

test('processes that start at once migrate once, and all of them find the tables', async () => {
  const database = await anEmptyDatabase();
  const applied = await Promise.all(
    Array.from({ length: 4 }, () => migrate(poolOf(database), ours)),
  );
  assert.deepEqual(
    applied.flat(),
    ours.map(({ name }) => name),
  );
});

test('a newer database is refused in one sentence, and nothing is written', async () => {
  const pool = poolOf(await anEmptyDatabase());
  const later = aMigration('9999_later.sql', 'create table later (id integer)');
  await migrate(pool, [...ours, later]);
  const next = aMigration('9998_never.sql', 'create table never (id integer)');
  await assert.rejects(migrate(pool, [...ours, next]), (error: Error) => {
    assert.ok(error instanceof MigrationRefused);
    assert.match(error.message, /newer than this program.*9999_later\.sql/);
    return true;
  });
  assert.equal((await pool.query(`select to_regclass('never') as found`)).rows[0].found, null);
});

test('a file that was changed after it was applied is refused', async () => {
  const pool = poolOf(await anEmptyDatabase());
  await migrate(pool, ours);
  const [first, ...rest] = ours;
  const changed = { ...first!, checksum: 'another' };
  await assert.rejects(migrate(pool, [changed, ...rest]), MigrationRefused);
  assert.equal(await countApplied(pool), ours.length);
});

test('a migration that fails leaves no trace of itself, keeps those before it, and lets the next start try again', async () => {
  const pool = poolOf(await anEmptyDatabase());
  const good = aMigration('0001_good.sql', 'create table good (id integer)');
  const bad = aMigration('0002_bad.sql', 'create table half (id integer); select 1 / 0');
  await assert.rejects(migrate(pool, [good, bad]), /division by zero/);
  assert.equal((await pool.query(`select to_regclass('half') as found`)).rows[0].found, null);
  assert.equal(await countApplied(pool), 1);

  const mended = aMigration('0002_bad.sql', 'create table half (id integer)');
  assert.deepEqual(await migrate(pool, [good, mended]), ['0002_bad.sql']);
});

test('only files that are named as migrations are read, in the order of their names', () => {
  assert.ok(ours.length > 0);
  assert.deepEqual(
    ours.map(({ name }) => name),
    ours.map(({ name }) => name).toSorted(),
  );
});
