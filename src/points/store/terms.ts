import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Terms } from '../types.ts';

/** The rules of points. */
export async function selectTerms(db: Db): Promise<Terms> {
  const { rows } = await sql<Terms>`
    select is_on, sign_in_on, streak, lesson_on, per_lesson, lesson_cap, purchase_on, per_yuan, purchase_cap,
      valid_days, notice_days, version
    from point_terms`.execute(db);
  return rows[0]!;
}

/** Writes the rules on top of `version`, which moves. False when they stand at another. */
export async function replaceTerms(tx: Tx, { version, ...said }: Terms): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('pointTerms')
    .set({ ...said, streak: [...said.streak], version: version + 1 })
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
