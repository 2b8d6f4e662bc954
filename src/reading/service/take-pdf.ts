import { readFile } from 'node:fs/promises';
import { BadDocument } from '#media/service/bad-document.ts';
import { joinPieces, keepable, runsOfSizes } from '../rules/page-text.ts';
import type { Chapter, ContentsLine, TakenBook } from '../types.ts';
import {
  getDocument,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from './pdf-library.ts';

const mostPages = 5_000;
const longestPage = 200_000;
const longestText = 32 * 1024 * 1024;
const longestContents = 5_000;
const deepestContents = 4;

/** Takes the PDF at `from` apart: each page is a chapter of one block, its words. Nothing is drawn, nothing runs. @throws BadDocument */
export async function takePdf(from: string): Promise<TakenBook> {
  const task = getDocument(new Uint8Array(await readFile(from)));
  try {
    const document = await open(task);
    if (document.numPages > mostPages) throw new BadDocument('media.pdf_too_large');
    const contents = await contentsOf(document);
    const { chapters, sizes } = await pagesOf(document, contents);
    const title = await titleOf(document);
    return { title, contents, chapters, pages: runsOfSizes(sizes) };
  } finally {
    await task.destroy();
  }
}

async function open({ promise }: PDFDocumentLoadingTask): Promise<PDFDocumentProxy> {
  try {
    return await promise;
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new BadDocument(isLocked ? 'media.pdf_locked' : 'media.pdf_broken');
  }
}

type Size = readonly [width: number, height: number];
// A sheet of A4, for a first page that cannot be read.
const usualSize: Size = [595, 842];

async function pagesOf(
  document: PDFDocumentProxy,
  contents: readonly ContentsLine[],
): Promise<{ readonly chapters: Chapter[]; readonly sizes: Size[] }> {
  const chapters: Chapter[] = [];
  const sizes: Size[] = [];
  // What a page is called is the last line of the contents that leads to it or before it.
  const named = new Map(contents.map(({ chapter, title }) => [chapter, title]));
  let title = '';
  let length = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await pageOf(document, number);
    const text = page ? await textOf(page) : '';
    length += text.length;
    if (length > longestText) throw new BadDocument('media.pdf_too_large');
    title = named.get(number) ?? title;
    chapters.push({ title, parts: [], pictures: [], blocks: [text] });
    sizes.push(page ? sizeOf(page) : (sizes.at(-1) ?? usualSize));
    page?.cleanup();
  }
  return { chapters, sizes };
}

/** A page that is broken is an empty one: the others can be read. */
async function pageOf(
  document: PDFDocumentProxy,
  number: number,
): Promise<PDFPageProxy | undefined> {
  try {
    return await document.getPage(number);
  } catch {
    return undefined;
  }
}

function sizeOf(page: PDFPageProxy): Size {
  const { width, height } = page.getViewport({ scale: 1 });
  return [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
}

async function textOf(page: PDFPageProxy): Promise<string> {
  try {
    const { items } = await page.getTextContent();
    const pieces = items.filter((item) => 'str' in item);
    return keepable(joinPieces(pieces).text.slice(0, longestPage));
  } catch {
    return '';
  }
}

async function titleOf(document: PDFDocumentProxy): Promise<string> {
  try {
    const { info } = await document.getMetadata();
    const title = 'Title' in info && typeof info.Title === 'string' ? info.Title : '';
    return keepable(title.trim().slice(0, 300));
  } catch {
    return '';
  }
}

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;

async function contentsOf(document: PDFDocumentProxy): Promise<ContentsLine[]> {
  const lines: ContentsLine[] = [];
  const follow = async (outline: Outline, level: number): Promise<void> => {
    for (const { title, dest, items } of outline) {
      if (lines.length >= longestContents) return;
      const chapter = await pageAt(document, dest);
      const name = keepable(title.trim().slice(0, 300));
      if (chapter !== undefined && name !== '')
        lines.push({ title: name, level, chapter, anchor: '' });
      if (level < deepestContents) await follow(items as Outline, level + 1);
    }
  };
  try {
    await follow((await document.getOutline()) ?? [], 1);
  } catch {
    // A book whose contents are broken has those that could be read.
  }
  return lines;
}

/** The page that a line of the contents leads to; undefined when it leads nowhere. */
async function pageAt(
  document: PDFDocumentProxy,
  dest: string | readonly unknown[] | null,
): Promise<number | undefined> {
  try {
    const place = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    const page = place?.[0];
    if (typeof page === 'number') return page < document.numPages ? page + 1 : undefined;
    if (page === null || typeof page !== 'object') return undefined;
    return (await document.getPageIndex(page as never)) + 1;
  } catch {
    return undefined;
  }
}
