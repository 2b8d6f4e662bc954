import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast';

/** What a visitor answers: the node stays, or others take its place. */
export type Replacement = ElementContent | ElementContent[] | undefined;

/** Every element, children before parents; what `visit` returns takes the element's place. */
export function mapElements(
  parent: Root | Element,
  visit: (element: Element) => Replacement,
): void {
  const children = (parent.children as RootContent[]).flatMap((child): RootContent[] => {
    if (child.type !== 'element') return [child];
    mapElements(child, visit);
    const replaced = visit(child) ?? child;
    return Array.isArray(replaced) ? replaced : [replaced];
  });
  parent.children = children as typeof parent.children;
}

/** The words in a node; what only repeats a formula for machines is left out. */
export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) return '';
  if (node.type === 'element' && node.tagName === 'annotation') return '';
  return node.children.map(textOf).join('');
}

export function element(
  tagName: string,
  properties: Element['properties'],
  children: ElementContent[],
): Element {
  return { type: 'element', tagName, properties, children };
}

export function textNode(value: string): ElementContent {
  return { type: 'text', value };
}

/** The classes of an element. */
export function classesOf({ properties }: Element): string[] {
  const names = properties['className'];
  return Array.isArray(names) ? names.map(String) : [];
}
