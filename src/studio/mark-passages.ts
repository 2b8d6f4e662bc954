const name = 'finding';

/** What to mark in a text: every place of these words, or the one place that a search through the text finds. */
export type Passage =
  | string
  | ((text: string) => readonly [start: number, end: number] | undefined);

/**
 * Marks every place of these passages in a rendered text, where the browser knows highlights, and brings the first that is
 * given by its words into view. Answers how to take the marks away.
 */
export function markPassages(root: HTMLElement, passages: readonly Passage[]): () => void {
  if (!('highlights' in CSS)) return () => undefined;
  const byWords = passages.filter((passage) => typeof passage === 'string');
  const sought = byWords.flatMap((passage) => rangesOf(root, passage));
  const others = passages.filter((passage) => typeof passage !== 'string');
  const ranges = [...sought, ...others.flatMap((passage) => rangesOf(root, passage))];
  const marks = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, marks);
  for (const range of ranges) marks.add(range);
  sought[0]?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
  return () => {
    for (const range of ranges) marks.delete(range);
  };
}

function rangesOf(root: HTMLElement, passage: Passage): Range[] {
  const { nodes, text } = textIn(root);
  return placesIn(text, passage).map(([start, end]) => {
    const range = document.createRange();
    const [first, last] = [placeOf(nodes, start), placeOf(nodes, end - 1)];
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + 1);
    return range;
  });
}

function placesIn(text: string, passage: Passage): (readonly [number, number])[] {
  if (typeof passage !== 'string') {
    const place = passage(text);
    return place ? [place] : [];
  }
  if (passage === '') return [];
  const places: (readonly [number, number])[] = [];
  for (let at = text.indexOf(passage); at >= 0; at = text.indexOf(passage, at + passage.length))
    places.push([at, at + passage.length]);
  return places;
}

interface Piece {
  readonly node: Text;
  readonly start: number;
}

/** What can be read in a rendered text. */
export function textIn(root: HTMLElement): {
  readonly text: string;
  readonly nodes: readonly Piece[];
} {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Piece[] = [];
  let text = '';
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (node.parentElement?.closest('[aria-hidden]')) continue;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  return { text, nodes };
}

/** A part of what can be read. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What the reader has selected in a rendered text, without blanks around it; nothing when that is elsewhere. */
export function selectedIn(root: HTMLElement): Selected | undefined {
  const selection = getSelection();
  const range = selection?.isCollapsed === false ? selection.getRangeAt(0) : undefined;
  if (!range?.intersectsNode(root)) return undefined;
  const { text, nodes } = textIn(root);
  const inside = nodes.filter(({ node }) => range.intersectsNode(node));
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last) return undefined;
  const start = first.start + (range.startContainer === first.node ? range.startOffset : 0);
  const end = last.start + (range.endContainer === last.node ? range.endOffset : last.node.length);
  return trimmed({ text, start, end });
}

function trimmed({ text, start, end }: Selected): Selected | undefined {
  const chosen = text.slice(start, end);
  const words = chosen.trim();
  const from = start + chosen.indexOf(words);
  return words === '' ? undefined : { text, start: from, end: from + words.length };
}

function placeOf(
  nodes: readonly Piece[],
  at: number,
): { readonly node: Text; readonly offset: number } {
  const found = nodes.findLast(({ start }) => start <= at)!;
  return { node: found.node, offset: at - found.start };
}
