import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Answer, BankForm, Problem, Question, QuestionKind } from './types.ts';

/** A question bank without its questions. */
export interface Bank {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly form: BankForm;
  readonly questionCount: number;
  readonly problems: readonly Problem[];
  readonly createdAt: Date;
}

/** Keeps a bank. False when its owner has `most` already; who brings two at once waits for the other. */
export async function insertBank(tx: Tx, bank: Bank, most: number): Promise<boolean> {
  const { id, ownerId, title, form, questionCount, problems, createdAt } = bank;
  await sql`select from app_user where id = ${ownerId} for no key update`.execute(tx);
  const { rows } = await sql`
    insert into question_bank (id, owner_id, title, form, question_count, problems, created_at)
    select ${id}, ${ownerId}, ${title}, ${form}, ${questionCount}::int, ${JSON.stringify(problems)}::jsonb, ${createdAt}
    where (select count(*) from question_bank where owner_id = ${ownerId}) < ${most}::int
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Writes the questions of a new bank, in one statement. */
export async function insertQuestions(
  tx: Tx,
  bankId: string,
  questions: readonly Question[],
): Promise<void> {
  const rows = questions.map(({ answer: { kind, ...answer }, ...question }, at) => ({
    ...question,
    kind,
    answer,
    position: at + 1,
  }));
  await sql`
    insert into bank_question (bank_id, position, kind, title, category, stem, format, feedback, answer)
    select ${bankId}, q.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as q (
      position int, kind text, title text, category text, stem text, format text, feedback text, answer jsonb)`.execute(
    tx,
  );
}

const bankFields = [
  'id',
  'ownerId',
  'title',
  'form',
  'questionCount',
  'problems',
  'createdAt',
] as const;

/** The banks of a person from the newest to the oldest, after `afterId`. */
export async function selectBanks(
  db: Db,
  ownerId: string,
  afterId: string | undefined,
  count: number,
): Promise<Bank[]> {
  const rows = await db
    .selectFrom('questionBank')
    .select(bankFields)
    .where('ownerId', '=', ownerId)
    .$if(afterId !== undefined, (query) => query.where('id', '<', afterId!))
    .orderBy('id', 'desc')
    .limit(sql.lit(count))
    .execute();
  return rows as Bank[];
}

export async function findBank(db: Db, id: string): Promise<Bank | undefined> {
  const query = db.selectFrom('questionBank').select(bankFields).where('id', '=', id);
  return (await query.executeTakeFirst()) as Bank | undefined;
}

/** Deletes a bank with its questions. False when somebody did before. */
export async function deleteBank(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('questionBank')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

export interface PlacedQuestion extends Question {
  readonly position: number;
}

/** Questions of a bank in their order, of one kind or all, after a position. */
export async function selectQuestions(
  db: Db,
  bankId: string,
  { kind, after, count }: { kind?: QuestionKind | undefined; after: number; count: number },
): Promise<PlacedQuestion[]> {
  const rows = await db
    .selectFrom('bankQuestion')
    .select(['position', 'kind', 'title', 'category', 'stem', 'format', 'feedback', 'answer'])
    .where('bankId', '=', bankId)
    .where('position', '>', after)
    .$if(kind !== undefined, (query) => query.where('kind', '=', sql.lit(kind!)))
    .orderBy('position')
    .limit(sql.lit(count))
    .execute();
  return rows.map(({ kind: of, answer, ...row }) => ({
    ...row,
    answer: { ...(answer as object), kind: of } as Answer,
  }));
}
