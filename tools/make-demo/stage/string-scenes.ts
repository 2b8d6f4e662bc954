/* oxlint-disable max-params -- geometry reads best as plain coordinates */
import {
  FAREWELL,
  MIXTURES,
  MIXTURE_LASTS,
  MODES,
  OPEN_STRING_HZ,
  PLUCKS,
  SCENES,
} from '../score.ts';
import {
  between,
  bridges,
  clamp,
  curve,
  DIM,
  dot,
  ease,
  GOLD,
  JADE,
  PAPER,
  type Pen,
  plucked,
  RAINBOW,
  RED,
  term,
  veil,
  write,
} from './paint.ts';

/** The scenes with a string: the title, the vibration, its harmonics, the farewell. */

const SLOWED = 1.5; // swings a second on the screen for the open string's 110

function lastPluck(t: number): (typeof PLUCKS)[number] | undefined {
  return PLUCKS.findLast((pluck) => pluck.at <= t);
}

/** Draws the one string as it is at `t`, pressed down where it is shortened. */
function drawString(pen: Pen, t: number, x0: number, x1: number, y: number, reach: number): void {
  const pluck = lastPluck(t);
  const part = pluck?.part ?? 1;
  const age = pluck ? t - pluck.at : 0;
  const end = x0 + (x1 - x0) * part;
  if (pluck) {
    const still = reach * pluck.force * Math.exp(-age * 0.42);
    veil(pen, x0, end, y, (u) => 1.06 * still * Math.sin(Math.PI * u) ** 0.62, GOLD);
    const shape = (u: number): number =>
      y - reach * pluck.force * plucked(u, age, SLOWED / part, 0.4);
    curve(pen, x0, end, shape, PAPER, 5);
  }
  curve(pen, pluck ? end : x0, x1, () => y, part < 1 ? DIM : PAPER, part < 1 ? 3 : 5);
  if (part < 1) dot(pen, end, y, 15, RED);
  bridges(pen, x0, x1, y, 120);
}

export function drawTitle(pen: Pen, t: number): void {
  drawString(pen, t, 200, 1720, 640, 120);
  write(pen, '一根弦里的世界', 960, 330, {
    size: 132,
    bold: true,
    spaced: 18,
    alpha: ease(t, 1.4, 2.8),
  });
  write(pen, '听得懂的乐理 · 声音从哪里来', 960, 460, {
    size: 40,
    color: GOLD,
    spaced: 8,
    alpha: ease(t, 2.6, 3.8),
  });
}

export function drawVibration(pen: Pen, t: number): void {
  term(pen, '振动', 'vibration', between(t, 12.3, 20.4));
  term(pen, '振幅', 'amplitude', between(t, 20.2, 28.6));
  term(pen, '频率', 'frequency', between(t, 28.4, 44));
  const [x0, x1, y] = [240, 1680, 560];
  drawString(pen, t, x0, x1, y, 190);

  write(pen, '慢放', 1760, 150, {
    size: 32,
    sans: true,
    color: DIM,
    align: 'right',
    spaced: 6,
    alpha: ease(t, 14.4, 15.2),
  });
  write(pen, '摆得窄，声音轻', 960, 850, { size: 46, alpha: between(t, 20.6, 23.4), spaced: 4 });
  write(pen, '摆得宽，声音响', 960, 850, { size: 46, alpha: between(t, 23.5, 28.4), spaced: 4 });
  if (t >= 28.8) {
    const part = lastPluck(t)?.part ?? 1;
    const share = part === 1 ? '全弦' : part === 1 / 2 ? '二分之一' : '四分之一';
    const alpha = between(t, 28.8, 44);
    write(pen, `${OPEN_STRING_HZ / part}`, 930, 850, {
      size: 92,
      bold: true,
      align: 'right',
      color: GOLD,
      alpha,
    });
    write(pen, 'Hz', 950, 862, { size: 52, align: 'left', color: GOLD, alpha });
    write(pen, share, 1120, 858, { size: 46, align: 'left', alpha, spaced: 4 });
  }
}

const HARMONIC_NAMES = [
  'A2　基音',
  'A3　八度',
  'E4　五度',
  'A4　两个八度',
  '♯C5　大三度',
  'E5　又是五度',
];

type Mode = (typeof MODES)[number];
type Mixture = (typeof MIXTURES)[number];

/** How strongly a mode sounds at `t`, and since when: alone in its turn, or in a mixture. */
function soundOf(
  mode: Mode,
  mixture: Mixture | undefined,
  t: number,
): [loud: number, since: number] {
  if (!mixture) return [between(t, mode.at, mode.at + mode.lasts, 0.25), mode.at];
  const takesPart = mixture.parts.some((part) => part === mode.n);
  const loud = takesPart ? between(t, mixture.at, mixture.at + MIXTURE_LASTS, 0.25) : 0;
  return [loud, mixture.at];
}

