import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadDocument } from '#media/service/bad-document.ts';
import { documentOf, openEpub, recognisePicture, type OpenBook } from '#media/service/open-epub.ts';
import { contentsOfNav, contentsOfNcx } from '../rules/contents.ts';
import { takeChapter } from '../rules/take-apart.ts';
import type { Chapter, ContentsLine, Picture, TakenBook } from '../types.ts';

const chapterLimit = 2_000;
const htmlLimit = 32 * 1024 * 1024;

/** Takes the EPUB at `from` apart; its pictures are written to `folder`, by the names that the chapters give them. @throws BadDocument */
export async function takeBook(from: string, folder: string): Promise<TakenBook> {
  const book = await openEpub(from);
  // The contents stand beside every chapter.
  const spine = book.spine.filter(({ path }) => path !== book.nav || book.spine.length === 1);
  if (spine.length > chapterLimit) throw new BadDocument('media.epub_too_large');
  const chapterOf = new Map(spine.map(({ path }, index) => [path, index + 1]));
  const pictureOf = await writePictures(book, folder);
  const contents = contentsOf(book, chapterOf);
  const chapters: Chapter[] = [];
  let size = 0;
  for (const { path } of spine) {
    const taken = takeChapter(documentOf(book, path) ?? '', { path, chapterOf, pictureOf });
    size += taken.parts.reduce((sum, part) => sum + part.length, 0);
    if (size > htmlLimit) throw new BadDocument('media.epub_too_large');
    const number = chapters.length + 1;
    const named = contents.find(({ chapter }) => chapter === number)?.title;
    const { parts, pictures, blocks, heading } = taken;
    chapters.push({ title: (named ?? heading).slice(0, 300), parts, pictures, blocks });
  }
  return { title: book.title.slice(0, 300), contents, chapters, pages: null };
}

async function writePictures(
  { files }: OpenBook,
  folder: string,
): Promise<ReadonlyMap<string, Picture>> {
  const pictureOf = new Map<string, Picture>();
  for (const [path, content] of files) {
    const found = recognisePicture(content);
    if (!found) continue;
    const { form, width, height } = found;
    const name = `${pictureOf.size}.${form}`;
    await writeFile(join(folder, name), content, { mode: 0o600 });
    pictureOf.set(path, { name, width, height });
  }
  return pictureOf;
}

function contentsOf(book: OpenBook, chapterOf: ReadonlyMap<string, number>): ContentsLine[] {
  const read = (path: string | undefined, how: typeof contentsOfNav) => {
    const text = path === undefined ? undefined : documentOf(book, path);
    return path === undefined || text === undefined ? [] : how({ path, text, chapterOf });
  };
  const lines = read(book.nav, contentsOfNav);
  return lines.length > 0 ? lines : read(book.ncx, contentsOfNcx);
}
