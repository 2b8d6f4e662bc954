import type { Cutter, Query } from '../types.ts';
import { foldText, pairsOf, runsOf } from './text.ts';
import { pairLexeme, quote, titleLexeme, wordLexeme } from './vector.ts';

/** More than this is cut off: nobody means the rest. */
export const longestQuery = 100;
const mostRuns = 12;

const stopWords = new Set(
  '的 了 是 在 和 与 及 或 吗 呢 吧 啊 有 我 你 the a an of to and or in for is'.split(' '),
);

interface Clause {
  readonly words: readonly string[];
  /** Those that no other brings with it. */
  readonly telling: readonly string[];
  readonly phrase: string | undefined;
  /** Words of other scripts also match what they begin. */
  readonly isPrefix: boolean;
}

/** What was typed as queries of PostgreSQL. Any text at all is a valid search, if only for nothing. */
export function parseQuery(typed: string, cutter: Cutter): Query {
  const text = Array.from(foldText(typed.slice(0, 4 * longestQuery)))
    .slice(0, longestQuery)
    .join('');
  const runs = runsOf(text).slice(0, mostRuns);
  const clauses = runs.map((run) =>
    run.isHan ? hanClause(run.text, cutter) : latinClause(run.text),
  );
  const said = clauses.filter(({ words, phrase }) => words.length > 0 || phrase);
  const each = (which: 'words' | 'telling', lexemeOf: (word: string) => string) =>
    said.flatMap((clause) => clause[which].map((word) => asked(lexemeOf(word), clause.isPrefix)));

  return {
    text,
    all: said.map((clause) => clauseQuery(clause, clause.words)).join(' & '),
    wanted: said.map((clause) => clauseQuery(clause, clause.telling)).join(' & '),
    inTitle: each('telling', titleLexeme).join(' & '),
    any: each('words', wordLexeme).join(' | '),
    terms: termsOf(
      runs.map((run) => run.text),
      said,
    ),
  };
}

function latinClause(text: string): Clause {
  const word = text.toLowerCase();
  const words = stopWords.has(word) ? [] : [word];
  return { words, telling: words, phrase: undefined, isPrefix: word.length > 1 };
}

function hanClause(run: string, cutter: Cutter): Clause {
  const words = [...new Set(cutter.words(run))];
  const meant = words.filter((word) => !stopWords.has(word));
  const telling = meant.filter((word) => !meant.some((other) => brings(other, word, cutter)));
  return { words: meant, telling, phrase: phraseOf(run, cutter), isPrefix: false };
}

/**
 * Whether a text that has `word` has `part` as well: cutting for search, jieba adds to a longer word the words of two and
 * three characters in it that its dictionary knows.
 */
function brings(word: string, part: string, cutter: Cutter): boolean {
  const [whole, within] = [Array.from(word).length, Array.from(part).length];
  return (
    whole > within && (within === 2 || within === 3) && word.includes(part) && cutter.isWord(part)
  );
}

/**
 * The characters of a run in a row, for what the dictionary does not know: there it may cut query and text differently.
 * A word that it knows needs no such help, and would only find itself across the borders of others (和服 in 产品和服务).
 */
function phraseOf(run: string, cutter: Cutter): string | undefined {
  if (cutter.isWord(run)) return undefined;
  const pairs = pairsOf(run)
    .flat()
    .map((pair) => quote(pairLexeme(pair)));
  return pairs.length > 0 ? pairs.join(' <-> ') : undefined;
}

function clauseQuery({ phrase, isPrefix }: Clause, words: readonly string[]): string {
  const all = words.map((word) => asked(wordLexeme(word), isPrefix)).join(' & ');
  if (!phrase) return `(${all})`;
  return all ? `((${all}) | (${phrase}))` : `(${phrase})`;
}

function asked(lexeme: string, isPrefix: boolean): string {
  return `${quote(lexeme)}${isPrefix ? ':*' : ''}`;
}

/** What is marked: single characters only where nothing longer was asked for. */
function termsOf(runs: readonly string[], clauses: readonly Clause[]): string[] {
  const words = [...runs, ...clauses.flatMap((clause) => clause.words)].map((term) =>
    term.toLowerCase(),
  );
  const meant = [...new Set(words)].filter((term) => !stopWords.has(term));
  const long = meant.filter((term) => Array.from(term).length > 1);
  return (long.length > 0 ? long : meant).toSorted((a, b) => b.length - a.length).slice(0, 24);
}