/** One way of the string to swing, with its nodes and its name. */
function drawMode(pen: Pen, t: number, mode: Mode, mixture: Mixture | undefined): void {
  const { n, at, lasts } = mode;
  const [loud, since] = soundOf(mode, mixture, t);
  const fresh = mixture ? 0 : 1 - ease(t, at + lasts, at + lasts + 0.6);
  const color = RAINBOW[n - 1] ?? PAPER;
  const [y, reach] = [290 + (n - 1) * 84, 32 * loud];
  const swing = Math.cos(2 * Math.PI * 0.8 * Math.sqrt(n) * (t - since));
  pen.save();
  pen.globalAlpha *= ease(t, at - 0.6, at) * (0.45 + 0.55 * Math.max(loud, fresh));
  veil(pen, 420, 1300, y, (u) => Math.abs(reach * Math.sin(n * Math.PI * u)), color);
  curve(pen, 420, 1300, (u) => y - reach * Math.sin(n * Math.PI * u) * swing, color, 5);
  for (let node = 0; node <= n; node += 1) {
    dot(pen, 420 + (880 * node) / n, y, node % n === 0 ? 9 : 7, PAPER);
  }
  write(pen, `${n}`, 250, y, { size: 44, bold: true, color });
  write(pen, `${n * OPEN_STRING_HZ} Hz`, 1345, y, { size: 34, sans: true, align: 'left' });
  write(pen, HARMONIC_NAMES[n - 1] ?? '', 1500, y, { size: 32, align: 'left', color: '#a3abb0' });
  pen.restore();
}

/** Six copies of the string, one below the other, each swinging in its own way while its tone sounds. */
export function drawHarmonics(pen: Pen, t: number): void {
  term(pen, '泛音', 'harmonics', between(t, 70.3, 112));
  const alpha = ease(t, 84, 85);
  write(pen, 'fₙ = n · f₁', 1760, 150, { size: 54, align: 'right', color: GOLD, alpha });
  const mixture = MIXTURES.findLast((mix) => mix.at <= t);
  for (const mode of MODES) {
    if (t > mode.at - 0.6) drawMode(pen, t, mode, mixture);
  }
  if (mixture) drawMixture(pen, t, mixture.parts, mixture.zh, mixture.at);
}

/** The wave that the sounding harmonics add up to. */
function drawMixture(
  pen: Pen,
  t: number,
  parts: readonly number[],
  name: string,
  at: number,
): void {
  const alpha = between(t, at, at + 4.3, 0.4);
  pen.save();
  pen.globalAlpha *= alpha;
  const shape = (u: number): number => {
    const turn = 2 * Math.PI * (3 * u - 0.45 * (t - at));
    return 838 - 40 * parts.reduce((sum, n) => sum + Math.sin(n * turn) / n, 0);
  };
  curve(pen, 420, 1300, shape, PAPER, 5);
  pen.restore();
  write(pen, '合在一起', 330, 838, { size: 34, color: DIM, alpha, align: 'center' });
  write(pen, name, 1345, 838, { size: 40, color: GOLD, align: 'left', alpha });
}

const STEPS = ['振动', '频率', '泛音', '音程', '音阶'];

export function drawRecap(pen: Pen, t: number): void {
  const y = 600;
  const age = t - (FAREWELL[0]?.at ?? 0);
  const notes = FAREWELL.filter((note) => note.at <= t);
  const reach = 70 * clamp(notes.length / 3);
  const shape = (u: number): number => (age < 0 ? y : y - reach * plucked(u, age, 1.2, 0.22) * 1.3);
  veil(
    pen,
    240,
    1680,
    y,
    (u) => (age < 0 ? 0 : reach * Math.exp(-0.22 * age) * Math.sin(Math.PI * u)),
    GOLD,
  );
  curve(pen, 240, 1680, shape, PAPER, 5);
  bridges(pen, 240, 1680, y, 120);
  for (const [i, step] of STEPS.entries()) {
    const alpha = ease(t, SCENES.recap + 0.8 + i * 0.9, SCENES.recap + 1.7 + i * 0.9);
    const x = 960 + (i - 2) * 300;
    write(pen, step, x, 360, { size: 76, bold: true, spaced: 6, alpha });
    if (i < 4) write(pen, '→', x + 150, 360, { size: 44, color: RED, alpha });
  }
  write(pen, '下一课：音高与频率', 960, 800, {
    size: 42,
    color: JADE,
    spaced: 6,
    alpha: ease(t, 174.4, 175.4),
  });
}
