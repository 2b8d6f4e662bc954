import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import type { Locale } from '#kernel/locale.ts';
import { kindOf, safeDrawing, type DiagramKind } from '../rules/diagram.ts';
import { classesOf, element, mapElements, textNode, textOf } from '../rules/hast.ts';
import { diagramWords, sentences } from '../words.ts';

/** Draws fenced Mermaid; a diagram of another kind, or one that cannot be read, is its source in a figure. */
export async function drawDiagrams(root: Root, locale: Locale): Promise<void> {
  const found: Element[] = [];
  mapElements(root, (node) => {
    if (node.tagName === 'pre' && isMermaid(node)) found.push(node);
    return undefined;
  });
  if (found.length === 0) return;
  // Two megabytes of layout that most texts never need.
  const { renderMermaidSVG } = await import('beautiful-mermaid');
  for (const [index, pre] of found.entries()) {
    const figure = figureOf(pre, locale, (source) =>
      draw(renderMermaidSVG, source, `s-diagram-${index + 1}-`),
    );
    Object.assign(pre, figure);
  }
}

function isMermaid(pre: Element): boolean {
  const [code] = pre.children;
  return code?.type === 'element' && classesOf(code).includes('language-mermaid');
}

function figureOf(
  pre: Element,
  locale: Locale,
  drawn: (source: string) => Element | undefined,
): Element {
  const source = textOf(pre);
  const { word, kind } = kindOf(source);
  const drawing = kind && drawn(source);
  const code = element('pre', {}, pre.children);
  const figure = (children: ElementContent[]) =>
    element('figure', { className: ['diagram'] }, children);
  if (!kind || !drawing) {
    const label = sentences.diagramSource[locale].replace('{kind}', () => word || 'Mermaid');
    return figure([code, element('figcaption', {}, [textNode(label)])]);
  }
  return figure([frame(drawing, kind, locale), sourceOf(code, locale)]);
}

/** A drawing that is wider than the screen scrolls; its words are read in its source. */
function frame(drawing: Element, kind: DiagramKind, locale: Locale): Element {
  const name = diagramWords[kind][locale];
  const scroll = { className: ['diagram-scroll'], role: 'region', tabIndex: 0, ariaLabel: name };
  drawing.properties = { ...drawing.properties, role: 'img', ariaLabel: name };
  return element('div', scroll, [drawing]);
}

function sourceOf(code: Element, locale: Locale): Element {
  const summary = element('summary', {}, [textNode(sentences.diagramText[locale])]);
  return element('details', {}, [summary, code]);
}

function draw(
  render: (source: string, options: object) => string,
  source: string,
  prefix: string,
): Element | undefined {
  try {
    const svg = fromHtml(render(source, { transparent: true }), { fragment: true, space: 'svg' });
    const drawing = svg.children.find((child): child is Element => child.type === 'element');
    return drawing && safeDrawing(drawing, prefix);
  } catch (error) {
    // What the library cannot read it answers with all kinds of errors; its source is shown then.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
