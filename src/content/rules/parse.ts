import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkMath);

// What people write nests a dozen levels; thousands would exhaust the stack of everything that walks the tree.
const deepest = 100;

// Far beyond what people write, and as far as the parser, whose work can grow with the square of these, stays quick.
const mostInBlock = 3_000;
const most = {
  lines: 10_000,
  signs: 50_000,
  cells: 10_000,
  formulas: 5_000,
  quotes: 5_000,
  notes: 1_000,
};
const nested = new RegExp(
  // A rule drawn across the page is no list.
  String.raw`^(?!(?:[ \t]*-)+[ \t]*$|(?:[ \t]*\*)+[ \t]*$)` +
    String.raw`(?:(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){20}|[ \t]{60,}(?:[-+*]|\d{1,9}[.)])[ \t])`,
  'm',
);

/** Whether a text has no more signs, and no deeper quotes and lists, than can be parsed without holding everybody up. */
function isReadable(body: string): boolean {
  const count = (text: string, sign: RegExp) => text.match(sign)?.length ?? 0;
  const signs = body.split(/\n[ \t]*\n/).map((block) => count(block, /[*_~[\]`$<\\!]/g));
  return (
    signs.every((some) => some <= mostInBlock) &&
    signs.reduce((sum, some) => sum + some, 0) <= most.signs &&
    count(body, /\n/g) <= most.lines &&
    count(body, /\|/g) <= most.cells &&
    count(body, /\$/g) <= most.formulas &&
    count(body, />/g) <= most.quotes &&
    count(body, /\[\^/g) <= most.notes &&
    !nested.test(body)
  );
}

/** Markdown as a tree; a text that nests absurdly deep, or is made of signs, is one paragraph of what was typed. */
export function parseMarkdown(body: string): Root {
  const root = isReadable(body) ? tryParse(body) : undefined;
  if (root && !isDeep(root)) return root;
  return {
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value: body }] }],
  };
}

function tryParse(body: string): Root | undefined {
  try {
    return parser.parse(body);
  } catch (error) {
    // The parser walks its own tree, and has no more stack than we.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isDeep(root: Root): boolean {
  let level: Nodes[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((node): Nodes[] => ('children' in node ? node.children : []));
  }
  return false;
}
