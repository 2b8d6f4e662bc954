import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

/** One file of `migrations/`. */
export interface Migration {
  /** `0001_first.sql`. */
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** A database that these migrations cannot bring forward, in one plain sentence. */
export class MigrationRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationRefused';
  }
}

// Any number, the same in every process of the house.
const lock = 7_203_115_004;

/** The migrations in `folder`, in the order of their names. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder))
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database forward: one transaction a file, under an advisory lock, so that two processes may start at once.
 * Returns the names that were applied.
 *
 * @throws MigrationRefused when the database is newer than this program, or an applied file was changed; nothing is then written
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query(`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migration order by name',
    );
    assertOurs(rows, migrations);

    const fresh = migrations.filter(({ name }) => !rows.some((row) => row.name === name));
    for (const migration of fresh) await apply(client, migration);
    return fresh.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
    client.release();
  }
}

function assertOurs(
  applied: readonly { name: string; checksum: string }[],
  migrations: readonly Migration[],
): void {
  for (const { name, checksum } of applied) {
    const known = migrations.find((migration) => migration.name === name);
    if (!known) {
      throw new MigrationRefused(
        `The database is newer than this program: it knows ${name}. Start the newer version of Shuyuan, or restore an older backup.`,
      );
    }
    if (known.checksum !== checksum) {
      throw new MigrationRefused(
        `The database was made with another ${name} than this program has. Start the version that made it, or use an empty database.`,
      );
    }
  }
}

async function apply(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
