import type { Element } from 'hast';
import { attribute, elementsOf, readXml, resolveIn, wordsOf } from '#media/service/open-epub.ts';
import type { ContentsLine } from '../types.ts';
import { anchorId } from './take-apart.ts';

const deepest = 4;

/** What the contents of a book are read from. */
export interface ContentsSource {
  readonly path: string;
  readonly text: string;
  readonly chapterOf: ReadonlyMap<string, number>;
}

/** The contents of EPUB 3: nested lists in a `nav`. */
export function contentsOfNav(source: ContentsSource): ContentsLine[] {
  const navs = elementsOf(readXml(source.text), 'nav');
  const nav = navs.find((one) => /\btoc\b/.test(attribute(one, 'epub:type'))) ?? navs[0];
  const lines: ContentsLine[] = [];
  const walk = (parent: Element, level: number): void => {
    for (const child of parent.children) {
      if (child.type !== 'element') continue;
      if (child.tagName === 'a')
        add(lines, source, child, { level, href: attribute(child, 'href') });
      walk(child, child.tagName === 'ol' && parent !== nav ? level + 1 : level);
    }
  };
  if (nav) walk(nav, 1);
  return lines;
}

/** The contents of EPUB 2: nested `navPoint`s. */
export function contentsOfNcx(source: ContentsSource): ContentsLine[] {
  const lines: ContentsLine[] = [];
  const walk = (parent: Element, level: number): void => {
    for (const child of parent.children) {
      if (child.type !== 'element') continue;
      if (child.tagName !== 'navpoint') {
        walk(child, level);
        continue;
      }
      const [label, content] = [elementsOf(child, 'navlabel')[0], elementsOf(child, 'content')[0]];
      if (label && content) add(lines, source, label, { level, href: attribute(content, 'src') });
      walk(child, level + 1);
    }
  };
  for (const map of elementsOf(readXml(source.text), 'navmap')) walk(map, 1);
  return lines;
}

function add(
  lines: ContentsLine[],
  { path, chapterOf }: ContentsSource,
  label: Element,
  { level, href }: { readonly level: number; readonly href: string },
): void {
  const to = resolveIn(path, href);
  const chapter = to && chapterOf.get(to.path);
  const title = wordsOf(label).slice(0, 300);
  if (to && chapter !== undefined && title !== '')
    lines.push({
      title,
      level: Math.min(level, deepest),
      chapter,
      anchor: to.anchor ? anchorId(to.anchor) : '',
    });
}
