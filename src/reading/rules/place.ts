/** A place as a device reports it: where, and when the reader went there. */
export interface Move {
  readonly chapter: number;
  readonly block: number;
  readonly movedAt: Date;
}

/** Of two moves the later one counts, whichever was reported first: a device that reports late takes nobody back. */
export function laterMove(known: Move | undefined, reported: Move): Move {
  return known && known.movedAt >= reported.movedAt ? known : reported;
}

/** Where `words` stand in `text`, with some of what stands around: before, the words, after. Undefined: nowhere. */
export function excerptOf(
  text: string,
  words: string,
  around = 40,
): readonly [string, string, string] | undefined {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  if (at < 0 || words === '') return undefined;
  const end = at + words.length;
  const [from, to] = [Math.max(0, at - around), Math.min(text.length, end + around)];
  const before = (from > 0 ? '…' : '') + text.slice(from, at).toWellFormed();
  const after = text.slice(end, to).toWellFormed() + (to < text.length ? '…' : '');
  return [before, text.slice(at, end).toWellFormed(), after];
}

/** The words of a passage of blocks, from and to characters; empty when it is none. */
export function quoteOf(
  blocks: readonly string[],
  passage: {
    readonly startBlock: number;
    readonly startChar: number;
    readonly endBlock: number;
    readonly endChar: number;
  },
): string {
  const { startBlock, startChar, endBlock, endChar } = passage;
  return blocks
    .slice(startBlock, endBlock + 1)
    .map((text, index, all) =>
      text.slice(index === 0 ? startChar : 0, index === all.length - 1 ? endChar : undefined),
    )
    .join('\n')
    .toWellFormed()
    .trim();
}
