import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { WorkCheck } from '../types.ts';

/** Keeps what was found in a draft at one save, in place of what was found there before. */
export async function upsertCheck(tx: Tx, check: WorkCheck): Promise<void> {
  const { workId, revision, findings, ...rest } = check;
  const says = { ...rest, findings: JSON.stringify(findings) };
  await tx
    .insertInto('workCheck')
    .values({ workId, revision, ...says })
    .onConflict((conflict) => conflict.columns(['workId', 'revision']).doUpdateSet(says))
    .execute();
}

/** The last check of a work's draft. */
export async function findCheck(db: Db, workId: string): Promise<WorkCheck | undefined> {
  const row = await db
    .selectFrom('workCheck')
    .selectAll()
    .where('workId', '=', workId)
    .orderBy('revision', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst();
  return row as WorkCheck | undefined;
}
