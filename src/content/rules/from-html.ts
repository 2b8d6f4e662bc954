import type { Element, Root } from 'hast';
import type { Nodes, Parents, PhrasingContent, Root as Tree } from 'mdast';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

const processor = unified()
  .use(rehypeRemark, {
    handlers: {
      noteRef: (_state, node: Element) => {
        const identifier = String(node.properties['label']);
        return { type: 'footnoteReference', identifier, label: identifier };
      },
      noteText: (state, node: Element) => {
        const identifier = String(node.properties['label']);
        const children = state.toFlow(state.all(node));
        return { type: 'footnoteDefinition', identifier, label: identifier, children };
      },
    },
  })
  .use(() => (tree) => loosen(tree as Tree))
  .use(remarkGfm, { singleTilde: false })
  .use(remarkMath)
  .use(remarkStringify, { bullet: '-', rule: '-', fences: true });

/** The headings that stand in no other element. */
export function headings(root: Root): Element[] {
  return root.children.filter(
    (child): child is Element => child.type === 'element' && /^h[1-6]$/.test(child.tagName),
  );
}

/** HTML of elsewhere as Markdown of ours; its headings begin below the title that a page has already. */
export function writeMarkdown(root: Root): string {
  if (headings(root).some(({ tagName }) => tagName === 'h1')) demote(root);
  return processor.stringify(processor.runSync(root));
}

function demote(root: Root): void {
  for (const heading of headings(root))
    heading.tagName = `h${Math.min(6, Number(heading.tagName[1]) + 1)}`;
}

const edges = /^([\p{P}\p{S}\s]*)(.*?)([\p{P}\p{S}\s]*)$/su;

/**
 * Takes punctuation and blanks at the edges of what is emphasised out of it: between Chinese characters, which have no
 * blanks, `**so。**` would not be read as emphasis (CommonMark 0.31, 6.2).
 */
function loosen(node: Nodes): void {
  if (!('children' in node)) return;
  for (const child of node.children) loosen(child);
  const parent: Parents = node;
  parent.children = parent.children.flatMap((child): Nodes[] =>
    child.type === 'strong' || child.type === 'emphasis' ? loosened(child) : [child],
  ) as never;
}

function loosened(node: Extract<Nodes, { type: 'strong' | 'emphasis' }>): PhrasingContent[] {
  const [only] = node.children;
  if (node.children.length !== 1 || only?.type !== 'text') return [node];
  const [, before = '', within = '', behind = ''] = edges.exec(only.value) ?? [];
  const text = (value: string): PhrasingContent[] => (value ? [{ type: 'text', value }] : []);
  if (within === '') return text(only.value);
  return [...text(before), { ...node, children: text(within) }, ...text(behind)];
}
