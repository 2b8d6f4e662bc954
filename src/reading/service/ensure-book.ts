import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bookFolder, type Asset } from '#media/service.ts';
import { refuseDocument, type BadDocument } from '#media/service/bad-document.ts';
import { getKnown } from '#media/service/known.ts';
import { withNear } from '#media/service/near.ts';

import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { findBook, insertBook } from '../store.ts';
import type { Book, TakenBook } from '../types.ts';

/** What is asked of a thread: to take the book at `from` apart, and to write the pictures of an EPUB to `folder`. */
export interface BookTask {
  readonly kind: 'epub' | 'pdf';
  readonly from: string;
  readonly folder: string;
}

export type BookAnswer = { readonly book: TakenBook } | { readonly why: BadDocument['why'] };

/** Raised when chapters come out otherwise: books that were taken apart before are then taken apart again. */
export const pipeline = 1;

const threads = new Threads<BookTask, BookAnswer>({
  module: new URL('book-thread.ts', import.meta.url),
  size: 1,
  limitMs: 60_000,
  heapMb: 600,
  longestLine: 100,
  piecesEach: 100,
});

const making = new Map<string, Promise<Book>>();

/** What a book lies in. */
export type BookAsset = Pick<Asset, 'id' | 'ownerId'> & { readonly kind: BookTask['kind'] };

/** A book that can be read on the page: from the tables, or taken apart now. @throws Refusal media.* */
export async function ensureBook(ctx: Ctx, asset: BookAsset): Promise<Book> {
  const known = await findBook(ctx.db, asset.id, pipeline);
  if (known) return known;
  const begun = making.get(asset.id) ?? make(ctx, asset);
  making.set(asset.id, begun);
  try {
    return await begun;
  } finally {
    making.delete(asset.id);
  }
}

async function make(ctx: Ctx, asset: BookAsset): Promise<Book> {
  const { file } = await getKnown(ctx, asset.id);
  return withNear(ctx, file.key, async (near) => {
    const folder = join(near.folder, 'pictures');
    await mkdir(folder, { mode: 0o700 });
    const task = { kind: asset.kind, from: near.path, folder };
    const taken = await askThread(task, asset.ownerId);
    const names = new Set(
      taken.chapters.flatMap(({ pictures }) => pictures.map(({ name }) => name)),
    );
    for (const name of names)
      await ctx.ports.files.put(bookFolder(asset.id) + name, createReadStream(join(folder, name)));
    const { title, contents, chapters, pages } = taken;
    const book = { assetId: asset.id, title, contents, chapterCount: chapters.length, pages };
    await inTransaction(ctx, (tx) => insertBook(tx, book, chapters, { pipeline, now: ctx.now }));
    return book;
  });
}

async function askThread(task: BookTask, by: string): Promise<TakenBook> {
  let answer: BookAnswer;
  try {
    answer = await threads.ask(task, by);
  } catch (error) {
    if (!(error instanceof WorkGivenUp)) throw error;
    if (error.why === 'busy') throw refuseDocument('media.stamp_busy');
    throw refuseDocument(task.kind === 'pdf' ? 'media.pdf_too_large' : 'media.epub_too_large');
  }
  if ('why' in answer) throw refuseDocument(answer.why);
  return answer.book;
}
