/* oxlint-disable max-params -- geometry reads best as plain coordinates */
/** The brushes of the stage: colours, letters, strings. */

export type Pen = CanvasRenderingContext2D;

export const WIDTH = 1920;
export const HEIGHT = 1080;

export const INK = '#11181f';
export const PAPER = '#f2e8d5';
export const RED = '#e2583e';
export const JADE = '#74b8a4';
export const GOLD = '#deb15c';
export const DIM = '#75808a';
/** One colour for each of the six harmonics. */
export const RAINBOW = ['#e2583e', '#e58d4b', '#deb15c', '#9dbf7a', '#74b8a4', '#7ba4c9'];

const SERIF = '"Noto Serif CJK SC", serif';
const SANS = '"Noto Sans CJK SC", sans-serif';

export const clamp = (value: number): number => Math.min(1, Math.max(0, value));
/** From 0 at `from` to 1 at `to`, with a soft start and a soft landing. */
export const ease = (t: number, from: number, to: number): number => {
  const x = clamp((t - from) / (to - from));
  return x * x * (3 - 2 * x);
};
/** Rises at `from`, falls again at `until`; each takes `edge` seconds. */
export const between = (t: number, from: number, until: number, edge = 0.5): number =>
  ease(t, from, from + edge) * (1 - ease(t, until - edge, until));

interface Words {
  readonly size: number;
  readonly color?: string;
  readonly align?: CanvasTextAlign;
  readonly bold?: boolean;
  readonly sans?: boolean;
  readonly alpha?: number;
  readonly spaced?: number;
}

export function write(pen: Pen, text: string, x: number, y: number, how: Words): void {
  const alpha = how.alpha ?? 1;
  if (alpha <= 0.01) return;
  pen.save();
  pen.globalAlpha *= alpha;
  pen.font = `${how.bold ? 700 : 400} ${how.size}px ${how.sans ? SANS : SERIF}`;
  pen.letterSpacing = `${how.spaced ?? 0}px`;
  pen.textAlign = how.align ?? 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = how.color ?? PAPER;
  pen.fillText(text, x, y);
  pen.restore();
}

/** The term a scene is about: large, at the upper left, with its English in small letters below. */
export function term(pen: Pen, zh: string, en: string, alpha: number): void {
  if (alpha <= 0.01) return;
  pen.save();
  pen.globalAlpha *= alpha;
  pen.fillStyle = RED;
  pen.fillRect(120, 112, 10, 112);
  pen.restore();
  write(pen, zh, 160, 146, { size: 64, bold: true, align: 'left', alpha, spaced: 6 });
  write(pen, en, 162, 206, { size: 28, sans: true, align: 'left', alpha, color: DIM, spaced: 2 });
}

/** A curve through `y(u)` for u in 0…1, between two points of the same height. */
export function curve(
  pen: Pen,
  x0: number,
  x1: number,
  y: (u: number) => number,
  color: string,
  width: number,
): void {
  pen.beginPath();
  for (let i = 0; i <= 160; i += 1) {
    const u = i / 160;
    pen.lineTo(x0 + (x1 - x0) * u, y(u));
  }
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.stroke();
}

/** The veil that a fast swing leaves to the eye: the room between the farthest positions. */
export function veil(
  pen: Pen,
  x0: number,
  x1: number,
  y: number,
  reach: (u: number) => number,
  color: string,
): void {
  pen.save();
  pen.globalAlpha *= 0.16;
  pen.fillStyle = color;
  pen.beginPath();
  for (let i = 0; i <= 80; i += 1) pen.lineTo(x0 + ((x1 - x0) * i) / 80, y - reach(i / 80));
  for (let i = 80; i >= 0; i -= 1) pen.lineTo(x0 + ((x1 - x0) * i) / 80, y + reach(i / 80));
  pen.fill();
  pen.restore();
}

export function dot(pen: Pen, x: number, y: number, radius: number, color: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
}

/** The two bridges that hold a string. */
export function bridges(pen: Pen, x0: number, x1: number, y: number, height: number): void {
  pen.fillStyle = GOLD;
  for (const x of [x0, x1]) {
    pen.beginPath();
    pen.roundRect(x - 7, y - height / 2, 14, height, 5);
    pen.fill();
  }
}

/** Shape of a string plucked at a seventh, `age` seconds ago, swinging `hz` times a second: the sum of its first eight modes. */
export function plucked(u: number, age: number, hz: number, fall: number): number {
  let sum = 0;
  for (let n = 1; n <= 8; n += 1) {
    const level = (Math.sin((n * Math.PI) / 5) / (n * n)) * Math.exp(-age * fall * (0.6 + 0.4 * n));
    sum += level * Math.sin(n * Math.PI * u) * Math.cos(2 * Math.PI * n * hz * age);
  }
  return sum / 0.62;
}
