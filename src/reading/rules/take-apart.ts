import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import { resolveIn } from '#media/service/open-epub.ts';
import type { Picture, PlacedPicture } from '../types.ts';
import { numberBlocks, wrapLoose } from './blocks.ts';
import { allowed } from './sanitise.ts';

/** What a chapter has around it: its path in the book, the number of each chapter and each picture by path. */
export interface Surroundings {
  readonly path: string;
  readonly chapterOf: ReadonlyMap<string, number>;
  readonly pictureOf: ReadonlyMap<string, Picture>;
}

export interface TakenChapter {
  readonly parts: readonly string[];
  readonly pictures: readonly PlacedPicture[];
  readonly blocks: readonly string[];
  /** Its first heading. */
  readonly heading: string;
}

// Nobody writes it: what stands for a picture until the parts are put together.
const mark = '\uE000';

/** An id of the book, kept apart from those of our page. */
export function anchorId(id: string): string {
  return `a-${id.replaceAll(/[^\p{L}\p{N}_.-]/gu, '-')}`;
}

/**
 * A chapter as safe HTML. It is read as HTML, which knows no entities but its own; an element that XML closes by itself is
 * closed first.
 */
export function takeChapter(text: string, around: Surroundings): TakenChapter {
  const open = text
    .replaceAll(mark, '')
    .replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '')
    .replaceAll(/<(?!(?:br|hr|img|wbr)\b)([\w:-]+)((?:\s[^<>]*)?)\/>/gi, '<$1$2></$1>');
  const root = unified().use(rehypeSanitize, allowed).runSync(fromHtml(open));
  const pictures: PlacedPicture[] = [];
  visit(root, (element) => settle(element, around, pictures));
  visit(root, reachable);
  wrapLoose(root);
  const blocks = numberBlocks(root).map((words) => words.replaceAll(mark, ''));
  const heading = firstHeading(root);
  const parts = unified().use(rehypeStringify).stringify(root).split(mark);
  return { parts, pictures, blocks, heading };
}

/** Children first; what `change` answers takes the place of the element. */
function visit(parent: Root | Element, change: (element: Element) => ElementContent[]): void {
  const children = (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type !== 'element') return child.type === 'text' ? [child] : [];
    visit(child, change);
    return change(child);
  });
  parent.children = children;
}

function settle(
  element: Element,
  around: Surroundings,
  pictures: PlacedPicture[],
): ElementContent[] {
  if (element.tagName === 'img') return placePicture(element, around, pictures);
  if (element.tagName === 'a') tameLink(element, around);
  // The page has a heading of its own.
  const level = /^h([1-5])$/.exec(element.tagName)?.[1];
  if (level) element.tagName = `h${Number(level) + 1}`;
  const { id } = element.properties;
  delete element.properties['id'];
  if (typeof id !== 'string' || id === '') return [element];
  const anchor: Element = {
    type: 'element',
    tagName: 'span',
    properties: { id: anchorId(id) },
    children: [],
  };
  // Where it holds nothing but rows or items nothing else may stand in it.
  if (!/^(?:table|thead|tbody|tfoot|tr|ul|ol|dl|hr|br|m\w+)$/.test(element.tagName))
    element.children.unshift(anchor);
  return [element];
}

/** What may be wider than a phone is scrolled by itself, also by keyboard. */
function reachable(element: Element): ElementContent[] {
  if (element.tagName === 'pre') element.properties['tabIndex'] = 0;
  if (element.tagName !== 'table') return [element];
  return [{ type: 'element', tagName: 'div', properties: { tabIndex: 0 }, children: [element] }];
}

function placePicture(
  { properties }: Element,
  { path, pictureOf }: Surroundings,
  pictures: PlacedPicture[],
): ElementContent[] {
  const at = resolveIn(path, String(properties['src'] ?? ''))?.path ?? '';
  const picture = pictureOf.get(at);
  const alt = String(properties['alt'] ?? '').replaceAll(mark, '');
  if (!picture) return alt ? [{ type: 'text', value: `［${alt}］` }] : [];
  pictures.push({ ...picture, alt });
  return [{ type: 'text', value: mark }];
}

function tameLink(element: Element, { path, chapterOf }: Surroundings): void {
  const href = String(element.properties['href'] ?? '');
  delete element.properties['href'];
  if (/^(?:https?:|mailto:)/i.test(href)) {
    element.properties['href'] = href;
    element.properties['rel'] = ['noopener', 'noreferrer', 'nofollow'];
    return;
  }
  const to = href === '' ? undefined : resolveIn(path, href);
  const chapter = to && chapterOf.get(to.path);
  if (to && chapter !== undefined)
    element.properties['href'] = `./${chapter}${to.anchor ? `#${anchorId(to.anchor)}` : ''}`;
}

function firstHeading(root: Root): string {
  let found = '';
  visit(root, (element) => {
    if (found === '' && /^h[2-6]$/.test(element.tagName)) found = plain(element);
    return [element];
  });
  return found;
}

function plain(node: Element): string {
  return node.children
    .map((child) =>
      child.type === 'text' ? child.value : child.type === 'element' ? plain(child) : '',
    )
    .join('')
    .replaceAll(mark, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
