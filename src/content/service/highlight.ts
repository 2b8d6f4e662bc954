import type { Element, Root } from 'hast';
import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import { bundledLanguages, type BundledLanguage } from 'shiki/langs';
import { codeTheme, tokenClasses } from '#ui/code-theme.ts';
import { classesOf, mapElements, textOf } from '../rules/hast.ts';

/** Languages whose grammars are known; a fence in any other stays plain. */
const languages = new Map<string, BundledLanguage>([
  ...[
    'javascript',
    'jsx',
    'typescript',
    'tsx',
    'python',
    'java',
    'go',
    'rust',
    'c',
    'cpp',
    'csharp',
    'php',
    'ruby',
    'swift',
  ].map(same),
  ...[
    'kotlin',
    'r',
    'bash',
    'sql',
    'html',
    'css',
    'json',
    'yaml',
    'xml',
    'markdown',
    'diff',
    'toml',
    'docker',
  ].map(same),
  ['js', 'javascript'],
  ['ts', 'typescript'],
  ['py', 'python'],
  ['rs', 'rust'],
  ['c++', 'cpp'],
  ['cs', 'csharp'],
  ['rb', 'ruby'],
  ['sh', 'bash'],
  ['shell', 'bash'],
  ['yml', 'yaml'],
  ['md', 'markdown'],
  ['dockerfile', 'docker'],
]);

function same(name: string): [string, BundledLanguage] {
  return [name, name as BundledLanguage];
}

// Beyond this a block is data rather than an example, and colouring it would hold up everybody else.
const longest = 20_000;
// A grammar may look at the rest of the line from every place in it.
const longestLine = 1_000;

let core: Promise<HighlighterCore> | undefined;
const loading = new Map<string, Promise<void>>();

async function highlighterFor(language: BundledLanguage): Promise<HighlighterCore> {
  core ??= createHighlighterCore({
    themes: [codeTheme],
    langs: [],
    // The grammars are written for this engine; in plain JavaScript it is slower and some rules fail.
    engine: createOnigurumaEngine(import('shiki/wasm')),
  });
  const highlighter = await core;
  const loaded = loading.get(language) ?? highlighter.loadLanguage(bundledLanguages[language]);
  loading.set(language, loaded);
  await loaded;
  return highlighter;
}

/** Colours fenced code by classes; grammars are loaded when a text first needs them. */
export async function highlightCode(root: Root): Promise<void> {
  const wanted: { readonly pre: Element; readonly language: BundledLanguage }[] = [];
  mapElements(root, (node) => {
    const language = node.tagName === 'pre' ? languageOf(node) : undefined;
    if (language) wanted.push({ pre: node, language });
    return undefined;
  });
  for (const { pre, language } of wanted) {
    const code = textOf(pre).replace(/\n$/, '');
    if (code.length > longest) continue;
    const highlighter = await highlighterFor(language);
    const coloured = highlighter.codeToHast(code, {
      lang: language,
      theme: codeTheme.name ?? 'shuyuan',
      tokenizeMaxLineLength: longestLine,
      // A clock of its own would colour the rest of a line or not, as busy as the machine is; the thread has one.
      tokenizeTimeLimit: 0,
      transformers: [tokenClasses],
    });
    const [fresh] = coloured.children;
    if (fresh?.type !== 'element') continue;
    pre.properties = fresh.properties;
    pre.children = fresh.children;
  }
}

function languageOf(pre: Element): BundledLanguage | undefined {
  const [code] = pre.children;
  if (code?.type !== 'element') return undefined;
  const name = classesOf(code).find((className) => className.startsWith('language-'));
  return languages.get(name?.slice('language-'.length).toLowerCase() ?? '');
}
