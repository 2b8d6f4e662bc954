import type { Mark } from '../types.ts';

/** `text` cut into what is one of `terms` (lower case, longest first) and what is not. */
export function markTerms(text: string, terms: readonly string[]): Mark[] {
  if (terms.length === 0 || text === '') return text ? [{ text, isHit: false }] : [];
  const pattern = new RegExp(terms.map(escapePattern).join('|'), 'giu');
  const marks: Mark[] = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) marks.push({ text: text.slice(at, found.index), isHit: false });
    marks.push({ text: found[0], isHit: true });
    at = found.index + found[0].length;
  }
  if (at < text.length) marks.push({ text: text.slice(at), isHit: false });
  return marks;
}

export function hasHit(marks: readonly Mark[]): boolean {
  return marks.some(({ isHit }) => isHit);
}

function escapePattern(term: string): string {
  return term.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
