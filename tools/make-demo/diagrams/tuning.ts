import {
  BLUE,
  circle,
  DIM,
  el,
  FAINT,
  GOLD,
  INK,
  JADE,
  line,
  rect,
  RED,
  svg,
  text,
} from '../svg.ts';
import { keyMiddle, printKeys } from './keys.ts';

/** Diagrams of intervals and of the ways to tune them. */

const CHAPTER = '02-音与音的距离/images';

function intervals(): string {
  const fill = RED;
  const keys = {
    x: 240,
    y: 420,
    unit: 140,
    height: 330,
    first: 60,
    last: 72,
    marked: {
      60: { fill, name: 'C' },
      64: { fill: GOLD, name: 'E' },
      65: { fill: JADE, name: 'F' },
      67: { fill: BLUE, name: 'G' },
      72: { fill: '#7a4f80', name: 'C′' },
    },
  };
  const arcs = [
    { to: 64, words: '大三度　5 : 4', color: GOLD },
    { to: 65, words: '纯四度　4 : 3', color: JADE },
    { to: 67, words: '纯五度　3 : 2', color: BLUE },
    { to: 72, words: '纯八度　2 : 1', color: '#7a4f80' },
  ].map(({ to, words, color }, i) => {
    const [from, until, y] = [keyMiddle(keys, 60), keyMiddle(keys, to), 330 - i * 84];
    const bracket = el('path', {
      d: `M${from} ${y + 26}V${y}H${until}V${y + 26}`,
      fill: 'none',
      stroke: color,
      'stroke-width': 4,
      'stroke-linejoin': 'round',
    });
    return bracket + text(words, (from + until) / 2, y - 26, { size: 34, fill: color, bold: true });
  });
  return svg(1600, 800, printKeys(keys) + arcs.join(''));
}

const FIFTHS = ['C', 'G', 'D', 'A', 'E', 'B', '♯F', '♯C', '♯G', '♯D', '♯A', '♯E', '♯B'];

/** Twelve fifths wind round once; the radius grows with what each has gained on the even circle (drawn twentyfold). */
function fifths(): string {
  const [cx, cy] = [560, 470];
  const place = (i: number, out: number): [number, number] => {
    const turn = (i / 12) * 2 * Math.PI - Math.PI / 2 + i * 0.0205;
    return [cx + (330 + out) * Math.cos(turn), cy + (330 + out) * Math.sin(turn)];
  };
  const dots = FIFTHS.map((name, i) => {
    const [x, y] = place(i, 0);
    const last = i === 12;
    const early = i <= 4;
    const [tx, ty] = place(i, last ? -78 : 66);
    return (
      circle(x, y, early || last ? 17 : 12, last ? RED : early ? JADE : INK) +
      text(name, tx, ty, { size: 40, bold: early || last, fill: last ? RED : early ? JADE : INK })
    );
  });
  const ring = FIFTHS.slice(0, -1).map((_, i) => {
    const [[x1, y1], [x2, y2]] = [place(i, 0), place(i + 1, 0)];
    return line(x1, y1, x2, y2, i < 4 ? JADE : INK, i < 4 ? 5 : 3);
  });
  const words = [
    text('每一步：频率 × 3/2', 1000, 250, { anchor: 'start', size: 38, bold: true }),
    text('超出八度，就除以 2', 1000, 306, { anchor: 'start', size: 34, fill: DIM }),
    circle(1014, 410, 13, JADE),
    text('前四步，得到五声', 1044, 410, { anchor: 'start', size: 36, fill: JADE }),
    circle(1014, 480, 13, RED),
    text('第十二步，没有回到 C', 1044, 480, { anchor: 'start', size: 36, fill: RED }),
    text('高出 23.46 音分', 1044, 534, { anchor: 'start', size: 36, fill: RED, bold: true }),
    text('（缝隙画得比实际宽）', 1044, 590, { anchor: 'start', size: 28, fill: DIM }),
  ];
  return svg(1600, 930, ring.join('') + dots.join('') + words.join(''));
}

const CENTS = [
  { name: '小三度', pure: 315.64, fifth: 294.13, even: 300 },
  { name: '大三度', pure: 386.31, fifth: 407.82, even: 400 },
  { name: '纯四度', pure: 498.04, fifth: 498.04, even: 500 },
  { name: '纯五度', pure: 701.96, fifth: 701.96, even: 700 },
];

function temperament(): string {
  const [middle, scale] = [880, 22];
  const rows = CENTS.map(({ name, pure, fifth, even }, i) => {
    const y = 190 + i * 130;
    const at = (cents: number): number => middle + (cents - even) * scale;
    const same = pure === fifth;
    return [
      line(300, y, 1460, y, FAINT, 3),
      text(name, 150, y, { size: 40, bold: true }),
      rect(middle - 5, y - 34, 10, 68, INK, { rx: 4 }),
      circle(at(pure), y, 20, JADE),
      same ? circle(at(fifth), y, 9, GOLD) : circle(at(fifth), y, 20, GOLD),
      ...[...new Set([pure, fifth])].map((cents) =>
        text(`${cents > even ? '+' : '−'}${Math.abs(cents - even).toFixed(1)}`, at(cents), y + 48, {
          size: 28,
          fill: same ? INK : cents === pure ? JADE : GOLD,
        }),
      ),
    ].join('');
  });
  const legend = [
    rect(420, 56, 10, 50, INK, { rx: 4 }),
    text('十二平均律', 450, 81, { anchor: 'start', size: 32 }),
    circle(740, 81, 18, JADE),
    text('纯律', 775, 81, { anchor: 'start', size: 32 }),
    circle(940, 81, 18, GOLD),
    text('五度相生', 975, 81, { anchor: 'start', size: 32 }),
    text('单位：音分', 1460, 81, { anchor: 'end', size: 30, fill: DIM }),
  ];
  return svg(1600, 720, rows.join('') + legend.join(''));
}

export const tuningDiagrams = (): Record<string, string> => ({
  [`${CHAPTER}/intervals.png`]: intervals(),
  [`${CHAPTER}/fifths.png`]: fifths(),
  [`${CHAPTER}/temperament.png`]: temperament(),
});
