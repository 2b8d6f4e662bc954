import { compareTokens } from './compare.ts';

/** A stretch of two texts that grew out of one: what each says in it. */
export interface Chunk {
  /** `same`: nothing to decide. `mine`, `theirs`: only that side changed it. `both`: somebody has to choose. */
  readonly kind: 'same' | 'mine' | 'theirs' | 'both';
  readonly mine: string;
  readonly theirs: string;
}

export type Choice = 'mine' | 'theirs' | 'both';

/** Paragraphs with the empty lines after them; joined they are the text again. */
export function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  let current = '';
  let isEnding = false;
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    const isBlank = line.trim() === '';
    if (isEnding && !isBlank && current.trim() !== '') {
      paragraphs.push(current);
      current = '';
    }
    current += line;
    isEnding = isBlank;
  }
  return current === '' ? paragraphs : [...paragraphs, current];
}

/** What two people made of `base`, by paragraphs. */
export function mergeParagraphs(base: string, mine: string, theirs: string): Chunk[] {
  const [origin, a, b] = [base, mine, theirs].map(paragraphsOf) as [string[], string[], string[]];
  const [inMine, inTheirs] = [matches(origin, a), matches(origin, b)];
  const chunks: Chunk[] = [];
  let [from, fromA, fromB] = [0, 0, 0];
  for (let at = 0; at <= origin.length; at += 1) {
    const [i, j] = at === origin.length ? [a.length, b.length] : [inMine[at], inTheirs[at]];
    if (i === undefined || j === undefined || i < fromA || j < fromB) continue;
    const changed = chunkOf(origin.slice(from, at), a.slice(fromA, i), b.slice(fromB, j));
    if (changed) chunks.push(changed);
    if (at < origin.length) chunks.push(stableChunk(origin[at]!, a[i]!, b[j]!));
    [from, fromA, fromB] = [at + 1, i + 1, j + 1];
  }
  return chunks;
}

/** Which paragraph of `to` is which of `from`; ends of lines do not count. */
function matches(from: readonly string[], to: readonly string[]): (number | undefined)[] {
  const plain = (texts: readonly string[]) => texts.map((text) => text.trimEnd());
  const found: (number | undefined)[] = [];
  let at = 0;
  for (const { op, tokens } of compareTokens(plain(from), plain(to))) {
    if (op === '+') at += tokens.length;
    for (const _ of op === '+' ? [] : tokens) {
      found.push(op === '=' ? at : undefined);
      if (op === '=') at += 1;
    }
  }
  return found;
}

/** A paragraph that all have; where only the empty lines after it differ, the side that changed them counts. */
function stableChunk(base: string, mine: string, theirs: string): Chunk {
  const text = mine === base ? theirs : mine;
  return { kind: 'same', mine: text, theirs: text };
}

function chunkOf(
  base: readonly string[],
  a: readonly string[],
  b: readonly string[],
): Chunk | undefined {
  const [origin, mine, theirs] = [base, a, b].map((texts) => texts.join('')) as [
    string,
    string,
    string,
  ];
  if (mine === theirs) return mine === '' ? undefined : { kind: 'same', mine, theirs };
  if (mine === origin) return { kind: 'theirs', mine, theirs };
  return { kind: theirs === origin ? 'mine' : 'both', mine, theirs };
}

/** The text that a choice for each chunk makes; where nobody chose, the side that changed, or mine. */
export function joinChunks(
  chunks: readonly Chunk[],
  choices: readonly (Choice | undefined)[],
): string {
  const texts = chunks.map(({ kind, mine, theirs }, at) => {
    const choice = choices[at] ?? (kind === 'theirs' ? 'theirs' : 'mine');
    return choice === 'both' ? `${closed(theirs)}${mine}` : choice === 'mine' ? mine : theirs;
  });
  const said = texts.filter((text) => text !== '');
  return said.map((text, at) => (at < said.length - 1 ? closed(text) : text)).join('');
}

/** A text after which another paragraph can begin. */
function closed(text: string): string {
  return text === '' || /\n[ \t]*\n[ \t]*$/.test(text) ? text : `${text.replace(/\n?$/, '')}\n\n`;
}
