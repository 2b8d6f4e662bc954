import { BadDocument } from '#media/service/bad-document.ts';
import { serveThread } from '#platform/threads.ts';
import type { BookAnswer, BookTask } from './ensure-book.ts';
import { takeBook } from './take-book.ts';

// What a thread of `ensure-book.ts` runs: books are parsed here only.
serveThread<BookTask, BookAnswer>(async ({ kind, from, folder }) => {
  try {
    if (kind === 'epub') return { book: await takeBook(from, folder) };
    // Two megabytes of code, for who reads a PDF.
    const { takePdf } = await import('./take-pdf.ts');
    return { book: await takePdf(from) };
  } catch (error) {
    if (error instanceof BadDocument) return { why: error.why };
    throw error;
  }
});
