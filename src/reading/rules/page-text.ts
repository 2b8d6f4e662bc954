import type { PageRun } from '../types.ts';

/** A piece of a page's words as pdf.js tells it: what stands together, and whether the line ends there. */
export interface TextPiece {
  readonly str: string;
  readonly hasEOL: boolean;
}

// Letters of scripts that put no space between words, with their marks.
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/**
 * The words of a page as one text, and for each end of a line what was put between the two: a space, or nothing where both
 * sides are Chinese, so that a word that goes on in the next line is found as one.
 */
export function joinPieces(pieces: readonly TextPiece[]): {
  readonly text: string;
  readonly gaps: readonly ('' | ' ')[];
} {
  const gaps: ('' | ' ')[] = [];
  let text = '';
  for (const [index, { str, hasEOL }] of pieces.entries()) {
    text += str;
    if (!hasEOL) continue;
    const gap = gapBetween(text, firstAfter(pieces, index));
    gaps.push(gap);
    text += gap;
  }
  return { text, gaps };
}

function firstAfter(pieces: readonly TextPiece[], index: number): string {
  for (let at = index + 1; at < pieces.length; at += 1)
    if (pieces[at]!.str !== '') return pieces[at]!.str;
  return '';
}

function gapBetween(before: string, after: string): '' | ' ' {
  const [last, first] = [lastSign(before), String.fromCodePoint(after.codePointAt(0) ?? 32)];
  if (last.trim() === '' || first.trim() === '') return '';
  return spaceless.test(last) && spaceless.test(first) ? '' : ' ';
}

function lastSign(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? '';
}

// Radicals and compatibility forms: what many programs write into a PDF in the place of the letter itself.
const lookAlike = /[\u2e80-\u2fdf\uf900-\ufaff]/g;

/**
 * A page's words to be kept: with the letters that people type, each in the place of the one that looks like it, so that
 * every character stays where it is.
 */
export function keepable(text: string): string {
  return text
    .replaceAll(lookAlike, (sign) => {
      const usual = sign.normalize('NFKC');
      return usual.length === 1 ? usual : sign;
    })
    .replaceAll('\0', ' ')
    .toWellFormed();
}

/** Sizes of pages, told once for all that follow each other with the same. */
export function runsOfSizes(sizes: readonly (readonly [number, number])[]): PageRun[] {
  const runs: [number, number, number][] = [];
  for (const [width, height] of sizes) {
    const last = runs.at(-1);
    if (last && last[0] === width && last[1] === height) last[2] += 1;
    else runs.push([width, height, 1]);
  }
  return runs;
}
