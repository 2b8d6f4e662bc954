import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';

/** An export through the studio, as it stands. */
export interface ExportJob {
  readonly id: string;
  readonly workId: string;
  readonly creatorId: string;
  readonly askedBy: string;
  readonly locale: 'zh' | 'en';
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** Writes an export. False when this work is being exported for the same person already. */
export async function insertExport(
  tx: Tx,
  row: Pick<ExportJob, 'id' | 'workId' | 'creatorId' | 'askedBy' | 'locale' | 'createdAt'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('exportJob')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['workId', 'askedBy']).where('finishedAt', 'is', null).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findExport(db: Db, id: string): Promise<ExportJob | undefined> {
  return db.selectFrom('exportJob').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The export of a work that is under way for somebody, else the last one. */
export async function findLatestExport(
  db: Db,
  workId: string,
  askedBy: string,
): Promise<ExportJob | undefined> {
  const query = db
    .selectFrom('exportJob')
    .selectAll()
    .where('workId', '=', workId)
    .where('askedBy', '=', askedBy);
  return query
    .orderBy(sql`finished_at is null`, 'desc')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst();
}

/** Says how far an export is. False when it has ended. */
export async function moveExport(
  db: Db,
  id: string,
  at: { readonly doneBytes: number; readonly totalBytes: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('exportJob')
    .set({ ...at, state: 'running' })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends an export. False when it had ended before. */
export async function endExport(
  db: Db,
  id: string,
  end: {
    readonly state: 'done' | 'failed';
    readonly finishedAt: Date;
    readonly fileName?: string;
    readonly sizeBytes?: number;
    readonly failure?: string;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('exportJob')
    .set(end)
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Exports that ended before `before`, and earlier ones of a work by the same person than `than`. */
export async function selectOver(
  db: Db,
  where: { readonly before: Date } | { readonly than: ExportJob },
): Promise<string[]> {
  const over =
    'before' in where
      ? sql<boolean>`finished_at < ${where.before}`
      : sql<boolean>`work_id = ${where.than.workId} and asked_by = ${where.than.askedBy}
          and id <> ${where.than.id} and finished_at is not null`;
  const rows = await db
    .selectFrom('exportJob')
    .select('id')
    .where(over)
    .limit(sql.lit(1_000))
    .execute();
  return rows.map(({ id }) => id);
}

/** Forgets exports. */
export async function deleteExports(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom('exportJob')
    .where('id', 'in', [...ids])
    .execute();
}
