import { el, graph, rect, svg } from '../svg.ts';
import { blend, disc, RICE, SOOT, VERMILION } from './poster.ts';

/** The marks of the three creators: no faces, since these persons do not exist. */

const SIZE = 320;

const mark = (ground: readonly string[], inside: string): string =>
  svg(
    SIZE,
    SIZE,
    el('defs', {}, blend('ground', ground)) + rect(0, 0, SIZE, SIZE, 'url(#ground)') + inside,
  );

const waves = mark(
  ['#17293f', '#2c5f6c'],
  disc(212, 104, 46, '#f0dcae') +
    [0, 1, 2, 3]
      .map((i) =>
        graph(
          0,
          SIZE,
          (u) => 190 + i * 36 - (26 - i * 3) * Math.sin(2 * Math.PI * (u + i * 0.11)),
          i === 1 ? VERMILION : '#ecd9ae',
          7,
        ),
      )
      .join(''),
);

const aperture = mark(
  ['#e9a45b', '#a9503f'],
  [0, 1, 2, 3, 4, 5]
    .map((i) =>
      el('path', {
        d: 'M160 160L160 34A126 126 0 0 1 269 97Z',
        fill: i % 2 === 0 ? '#2a2029' : '#46303a',
        transform: `rotate(${i * 60} 160 160)`,
      }),
    )
    .join('') + disc(160, 160, 52, '#fff2d2'),
);

const leaves = mark(
  ['#f4ead6', '#dfe0bd'],
  el('path', {
    d: 'M160 286C160 220 158 170 160 120',
    stroke: SOOT,
    'stroke-width': 8,
    fill: 'none',
    'stroke-linecap': 'round',
  }) +
    el('path', { d: 'M160 132C120 110 112 66 160 26C208 66 200 110 160 132Z', fill: '#457350' }) +
    el('path', { d: 'M158 212C104 214 66 186 60 132C116 132 154 162 158 212Z', fill: '#6a9468' }) +
    el('path', {
      d: 'M162 250C214 250 252 220 258 166C204 168 166 200 162 250Z',
      fill: '#93b384',
    }) +
    rect(250, 252, 36, 36, VERMILION, { rx: 5 }) +
    rect(260, 262, 16, 16, RICE, { rx: 2 }),
);

export const academyArt = (): Record<string, string> => ({
  'avatars/林知微.webp': waves,
  'avatars/沈望舒.webp': aperture,
  'avatars/许青禾.webp': leaves,
});
