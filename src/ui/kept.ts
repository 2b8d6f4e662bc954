import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

interface Kept {
  readonly shows: readonly unknown[];
  readonly markup: string;
}

const most = 4_096;
let recent = new Map<string, Kept>();
let before = new Map<string, Kept>();

/**
 * A piece of a page as markup, made anew only when something that it shows is another than when it was made: `shows` must
 * hold all of that, so nothing has to be purged. What nobody asks for while 4,096 others are is forgotten.
 */
export function keptMarkup(
  key: string,
  shows: readonly (string | number | boolean | null)[],
  make: () => ReactNode,
): string {
  const known = recent.get(key);
  if (known && isSame(known.shows, shows)) return known.markup;
  const older = before.get(key);
  const kept = older && isSame(older.shows, shows) ? older : { shows, markup: markupOf(make()) };
  if (recent.size >= most) {
    before = recent;
    recent = new Map();
  }
  recent.set(key, kept);
  return kept.markup;
}

// React hands over a rope of hundreds of pieces, which would be walked whenever it is joined to others.
const markupOf = (piece: ReactNode) => Buffer.from(renderToStaticMarkup(piece)).toString();

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  for (let index = 0; index < other.length; index += 1)
    if (one[index] !== other[index]) return false;
  return one.length === other.length;
}
