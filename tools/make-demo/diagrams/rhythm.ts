import { BLUE, circle, DIM, FAINT, GOLD, INK, JADE, line, rect, RED, svg, text } from '../svg.ts';

/** Diagrams of the fourth chapter's rhythm: metres and patterns on a grid. */

const CHAPTER = '04-节奏与和声/images';

function metres(): string {
  const rows: readonly [string, string, readonly number[]][] = [
    ['2/4', RED, [3, 1, 3, 1, 3, 1]],
    ['3/4', GOLD, [3, 1, 1, 3, 1, 1]],
    ['4/4', JADE, [3, 1, 2, 1, 3, 1, 2, 1]],
    ['6/8', BLUE, [3, 1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1]],
  ];
  const drawn = rows.map(([name, color, weights], i) => {
    const y = 110 + i * 150;
    const step = 1180 / weights.length;
    const x = (k: number): number => 280 + step * (k + 0.5);
    const bars = weights.flatMap((weight, k) =>
      weight === 3 ? [line(280 + step * k, y - 54, 280 + step * k, y + 54, DIM, 3)] : [],
    );
    const dots = weights.map((weight, k) =>
      circle(x(k), y, [0, 13, 24, 38][weight] ?? 13, color, {
        opacity: [0, 0.55, 0.8, 1][weight] ?? 1,
      }),
    );
    return [
      text(name, 150, y, { size: 60, bold: true, fill: color }),
      line(280, y, 1460, y, FAINT, 3),
      ...bars,
      line(1460, y - 54, 1460, y + 54, DIM, 3),
      ...dots,
    ].join('');
  });
  return svg(1600, 680, drawn.join(''));
}

// Each note as the cell it begins in and how many cells it lasts.
const PATTERNS: readonly [string, string, string][] = [
  ['平稳', INK, '0+2 2+2 4+2 6+2'],
  ['附点', GOLD, '0+3 3+1 4+3 7+1'],
  ['切分', RED, '0+1 1+2 3+1 4+1 5+2 7+1'],
  ['留白', JADE, '0+2 2+1 5+1 6+2'],
];

function rhythm(): string {
  const cell = 150;
  const drawn = PATTERNS.map(([name, color, pattern], i) => {
    const notes = pattern.split(' ').map((note) => note.split('+').map(Number));
    const y = 130 + i * 140;
    const grid = Array.from({ length: 8 }, (_, k) =>
      rect(300 + k * cell, y, cell, 96, k % 2 === 0 ? '#f3ead6' : '#fbf6ea', {
        stroke: FAINT,
        'stroke-width': 2,
      }),
    );
    const bars = notes.map(([from = 0, cells = 0]) =>
      rect(306 + from * cell, y + 16, cells * cell - 16, 64, color, { rx: 14 }),
    );
    return [text(name, 180, y + 48, { size: 42, bold: true, fill: color }), ...grid, ...bars].join(
      '',
    );
  });
  const counts = ['一', '·', '二', '·', '三', '·', '四', '·'].map((count, k) =>
    text(count, 300 + (k + 0.5) * cell, 84, { size: 36, fill: DIM }),
  );
  return svg(1600, 720, drawn.join('') + counts.join(''));
}

export const rhythmDiagrams = (): Record<string, string> => ({
  [`${CHAPTER}/metres.png`]: metres(),
  [`${CHAPTER}/rhythm.png`]: rhythm(),
});
