import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, isDuplicate, touchPage, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditWords, mayReadWords } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { readWords } from '../rules/csv.ts';
import { foldText, stringOf } from '../rules/fold.ts';
import { patternOf } from '../rules/match.ts';
import type { NewWord, WordEdit, WordItem, WordsImported } from '../schema.ts';
import {
  countRevision,
  countWords,
  deleteWord,
  findWord,
  insertWord,
  listWords,
  updateWord,
  upsertWords,
  type WordFilter,
  type WordWrite,
} from '../store/word.ts';
import type { LineProblem, SensitiveWord, WordRow } from '../types.ts';
import { lineWords, sentences } from '../words.ts';
import { wordsTag } from './lists.ts';

const mostWords = 50_000;

/** A page of the lists, newest first. @throws Refusal input.cursor, policy.* */
export async function listWordItems(
  ctx: Ctx,
  filter: WordFilter,
  cursor: string | undefined,
  limit: number,
): Promise<Page<WordItem>> {
  assertReach(ctx, mayReadWords, null);
  const text = filter.text && foldedOf(filter.text);
  const rows = await listWords(ctx.db, { ...filter, text }, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, ({ id }) => [id], itemOf);
}

function itemOf({ createdAt, ...word }: SensitiveWord): WordItem {
  return { ...word, createdAt: createdAt.toISOString() };
}

function foldedOf(word: string): string {
  return stringOf(foldText(word.trim()).units);
}

/** Puts a word on a list, audited. @throws Refusal word.twice, word.empty, word.too_many, policy.* */
export async function addWord(ctx: Ctx, input: NewWord): Promise<string> {
  assertReach(ctx, mayEditWords, null);
  assertFindable(input.word);
  return changeLists(ctx, async (tx) => {
    const row = rowOf(ctx, input);
    if (!(await insertWord(tx, row))) throw refuse('word.twice', { word: input.word });
    await recordAudit(tx, ctx, 'sensitive-word.add', row.id, { ...input });
    return row.id;
  });
}

/** Changes a word, audited with what it was. @throws Refusal word.unknown, word.twice, word.empty, policy.* */
export async function editWord(ctx: Ctx, id: string, edit: WordEdit): Promise<void> {
  assertReach(ctx, mayEditWords, null);
  if (edit.word !== undefined) assertFindable(edit.word);
  await changeLists(ctx, async (tx) => {
    const before = await findWord(tx, id);
    if (!before) throw refuse('word.unknown');
    const change = edit.word === undefined ? edit : { ...edit, folded: foldedOf(edit.word) };
    if (Object.keys(change).length === 0) return;
    await writeOrRefuse(tx, before, change);
    const from = Object.fromEntries(
      Object.keys(edit).map((name) => [name, before[name as keyof WordEdit]]),
    );
    await recordAudit(tx, ctx, 'sensitive-word.edit', id, { from, to: edit });
  });
}

async function writeOrRefuse(
  tx: Tx,
  { id, word }: SensitiveWord,
  change: WordEdit & { readonly folded?: string },
): Promise<void> {
  try {
    const { list, folded, action, replacement, note } = change;
    const all = { list, word: change.word, folded, action, replacement, note };
    const given = Object.fromEntries(
      Object.entries(all).filter(([, value]) => value !== undefined),
    );
    if (!(await updateWord(tx, id, given))) throw refuse('word.unknown');
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw refuse('word.twice', { word: change.word ?? word });
  }
}

/** Takes a word off its list, audited. @throws Refusal word.unknown, policy.* */
export async function removeWord(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayEditWords, null);
  await changeLists(ctx, async (tx) => {
    const before = await findWord(tx, id);
    if (!before || !(await deleteWord(tx, id))) throw refuse('word.unknown');
    const { list, word, action } = before;
    await recordAudit(tx, ctx, 'sensitive-word.remove', id, { list, word, action });
  });
}

/**
 * Puts the words of a file on their lists, audited: all of them or, when a line is wrong, none. A word that is there
 * takes what the file says.
 *
 * @throws Refusal word.bad_file (naming lines), word.too_many, policy.*
 */
export async function importWords(ctx: Ctx, csv: string): Promise<WordsImported> {
  assertReach(ctx, mayEditWords, null);
  const { rows, problems } = readWords(csv);
  if (problems.length > 0) throw refuse('word.bad_file', { problems: sayProblems(ctx, problems) });
  return changeLists(ctx, async (tx) => {
    const unique = new Map(rows.map((row) => [`${row.list} ${foldedOf(row.word)}`, row]));
    const written = await upsertWords(
      tx,
      Array.from(unique.values(), (row) => rowOf(ctx, row)),
    );
    const counts = { ...written, unchanged: rows.length - written.added - written.changed };
    await recordAudit(tx, ctx, 'sensitive-word.import', 'sensitive-words', counts);
    return counts;
  });
}

const shownProblems = 10;

function sayProblems({ locale }: Ctx, problems: readonly LineProblem[]): string {
  const said = problems.slice(0, shownProblems).map(({ line, what }) => {
    const why = lineWords[what][locale];
    return sentences.line[locale].replace('{line}', String(line)).replace('{why}', () => why);
  });
  if (problems.length > shownProblems) said.push('…');
  return said.join(locale === 'zh' ? '；' : '; ');
}

function assertFindable(word: string): void {
  if (!patternOf(word)) throw refuse('word.empty', { word });
}

function rowOf({ actor, now }: Ctx, { list, word, action, replacement, note }: WordRow): WordWrite {
  const createdBy = actor.kind === 'user' ? actor.userId : null;
  const says = { list, word, folded: foldedOf(word), action, replacement, note };
  return { id: newId(now), ...says, createdBy, createdAt: now };
}

/** One change of the lists after the other; every process hears of each. */
async function changeLists<T>(ctx: Ctx, change: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await countRevision(tx);
    const done = await change(tx);
    if ((await countWords(tx)).count > mostWords)
      throw refuse('word.too_many', { limit: mostWords });
    touchPage(tx, wordsTag);
    return done;
  });
}
