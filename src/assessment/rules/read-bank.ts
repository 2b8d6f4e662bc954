import type { BankForm, Reading } from '../types.ts';
import { readAiken } from './aiken.ts';
import { readGift } from './gift.ts';

/** How many questions a bank holds at most, and how many of its faults are told. */
export const mostQuestions = 5_000;
const mostProblems = 500;

/** Reads text of either form: Aiken says its answers in words, GIFT in braces. */
export function readText(text: string): Reading & { readonly form: BankForm } {
  const isAiken = /^\s*(?:ANSWER|答案)\s*[:：]/im.test(text) && !/^[^\n]*\{/m.test(text);
  return isAiken ? { ...readAiken(text), form: 'aiken' } : { ...readGift(text), form: 'gift' };
}

/** As much as a bank holds. */
export function bounded({ questions, problems }: Reading): Reading {
  const told = problems.slice(0, mostProblems);
  if (questions.length <= mostQuestions) return { questions, problems: told };
  const more = {
    line: 0,
    what: 'tooMany',
    said: questions[mostQuestions]!.stem.slice(0, 60),
  } as const;
  return { questions: questions.slice(0, mostQuestions), problems: [...told, more] };
}
