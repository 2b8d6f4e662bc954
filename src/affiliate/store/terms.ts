import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Rates } from '../rules/sharing.ts';
import type { Terms, WorkPromotion } from '../types.ts';

/** How people promote, as it was decided last. */
export async function selectTerms(db: Db): Promise<Terms> {
  const { id: _, ...terms } = await db
    .selectFrom('promotionTerms')
    .selectAll()
    .executeTakeFirstOrThrow();
  return terms;
}

/** Writes the terms on top of `version`, which moves. False when they stand at another. */
export async function replaceTerms(tx: Tx, { version, ...said }: Terms): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('promotionTerms')
    .set({ ...said, version: version + 1 })
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The highest rates that promoters are promised now, by level. */
export async function selectPromised(tx: Tx): Promise<Omit<Rates, 'platformBps'>> {
  const { rows } = await sql<Omit<Rates, 'platformBps'>>`
    select level1_bps, level2_bps from promised_most()`.execute(tx);
  return rows[0]!;
}

/** What creators decided about promoting these works, by work. */
export async function selectWorkPromotions(
  db: Db,
  workIds: readonly string[],
): Promise<Map<string, WorkPromotion>> {
  if (workIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('workPromotion')
    .select(['workId', 'isOut', 'level1Bps'])
    .where('workId', 'in', [...workIds])
    .execute();
  return new Map(rows.map(({ workId, ...one }) => [workId, one]));
}

interface NewWorkPromotion extends WorkPromotion {
  readonly workId: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/** Writes what was decided about a work. */
export async function upsertWorkPromotion(tx: Tx, row: NewWorkPromotion): Promise<void> {
  const { workId: _, ...said } = row;
  await tx
    .insertInto('workPromotion')
    .values(row)
    .onConflict((conflict) => conflict.column('workId').doUpdateSet(said))
    .execute();
}
