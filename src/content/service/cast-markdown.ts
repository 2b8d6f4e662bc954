import rehypeKatex from 'rehype-katex';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { newToken } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import { beginningOf } from '../rules/beginning.ts';
import {
  frameTables,
  markCallouts,
  nameBoxes,
  nameHeadings,
  nameReferences,
  stripStyles,
  tameLinks,
} from '../rules/decorate.ts';
import { takeFiles } from '../rules/files.ts';
import { parseMarkdown } from '../rules/parse.ts';
import { allowed } from '../rules/sanitise.ts';
import type { Cast } from '../types.ts';
import { calloutWords, sentences } from '../words.ts';
import { drawDiagrams } from './draw-diagrams.ts';
import { highlightCode } from './highlight.ts';

// Nobody can write a mark into a text, because nobody knows this thread's token.
const mark = newToken();

/** Renders Markdown, or its beginning, as safe HTML for nobody in particular: in parts, with places for files between them. */
export async function castMarkdown(body: string, locale: Locale, first?: number): Promise<Cast> {
  const toTree = unified()
    .use(remarkRehype, {
      footnoteLabel: sentences.footnotes[locale],
      footnoteBackLabel: (index, again) =>
        sentences.footnoteBack[locale].replace(
          '{number}',
          again > 1 ? `${index + 1}-${again}` : `${index + 1}`,
        ),
    })
    // First of all: what comes after this line is ours.
    .use(rehypeSanitize, allowed)
    // MathML needs no style attributes, which the content policy forbids; the limits keep a formula from eating the machine.
    .use(rehypeKatex, { output: 'mathml', maxExpand: 1_000, maxSize: 50, strict: 'ignore' });
  const whole = parseMarkdown(body);
  const tree = await toTree.run(first === undefined ? whole : beginningOf(whole, first));

  markCallouts(tree, (kind) => calloutWords[kind][locale]);
  tameLinks(tree);
  nameReferences(tree, sentences.footnote[locale]);
  nameBoxes(tree, (isDone) => sentences[isDone ? 'boxDone' : 'boxOpen'][locale]);
  const headings = nameHeadings(tree);
  frameTables(tree, sentences.table[locale]);
  await drawDiagrams(tree, locale);
  await highlightCode(tree);
  const files = takeFiles(tree, mark);
  stripStyles(tree);
  const parts = unified().use(rehypeStringify).stringify(tree).split(mark);
  return { parts, headings, files };
}
