import { isId, newId } from '#kernel/id.ts';
import { after } from '#kernel/time.ts';
import { openById, type OpenedLesson } from '#learning/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { actingUser } from '#platform/policy.ts';
import { refuseReading } from './refusals.ts';
import { quoteOf } from './rules/place.ts';
import type { MarkItem, NewMark, PlaceItem, PlaceReport } from './schema.ts';
import { ensureBook } from './service/ensure-book.ts';
import {
  countMarks,
  deleteMark,
  findBlocks,
  findChapter,
  findPlace,
  insertMark,
  movePlace,
  selectChapterMarks,
  selectFound,
  selectMarks,
  updateNote,
  type MarkPlace,
} from './store.ts';
import type { Book, BookMark, Chapter, FoundBlock, PageRun, Place } from './types.ts';

type Opened = Awaited<ReturnType<typeof openById>>;

/** A book with the lesson that it belongs to. */
export interface OpenBook {
  readonly lesson: OpenedLesson['lesson'];
  readonly classroom: Opened['classroom'];
  readonly book: Book;
}

/** The book of a lesson that is open to the acting user. @throws Refusal reading.unknown_book, learning.*, lesson.unknown, media.* */
export async function openBook(ctx: Ctx, lessonId: string): Promise<OpenBook> {
  const { lesson, asset, classroom } = await openById(ctx, lessonId);
  if (asset?.state !== 'ready' || (asset.kind !== 'epub' && asset.kind !== 'pdf'))
    throw refuseReading('reading.unknown_book');
  const { id, ownerId, kind } = asset;
  return { lesson, classroom, book: await ensureBook(ctx, { id, ownerId, kind }) };
}

/** A chapter with what the acting user marked in it. */
export interface OpenChapter extends OpenBook {
  readonly number: number;
  readonly chapter: Omit<Chapter, 'blocks'>;
  readonly marks: readonly BookMark[];
}

/** One chapter of a book. @throws Refusal reading.unknown_chapter; those of `openBook` */
export async function openChapter(
  ctx: Ctx,
  lessonId: string,
  number: number,
): Promise<OpenChapter> {
  const { userId } = actingUser(ctx);
  const opened = await openBook(ctx, lessonId);
  const { assetId } = opened.book;
  const [chapter, marks] = await Promise.all([
    findChapter(ctx.db, assetId, number),
    selectChapterMarks(ctx.db, { userId, assetId, chapter: number }),
  ]);
  if (!chapter || opened.book.pages) throw refuseReading('reading.unknown_chapter');
  return { ...opened, number, chapter, marks };
}

/** A page of a PDF with its words. */
export interface OpenPage extends OpenBook {
  readonly number: number;
  readonly pages: readonly PageRun[];
  readonly text: string;
}

/** One page of a PDF. @throws Refusal reading.unknown_chapter; those of `openBook` */
export async function openPage(ctx: Ctx, lessonId: string, number: number): Promise<OpenPage> {
  const opened = await openBook(ctx, lessonId);
  const { assetId, pages } = opened.book;
  const blocks = pages && (await findBlocks(ctx.db, assetId, number));
  if (!blocks) throw refuseReading('reading.unknown_chapter');
  return { ...opened, number, pages, text: blocks.join('\n') };
}

const beginning: Place = { chapter: 1, block: 0 };

/** Where the acting user is in a book: at its beginning before they were anywhere. @throws as `openBook` */
export async function getPlace(ctx: Ctx, lessonId: string): Promise<PlaceItem> {
  return (await openWhere(ctx, lessonId)).place;
}

/** A book with where the acting user is in it. @throws as `openBook` */
export async function openWhere(
  ctx: Ctx,
  lessonId: string,
): Promise<OpenBook & { readonly place: PlaceItem }> {
  const opened = await openBook(ctx, lessonId);
  return { ...opened, place: await placeIn(ctx, opened.book) };
}

async function placeIn(ctx: Ctx, { assetId, chapterCount }: Book): Promise<PlaceItem> {
  const place = (await findPlace(ctx.db, actingUser(ctx).userId, assetId)) ?? beginning;
  return { ...place, chapter: Math.min(place.chapter, chapterCount) };
}

/** Moves the acting user in a book, unless they went elsewhere since. Answers where they are now. @throws as `openBook` */
export async function moveTo(
  ctx: Ctx,
  lessonId: string,
  { chapter, block, agoMs }: PlaceReport,
): Promise<PlaceItem> {
  const { userId } = actingUser(ctx);
  const { book } = await openBook(ctx, lessonId);
  if (chapter > book.chapterCount) throw refuseReading('reading.unknown_chapter');
  const movedAt = after(ctx.now, -agoMs);
  const isMoved = await movePlace(ctx.db, {
    userId,
    assetId: book.assetId,
    chapter,
    block,
    movedAt,
  });
  return isMoved ? { chapter, block } : placeIn(ctx, book);
}

