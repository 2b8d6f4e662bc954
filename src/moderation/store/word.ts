import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { SensitiveWord, WordAction, WordList } from '../types.ts';

const columns = ['id', 'list', 'word', 'action', 'replacement', 'note', 'createdAt'] as const;

/** How often the lists were changed. */
export async function selectRevision(db: Db): Promise<number> {
  const row = await db.selectFrom('wordRevision').select('revision').executeTakeFirstOrThrow();
  return row.revision;
}

/** Counts a change of the lists; changes wait for one another here. */
export async function countRevision(tx: Tx): Promise<void> {
  await sql`update word_revision set revision = revision + 1`.execute(tx);
}

/** The words of some lists, in the order in which they came. */
export function selectWords(db: Db, lists: readonly WordList[]): Promise<SensitiveWord[]> {
  return db
    .selectFrom('sensitiveWord')
    .select(columns)
    .where('list', 'in', lists)
    .orderBy('id')
    .execute();
}

export function countWords(db: Db): Promise<{ count: number }> {
  return db
    .selectFrom('sensitiveWord')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
}

export function findWord(db: Db, id: string): Promise<SensitiveWord | undefined> {
  return db.selectFrom('sensitiveWord').select(columns).where('id', '=', id).executeTakeFirst();
}

export interface WordFilter {
  readonly list?: WordList | undefined;
  readonly action?: WordAction | undefined;
  /** Folded. */
  readonly text?: string | undefined;
}

/** Words from the newest to the oldest, after `afterId`. */
export async function listWords(
  db: Db,
  { list, action, text }: WordFilter,
  afterId: string | undefined,
  count: number,
): Promise<SensitiveWord[]> {
  let query = db.selectFrom('sensitiveWord').select(columns);
  if (list) query = query.where('list', '=', list);
  if (action) query = query.where('action', '=', action);
  if (text) query = query.where(sql<boolean>`strpos(folded, ${text}) > 0`);
  if (afterId) query = query.where('id', '<', afterId);
  return query.orderBy('id', 'desc').limit(sql.lit(count)).execute();
}

export interface WordWrite {
  readonly id: string;
  readonly list: WordList;
  readonly word: string;
  readonly folded: string;
  readonly action: WordAction;
  readonly replacement: string;
  readonly note: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
}

/** Puts a word on its list. False when the list has it, however it is spelt. */
export async function insertWord(tx: Tx, row: WordWrite): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sensitiveWord')
    .values(row)
    .onConflict((conflict) => conflict.columns(['list', 'folded']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Puts words on their lists; those that are there take what the new ones say. Answers how many were new, and changed. */
export async function upsertWords(
  tx: Tx,
  rows: readonly WordWrite[],
): Promise<{ readonly added: number; readonly changed: number }> {
  const { rows: written } = await sql<{ isNew: boolean }>`
    insert into sensitive_word as w (id, list, word, folded, action, replacement, note, created_by, created_at)
    select * from unnest(
      ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ list }) => list)}::text[],
      ${rows.map(({ word }) => word)}::text[], ${rows.map(({ folded }) => folded)}::text[],
      ${rows.map(({ action }) => action)}::text[], ${rows.map(({ replacement }) => replacement)}::text[],
      ${rows.map(({ note }) => note)}::text[], ${rows.map(({ createdBy }) => createdBy)}::uuid[],
      ${rows.map(({ createdAt }) => createdAt)}::timestamptz[])
    on conflict (list, folded) do update
      set word = excluded.word, action = excluded.action, replacement = excluded.replacement, note = excluded.note
      where (w.word, w.action, w.replacement, w.note)
        is distinct from (excluded.word, excluded.action, excluded.replacement, excluded.note)
    returning (xmax = 0) as is_new`.execute(tx);
  const added = written.filter(({ isNew }) => isNew).length;
  return { added, changed: written.length - added };
}

/** Changes a word. False when it is gone. @throws a duplicate when its new spelling is on the list already */
export async function updateWord(
  tx: Tx,
  id: string,
  change: Partial<Pick<WordWrite, 'list' | 'word' | 'folded' | 'action' | 'replacement' | 'note'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sensitiveWord')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes a word off its list. False when somebody else did. */
export async function deleteWord(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('sensitiveWord')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
