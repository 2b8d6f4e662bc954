import { open, rm, stat } from 'node:fs/promises';
import { declares, newFolder, unpack } from '#content/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Threads, WorkGivenUp } from '#platform/threads.ts';
import { refuse } from '../refusals.ts';
import type { BankForm, Reading } from '../types.ts';

export interface BankTask {
  readonly path: string;
  readonly isTable: boolean;
}
export type BankAnswer = Reading & { readonly form: BankForm };

const threads = new Threads<BankTask, BankAnswer>({
  module: new URL('bank-thread.ts', import.meta.url),
  size: 1,
  limitMs: 20_000,
  heapMb: 500,
  longestLine: 100,
  piecesEach: 100,
});

const mebibyte = 1024 * 1024;
const limitMb = 8;
const unpackedMb = 64;

/**
 * Reads a file of questions by what is in it, on a thread.
 *
 * @throws Refusal question_bank.unreadable, too_large, import.* for a zip that is unsafe
 */
export async function readBankFile(ctx: Ctx, path: string): Promise<BankAnswer> {
  if ((await stat(path)).size > limitMb * mebibyte) throw tooLarge();
  const isTable = await isZip(path);
  if (isTable) await assertSound(ctx, path);
  try {
    return await threads.ask({ path, isTable }, 'bank');
  } catch (error) {
    if (error instanceof WorkGivenUp && error.why !== 'busy') throw tooLarge();
    // What the reader of tables does not understand it says by errors of many kinds.
    if (isTable && !(error instanceof WorkGivenUp)) throw refuse('question_bank.unreadable');
    throw error;
  }
}

function tooLarge() {
  return refuse('question_bank.too_large', { limitMb, unpackedMb });
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const signature = buffer.toString('latin1');
    // The tables of Excel before 2007.
    if (signature === '\xD0\xCF\x11\xE0') throw refuse('question_bank.unreadable');
    return signature === 'PK\x03\x04';
  } finally {
    await file.close();
  }
}

/** A table is a zip of XML that a stranger made: it is unpacked under limits before anybody reads it, and declares nothing. */
async function assertSound(ctx: Ctx, path: string): Promise<void> {
  const folder = await newFolder(ctx, 'table');
  try {
    const parts = await unpack(ctx, path, folder, unpackedMb * mebibyte);
    if (parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > unpackedMb * mebibyte)
      throw tooLarge();
    if (await declares(parts)) throw refuse('question_bank.unreadable');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
