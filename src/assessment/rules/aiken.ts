import {
  wholeWeight,
  type Problem,
  type ProblemKind,
  type Question,
  type Reading,
} from '../types.ts';
import { faultOf } from './check.ts';
import { beginningOf } from './gift.ts';

const option = /^\s*([A-Z])[.)、．）]\s*(.*)$/;
const right = /^\s*(?:ANSWER|答案)\s*[:：]\s*([A-Z](?:\s*,?\s*[A-Z])*)\s*$/i;

interface Draft {
  /** Where it begins; nought before its first line. */
  line: number;
  stem: string[];
  options: [letter: string, text: string][];
}

const emptyDraft = (): Draft => ({ line: 0, stem: [], options: [] });

/** Reads Aiken (docs.moodle.org/en/Aiken_format): a question, `A.` its options, `ANSWER: B`. Two letters make it a multiple choice. */
export function readAiken(text: string): Reading {
  const paper = new Paper();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries())
    if (line.trim() !== '') paper.read(line, index + 1);
  return paper.end();
}

/** What was read so far, with the question that is not answered yet. */
class Paper {
  readonly #questions: Question[] = [];
  readonly #problems: Problem[] = [];
  #draft = emptyDraft();

  read(line: string, number: number): void {
    const letters = right.exec(line)?.[1];
    const choice = letters === undefined ? option.exec(line) : null;
    // The words of a next question, and the last one was never answered.
    if (letters === undefined && !choice && this.#draft.options.length > 0) this.#fail('noAnswer');
    this.#draft.line ||= number;
    if (letters !== undefined) this.#answer(letters);
    else if (choice) this.#draft.options.push([choice[1]!, choice[2]!.trim()]);
    else this.#draft.stem.push(line.trim());
  }

  end(): Reading {
    if (this.#draft.line > 0) this.#fail('noAnswer');
    return { questions: this.#questions, problems: this.#problems };
  }

  #answer(letters: string): void {
    const read = questionOf(this.#draft, letters.toUpperCase().match(/[A-Z]/g) ?? []);
    if (typeof read === 'string') return this.#fail(read);
    this.#questions.push(read);
    this.#draft = emptyDraft();
  }

  #fail(what: ProblemKind): void {
    const { line, stem, options } = this.#draft;
    this.#problems.push({ line, what, said: beginningOf([...stem, ...options.flat()].join(' ')) });
    this.#draft = emptyDraft();
  }
}

function questionOf({ stem, options }: Draft, letters: readonly string[]): Question | ProblemKind {
  if (letters.some((letter) => !options.some(([known]) => known === letter)))
    return 'unknownOption';
  return choiceQuestion(
    { title: '', category: '', stem: stem.join('\n'), feedback: '' },
    options,
    letters,
  );
}

type Head = Pick<Question, 'title' | 'category' | 'stem' | 'feedback'>;

/** A choice by its options and the letters of those that are right: one is single, several share the marks. */
export function choiceQuestion(
  head: Head,
  options: readonly (readonly [letter: string, text: string])[],
  letters: readonly string[],
): Question | ProblemKind {
  const chosen = new Set(letters);
  const each = Math.floor(wholeWeight / Math.max(1, chosen.size));
  const rest = wholeWeight - each * chosen.size;
  let first = true;
  const choices = options.map(([letter, text]) => {
    if (!chosen.has(letter)) return { text, weight: 0, feedback: '' };
    const weight = each + (first ? rest : 0);
    first = false;
    return { text, weight, feedback: '' };
  });
  const kind = chosen.size > 1 ? 'multiple' : 'single';
  const question: Question = { ...head, format: 'plain', answer: { kind, choices } };
  return faultOf(question) ?? question;
}
