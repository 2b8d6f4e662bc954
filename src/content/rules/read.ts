import type { Nodes } from 'mdast';
import type { Reading } from '../types.ts';
import { parseMarkdown } from './parse.ts';

const blocks = new Set([
  'paragraph',
  'heading',
  'code',
  'math',
  'tableRow',
  'listItem',
  'blockquote',
  'footnoteDefinition',
]);
const silent = new Set(['html', 'definition', 'footnoteReference']);
const callout = /^\[!(?:note|tip|important|warning|caution)\]\s*/i;

/** What Markdown says: its words without its signs, a line for each block, and where its links lead. */
export function readMarkdown(body: string): Reading {
  const links = new Set<string>();
  const text = read(parseMarkdown(body), links)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
  return { text, links: [...links] };
}

function read(node: Nodes, links: Set<string>): string {
  if ('url' in node) links.add(node.url);
  if (silent.has(node.type)) return '';
  const words =
    'children' in node
      ? node.children.map((child) => read(child, links)).join(node.type === 'tableRow' ? ' ' : '')
      : ownWords(node);
  return blocks.has(node.type) ? `${words}\n` : words;
}

function ownWords(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'text') return node.value.replace(callout, '');
  if ('alt' in node) return node.alt ?? '';
  return 'value' in node ? node.value : '';
}
