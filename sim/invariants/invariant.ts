import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { Book } from '#simulator/book.ts';

/** What an invariant is judged by: raw rows, and the provider's own book. */
export interface Evidence {
  /** Reads past the application, which never sees this connection. */
  readonly db: Db;
  readonly book: Book;
  /** The provider as our ledger calls it. */
  readonly gateway: string;
  readonly now: Date;
}

/** One thing that must be true: after every commit (`always`), or once everything has come to rest (`quiet`). */
export interface Invariant {
  /** As in the research and in `docs/decisions/0011-simulation.md`. */
  readonly id: string;
  readonly says: string;
  readonly when: 'always' | 'quiet';
  /** What contradicts it, one line each. */
  readonly find: (evidence: Evidence) => Promise<string[]>;
}

/** One contradiction that was found. */
export interface Violation {
  readonly id: string;
  readonly says: string;
  readonly what: string;
}

/** An invariant that one statement over raw rows decides: every row, in its column `what`, is a contradiction. */
export function bySql(id: string, says: string, when: Invariant['when'], text: string): Invariant {
  return {
    id,
    says,
    when,
    find: async ({ db }) => (await rowsOf<{ what: string }>(db, text)).map(({ what }) => what),
  };
}

/** An invariant that holds rows against the provider's book. */
export function byBook(
  id: string,
  says: string,
  when: Invariant['when'],
  find: Invariant['find'],
): Invariant {
  return { id, says, when, find };
}

/** The rows of a statement without parameters. */
export async function rowsOf<Row>(db: Db, text: string): Promise<Row[]> {
  return (await sql.raw<Row>(text).execute(db)).rows;
}
