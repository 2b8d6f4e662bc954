import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Book, BookMark, Chapter, FoundBlock, Place } from './types.ts';

/** A book that was taken apart by this version of the pipeline. */
export async function findBook(
  db: Db,
  assetId: string,
  pipeline: number,
): Promise<Book | undefined> {
  const row = await db
    .selectFrom('book')
    .select(['assetId', 'title', 'contents', 'chapterCount', 'pages'])
    .where('assetId', '=', assetId)
    .where('pipeline', '=', pipeline)
    .executeTakeFirst();
  return row as Book | undefined;
}

/** Writes a book with its chapters, in place of what an earlier pipeline made. */
export async function insertBook(
  tx: Tx,
  book: Book,
  chapters: readonly Chapter[],
  made: { readonly pipeline: number; readonly now: Date },
): Promise<void> {
  const { assetId, title, contents, chapterCount, pages } = book;
  await tx.deleteFrom('book').where('assetId', '=', assetId).execute();
  await tx
    .insertInto('book')
    .values({
      assetId,
      pipeline: made.pipeline,
      title,
      contents: JSON.stringify(contents),
      chapterCount,
      pages: pages && JSON.stringify(pages),
      madeAt: made.now,
    })
    .execute();
  const rows = chapters.map(({ title: name, parts, pictures, blocks }, index) => ({
    assetId,
    position: index + 1,
    title: name,
    parts: [...parts],
    pictures: JSON.stringify(pictures),
    blocks: [...blocks],
  }));
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insertInto('bookChapter')
      .values(rows.slice(from, from + rowsAtOnce))
      .execute();
}

// Chapters are long: a statement of more of them gains nothing.
const rowsAtOnce = 20;

/** One chapter as it is shown. */
export async function findChapter(
  db: Db,
  assetId: string,
  position: number,
): Promise<Omit<Chapter, 'blocks'> | undefined> {
  const row = await db
    .selectFrom('bookChapter')
    .select(['title', 'parts', 'pictures'])
    .where('assetId', '=', assetId)
    .where('position', '=', position)
    .executeTakeFirst();
  return row as Omit<Chapter, 'blocks'> | undefined;
}

/** The words of a chapter's blocks. */
export async function findBlocks(
  db: Db,
  assetId: string,
  position: number,
): Promise<readonly string[] | undefined> {
  const row = await db
    .selectFrom('bookChapter')
    .select('blocks')
    .where('assetId', '=', assetId)
    .where('position', '=', position)
    .executeTakeFirst();
  return row?.blocks;
}

/** Blocks of a book in which `words` stand, in reading order after `place`. */
export async function selectFound(
  db: Db,
  wanted: { readonly assetId: string; readonly words: string; readonly limit: number },
  place: Place | undefined,
): Promise<FoundBlock[]> {
  const pattern = `%${wanted.words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const [chapter, block] = [place?.chapter ?? 0, place?.block ?? 0];
  const { rows } = await sql<FoundBlock>`
    select c.position as chapter, (b.number - 1)::integer as block, c.title, b.text
    from book_chapter c cross join lateral unnest(c.blocks) with ordinality as b (text, number)
    where c.asset_id = ${wanted.assetId} and b.text ilike ${pattern}
      and (c.position, b.number - 1) > (${chapter}, ${block})
    order by c.position, b.number limit ${sql.lit(wanted.limit)}`.execute(db);
  return rows;
}

/** Where a reader is in a book. */
export async function findPlace(
  db: Db,
  userId: string,
  assetId: string,
): Promise<Place | undefined> {
  return db
    .selectFrom('readingPlace')
    .select(['chapter', 'block'])
    .where('userId', '=', userId)
    .where('assetId', '=', assetId)
    .executeTakeFirst();
}

/** Moves a reader, unless a later move is known: `laterMove`, asked inside one statement. False when one is. */
export async function movePlace(
  db: Db,
  move: Place & { readonly userId: string; readonly assetId: string; readonly movedAt: Date },
): Promise<boolean> {
  const { userId, assetId, chapter, block, movedAt } = move;
  const { numAffectedRows = 0n } = await sql`
    insert into reading_place as p (user_id, asset_id, chapter, block, moved_at)
    values (${userId}, ${assetId}, ${chapter}, ${block}, ${movedAt})
    on conflict (user_id, asset_id) do update
      set chapter = excluded.chapter, block = excluded.block, moved_at = excluded.moved_at
      where p.moved_at < excluded.moved_at`.execute(db);
  return numAffectedRows === 1n;
}

export interface OwnMark extends BookMark {
  readonly userId: string;
  readonly assetId: string;
}

export async function insertMark(db: Db, mark: OwnMark): Promise<void> {
  await db.insertInto('bookMark').values(mark).execute();
}

const shown = [
  'id',
  'chapter',
  'startBlock',
  'startChar',
  'endBlock',
  'endChar',
  'quote',
  'note',
  'createdAt',
] as const;

/** The marks of a reader in one chapter; as many as a page can paint. */
export async function selectChapterMarks(
  db: Db,
  of: { readonly userId: string; readonly assetId: string; readonly chapter: number },
): Promise<BookMark[]> {
  return db
    .selectFrom('bookMark')
    .select(shown)
    .where('userId', '=', of.userId)
    .where('assetId', '=', of.assetId)
    .where('chapter', '=', of.chapter)
    .orderBy('startBlock')
    .orderBy('startChar')
    .orderBy('id')
    .limit(sql.lit(500))
    .execute();
}

/** The place of a mark in a book. */
export type MarkPlace = readonly [chapter: number, block: number, char: number, id: string];

/** The marks of a reader in a book, in reading order after `place`. */
export async function selectMarks(
  db: Db,
  of: { readonly userId: string; readonly assetId: string; readonly limit: number },
  place: MarkPlace | undefined,
): Promise<BookMark[]> {
  return db
    .selectFrom('bookMark')
    .select(shown)
    .where('userId', '=', of.userId)
    .where('assetId', '=', of.assetId)
    .$if(place !== undefined, (q) =>
      q.where(
        sql<boolean>`(chapter, start_block, start_char, id) > (${place![0]}, ${place![1]}, ${place![2]}, ${place![3]}::uuid)`,
      ),
    )
    .orderBy('chapter')
    .orderBy('startBlock')
    .orderBy('startChar')
    .orderBy('id')
    .limit(sql.lit(of.limit))
    .execute();
}

export async function countMarks(db: Db, userId: string, assetId: string): Promise<number> {
  const { count } = await db
    .selectFrom('bookMark')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('assetId', '=', assetId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Changes the note of a reader's own mark. False when there is none. */
export async function updateNote(
  db: Db,
  userId: string,
  id: string,
  note: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('bookMark')
    .set({ note })
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Removes a reader's own mark. False when there is none. */
export async function deleteMark(db: Db, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('bookMark')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
