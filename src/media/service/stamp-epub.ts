import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { escapeHtml } from '#kernel/text.ts';
import { asUtf8, withLine } from '../rules/epub.ts';
import { BadDocument } from './bad-document.ts';
import { documentOf, openEpub } from './open-epub.ts';

const documents = /\.(?:x?html?|xml|opf|ncx|svg)$/i;

/** Builds a book anew at `to`, with `line` at the end of every chapter. @throws BadDocument */
export async function stampEpub(from: string, to: string, line: string): Promise<void> {
  const book = await openEpub(from);
  const chapters = new Set(book.spine.map(({ path }) => path));
  const zip = new ZipFile();
  // EPUB OCF 3.3 §4.2.2: first, and as it is.
  zip.addBuffer(Buffer.from('application/epub+zip'), 'mimetype', { compress: false });
  for (const [path, content] of book.files) {
    if (path === 'mimetype') continue;
    const isChapter = chapters.has(path);
    const text = isChapter || documents.test(path) ? documentOf(book, path) : undefined;
    if (text === undefined) {
      zip.addBuffer(Buffer.from(content), path);
      continue;
    }
    const stamped = isChapter ? withLine(text, escapeHtml(line)) : text;
    if (stamped === undefined) throw new BadDocument('media.epub_broken');
    zip.addBuffer(Buffer.from(asUtf8(stamped)), path);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(to, { mode: 0o600 }));
}
