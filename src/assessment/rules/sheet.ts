import {
  wholeWeight,
  type Answer,
  type Problem,
  type ProblemKind,
  type Question,
  type QuestionKind,
  type Reading,
} from '../types.ts';
import { choiceQuestion } from './aiken.ts';
import { faultOf } from './check.ts';
import { beginningOf } from './gift.ts';

/** A cell as a reader of tables gives it. */
export type Cell = string | number | boolean | Date | null;

/** The letters of the columns that options stand in. */
export const optionLetters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;

/** What the columns of a table of questions are called, in either language; the first is what the template says. */
export const columns = {
  kind: ['题型', 'kind', 'type'],
  stem: ['题目', '题干', 'question'],
  answer: ['答案', '正确答案', 'answer'],
  feedback: ['解析', 'explanation', 'feedback'],
  category: ['分类', 'category'],
  title: ['名称', 'title', 'name'],
} as const;

const kindNames: readonly (readonly [QuestionKind, readonly string[]])[] = [
  ['single', ['单选', '单选题', 'single']],
  ['multiple', ['多选', '多选题', 'multiple']],
  ['true_false', ['判断', '判断题', 'true/false', 'true_false']],
  ['short', ['填空', '填空题', '简答', 'short']],
  ['numeric', ['数值', '数值题', 'numeric']],
  ['matching', ['连线', '配对', '匹配', 'matching']],
  ['essay', ['问答', '问答题', '论述', 'essay']],
];

/** Reads a table whose first row names its columns (`columns`, and A to H for options); every row after it is a question. */
export function readSheet(rows: readonly (readonly Cell[])[]): Reading {
  const [names = [], ...rest] = rows;
  const places = new Map(names.map((name, at) => [fold(textOf(name)), at]));
  const questions: Question[] = [];
  const problems: Problem[] = [];
  for (const [index, row] of rest.entries()) {
    const says = (keys: readonly string[]) => {
      const at = keys.map(fold).find((key) => places.has(key));
      return at === undefined ? '' : textOf(row[places.get(at)!] ?? null);
    };
    if (row.every((cell) => textOf(cell) === '')) continue;
    const read = readRow(says);
    const said = beginningOf(says(columns.stem));
    if (typeof read === 'string') problems.push({ line: index + 2, what: read, said });
    else questions.push(read);
  }
  return { questions, problems };
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:选项|option)\s*/, '')
    .trim();
}

function textOf(cell: Cell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell ?? '')
    .replaceAll(/\r\n?/g, '\n')
    .trim();
}

type Says = (keys: readonly string[]) => string;

function readRow(says: Says): Question | ProblemKind {
  const head = {
    title: says(columns.title),
    category: says(columns.category),
    stem: says(columns.stem),
    feedback: says(columns.feedback),
  };
  const options = optionLetters.flatMap((letter) => {
    const text = says([letter]);
    return text === '' ? [] : [[letter, text] as const];
  });
  const named = says(columns.kind).toLowerCase();
  const kind = kindNames.find(([, names]) => names.includes(named))?.[0];
  if (kind === undefined) return 'unknownKind';
  const answer = says(columns.answer);
  if (kind === 'single' || kind === 'multiple') return readChoice(head, { kind, options, answer });
  const read = readOther(kind, answer, options);
  if (typeof read === 'string') return read;
  const question: Question = { ...head, format: 'plain', answer: read };
  return faultOf(question) ?? question;
}

interface ChoiceSaid {
  readonly kind: 'single' | 'multiple';
  readonly options: readonly (readonly [string, string])[];
  readonly answer: string;
}

function readChoice(
  head: Pick<Question, 'title' | 'category' | 'stem' | 'feedback'>,
  { kind, options, answer }: ChoiceSaid,
): Question | ProblemKind {
  const letters = answer.toUpperCase().match(/[A-Z]/g) ?? [];
  if (letters.length === 0) return 'noAnswer';
  if (letters.some((letter) => !options.some(([known]) => known === letter)))
    return 'unknownOption';
  if (kind === 'single' && new Set(letters).size > 1) return 'manyRight';
  const read = choiceQuestion(head, options, letters);
  // A multiple choice of which one is right stays one: who answers does not know.
  if (typeof read === 'string' || kind === 'single' || !('choices' in read.answer)) return read;
  return { ...read, answer: { ...read.answer, kind: 'multiple' } };
}

const yes = new Set(['对', '正确', '是', '√', 't', 'true', 'yes', '1']);
const no = new Set(['错', '错误', '否', '×', 'f', 'false', 'no', '0']);

function readOther(
  kind: Exclude<QuestionKind, 'single' | 'multiple'>,
  answer: string,
  options: readonly (readonly [string, string])[],
): Answer | ProblemKind {
  switch (kind) {
    case 'essay':
      return { kind };
    case 'true_false': {
      const isTrue = yes.has(answer.toLowerCase());
      if (!isTrue && !no.has(answer.toLowerCase())) return 'noAnswer';
      return { kind, isTrue, whenRight: '', whenWrong: '' };
    }
    case 'short': {
      const texts = answer
        .split(/[|｜\n]/)
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .map((text) => ({ text, weight: wholeWeight, feedback: '' }));
      return texts.length === 0 ? 'noAnswer' : { kind, choices: texts };
    }
    case 'numeric':
      return readNumber(answer);
    case 'matching':
      return readPairs(options);
  }
}

/** `3.14`, `3..4` or `3~4`. */
function readNumber(answer: string): Answer | ProblemKind {
  const ends = answer.split(/\.\.|~|～/).map(numberOf);
  const [min = Number.NaN, max = min] = ends;
  if (answer === '' || ends.length > 2) return 'badNumber';
  return { kind: 'numeric', ranges: [{ min, max, weight: wholeWeight, feedback: '' }] };
}

/** No number where nothing stands, which JavaScript takes for nought. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Each option is a pair: `宫 -> do`. */
function readPairs(options: readonly (readonly [string, string])[]): Answer | ProblemKind {
  const pairs = options.map(([, text]) => {
    const arrow = arrows.find((one) => text.includes(one));
    if (arrow === undefined) return undefined;
    const at = text.indexOf(arrow);
    return { left: text.slice(0, at).trim(), right: text.slice(at + arrow.length).trim() };
  });
  const isWhole = pairs.every((pair) => pair !== undefined);
  return isWhole ? { kind: 'matching', pairs } : 'badPair';
}

const arrows = ['->', '→', '=>'] as const;
