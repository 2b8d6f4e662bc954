import type { Cutter } from '../types.ts';
import { foldText, pairsOf } from './text.ts';

type Weight = 'A' | 'B' | 'C' | 'D';

// PostgreSQL counts positions to 16,383 and keeps 255 of a lexeme (manual, 8.11.1 and 12.8).
const lastPosition = 16_383;
const keptPositions = 255;
const longest = 60;

/** A tsvector in the making: lexemes with their places, quoted as PostgreSQL reads them. */
class Vector {
  readonly #places = new Map<string, string[]>();
  #at = 1;

  add(lexeme: string, weight: Weight): void {
    const places = this.#places.get(lexeme) ?? [];
    if (places.length < keptPositions)
      places.push(`${Math.min(this.#at, lastPosition)}${weight === 'D' ? '' : weight}`);
    this.#places.set(lexeme, places);
    this.#at += 1;
  }

  /** Adds a lexeme that is only asked for, never ranked: it has no place. */
  mark(lexeme: string): void {
    this.#places.set(lexeme, []);
  }

  /** Leaves a gap that no phrase crosses. */
  skip(): void {
    this.#at += 2;
  }

  /** Counts again from the first place: pairs and words have positions of their own. */
  rewind(): void {
    this.#at = 1;
  }

  toString(): string {
    return Array.from(
      this.#places,
      ([lexeme, places]) => quote(lexeme) + (places.length > 0 ? `:${places.join(',')}` : ''),
    ).join(' ');
  }
}

/** A lexeme between quotes, for a tsvector or tsquery in text form. */
export function quote(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** A jieba word as a lexeme; words, title words and pairs never meet, because their first letters differ. */
export function wordLexeme(word: string): string {
  return `w${shortened(word)}`;
}

/** A word of a title: asking for it needs no look at weights, which are not in the index. */
export function titleLexeme(word: string): string {
  return `t${shortened(word)}`;
}

function shortened(word: string): string {
  return Array.from(word.toLowerCase()).slice(0, longest).join('');
}

/** Two neighbouring characters as a lexeme. */
export function pairLexeme(pair: string): string {
  return `g${pair}`;
}

/** What a document says, as a tsvector in text form. */
export function vectorOf(
  texts: { readonly strong: string; readonly body: string; readonly weak: string },
  cutter: Cutter,
): string {
  const vector = new Vector();
  const all = [
    [foldText(texts.strong), 'A'],
    [foldText(texts.body), 'B'],
    [foldText(texts.weak), 'C'],
  ] as const;
  for (const [text, weight] of all) {
    for (const word of cutter.words(text)) {
      vector.add(wordLexeme(word), weight);
      if (weight === 'A') vector.mark(titleLexeme(word));
    }
  }
  vector.rewind();
  for (const [text] of all) {
    for (const pairs of pairsOf(text)) {
      for (const pair of pairs) vector.add(pairLexeme(pair), 'D');
      vector.skip();
    }
  }
  return vector.toString();
}
