import { toString } from 'hast-util-to-string';

interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  children?: Node[];
}

/**
 * A rehype plugin that gives rendered Markdown what `prose.css` and readers by keyboard or ear need:
 * tables in a region that scrolls, and tick boxes named by their line.
 */
export function rehypeProse() {
  return (tree: object): void => dress(tree as Node);
}

function dress(node: Node): void {
  if (!node.children) return;
  node.children = node.children.map((child) => {
    dress(child);
    if (child.tagName === 'li') nameTick(child);
    return child.tagName === 'table' ? scrolling(child) : child;
  });
}

function scrolling(table: Node): Node {
  const properties = { className: ['prose-scroll'], tabIndex: 0 };
  return { type: 'element', tagName: 'div', properties, children: [table] };
}

function nameTick(item: Node): void {
  const tick = [...(item.children ?? []), ...(item.children?.[0]?.children ?? [])].find(
    ({ tagName, properties }) => tagName === 'input' && properties?.['type'] === 'checkbox',
  );
  if (tick?.properties) {
    tick.properties['ariaLabel'] = toString(item as Parameters<typeof toString>[0]).trim();
  }
}
