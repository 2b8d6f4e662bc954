import { readFile, writeFile } from 'node:fs/promises';
import { serveThread } from '#platform/threads.ts';
import { BadDocument } from './bad-document.ts';
import { stampEpub } from './stamp-epub.ts';
import { stampPdf } from './stamp-pdf.ts';
import type { StampTask, Stamped } from './stamp.ts';

// What a thread of `stamp.ts` runs: documents that people brought are opened here only.
serveThread<StampTask, Stamped>(async ({ kind, from, to, line }) => {
  try {
    if (kind === 'epub') await stampEpub(from, to, line);
    else await writeFile(to, await stampPdf(await readFile(from), line), { mode: 0o600 });
    return {};
  } catch (error) {
    if (error instanceof BadDocument) return { why: error.why };
    throw error;
  }
});
