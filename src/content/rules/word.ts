import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import type { Nodes, Parents, PhrasingContent, Root as Tree } from 'mdast';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { mapElements, textOf } from './hast.ts';

/** A document of a word processor in the house's own form. */
export interface WordText {
  /** What stands at its head; undefined where nothing says that it is the title. */
  readonly title: string | undefined;
  readonly markdown: string;
}

/** The class of paragraphs in the style of a title. */
export const titleClass = 'title';

const note = /^#?((?:foot|end)note)-(\d+)$/;

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

/** What a document says, from the plain HTML that it was read as: notes become notes, headings begin below the title. */
export function wordText(html: string): WordText {
  const root = fromHtml(html, { fragment: true });
  mapElements(root, noteOf);
  const title = takeTitle(root);
  if (headings(root).some(({ tagName }) => tagName === 'h1')) demote(root);
  const markdown = processor.stringify(processor.runSync(root));
  return { title, markdown };
}

/** Mammoth writes notes as links to a list at the end. */
function noteOf(node: Element): ElementContent | ElementContent[] | undefined {
  const [only] = node.children;
  if (node.tagName === 'sup' && only?.type === 'element')
    return renamed(only, 'noteRef', only.properties['href']);
  if (node.tagName === 'li') return renamed(node, 'noteText', node.properties['id']);
  // The way back to the text is made anew.
  if (node.tagName === 'a' && /^#(?:foot|end)note-ref-/.test(String(node.properties['href'])))
    return [];
  if (node.tagName !== 'ol') return undefined;
  const isOfNotes = node.children.some(
    (child) => 'tagName' in child && child.tagName === 'noteText',
  );
  return isOfNotes ? node.children : undefined;
}

function renamed(node: Element, tagName: string, said: unknown): Element | undefined {
  const [, kind, number] = note.exec(String(said)) ?? [];
  if (kind === undefined) return undefined;
  const label = kind === 'endnote' ? `e${number}` : number!;
  return { ...node, tagName, properties: { label } };
}

function headings(root: Root): Element[] {
  return root.children.filter(
    (child): child is Element => child.type === 'element' && /^h[1-6]$/.test(child.tagName),
  );
}

/** The title is what has its style, else a single heading of the first rank with which the document begins. */
function takeTitle(root: Root): string | undefined {
  const first = headings(root).filter(({ tagName }) => tagName === 'h1');
  const named = first.find(({ properties }) => String(properties['className']) === titleClass);
  const opening = first.length === 1 && root.children[0] === first[0] ? first[0] : undefined;
  const chosen = named ?? opening;
  const title = chosen && textOf(chosen).trim();
  if (!title) return undefined;
  root.children = root.children.filter((child) => child !== chosen);
  return title;
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
