import type { Element, ElementContent, Root } from 'hast';
import { slugify } from '#kernel/text.ts';
import type { Heading } from '../types.ts';
import { classesOf, element, mapElements, textNode, textOf } from './hast.ts';

/** Gives headings ids, and lists those of the second and third level. A first level is the page's own, so it sinks by one. */
export function nameHeadings(root: Root): Heading[] {
  const headings: Heading[] = [];
  const taken = new Map<string, number>();
  mapElements(root, (node) => {
    if (!/^h[1-6]$/.test(node.tagName) || classesOf(node).includes('sr-only')) return undefined;
    if (node.tagName === 'h1') node.tagName = 'h2';
    const text = textOf(node).trim();
    const slug = `s-${slugify(text)}`;
    const count = taken.get(slug) ?? 0;
    taken.set(slug, count + 1);
    const id = count === 0 ? slug : `${slug}-${count + 1}`;
    node.properties['id'] = id;
    const level = Number(node.tagName[1]);
    if (level === 2 || level === 3) headings.push({ id, text, level });
    node.children.push(anchorTo(id));
    return undefined;
  });
  return headings;
}

/** For the mouse only: by keyboard and ear the table of contents leads to headings, and a name of a heading stays one. */
function anchorTo(id: string): Element {
  const quiet = { ariaHidden: 'true', tabIndex: -1 };
  return element('a', { className: ['heading-anchor'], href: `#${id}`, ...quiet }, [textNode('#')]);
}

/** References to footnotes say what they are, not only their number. */
export function nameReferences(root: Root, label: string): void {
  mapElements(root, (node) => {
    if (node.tagName === 'a' && 'dataFootnoteRef' in node.properties)
      node.properties['ariaLabel'] = `${label} ${textOf(node)}`;
    return undefined;
  });
}

/** Boxes of checklists say how they stand: beside a word they are no label of it. */
export function nameBoxes(root: Root, sayState: (isDone: boolean) => string): void {
  mapElements(root, (node) => {
    if (node.tagName === 'input')
      node.properties['ariaLabel'] = sayState(node.properties['checked'] === true);
    return undefined;
  });
}

/** Links that lead away say so and give nothing along; links to files of the course lead nowhere and become words. */
export function tameLinks(root: Root): void {
  mapElements(root, (node) => {
    if (node.tagName !== 'a') return undefined;
    const { href: given } = node.properties;
    const href = typeof given === 'string' ? given : '';
    if (/^(?:https?:)?[/\\]{2}/i.test(href)) {
      node.properties['rel'] = ['noopener', 'noreferrer', 'nofollow'];
      return undefined;
    }
    const isOurs = href.startsWith('#') || /^\/(?![/\\])/.test(href) || /^mailto:/i.test(href);
    return isOurs ? undefined : node.children;
  });
}

export type CalloutKind = 'note' | 'tip' | 'important' | 'warning' | 'caution';

const callout = /^\[!(note|tip|important|warning|caution)\][ \t]*\n?/i;

/** `> [!NOTE]` becomes a note of its kind, with a title in the reader's language. */
export function markCallouts(root: Root, titleOf: (kind: CalloutKind) => string): void {
  mapElements(root, (node) => {
    const first = node.tagName === 'blockquote' ? firstParagraph(node) : undefined;
    const kind = first && takeKind(first);
    if (!kind) return undefined;
    const rest = isBlank(first) ? node.children.filter((child) => child !== first) : node.children;
    const title = element('p', { className: ['callout-title'] }, [textNode(titleOf(kind))]);
    return element('div', { className: ['callout', `callout-${kind}`], role: 'note' }, [
      title,
      ...rest,
    ]);
  });
}

function firstParagraph(quote: Element): Element | undefined {
  const first = quote.children.find((child): child is Element => child.type === 'element');
  return first?.tagName === 'p' ? first : undefined;
}

/** Takes `[!NOTE]` off the beginning of a paragraph. */
function takeKind(paragraph: Element): CalloutKind | undefined {
  const [words] = paragraph.children;
  const match = words?.type === 'text' ? callout.exec(words.value) : null;
  if (words?.type !== 'text' || !match) return undefined;
  words.value = words.value.slice(match[0].length);
  return match[1]!.toLowerCase() as CalloutKind;
}

function isBlank(paragraph: Element): boolean {
  return paragraph.children.every(
    (child: ElementContent) => child.type === 'text' && child.value.trim() === '',
  );
}

/** Wide tables scroll in a frame of their own, which the keyboard reaches. */
export function frameTables(root: Root, label: string): void {
  mapElements(root, (node) => {
    if (node.tagName !== 'table') return undefined;
    const frame = { className: ['table-scroll'], role: 'region', tabIndex: 0, ariaLabel: label };
    return element('div', frame, [node]);
  });
}

/** A last look: whatever still carries a style, or a handler, loses it. */
export function stripStyles(root: Root): void {
  mapElements(root, (node) => {
    for (const name of Object.keys(node.properties)) {
      if (name === 'style' || /^on/i.test(name)) delete node.properties[name];
    }
    return undefined;
  });
}
