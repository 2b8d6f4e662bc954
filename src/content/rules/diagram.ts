import type { Element, ElementContent, Properties } from 'hast';
import { element } from './hast.ts';

/** The kinds of diagrams that are drawn; the source of others is shown. */
export const diagramKinds = {
  graph: 'flowchart',
  flowchart: 'flowchart',
  sequenceDiagram: 'sequence',
  classDiagram: 'class',
  stateDiagram: 'state',
  'stateDiagram-v2': 'state',
  erDiagram: 'relation',
} as const;
export type DiagramKind = (typeof diagramKinds)[keyof typeof diagramKinds];

/** The kind of a diagram by its first word, with that word. */
export function kindOf(source: string): { word: string; kind: DiagramKind | undefined } {
  const word = /^(?:\s*%%.*\n)*\s*([\w-]+)/.exec(source)?.[1] ?? '';
  const isKnown = Object.hasOwn(diagramKinds, word);
  return { word, kind: isKnown ? diagramKinds[word as keyof typeof diagramKinds] : undefined };
}

const tags = new Set(
  'svg g defs marker rect circle ellipse line polyline polygon path text tspan'.split(' '),
);
const measures = new Set(
  (
    'x y x1 y1 x2 y2 cx cy r rx ry dx dy width height fontSize fontWeight strokeWidth strokeDashArray ' +
    'markerWidth markerHeight refX refY'
  ).split(' '),
);
const measure = /^-?[\d., ]+(?:em)?$/;
const words: Readonly<Record<string, RegExp>> = {
  viewBox: /^[\d. -]+$/,
  points: /^[\d., -]+$/,
  d: /^[MmLlHhVvCcSsQqTtAaZz\d., -]+$/,
  transform: /^(?:(?:translate|rotate)\([\d., -]+\)\s*)+$/,
  textAnchor: /^(?:start|middle|end)$/,
  fontStyle: /^(?:italic|normal)$/,
  orient: /^auto(?:-start-reverse)?$/,
  strokeLineJoin: /^round$/,
  strokeLineCap: /^round$/,
};
// Colours are the house's, so that a diagram can be read in light and dark: those of a text are dropped.
const colours: Readonly<Record<string, RegExp>> = {
  fill: /^(?:none|var\(--_?[a-z-]+\))$/,
  stroke: /^(?:none|var\(--_?[a-z-]+\))$/,
};
const markers = new Set(['markerEnd', 'markerStart']);

/** A drawing with nothing in it but shapes and words: what is not on the list is dropped. Its ids begin with `prefix`. */
export function safeDrawing(drawing: Element, prefix: string): Element | undefined {
  if (!tags.has(drawing.tagName)) return undefined;
  const children = drawing.children.flatMap((child): ElementContent[] => {
    if (child.type === 'text') return [{ type: 'text', value: child.value }];
    const safe = child.type === 'element' ? safeDrawing(child, prefix) : undefined;
    return safe ? [safe] : [];
  });
  return element(drawing.tagName, safeProperties(drawing.properties, prefix), children);
}

function safeProperties(properties: Properties, prefix: string): Properties {
  const safe: Properties = {};
  for (const [name, given] of Object.entries(properties)) {
    const value = safeValue(name, String(given), prefix);
    if (value !== undefined) safe[name] = value;
  }
  return safe;
}

function safeValue(name: string, value: string, prefix: string): string | undefined {
  if (name === 'id') return /^[a-z-]+$/.test(value) ? prefix + value : undefined;
  if (markers.has(name)) return markerOf(value, prefix);
  const pattern = measures.has(name) ? measure : (words[name] ?? colours[name]);
  return pattern?.test(value) ? rounded(value) : undefined;
}

function markerOf(value: string, prefix: string): string | undefined {
  const target = /^url\(#([a-z-]+)\)$/.exec(value)?.[1];
  return target && `url(#${prefix}${target})`;
}

/** Tenths of a pixel are enough for any screen. */
function rounded(value: string): string {
  return value.replaceAll(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
