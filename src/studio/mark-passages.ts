const name = 'finding';

/**
 * Marks every place of these passages in a rendered text and brings the first into view, where the browser knows
 * highlights. Answers how to take the marks away.
 */
export function markPassages(root: HTMLElement, passages: readonly string[]): () => void {
  if (!('highlights' in CSS)) return () => undefined;
  const ranges = passages.flatMap((passage) => rangesOf(root, passage));
  const marks = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, marks);
  for (const range of ranges) marks.add(range);
  ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
  return () => {
    for (const range of ranges) marks.delete(range);
  };
}

function rangesOf(root: HTMLElement, passage: string): Range[] {
  if (passage === '') return [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { readonly node: Text; readonly start: number }[] = [];
  let text = '';
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (node.parentElement?.closest('[aria-hidden]')) continue;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  const ranges: Range[] = [];
  for (let at = text.indexOf(passage); at >= 0; at = text.indexOf(passage, at + passage.length)) {
    const range = document.createRange();
    const [first, last] = [placeOf(nodes, at), placeOf(nodes, at + passage.length - 1)];
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + 1);
    ranges.push(range);
  }
  return ranges;
}

function placeOf(
  nodes: readonly { readonly node: Text; readonly start: number }[],
  at: number,
): { readonly node: Text; readonly offset: number } {
  const found = nodes.findLast(({ start }) => start <= at)!;
  return { node: found.node, offset: at - found.start };
}