/** A page of the blocks in which words stand. @throws Refusal input.cursor; those of `openBook` */
export async function findWords(
  ctx: Ctx,
  lessonId: string,
  query: { readonly q: string; readonly cursor: string | undefined; readonly limit: number },
): Promise<OpenBook & { readonly found: Page<FoundBlock> }> {
  const opened = await openBook(ctx, lessonId);
  const place = query.cursor === undefined ? undefined : placeFrom(query.cursor);
  const wanted = { assetId: opened.book.assetId, words: query.q, limit: query.limit + 1 };
  const rows = query.q === '' ? [] : await selectFound(ctx.db, wanted, place);
  const found = pageOf(rows, query.limit, ({ chapter, block }) => [chapter, block]);
  return { ...opened, found };
}

function placeFrom(cursor: string): Place {
  const [chapter, block] = readCursor(cursor, 2);
  return { chapter: indexOf(chapter), block: indexOf(block) };
}

function indexOf(value: string | number | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 2 ** 30)
    throw refuseCursor('input.cursor');
  return value;
}

const mostMarks = 2_000;
const longestQuote = 2_000;

/** Marks a passage for the acting user. @throws Refusal reading.no_passage, reading.too_many_marks; those of `openBook` */
export async function addMark(ctx: Ctx, lessonId: string, mark: NewMark): Promise<MarkItem> {
  const { userId } = actingUser(ctx);
  const { book } = await openBook(ctx, lessonId);
  const { assetId } = book;
  const blocks = await findBlocks(ctx.db, assetId, mark.chapter);
  if (!blocks) throw refuseReading('reading.unknown_chapter');
  const quote = quoteOf(blocks, mark).slice(0, longestQuote).toWellFormed();
  const isOrdered =
    mark.endBlock > mark.startBlock ||
    (mark.endBlock === mark.startBlock && mark.endChar > mark.startChar);
  if (quote === '' || !isOrdered) throw refuseReading('reading.no_passage');
  if ((await countMarks(ctx.db, userId, assetId)) >= mostMarks)
    throw refuseReading('reading.too_many_marks');
  const row = { ...mark, id: newId(ctx.now), userId, assetId, quote, createdAt: ctx.now };
  await insertMark(ctx.db, row);
  return toItem(row);
}

/** A page of what the acting user marked in a book, in reading order. @throws Refusal input.cursor; those of `openBook` */
export async function listMarks(
  ctx: Ctx,
  lessonId: string,
  query: { readonly cursor: string | undefined; readonly limit: number },
): Promise<OpenBook & { readonly marks: Page<BookMark> }> {
  const { userId } = actingUser(ctx);
  const opened = await openBook(ctx, lessonId);
  const { assetId } = opened.book;
  const place = query.cursor === undefined ? undefined : markPlaceFrom(query.cursor);
  const rows = await selectMarks(ctx.db, { userId, assetId, limit: query.limit + 1 }, place);
  const marks = pageOf(rows, query.limit, (row) => [
    row.chapter,
    row.startBlock,
    row.startChar,
    row.id,
  ]);
  return { ...opened, marks };
}

function markPlaceFrom(cursor: string): MarkPlace {
  const [chapter, block, char, id] = readCursor(cursor, 4);
  if (typeof id !== 'string' || !isId(id)) throw refuseCursor('input.cursor');
  return [indexOf(chapter), indexOf(block), indexOf(char), id];
}

/** A mark as it goes over the wire. */
export function toItem(mark: BookMark): MarkItem {
  const { id, chapter, startBlock, startChar, endBlock, endChar, quote, note } = mark;
  const createdAt = mark.createdAt.toISOString();
  return { id, chapter, startBlock, startChar, endBlock, endChar, quote, note, createdAt };
}

/** Writes beside one's own mark. @throws Refusal reading.unknown_mark, policy.signed_out */
export async function changeNote(ctx: Ctx, id: string, note: string): Promise<void> {
  if (!(await updateNote(ctx.db, actingUser(ctx).userId, id, note)))
    throw refuseReading('reading.unknown_mark');
}

/** Removes one's own mark. @throws Refusal reading.unknown_mark, policy.signed_out */
export async function removeMark(ctx: Ctx, id: string): Promise<void> {
  if (!(await deleteMark(ctx.db, actingUser(ctx).userId, id)))
    throw refuseReading('reading.unknown_mark');
}
