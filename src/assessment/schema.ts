import { z } from 'zod';
import { bankForms, questionFormats, questionKinds } from './types.ts';

const Id = z.uuid();

/** A bank is made of a finished upload (`use: import`). */
export const NewBank = z.object({ uploadId: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export const BankPath = z.object({ id: Id });
export const QuestionQuery = z.object({ kind: z.enum(questionKinds).optional() });

const Problem = z.object({
  /** The line or row that it begins at. */
  line: z.int(),
  /** Why it was not taken, in words. */
  why: z.string(),
  /** The beginning of what stands there. */
  said: z.string(),
});

/** A question bank in a list. */
export const BankItem = z.object({
  id: Id,
  title: z.string(),
  form: z.enum(bankForms),
  questionCount: z.int(),
  problemCount: z.int(),
  createdAt: z.iso.datetime(),
});
export type BankItem = z.infer<typeof BankItem>;

/** A question bank with what could not be read of its file. */
export const BankDetail = BankItem.extend({ problems: z.array(Problem) });
export type BankDetail = z.infer<typeof BankDetail>;

const said = z.string();
const Choice = z.object({
  text: z.string(),
  /** Of all the marks, in percent. */
  percent: z.number(),
  feedback: said,
});

/** A question as its creator sees it. */
export const QuestionItem = z.object({
  position: z.int(),
  kind: z.enum(questionKinds),
  title: said,
  category: said,
  stem: z.string(),
  format: z.enum(questionFormats),
  feedback: said,
  /** The answer on one line. */
  answer: z.string(),
  /** Options of choices, and accepted answers. */
  choices: z.array(Choice),
  pairs: z.array(z.object({ left: z.string(), right: z.string() })),
});
export type QuestionItem = z.infer<typeof QuestionItem>;
