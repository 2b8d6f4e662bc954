import { el, graph, line, rect } from '../svg.ts';
import { disc, HEIGHT, poster, RICE, ridge, seal, SOOT, VERMILION, WIDTH } from './poster.ts';

/** Posters of music, photography, writing and programming. */

/** Strings over a moonlit lake; one of them swings. */
function music(): string {
  const strings = Array.from({ length: 7 }, (_, i) => {
    const y = 250 + i * 62;
    const n = i + 1;
    const reach = 15 + 46 / n;
    const shape =
      (sign: number) =>
      (u: number): number =>
        y - sign * reach * Math.sin(n * Math.PI * u) * Math.sin(Math.PI * u) ** 0.5;
    const color = i === 2 ? VERMILION : '#ecd9ae';
    const shade = (k: number): string =>
      graph(0, WIDTH, shape(k), color, 1.6, { opacity: 0.16 + 0.1 * Math.abs(k) });
    return (
      [-1, -0.72, -0.44, -0.16, 0.16, 0.44, 0.72].map(shade).join('') +
      graph(0, WIDTH, shape(1), color, 3.4, { opacity: 0.95 })
    );
  });
  const moon =
    disc(930, 250, 150, '#f0dcae') +
    disc(930, 250, 190, '#f0dcae', 0.1) +
    disc(930, 250, 240, '#f0dcae', 0.07);
  return poster(['#14233a', '#1f3f5b', '#2f6570'], moon + strings.join('') + seal(84, 84));
}

const LIGHT =
  el(
    'linearGradient',
    { id: 'beam', x1: 0, y1: 0, x2: 0, y2: 1 },
    el('stop', { offset: 0, 'stop-color': '#fff2cf' }) +
      el('stop', { offset: 0.95, 'stop-color': '#f7d79a', 'stop-opacity': 0 }),
  ) +
  el(
    'radialGradient',
    { id: 'glow' },
    el('stop', { offset: 0, 'stop-color': '#fff3d4' }) +
      el('stop', { offset: 1, 'stop-color': '#fff3d4', 'stop-opacity': 0 }),
  );

/** Slanting light over dark ridges. */
function photography(): string {
  const beams = [
    [180, 110, 0.45],
    [470, 120, 0.6],
    [760, 150, 0.55],
    [1050, 130, 0.45],
  ].map(([x = 0, w = 0, opacity = 0]) =>
    el('polygon', {
      points: `960,150 ${x + w - 60},720 ${x - 140},720`,
      fill: 'url(#beam)',
      opacity,
    }),
  );
  return poster(
    ['#e9a45b', '#d97f4a', '#7a3f3f'],
    [
      el('circle', { cx: 960, cy: 170, r: 330, fill: 'url(#glow)' }),
      disc(960, 170, 84, '#fff6df'),
      ridge(
        [
          [0, 430],
          [220, 360],
          [470, 470],
          [720, 380],
          [980, 480],
          [1280, 400],
        ],
        '#8a4a42',
        0.75,
      ),
      ...beams,
      ridge(
        [
          [0, 520],
          [200, 560],
          [430, 470],
          [700, 590],
          [960, 520],
          [1280, 600],
        ],
        '#4c2f36',
      ),
      ridge(
        [
          [0, 640],
          [300, 600],
          [600, 670],
          [900, 625],
          [1280, 690],
        ],
        '#241f29',
      ),
      seal(84, 84),
    ].join(''),
    LIGHT,
  );
}

/** Columns of a manuscript, one of them red; a brush that has just drawn a line. */
function writing(): string {
  const lengths = [430, 500, 360, 470, 250, 500, 410, 300];
  const columns = lengths.map((tall, i) => {
    const x = 1130 - i * 84;
    const rule = line(x + 42, 90, x + 42, 630, '#b9a888', 1.6, { opacity: 0.7 });
    const marks = Array.from({ length: Math.floor(tall / 50) }, (_, k) =>
      rect(x - 15, 108 + k * 50, 30, 28 + ((i * 7 + k * 5) % 3) * 4, i === 4 ? VERMILION : SOOT, {
        rx: 7,
        opacity: i === 4 ? 1 : 0.82 - ((i + k) % 4) * 0.09,
      }),
    );
    return rule + marks.join('');
  });
  const brush = el(
    'g',
    { transform: 'rotate(32 262 330)' },
    [
      rect(250, 60, 24, 350, '#8a5a34', { rx: 8 }),
      rect(246, 392, 32, 34, SOOT, { rx: 4 }),
      rect(250, 150, 24, 4, '#5e3a20'),
      rect(250, 270, 24, 4, '#5e3a20'),
      el('path', {
        d: 'M246 426H278C290 470 276 520 262 560C248 520 234 470 246 426Z',
        fill: SOOT,
      }),
    ].join(''),
  );
  const stroke = el('path', {
    d: 'M92 604C190 560 260 590 340 574C400 562 440 570 470 592C400 586 350 606 280 612C210 618 150 604 92 604Z',
    fill: SOOT,
    opacity: 0.92,
  });
  return poster(
    ['#f6eedd', '#efe3ca', '#e6d4b3'],
    disc(262, 300, 178, VERMILION, 0.93) + stroke + brush + columns.join('') + seal(1150, 640, 40),
  );
}

/** Brackets nested like the eaves of a hall, a cursor of light at the door. */
function programming(): string {
  const halls = Array.from({ length: 6 }, (_, i) => {
    const [half, top] = [530 - i * 86, 190 + i * 56];
    const [left, right] = [640 - half, 640 + half];
    const color = ['#123b3f', '#185056', '#22686b', '#34837f', '#5aa393', '#a9cbae'][i] ?? RICE;
    return el('path', {
      d: `M${left - 40} ${top + 46}Q${left + 30} ${top + 36} ${left + 84} ${top}H${right - 84}Q${right - 30} ${top + 36} ${right + 40} ${top + 46}L${right} ${top + 58}V720H${left}V${top + 58}Z`,
      fill: color,
    });
  });
  const door = rect(604, 590, 72, 130, '#f7e7bd') + rect(632, 622, 16, 70, VERMILION, { rx: 3 });
  return poster(
    ['#f2d9a4', '#f0c994', '#e6b28a'],
    disc(640, 178, 110, RICE, 0.95) +
      halls.join('') +
      door +
      seal(84, 84) +
      rect(0, HEIGHT - 6, WIDTH, 6, '#0d2c30'),
  );
}

const at = (course: string): string => `material/${course}/cover.webp`;

export const courseArt = (): Record<string, string> => ({
  [at('听得懂的乐理')]: music(),
  [at('光的方向')]: photography(),
  [at('把话说明白')]: writing(),
  [at('第一个网页')]: programming(),
});
