import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';

/** One row that was written. */
export interface Change {
  readonly tableName: string;
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Tells which rows were written, by triggers: exact, and as cheap as one question. */
export interface Watch {
  /** What was written and committed since the last look. */
  take(): Promise<Change[]>;
}

// Tries are counted before anybody knows who asks.
const unwatched = new Set(['rate_window', 'watched']);

/** Watches every table. */
export async function watchRows(db: Db): Promise<Watch> {
  await sql`create table watched (
    id bigint generated always as identity, table_name text, operation text, before jsonb, after jsonb)`.execute(
    db,
  );
  await sql`create function note_change() returns trigger language plpgsql as $$
    begin
      insert into watched (table_name, operation, before, after) values (tg_table_name, tg_op, to_jsonb(old), to_jsonb(new));
      return null;
    end $$`.execute(db);
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
  for (const { name } of rows.filter((row) => !unwatched.has(row.name))) {
    await sql`create trigger zz_note_change after insert or update or delete on ${sql.table(name)}
      for each row execute function note_change()`.execute(db);
  }
  let looks = 0;
  return {
    async take() {
      // Nobody else sweeps and counts a test's database: each look would read all that was ever written, each plan expect empty tables.
      looks += 1;
      if (looks % 1_000 === 0) await sql`vacuum analyze`.execute(db);
      return takeChanges(db);
    },
  };
}

async function takeChanges(db: Db): Promise<Change[]> {
  const { rows } = await sql<Change>`
    with taken as (delete from watched returning *)
    select table_name, operation, before, after from taken order by id`.execute(db);
  return rows;
}

/** A change in few words. */
export function sayChange({ tableName, operation, before, after }: Change): string {
  if (operation !== 'UPDATE') return `${operation} ${tableName}`;
  const columns = Object.keys(after ?? {}).filter(
    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
  );
  return `UPDATE ${tableName} (${columns.join(', ')})`;
}
