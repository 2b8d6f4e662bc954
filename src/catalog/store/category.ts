import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Category } from '../types.ts';

const fields = ['id', 'parentId', 'slug', 'nameZh', 'nameEn', 'position'] as const;

/** All shelves in order: few enough to be read whole. */
export function listCategories(db: Db): Promise<Category[]> {
  return db.selectFrom('category').select(fields).orderBy('position').orderBy('id').execute();
}

export async function insertCategory(tx: Tx, row: Category): Promise<void> {
  await tx.insertInto('category').values(row).execute();
}

export async function updateCategory(
  tx: Tx,
  id: string,
  patch: Partial<Omit<Category, 'id'>>,
): Promise<boolean> {
  const changed = await tx
    .updateTable('category')
    .set(patch)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return changed !== undefined;
}

/** Deletes a shelf. False when there is none. @throws a foreign key violation (23503) when something stands on it. */
export async function deleteCategory(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('category')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Works whose shelves follow from this category: those live in it or below it. */
export async function listWorkIdsIn(tx: Tx, categoryId: string): Promise<string[]> {
  const { rows } = await sql<{ workId: string }>`
    select work_id from work_place where shelf = ${`category:${categoryId}`}`.execute(tx);
  return rows.map(({ workId }) => workId);
}

/** Lets one change of the tree happen at a time, so that two cannot make a loop together; readers go on. */
export async function lockCategories(tx: Tx): Promise<void> {
  await sql`lock table category in share row exclusive mode`.execute(tx);
}
