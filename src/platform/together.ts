import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './db.ts';

/** A write that is sent with others: an INSERT or UPDATE with RETURNING, or a SELECT of a function that writes. */
export interface Write {
  readonly statement: RawBuilder<unknown>;
  /** A plain word. By this name other writes of the same call may ask whether it changed anything (`onlyAfter`). */
  readonly name?: string;
  /** That it changes nothing is fine as well. */
  readonly isOptional?: boolean;
}

/** The condition that the write of this name changed something; always true without a name. */
export function onlyAfter(name: string | undefined): RawBuilder<boolean> {
  return name === undefined ? sql`true` : sql`exists (select from ${sql.raw(name)})`;
}

/**
 * Sends writes as one statement, which costs one round trip and a fraction of as many statements. All of them see the
 * database as it was before the first. Answers how many rows each changed, in their order: all are in by then, so whoever
 * is not content throws.
 */
export async function writeTogether(tx: Tx, writes: readonly Write[]): Promise<number[]> {
  // Raw, so that Kysely finds no name in all of it to look at: the names are ours.
  const names = writes.map(({ name }, n) => sql.raw(name ?? `w${n}`));
  const steps = writes.map(({ statement }, n) => sql`${names[n]} as (${statement})`);
  const counts = names.map((name) => sql`(select count(*)::int from ${name})`);
  const { rows } = await sql<{ changed: number[] }>`
    with ${sql.join(steps)} select array[${sql.join(counts)}] as changed`.execute(tx);
  return rows[0]!.changed;
}
