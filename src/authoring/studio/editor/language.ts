import { defineLanguageFacet, Language } from '@codemirror/language';
import { GFM, parser, type InlineContext, type MarkdownConfig } from '@lezer/markdown';

const dollar = 36;
const backslash = 92;

/** Formulas between dollars, and footnotes: what is in them is not Markdown. */
const ours: MarkdownConfig = {
  defineNodes: ['Formula', 'FootnoteName'],
  parseInline: [
    { name: 'Formula', before: 'Emphasis', parse: readFormula },
    { name: 'FootnoteName', before: 'Link', parse: readFootnote },
  ],
};

function readFormula(cx: InlineContext, next: number, from: number): number {
  if (next !== dollar) return -1;
  const size = cx.char(from + 1) === dollar ? 2 : 1;
  for (let at = from + size; at < cx.end; at += 1) {
    if (cx.char(at) === backslash) at += 1;
    else if (cx.char(at) === dollar && (size === 1 || cx.char(at + 1) === dollar))
      return at === from + size ? -1 : cx.addElement(cx.elt('Formula', from, at + size));
  }
  return -1;
}

function readFootnote(cx: InlineContext, _next: number, from: number): number {
  const name = /^\[\^[^\]\s]+\]/.exec(cx.slice(from, Math.min(cx.end, from + 100)));
  return name ? cx.addElement(cx.elt('FootnoteName', from, from + name[0].length)) : -1;
}

const data = defineLanguageFacet({ commentTokens: { block: { open: '<!--', close: '-->' } } });

/** Markdown as the house reads it, near enough for showing it while it is written. */
export const markdownLanguage = new Language(data, parser.configure([GFM, ours]), [], 'markdown');
