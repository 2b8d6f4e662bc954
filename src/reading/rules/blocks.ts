import type { Element, ElementContent, Root } from 'hast';
import { toString } from 'hast-util-to-string';

const blockNames = new Set(
  'p h1 h2 h3 h4 h5 h6 li blockquote pre dt dd td th caption figcaption div section article aside header footer ul ol dl table thead tbody tfoot tr figure hr'.split(
    ' ',
  ),
);
// What holds words by itself, beside what it holds in blocks.
const holders = new Set(
  'li blockquote dd td th div section article aside header footer figure'.split(' '),
);

function isBlock(node: ElementContent | Root['children'][number]): node is Element {
  return node.type === 'element' && blockNames.has(node.tagName);
}

function hasWords(node: ElementContent): boolean {
  return node.type === 'element' || (node.type === 'text' && node.value.trim() !== '');
}

/** Words that stand beside blocks get a paragraph of their own, so that every word stands in a block. */
export function wrapLoose(parent: Root | Element): void {
  const children = parent.children as ElementContent[];
  for (const child of children) if (child.type === 'element') wrapLoose(child);
  const isHolder = parent.type === 'root' || holders.has(parent.tagName);
  if (!isHolder || (parent.type !== 'root' && !children.some(isBlock))) return;
  const wrapped: ElementContent[] = [];
  let run: ElementContent[] = [];
  const close = () => {
    if (run.some(hasWords))
      wrapped.push({ type: 'element', tagName: 'p', properties: {}, children: run });
    run = [];
  };
  for (const child of children) {
    if (!isBlock(child)) {
      run.push(child);
      continue;
    }
    close();
    wrapped.push(child);
  }
  close();
  parent.children = wrapped;
}

/** Numbers the blocks that hold words, in order: they become `b0`, `b1` and so on. Answers their words. */
export function numberBlocks(root: Root): string[] {
  const blocks: string[] = [];
  const walk = (parent: Root | Element) => {
    for (const child of parent.children) {
      if (child.type !== 'element') continue;
      const isLeaf = isBlock(child) && !child.children.some((one) => holdsBlock(one));
      if (!isLeaf) {
        walk(child);
        continue;
      }
      const text = toString(child);
      if (text.trim() === '') continue;
      child.properties['id'] = `b${blocks.length}`;
      blocks.push(text);
    }
  };
  walk(root);
  return blocks;
}

function holdsBlock(node: ElementContent): boolean {
  if (node.type !== 'element') return false;
  return blockNames.has(node.tagName) || node.children.some(holdsBlock);
}
