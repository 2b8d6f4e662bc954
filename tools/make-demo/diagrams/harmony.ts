/* oxlint-disable max-params -- geometry reads best as plain coordinates */
import {
  BLUE,
  circle,
  DIM,
  el,
  FAINT,
  GOLD,
  graph,
  INK,
  JADE,
  line,
  rect,
  RED,
  svg,
  text,
} from '../svg.ts';
import { printKeys } from './keys.ts';

/** Diagrams of scales, tunes, chords and beats. */

const SCALES = '03-音阶与旋律/images';
const CHORDS = '04-节奏与和声/images';
const PAPER = '#fffdf7';

function pentatonic(): string {
  const [cx, cy, r] = [560, 440, 310];
  const place = (semitone: number, radius: number): [number, number] => {
    const turn = (semitone / 12) * 2 * Math.PI - Math.PI / 2;
    return [cx + radius * Math.cos(turn), cy + radius * Math.sin(turn)];
  };
  const tones = [
    [0, '宫'],
    [2, '商'],
    [4, '角'],
    [7, '徵'],
    [9, '羽'],
  ] as const;
  const petals =
    el('polygon', {
      points: tones.map(([s]) => place(s, r).join(',')).join(' '),
      fill: RED,
      opacity: 0.1,
    }) +
    el('polygon', {
      points: tones.map(([s]) => place(s, r).join(',')).join(' '),
      fill: 'none',
      stroke: RED,
      'stroke-width': 5,
      'stroke-linejoin': 'round',
    });
  const ring = Array.from({ length: 12 }, (_, s) =>
    circle(...place(s, r), 10, FAINT, { stroke: DIM, 'stroke-width': 2 }),
  );
  const names = tones.map(
    ([s, name]) =>
      circle(...place(s, r), 48, RED) +
      text(name, ...place(s, r), { size: 46, fill: PAPER, bold: true }),
  );
  const steps = [
    [1, '2'],
    [3, '2'],
    [5.5, '3'],
    [8, '2'],
    [10.5, '3'],
  ] as const;
  const counts = steps.map(([s, count]) => text(count, ...place(s, 178), { size: 36, fill: DIM }));
  const words = [
    text('十二个半音围成一圈', 1020, 300, { anchor: 'start', size: 36, bold: true }),
    text('相邻两声之间，', 1020, 370, { anchor: 'start', size: 34 }),
    text('不是 2 个半音，就是 3 个。', 1020, 422, { anchor: 'start', size: 34 }),
    text('没有 1，也没有 6：', 1020, 500, { anchor: 'start', size: 34, fill: RED }),
    text('最刺耳的两种距离都不在场。', 1020, 552, { anchor: 'start', size: 34, fill: RED }),
  ];
  return svg(
    1600,
    880,
    el('circle', { cx, cy, r, fill: 'none', stroke: FAINT, 'stroke-width': 4 }) +
      petals +
      ring.join('') +
      names.join('') +
      counts.join('') +
      words.join(''),
  );
}

function steps(): string {
  const stair = (
    x: number,
    name: string,
    tones: readonly string[],
    sizes: readonly number[],
    color: string,
  ): string => {
    let [at, y] = [x, 700];
    const parts = [text(name, x + 20, 170, { anchor: 'start', size: 44, bold: true, fill: color })];
    for (const [i, tone] of tones.entries()) {
      const rise = (sizes[i - 1] ?? 0) * 44;
      y -= rise;
      parts.push(rect(at, y, 82, 770 - y, i === 0 || i === 7 ? color : '#efe6d2', { rx: 6 }));
      parts.push(
        text(tone, at + 41, y + 36, {
          size: 34,
          fill: i === 0 || i === 7 ? PAPER : INK,
          bold: true,
        }),
      );
      if (i > 0)
        parts.push(
          text(sizes[i - 1] === 1 ? '半' : '全', at + 4, y - 24, {
            size: 28,
            fill: sizes[i - 1] === 1 ? RED : DIM,
            bold: sizes[i - 1] === 1,
          }),
        );
      at += 90;
    }
    return parts.join('');
  };
  return svg(
    1600,
    830,
    [
      stair(60, 'C 大调', ['C', 'D', 'E', 'F', 'G', 'A', 'B', 'C'], [2, 2, 1, 2, 2, 2, 1], GOLD),
      stair(
        840,
        'A 自然小调',
        ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'A'],
        [2, 1, 2, 2, 1, 2, 2],
        BLUE,
      ),
    ].join(''),
  );
}

