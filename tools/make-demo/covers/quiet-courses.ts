import { el, line, rect } from '../svg.ts';
import { disc, poster, RICE, ridge, seal, SOOT, VERMILION, WIDTH } from './poster.ts';

/** Posters of design, mathematics, tea and history. */

/** Almost nothing: a stone, a line of water, and a great deal of room. */
function design(): string {
  const ripples = [210, 290, 380, 480].map((rx, i) =>
    el('ellipse', {
      cx: 900,
      cy: 560,
      rx,
      ry: rx * 0.16,
      fill: 'none',
      stroke: SOOT,
      'stroke-width': 2.4,
      opacity: 0.5 - i * 0.1,
    }),
  );
  const stone = el('path', {
    d: 'M770 560C770 470 820 402 910 402C992 402 1034 470 1034 560Z',
    fill: SOOT,
  });
  return poster(
    ['#f7f1e6', '#f3ebdc', '#ebdfca'],
    [
      rect(0, 0, 300, 720, '#d9cdb6', { opacity: 0.55 }),
      line(300, 0, 300, 720, SOOT, 2, { opacity: 0.35 }),
      ...ripples,
      stone,
      el('ellipse', { cx: 902, cy: 562, rx: 134, ry: 15, fill: SOOT, opacity: 0.9 }),
      disc(470, 190, 62, VERMILION),
      seal(128, 592),
    ].join(''),
  );
}

/** The ancient figure of four right-angled triangles round a square, turned a little, over its own shadow of grid. */
function mathematics(): string {
  const [a, b] = [174, 348];
  const side = Math.hypot(a, b);
  const corner = (k: number): [number, number] =>
    [
      [0, 0],
      [side, 0],
      [side, side],
      [0, side],
    ][k % 4] as [number, number];
  const lean = Math.atan2(a, b);
  const inner = (k: number): [number, number] => {
    const [x, y] = corner(k);
    const turn = (k * Math.PI) / 2 + lean;
    return [x + b * Math.cos(turn), y + b * Math.sin(turn)];
  };
  const colors = ['#d9a441', '#e3b964', '#cf8f3a', '#eccb85'];
  const triangles = [0, 1, 2, 3].map((k) =>
    el('polygon', {
      points: [corner(k), corner(k + 1), inner(k)].map((p) => p.join(',')).join(' '),
      fill: colors[k] ?? RICE,
      stroke: '#3a2330',
      'stroke-width': 3,
      'stroke-linejoin': 'round',
    }),
  );
  const heart = el('polygon', {
    points: [0, 1, 2, 3].map((k) => inner(k).join(',')).join(' '),
    fill: VERMILION,
    stroke: '#3a2330',
    'stroke-width': 3,
  });
  const grid = Array.from(
    { length: 22 },
    (_, i) =>
      line(i * 62, 0, i * 62, 720, RICE, 1, { opacity: 0.13 }) +
      line(0, i * 62, WIDTH, i * 62, RICE, 1, { opacity: 0.13 }),
  );
  const figure = el(
    'g',
    { transform: `translate(760 360) rotate(-9) translate(${-side / 2} ${-side / 2})` },
    triangles.join('') + heart,
  );
  const count =
    [0, 1, 2]
      .map((i) => line(150 + i * 52, 480, 150 + i * 52, 610, RICE, 9, { opacity: 0.9 }))
      .join('') + line(130, 446, 274, 446, RICE, 9, { opacity: 0.9 });
  return poster(['#4b2a3c', '#5f3143', '#7a3b45'], grid.join('') + figure + count + seal(84, 84));
}

/** Terraces of a tea hill in the mist, and a bowl that holds the morning. */
function tea(): string {
  const layers = [
    ['#bccfa6', 330],
    ['#93b384', 400],
    ['#6a9468', 470],
    ['#457350', 540],
    ['#2a513d', 610],
  ] as const;
  const hills = layers.map(([color, y], i) =>
    ridge(
      [
        [0, y + 30 - i * 12],
        [250, y - 60 + i * 20],
        [560, y + 40],
        [850, y - 34 + i * 10],
        [1280, y + 24 - i * 16],
      ],
      color,
    ),
  );
  const rows = [0, 1, 2, 3].map((i) =>
    el('path', {
      d: `M0 ${632 + i * 26}C320 ${590 + i * 26} 560 ${668 + i * 20} 820 ${630 + i * 24}S1180 ${600 + i * 26} 1280 ${624 + i * 24}`,
      fill: 'none',
      stroke: '#7fa66f',
      'stroke-width': 2.6,
      opacity: 0.55,
    }),
  );
  const bowl =
    el('path', {
      d: 'M330 430H650C650 540 584 596 530 604V624H450V604C396 596 330 540 330 430Z',
      fill: RICE,
    }) +
    el('ellipse', { cx: 490, cy: 430, rx: 160, ry: 27, fill: '#fffaf0' }) +
    el('ellipse', { cx: 490, cy: 434, rx: 138, ry: 19, fill: '#b98a3c' });
  const steam = [440, 490, 540].map((x, i) =>
    el('path', {
      d: `M${x} 385C${x - 34} 330 ${x + 36} 290 ${x} ${226 + i * 22}`,
      fill: 'none',
      stroke: '#fffaf0',
      'stroke-width': 6,
      'stroke-linecap': 'round',
      opacity: 0.8,
    }),
  );
  return poster(
    ['#f3e7c8', '#e7e4c4', '#cfdcb8'],
    disc(990, 190, 104, '#d9653f', 0.9) +
      hills.join('') +
      rows.join('') +
      bowl +
      steam.join('') +
      seal(84, 84),
  );
}

/** The wards of an old capital seen from above, its river and its gate. */
function history(): string {
  const wards: string[] = [];
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 12; column += 1) {
      const x = 300 + column * 68 + (column > 5 ? 34 : 0);
      const y = 90 + row * 68;
      if (row < 2 && column > 3 && column < 8) continue;
      const lit = (column * 5 + row * 3) % 11 === 0;
      wards.push(
        rect(x, y, 54, 54, lit ? '#e5b66a' : '#e9dcc0', {
          opacity: lit ? 1 : 0.86 - ((column + row) % 3) * 0.12,
          rx: 3,
        }),
      );
      wards.push(
        line(x + 27, y + 5, x + 27, y + 49, '#7d4a3a', 1.5, { opacity: 0.5 }),
        line(x + 5, y + 27, x + 49, y + 27, '#7d4a3a', 1.5, { opacity: 0.5 }),
      );
    }
  }
  const palace =
    rect(572, 90, 306, 122, VERMILION, { rx: 4 }) +
    [0, 1, 2]
      .map((i) => rect(600 + i * 18, 112 + i * 30, 250 - i * 36, 14, '#f4d9a0', { rx: 2 }))
      .join('');
  const avenue = rect(708, 226, 34, 494, '#f4ead6', { opacity: 0.28 });
  const river = el('path', {
    d: 'M-20 120C140 180 60 330 170 420S150 640 260 740',
    fill: 'none',
    stroke: '#7fa3a3',
    'stroke-width': 44,
    opacity: 0.85,
  });
  return poster(
    ['#5a3a32', '#4a3130', '#33262a'],
    river + avenue + wards.join('') + palace + seal(84, 592),
  );
}

const at = (course: string): string => `material/${course}/cover.webp`;

export const quietArt = (): Record<string, string> => ({
  [at('留白与版面')]: design(),
  [at('从结绳数起')]: mathematics(),
  [at('一杯茶的来路')]: tea(),
  [at('读懂一座老城')]: history(),
});
