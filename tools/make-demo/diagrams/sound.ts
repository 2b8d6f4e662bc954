/* oxlint-disable max-params -- geometry reads best as plain coordinates */
import {
  BLUE,
  circle,
  DIM,
  FAINT,
  GOLD,
  graph,
  GROUND,
  INK,
  JADE,
  line,
  rect,
  RED,
  svg,
  text,
} from '../svg.ts';

/** Diagrams of the first chapter: the vibration, the harmonics, the spectra. */

const CHAPTER = '01-声音从哪里来/images';
const COLORS = [RED, '#d27a34', GOLD, '#7f9a4c', JADE, BLUE];

/** An arrow between two points along one axis, with its name beside the middle. */
const span = (x1: number, y1: number, x2: number, y2: number, color: string): string => {
  const flat = y1 === y2;
  const cap = (x: number, y: number): string =>
    flat ? line(x, y - 12, x, y + 12, color, 4) : line(x - 12, y, x + 12, y, color, 4);
  return line(x1, y1, x2, y2, color, 4) + cap(x1, y1) + cap(x2, y2);
};

function vibration(): string {
  const [x0, x1, y, reach] = [160, 1400, 330, 170];
  const cycle = (x1 - x0) / 3;
  return svg(
    1600,
    660,
    [
      line(x0, y, x1 + 60, y, FAINT, 4),
      line(x0, 110, x0, 560, FAINT, 4),
      text('时间', x1 + 60, y + 40, { fill: DIM, size: 30, anchor: 'end' }),
      text('位置', x0, 78, { fill: DIM, size: 30 }),
      graph(x0, x1, (u) => y - reach * Math.sin(6 * Math.PI * u), INK, 6),
      span(x0 + cycle * 1.25, y, x0 + cycle * 1.25, y - reach, RED),
      text('振幅', x0 + cycle * 1.25 + 14, y - 36, {
        fill: RED,
        anchor: 'start',
        size: 32,
        bold: true,
      }),
      span(x0 + cycle * 0.25, 560, x0 + cycle * 1.25, 560, JADE),
      line(x0 + cycle * 0.25, y - reach, x0 + cycle * 0.25, 548, JADE, 2, {
        'stroke-dasharray': '6 10',
      }),
      line(x0 + cycle * 1.25, y + 10, x0 + cycle * 1.25, 548, JADE, 2, {
        'stroke-dasharray': '6 10',
      }),
      text('周期 T：一个来回', x0 + cycle * 0.75, 608, { fill: JADE, size: 38, bold: true }),
    ].join(''),
  );
}

function harmonics(): string {
  const [x0, x1] = [320, 1130];
  const rows = COLORS.map((color, i) => {
    const n = i + 1;
    const y = 100 + i * 130;
    const shape =
      (sign: number) =>
      (u: number): number =>
        y - sign * 42 * Math.sin(n * Math.PI * u);
    const nodes = Array.from({ length: n + 1 }, (_, k) =>
      circle(x0 + ((x1 - x0) * k) / n, y, 9, INK),
    );
    return [
      text(n === 1 ? '基音' : `第 ${n} 泛音`, 90, y, {
        anchor: 'start',
        size: 34,
        bold: true,
        fill: color,
      }),
      graph(x0, x1, shape(-1), color, 3, { 'stroke-dasharray': '10 10', opacity: 0.55 }),
      graph(x0, x1, shape(1), color, 6),
      ...nodes,
      text(n === 1 ? 'f₁' : `${n} f₁`, 1220, y, { size: 40, fill: color }),
      text(['A2', 'A3', 'E4', 'A4', '♯C5', 'E5'][i] ?? '', 1340, y, { size: 34 }),
      text(`${110 * n} Hz`, 1500, y, { size: 32, fill: DIM, anchor: 'end' }),
    ].join('');
  });
  return svg(1600, 850, rows.join(''));
}

const RECIPES = [
  { name: '纯音', parts: [1], color: BLUE },
  { name: '近似笛声', parts: [1, 0.42, 0.2, 0.06, 0.03, 0.012], color: JADE },
  { name: '近似拨弦', parts: [1, 0.78, 0.62, 0.5, 0.36, 0.31, 0.24, 0.19, 0.14, 0.11], color: RED },
];

function spectrum(): string {
  const panels = RECIPES.map(({ name, parts, color }, i) => {
    const x = 80 + i * 500;
    const bars = parts.map((level, k) => {
      const tall = Math.max(6, 330 * level);
      return rect(x + 28 + k * 40, 430 - tall, 24, tall, color, { rx: 5 });
    });
    const wave = (u: number): number =>
      590 -
      26 * parts.reduce((sum, level, k) => sum + level * Math.sin(4 * Math.PI * (k + 1) * u), 0);
    return [
      line(x, 432, x + 440, 432, INK, 3),
      ...bars,
      text(name, x + 220, 60, { size: 38, bold: true, fill: color }),
      text('1', x + 40, 466, { size: 26, fill: DIM }),
      text('5', x + 200, 466, { size: 26, fill: DIM }),
      text('10', x + 400, 466, { size: 26, fill: DIM }),
      graph(x + 10, x + 430, wave, color, 4),
    ].join('');
  });
  const notes = text('上：第几泛音，有多强　　下：合起来的波形', 800, 700, { size: 30, fill: DIM });
  return svg(1600, 750, panels.join('') + notes, GROUND);
}

export const soundDiagrams = (): Record<string, string> => ({
  [`${CHAPTER}/vibration.png`]: vibration(),
  [`${CHAPTER}/harmonics.png`]: harmonics(),
  [`${CHAPTER}/spectrum.png`]: spectrum(),
});