function contour(): string {
  const shapes: readonly [string, string, readonly number[]][] = [
    ['拱形', RED, [0, 2, 4, 5, 7, 6, 5, 3, 1, 0]],
    ['下行', JADE, [7, 6, 7, 5, 4, 4, 2, 3, 1, 0]],
    ['波浪', BLUE, [3, 4, 2, 3, 5, 3, 2, 4, 3, 3]],
  ];
  const panels = shapes.map(([name, color, tones], i) => {
    const x = 70 + i * 500;
    const spot = (k: number): [number, number] => [x + 40 + k * 42, 450 - (tones[k] ?? 0) * 40];
    const path = tones.map((_, k) => spot(k).join(',')).join(' ');
    const lines = Array.from({ length: 5 }, (_, k) =>
      line(x, 170 + k * 70, x + 460, 170 + k * 70, FAINT, 2),
    );
    return [
      ...lines,
      el('polyline', {
        points: path,
        fill: 'none',
        stroke: color,
        'stroke-width': 5,
        opacity: 0.5,
      }),
      ...tones.map((_, k) => circle(...spot(k), 15, color)),
      text(name, x + 230, 540, { size: 42, bold: true, fill: color }),
    ].join('');
  });
  return svg(1600, 610, panels.join(''));
}

function chords(): string {
  const four: readonly [string, string, readonly number[]][] = [
    ['C', GOLD, [60, 64, 67]],
    ['F', JADE, [60, 65, 69]],
    ['G', BLUE, [62, 67, 71]],
    ['Am', RED, [60, 64, 69]],
  ];
  const names: Record<number, string> = {
    60: 'C',
    62: 'D',
    64: 'E',
    65: 'F',
    67: 'G',
    69: 'A',
    71: 'B',
  };
  const panels = four.map(([name, fill, tones], i) => {
    const [x, y] = [250 + (i % 2) * 700, 50 + Math.floor(i / 2) * 400];
    const marked = Object.fromEntries(
      tones.map((midi) => [midi, { fill, name: names[midi] ?? '' }]),
    );
    return (
      text(name, x - 90, y + 160, { size: 76, bold: true, fill }) +
      printKeys({ x, y, unit: 68, height: 310, first: 60, last: 71, marked })
    );
  });
  return svg(1600, 800, panels.join(''));
}

function beats(): string {
  const [x0, x1] = [110, 1490];
  const low = (u: number): number => Math.sin(2 * Math.PI * 44 * u);
  const high = (u: number): number => Math.sin(2 * Math.PI * 48 * u);
  const swell =
    (sign: number) =>
    (u: number): number =>
      500 - sign * 130 * Math.abs(Math.cos(Math.PI * 4 * u));
  return svg(
    1600,
    760,
    [
      text('440 Hz', x0, 52, { anchor: 'start', size: 30, fill: BLUE }),
      graph(x0, x1, (u) => 110 - 34 * low(u), BLUE, 3, {}, 1400),
      text('444 Hz', x0, 186, { anchor: 'start', size: 30, fill: JADE }),
      graph(x0, x1, (u) => 244 - 34 * high(u), JADE, 3, {}, 1400),
      text('合在一起', x0, 340, { anchor: 'start', size: 30 }),
      graph(x0, x1, (u) => 500 - 65 * (low(u) + high(u)), INK, 3, {}, 1400),
      graph(x0, x1, swell(1), RED, 5, { 'stroke-dasharray': '14 10' }),
      graph(x0, x1, swell(-1), RED, 5, { 'stroke-dasharray': '14 10' }),
      line(x0, 690, x1, 690, DIM, 3),
      line(x0, 678, x0, 702, DIM, 3),
      line(x1, 678, x1, 702, DIM, 3),
      text('一秒（为了看得清，画中一次起伏代表十次振动）', 800, 724, { size: 28, fill: DIM }),
    ].join(''),
  );
}

export const harmonicDiagrams = (): Record<string, string> => ({
  [`${SCALES}/pentatonic.png`]: pentatonic(),
  [`${SCALES}/steps.png`]: steps(),
  [`${SCALES}/contour.png`]: contour(),
  [`${CHORDS}/chords.png`]: chords(),
  [`${CHORDS}/beats.png`]: beats(),
});
