import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { tidy, truncate } from '#kernel/text.ts';
import { getUpload, removeUpload } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readIdCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayKeepBanks } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { problemWords } from '../words.ts';
import { mostQuestions } from '../rules/read-bank.ts';
import { percentOf, sayAnswer } from '../rules/show.ts';
import { writeGift } from '../rules/write-gift.ts';
import type { BankDetail, BankItem, QuestionItem } from '../schema.ts';
import {
  deleteBank,
  findBank,
  insertBank,
  insertQuestions,
  selectBanks,
  selectQuestions,
  type Bank,
  type PlacedQuestion,
} from '../store.ts';
import type { Problem, QuestionKind } from '../types.ts';
import { readBankFile } from './read-file.ts';

/** How many banks a creator keeps at most. */
export const mostBanks = 200;

/**
 * Keeps the questions of one's own finished upload as a bank; what could not be read is told by its line. The upload is gone
 * afterwards, whatever it was.
 *
 * @throws Refusal media.upload_unknown, question_bank.*, import.*, policy.*
 */
export async function addBank(ctx: Ctx, uploadId: string): Promise<BankDetail> {
  const user = actingUser(ctx);
  assertReach(ctx, mayKeepBanks, user.userId);
  const { path, fileName } = await getUpload({ ...ctx, actor: user }, uploadId);
  try {
    const { questions, problems, form } = await readBankFile(ctx, path);
    if (questions.length === 0)
      throw refuse('question_bank.no_questions', { problems: sayProblems(ctx, problems) });
    const bank: Bank = {
      id: newId(ctx.now),
      ownerId: user.userId,
      title: truncate(tidy(fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '')), 120) || form,
      form,
      questionCount: questions.length,
      problems,
      createdAt: ctx.now,
    };
    await inTransaction(ctx, async (tx) => {
      if (!(await insertBank(tx, bank, mostBanks)))
        throw refuse('question_bank.too_many', { most: mostBanks });
      await insertQuestions(tx, bank.id, questions);
    });
    return toDetail(ctx, bank);
  } finally {
    await removeUpload(ctx, uploadId);
  }
}

/** The first of them, for a refusal. */
function sayProblems(ctx: Ctx, problems: readonly Problem[]): string {
  const line = { zh: '第 {line} 行', en: 'line {line}' }[ctx.locale];
  return problems
    .slice(0, 10)
    .map(
      (one) => `${line.replace('{line}', String(one.line))}: ${problemWords[one.what][ctx.locale]}`,
    )
    .join('; ');
}

/** A page of the acting user's banks, newest first. @throws Refusal input.cursor, policy.* */
export async function listBanks(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<Page<BankItem>> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayKeepBanks, userId);
  const rows = await selectBanks(ctx.db, userId, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, ({ id }) => [id], toItem);
}

/** One's own bank, with what could not be read. @throws Refusal question_bank.unknown, policy.* */
export async function getBank(ctx: Ctx, id: string): Promise<BankDetail> {
  return toDetail(ctx, await openBank(ctx, id));
}

async function openBank(ctx: Ctx, id: string): Promise<Bank> {
  const bank = await findBank(ctx.db, id);
  if (!bank) throw refuse('question_bank.unknown');
  assertReach(ctx, mayKeepBanks, bank.ownerId);
  return bank;
}

function toItem({ id, title, form, questionCount, problems, createdAt }: Bank): BankItem {
  const problemCount = problems.length;
  return { id, title, form, questionCount, problemCount, createdAt: createdAt.toISOString() };
}

function toDetail(ctx: Ctx, bank: Bank): BankDetail {
  const problems = bank.problems.map(({ line, what, said }) => ({
    line,
    said,
    why: problemWords[what][ctx.locale],
  }));
  return { ...toItem(bank), problems };
}

/** What questions of a bank are asked for. */
export interface QuestionsAsked {
  readonly kind: QuestionKind | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** A page of the questions of one's own bank, in their order. @throws Refusal question_bank.unknown, input.cursor, policy.* */
export async function listQuestions(
  ctx: Ctx,
  bankId: string,
  { kind, cursor, limit }: QuestionsAsked,
): Promise<Page<QuestionItem>> {
  await openBank(ctx, bankId);
  const after = cursor === undefined ? 0 : readPosition(cursor);
  const rows = await selectQuestions(ctx.db, bankId, { kind, after, count: limit + 1 });
  return pageOf(rows, limit, ({ position }) => [position], toQuestion);
}

function readPosition(cursor: string): number {
  const [position] = readCursor(cursor, 1);
  if (
    typeof position !== 'number' ||
    !Number.isSafeInteger(position) ||
    Math.abs(position) > mostQuestions
  )
    throw refuseCursor('input.cursor');
  return position;
}

function toQuestion({ answer, ...question }: PlacedQuestion): QuestionItem {
  const choices = 'choices' in answer ? answer.choices : [];
  return {
    ...question,
    kind: answer.kind,
    answer: sayAnswer(answer),
    choices: choices.map(({ weight, ...one }) => ({ ...one, percent: percentOf(weight) })),
    pairs: 'pairs' in answer ? [...answer.pairs] : [],
  };
}

/** One's own bank as GIFT, and what its file is called. @throws Refusal question_bank.unknown, policy.* */
export async function exportBank(
  ctx: Ctx,
  id: string,
): Promise<{ readonly fileName: string; readonly text: string }> {
  const { title } = await openBank(ctx, id);
  const questions = await selectQuestions(ctx.db, id, { after: 0, count: mostQuestions });
  return { fileName: `${title}.gift.txt`, text: writeGift(questions) };
}

/** Deletes one's own bank with its questions. @throws Refusal question_bank.unknown, policy.* */
export async function removeBank(ctx: Ctx, id: string): Promise<void> {
  const { title } = await openBank(ctx, id);
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteBank(tx, id))) throw refuse('question_bank.unknown');
    await recordAudit(tx, ctx, 'question_bank.delete', id, { title });
  });
}
