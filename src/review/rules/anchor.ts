import type { Anchor } from '../types.ts';

/** How much of what stands around a passage is kept, in characters on either side. */
export const around = 32;

/** The passage of `text` from `start` to `end` as a comment keeps it. */
export function anchorOf(text: string, start: number, end: number): Anchor {
  return {
    quote: text.slice(start, end),
    before: text.slice(Math.max(0, start - around), start),
    after: text.slice(end, end + around),
  };
}

/**
 * Where in `text` the passage stands now; undefined when its words are gone. Of several places with the same words, the one
 * whose surroundings are most like those that were read.
 */
export function findAnchor(text: string, { quote, before, after }: Anchor): number | undefined {
  if (quote === '') return undefined;
  let best: number | undefined;
  let most = -1;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const alike =
      sharedEnd(text.slice(Math.max(0, at - around), at), before) +
      sharedStart(text.slice(at + quote.length, at + quote.length + around), after);
    if (alike > most) [best, most] = [at, alike];
  }
  return best;
}

function sharedStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function sharedEnd(a: string, b: string): number {
  let count = 0;
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count += 1;
  return count;
}
