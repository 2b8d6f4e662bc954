import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';

/** An import through the studio, as it stands. */
export interface ImportJob {
  readonly id: string;
  readonly creatorId: string;
  readonly uploadId: string | null;
  readonly address: string | null;
  readonly fileName: string;
  readonly locale: 'zh' | 'en';
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly report: unknown;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

type NewImportJob = Pick<ImportJob, 'id' | 'creatorId' | 'fileName' | 'locale' | 'createdAt'>;

/** Writes an import. False when this upload is being imported already. */
export async function insertImport(
  tx: Tx,
  row: NewImportJob & { readonly uploadId: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('importJob')
    .values(row)
    .onConflict((conflict) => conflict.columns(['creatorId', 'uploadId']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes an import of an address. False while the same creator's last one of it runs. */
export async function insertFeed(
  tx: Tx,
  row: NewImportJob & { readonly address: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('importJob')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['creatorId', 'address']).where('finishedAt', 'is', null).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findImport(db: Db, id: string): Promise<ImportJob | undefined> {
  return db.selectFrom('importJob').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The import of an upload. */
export async function findImportOf(
  db: Db,
  creatorId: string,
  uploadId: string,
): Promise<ImportJob | undefined> {
  const query = db
    .selectFrom('importJob')
    .selectAll()
    .where('creatorId', '=', creatorId)
    .where('uploadId', '=', uploadId);
  return query.executeTakeFirst();
}

/** Imports of a creator, newest first. */
export async function selectImports(
  db: Db,
  creatorId: string,
  limit: number,
  after: { readonly createdAt: string; readonly id: string } | undefined,
): Promise<ImportJob[]> {
  let query = db.selectFrom('importJob').selectAll().where('creatorId', '=', creatorId);
  if (after)
    query = query.where(
      sql<boolean>`(created_at, id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
    );
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(sql.lit(limit)).execute();
}

/** Says where an import is. False when it has ended. */
export async function moveImport(
  db: Db,
  id: string,
  at: { step: string; done: number; total: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('importJob')
    .set({ ...at, state: 'running' })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends an import with its report. False when it had ended before. */
export async function endImport(
  db: Db,
  id: string,
  end: { readonly state: 'done' | 'failed'; readonly report: object; readonly finishedAt: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('importJob')
    .set({ state: end.state, finishedAt: end.finishedAt, report: JSON.stringify(end.report) })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
