import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { Violation } from './invariants/invariant.ts';

/** What was posted stays as it was. */
export const historyRule = { id: 'I2b', says: 'History is only ever added to.' };

/** Remembers what was posted, and finds what changed since. */
export function openHistory(db: Db): {
  check: () => Promise<Violation[]>;
  assault: () => Promise<Violation[]>;
} {
  const known = new Map<string, string>();

  const check = async (): Promise<Violation[]> => {
    const { rows } = await sql<{ key: string; digest: string }>`
      select t.key, md5(t::text || coalesce((
        select string_agg(p::text, ';' order by p.seq) from posting p where p.transaction_id = t.id
      ), '')) as digest from transaction t`.execute(db);
    const now = new Map(rows.map(({ key, digest }) => [key, digest]));
    const changed = [...known].filter(([key, digest]) => now.get(key) !== digest);
    for (const [key, digest] of now) known.set(key, digest);
    return changed.map(([key]) => ({
      ...historyRule,
      what: `transaction ${key} is not what it was`,
    }));
  };

  const assaults = [
    'update posting set amount = amount + 1',
    'delete from posting',
    'truncate posting',
    `update transaction set kind = 'sale'`,
    'delete from transaction',
    'truncate transaction cascade',
  ];
  const assault = async (): Promise<Violation[]> => {
    const found: Violation[] = [];
    if (known.size === 0) return found;
    for (const text of assaults) {
      if (await succeeds(db, text))
        found.push({ ...historyRule, what: `the database let somebody "${text}"` });
    }
    return found;
  };
  return { check, assault };
}

class Undone extends Error {}

/** Whether a statement would go through; it is taken back in any case. */
async function succeeds(db: Db, text: string): Promise<boolean> {
  try {
    await db.transaction().execute(async (tx) => {
      await sql.raw(text).execute(tx);
      throw new Undone();
    });
  } catch (error) {
    return error instanceof Undone;
  }
  return false;
}
