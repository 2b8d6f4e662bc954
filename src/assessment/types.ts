/** What a question asks for. */
export const questionKinds = [
  'single',
  'multiple',
  'true_false',
  'short',
  'numeric',
  'matching',
  'essay',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** In which signs the words of a question are written. */
export const questionFormats = ['plain', 'markdown', 'html', 'moodle'] as const;
export type QuestionFormat = (typeof questionFormats)[number];

/** All of the marks, as `weight` counts them: hundred-thousandths of a percent, so that thirds lose nothing. */
export const wholeWeight = 10_000_000;

/** An option of a choice, or an accepted short answer. */
export interface Choice {
  readonly text: string;
  /** Of `wholeWeight`; below nought it takes marks away. */
  readonly weight: number;
  readonly feedback: string;
}

/** Numbers that are accepted, both ends included. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly weight: number;
  readonly feedback: string;
}

/** A pair that belongs together; what has no left side only misleads. */
export interface Pair {
  readonly left: string;
  readonly right: string;
}

/** What is right, by kind. */
export type Answer =
  | { readonly kind: 'single' | 'multiple' | 'short'; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'true_false';
      readonly isTrue: boolean;
      readonly whenWrong: string;
      readonly whenRight: string;
    }
  | { readonly kind: 'numeric'; readonly ranges: readonly NumberRange[] }
  | { readonly kind: 'matching'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'essay' };

/** A question of a bank. All texts are trimmed, and may hold several lines. */
export interface Question {
  /** A short name; often empty. */
  readonly title: string;
  /** A path such as `乐理/音程`; empty where nobody said one. */
  readonly category: string;
  readonly stem: string;
  readonly format: QuestionFormat;
  /** Shown to everybody who answered. */
  readonly feedback: string;
  readonly answer: Answer;
}

/** The forms in which questions come. */
export const bankForms = ['gift', 'aiken', 'xlsx'] as const;
export type BankForm = (typeof bankForms)[number];

/** Why a question could not be taken. */
export const problemKinds = [
  'noStem',
  'longText',
  'noAnswer',
  'unclosed',
  'fewOptions',
  'noRight',
  'manyRight',
  'badWeight',
  'badSum',
  'badNumber',
  'badPair',
  'badArrow',
  'mixed',
  'manyOptions',
  'description',
  'badOption',
  'unknownKind',
  'unknownOption',
  'tooMany',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** A place of a file where a question could not be read; lines and rows count from 1. */
export interface Problem {
  readonly line: number;
  readonly what: ProblemKind;
  /** The beginning of what stands there. */
  readonly said: string;
}

/** What a file of questions says. */
export interface Reading {
  readonly questions: readonly Question[];
  readonly problems: readonly Problem[];
}
