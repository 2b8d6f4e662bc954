/** A passage of a chapter: characters in the words of its numbered blocks. */
export interface Passage {
  readonly chapter: number;
  readonly startBlock: number;
  readonly startChar: number;
  readonly endBlock: number;
  readonly endChar: number;
}

/** The blocks of a chapter, by their numbers. */
export function blocksOf(text: HTMLElement): HTMLElement[] {
  return Array.from(text.querySelectorAll<HTMLElement>('[id^="b"]')).filter(({ id }) =>
    /^b\d+$/.test(id),
  );
}

/** What of the chapter a range covers; undefined when it covers no words. */
export function passageOf(
  range: Range,
  chapter: number,
  blocks: readonly HTMLElement[],
): Passage | undefined {
  const covered = blocks.flatMap((block, number) => {
    if (!range.intersectsNode(block)) return [];
    const [from, to] = charsIn(range, block);
    return to > from ? [{ number, from, to }] : [];
  });
  const [first, last] = [covered[0], covered.at(-1)];
  if (!first || !last) return undefined;
  return {
    chapter,
    startBlock: first.number,
    startChar: first.from,
    endBlock: last.number,
    endChar: last.to,
  };
}

function charsIn(range: Range, block: HTMLElement): readonly [number, number] {
  const length = block.textContent.length;
  const upTo = (node: Node, offset: number) => {
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return before.toString().length;
  };
  const from = block.contains(range.startContainer)
    ? upTo(range.startContainer, range.startOffset)
    : 0;
  const to = block.contains(range.endContainer)
    ? upTo(range.endContainer, range.endOffset)
    : length;
  return [from, to];
}

/** The range of a passage in the page; undefined when the chapter has no such place any more. */
export function rangeOf(passage: Passage, blocks: readonly HTMLElement[]): Range | undefined {
  const start = pointIn(blocks[passage.startBlock], passage.startChar);
  const end = pointIn(blocks[passage.endBlock], passage.endChar);
  if (!start || !end) return undefined;
  const range = document.createRange();
  range.setStart(...start);
  range.setEnd(...end);
  return range;
}

function pointIn(block: HTMLElement | undefined, char: number): [Node, number] | undefined {
  if (!block) return undefined;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let left = char;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (left <= length) return [node, left];
    left -= length;
  }
  return undefined;
}
