import { readFile } from 'node:fs/promises';
import { readSheet as readTable } from 'read-excel-file/node';
import { serveThread } from '#platform/threads.ts';
import { decodeText } from '#kernel/decode.ts';
import { bounded, readText } from '../rules/read-bank.ts';
import { readSheet, type Cell } from '../rules/sheet.ts';
import type { BankAnswer, BankTask } from './read-file.ts';

// What a thread of `read-file.ts` runs.
serveThread<BankTask, BankAnswer>(async ({ path, isTable }) => {
  const bytes = await readFile(path);
  if (isTable) {
    const rows = (await readTable(bytes)) as readonly (readonly Cell[])[];
    return { ...bounded(readSheet(rows)), form: 'xlsx' };
  }
  const read = readText(decodeText(bytes));
  return { ...bounded(read), form: read.form };
});
