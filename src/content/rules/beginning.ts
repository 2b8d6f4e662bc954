import type { Code, Definition, Nodes, Parent, Root, RootContent, Text } from 'mdast';

// Words are cut as their language has them, Chinese ones too.
const words = new Intl.Segmenter('zh', { granularity: 'word' });
// A word is looked for around the cut only: texts are long, words are not.
const longestWord = 100;

// They are seen where they are referred to, or not at all.
const aside: ReadonlySet<string> = new Set([
  'definition',
  'footnoteDefinition',
  'footnoteReference',
  'html',
]);

/** How many characters may still be shown; `isOver` once something did not fit. */
interface Left {
  characters: number;
  isOver: boolean;
}

/**
 * The beginning of a text: as many whole words as `most` characters hold, and nothing of what comes after. Footnotes, which stand
 * at the end, come with the whole text; of the addresses that links refer to only those stay that are referred to.
 */
export function beginningOf(root: Root, most: number): Root {
  const left: Left = { characters: most, isOver: false };
  const children = root.children.flatMap((child) => cut(child, left));
  const referred = new Set(children.flatMap(referredIn));
  const definitions = root.children.filter(
    (child): child is Definition => child.type === 'definition' && referred.has(child.identifier),
  );
  return { type: 'root', children: [...children, ...definitions] };
}

/** As many whole words of a text as `most` characters hold. */
export function firstWords(text: string, most: number): string {
  if (text.length <= most) return text;
  const from = Math.max(0, most - longestWord);
  let end = 0;
  for (const { index, segment } of words.segment(text.slice(from, most + longestWord))) {
    const next = from + index + segment.length;
    if (next > most) break;
    end = next;
  }
  // What is one endless word begins nowhere else.
  return text.slice(0, Math.max(end, from)).toWellFormed();
}

function cut(node: RootContent, left: Left): RootContent[] {
  if (left.isOver || left.characters <= 0) return over(left);
  if (aside.has(node.type)) return [];
  if (node.type === 'text') return cutText(node, left);
  if (node.type === 'code' && node.lang !== 'mermaid') return cutLines(node, left);
  return 'children' in node ? cutInside(node, left) : takeWhole(node, left);
}

function cutInside(node: RootContent & Parent, left: Left): RootContent[] {
  const children = (node.children as RootContent[]).flatMap((child) => cut(child, left));
  return children.length > 0 ? [{ ...node, children } as RootContent] : [];
}

function takeWhole(node: RootContent, left: Left): RootContent[] {
  const length = lengthOf(node);
  if (length > left.characters) return over(left);
  left.characters -= length;
  return [node];
}

function over(left: Left): [] {
  left.isOver = true;
  return [];
}

function cutText(node: Text, left: Left): Text[] {
  const value = firstWords(node.value, left.characters);
  const isCut = value.length < node.value.length;
  left.characters -= value.length;
  left.isOver ||= isCut;
  if (value === '') return [];
  return [isCut ? { ...node, value: `${value.trimEnd()}…` } : node];
}

/** Code is cut between its lines. */
function cutLines(node: Code, left: Left): Code[] {
  const lines = node.value.split('\n');
  const kept: string[] = [];
  for (const line of lines) {
    if (line.length > left.characters) break;
    kept.push(line);
    left.characters -= line.length + 1;
  }
  left.isOver ||= kept.length < lines.length;
  return kept.length > 0 ? [{ ...node, value: kept.join('\n') }] : [];
}

/** What cannot be cut: formulas, pictures, diagrams. */
function lengthOf(node: Nodes): number {
  if ('alt' in node) return node.alt?.length ?? 0;
  return 'value' in node ? node.value.length : 0;
}

function referredIn(node: Nodes): string[] {
  const own = node.type === 'linkReference' || node.type === 'imageReference';
  const inside = 'children' in node ? node.children.flatMap(referredIn) : [];
  return own ? [node.identifier, ...inside] : inside;
}
