/* oxlint-disable max-params -- geometry reads best as plain coordinates */
/** Small helpers to write SVG, and the colours of the printed diagrams. */

export const GROUND = '#fbf6ea';
export const INK = '#22303a';
export const RED = '#cf4a32';
export const JADE = '#3f8f7c';
export const GOLD = '#c28f2c';
export const BLUE = '#3d6b94';
export const DIM = '#8b8f8c';
export const FAINT = '#ddd5c2';

type Attributes = Record<string, string | number>;

const written = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? Math.round(value * 100) / 100 : value}"`,
    )
    .join('');

export const el = (name: string, attributes: Attributes, inside = ''): string =>
  `<${name}${written(attributes)}>${inside}</${name}>`;

export const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke = INK,
  width = 3,
  more: Attributes = {},
): string =>
  el('line', { x1, y1, x2, y2, stroke, 'stroke-width': width, 'stroke-linecap': 'round', ...more });

export const circle = (
  cx: number,
  cy: number,
  r: number,
  fill: string,
  more: Attributes = {},
): string => el('circle', { cx, cy, r, fill, ...more });

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: Attributes = {},
): string => el('rect', { x, y, width, height, fill, ...more });

interface Letters {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
}

export const text = (words: string, x: number, y: number, how: Letters = {}): string =>
  el(
    'text',
    {
      x,
      y,
      fill: how.fill ?? INK,
      'font-size': how.size ?? 32,
      'text-anchor': how.anchor ?? 'middle',
      'font-weight': how.bold ? 700 : 400,
      'dominant-baseline': 'central',
    },
    words,
  );

/** The path of `y(u)` for u in 0…1 between two abscissae. */
export function graph(
  x0: number,
  x1: number,
  y: (u: number) => number,
  stroke: string,
  width = 4,
  more: Attributes = {},
  steps = 240,
): string {
  const points = Array.from(
    { length: steps + 1 },
    (_, i) => `${(x0 + ((x1 - x0) * i) / steps).toFixed(1)},${y(i / steps).toFixed(1)}`,
  );
  return el('polyline', {
    points: points.join(' '),
    fill: 'none',
    stroke,
    'stroke-width': width,
    'stroke-linejoin': 'round',
    ...more,
  });
}

export const svg = (
  width: number,
  height: number,
  inside: string,
  ground: string = GROUND,
): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Noto Serif CJK SC, serif">${rect(0, 0, width, height, ground)}${inside}</svg>`;
