import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { headings, writeMarkdown } from './from-html.ts';
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

/** What a document says, from the plain HTML that it was read as: notes become notes, headings begin below the title. */
export function wordText(html: string): WordText {
  const root = fromHtml(html, { fragment: true });
  mapElements(root, noteOf);
  const title = takeTitle(root);
  return { title, markdown: writeMarkdown(root) };
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
