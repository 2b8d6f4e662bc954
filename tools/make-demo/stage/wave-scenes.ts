/* oxlint-disable max-params -- geometry reads best as plain coordinates */
import { AIR_TONES, KEYS, PAIR_STEP, PAIR_TOGETHER, PAIRS } from '../score.ts';
import { drawKeyboard, type Keyboard, keyPlace } from './keyboard.ts';
import {
  between,
  clamp,
  curve,
  DIM,
  dot,
  ease,
  GOLD,
  JADE,
  PAPER,
  type Pen,
  RAINBOW,
  RED,
  term,
  write,
} from './paint.ts';

/** The scenes with waves and keys: the air, two tones at a time, the five-tone scale. */

const METRES_WIDE = 4; // how much air the stage shows
const SPEED_ON_SCREEN = 250; // pixels a second

interface AirTone {
  readonly loud: number;
  readonly freq: number;
}

function airAt(t: number): AirTone {
  const tone = AIR_TONES.findLast((a) => a.at - 0.3 <= t);
  if (!tone) return { loud: 0, freq: AIR_TONES[0].freq };
  return { loud: between(t, tone.at - 0.1, tone.until + 0.2, 0.5), freq: tone.freq };
}

/** Grains of air swaying along the way of the sound, and the pressure they make. */
export function drawAir(pen: Pen, t: number): void {
  term(pen, '声波', 'sound wave', between(t, 44.3, 70));
  const { loud, freq } = airAt(t);
  const wave = (343 / freq / METRES_WIDE) * 1640; // a wavelength in pixels
  const phase = (x: number): number => (2 * Math.PI * (x - SPEED_ON_SCREEN * t)) / wave;
  const sway = loud * wave * 0.085;

  for (let column = 0; column < 54; column += 1) {
    const rest = 140 + column * 30.9;
    const x = rest + sway * Math.cos(phase(rest));
    const marked = column === 27;
    for (let row = 0; row < 5; row += 1) {
      const y = 330 + row * 52 + ((column % 2) - 0.5) * 14;
      dot(pen, x, y, marked ? 10 : 8, marked ? RED : '#b9c0c2');
    }
  }
  const pressure = (u: number): number => 720 - 74 * loud * Math.sin(phase(140 + 1640 * u));
  curve(pen, 140, 1780, () => 720, '#2c3843', 2);
  curve(pen, 140, 1780, pressure, GOLD, 5);
  write(pen, '密', 96, 650, { size: 30, color: DIM, alpha: ease(t, 48, 49) });
  write(pen, '疏', 96, 790, { size: 30, color: DIM, alpha: ease(t, 48, 49) });
  drawRuler(pen, t, wave, loud, freq);
}

/** A ruler one wavelength long, riding along with the wave. */
function drawRuler(pen: Pen, t: number, wave: number, loud: number, freq: number): void {
  const alpha = loud * ease(t, 51, 52);
  if (alpha <= 0.01) return;
  const start = 420 + ((((SPEED_ON_SCREEN * t + wave / 4) % wave) - (420 % wave) + wave) % wave);
  pen.save();
  pen.globalAlpha *= alpha;
  pen.strokeStyle = JADE;
  pen.lineWidth = 4;
  pen.beginPath();
  pen.moveTo(start, 826);
  pen.lineTo(start, 854);
  pen.moveTo(start + wave, 826);
  pen.lineTo(start + wave, 854);
  pen.moveTo(start, 840);
  pen.lineTo(start + wave, 840);
  pen.stroke();
  pen.restore();
  write(pen, 'λ', start + wave / 2, 872, { size: 40, color: JADE, alpha });
  const metres = (343 / freq).toFixed(2);
  write(pen, `λ = 343 ÷ ${freq} ≈ ${metres} 米`, 1780, 150, {
    size: 46,
    align: 'right',
    color: GOLD,
    alpha,
  });
  write(pen, `${freq} Hz`, 1780, 212, { size: 34, sans: true, align: 'right', color: DIM, alpha });
}

const SMALL: Keyboard = { x: 360, y: 700, width: 1200, height: 190 };

/** Two waves above each other and their sum, with the ratio of their frequencies. */
export function drawPairs(pen: Pen, t: number): void {
  term(pen, '音程', 'interval', between(t, 112.3, 138));
  const pair = PAIRS.findLast((p) => p.at - 0.4 <= t) ?? PAIRS[0];
  const together = pair.at + 2 * PAIR_STEP;
  const end = together + PAIR_TOGETHER;
  const low = Math.max(
    between(t, pair.at, pair.at + PAIR_STEP, 0.15),
    between(t, together, end, 0.15),
  );
  const high = Math.max(
    between(t, pair.at + PAIR_STEP, together, 0.15),
    between(t, together, end, 0.15),
  );
  const both = between(t, together, end + 1.2, 0.4);

  const walk = 0.16 * (t - pair.at);
  const cycles = pair.under * (pair.under > 9 ? 1 : pair.under === 2 ? 3 : 6);
  const ratio = pair.over / pair.under;
  const wave = (u: number, times: number): number =>
    Math.sin(2 * Math.PI * cycles * times * (u - walk * 0.25));
  const rows = [
    { y: 330, color: RAINBOW[0] ?? RED, loud: low, shape: (u: number) => wave(u, 1) },
    { y: 450, color: RAINBOW[4] ?? JADE, loud: high, shape: (u: number) => wave(u, ratio) },
  ];
  for (const row of rows) {
    pen.save();
    pen.globalAlpha *= 0.3 + 0.7 * row.loud;
    curve(pen, 360, 1560, (u) => row.y - (8 + 34 * row.loud) * row.shape(u), row.color, 4);
    pen.restore();
  }
  pen.save();
  pen.globalAlpha *= both;
  curve(pen, 360, 1560, (u) => 585 - 30 * (wave(u, 1) + wave(u, ratio)), PAPER, 5);
  pen.restore();

  const named = between(t, pair.at + PAIR_STEP, end + 1.6, 0.4);
  write(pen, `${pair.over} : ${pair.under}`, 1780, 150, {
    size: 84,
    bold: true,
    color: GOLD,
    align: 'right',
    alpha: named,
  });
  write(pen, pair.zh, 1780, 240, { size: 44, align: 'right', alpha: named, spaced: 4 });
  write(pen, pair.say, 1780, 585, { size: 36, align: 'right', color: JADE, alpha: both });
  const glow = (midi: number): number =>
    midi === pair.midi[0] ? low : midi === pair.midi[1] ? high : 0;
  drawKeyboard(pen, SMALL, glow, () => '');
}

const LARGE: Keyboard = { x: 140, y: 640, width: 1640, height: 250 };
const DEGREES: Record<number, string> = { 0: '宫', 2: '商', 4: '角', 7: '徵', 9: '羽' };
const PIXELS_A_SECOND = 105;

/** Bars sink onto the keys like a piano roll; each key lights when its bar arrives and rings. */
export function drawScale(pen: Pen, t: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(140, 240, 1640, 400);
  pen.clip();
  for (const key of KEYS) {
    const bottom = LARGE.y - (key.at - t) * PIXELS_A_SECOND;
    const top = bottom - key.lasts * PIXELS_A_SECOND + 8;
    if (top > LARGE.y || bottom < 240) continue;
    const { x, width } = keyPlace(LARGE, key.midi);
    pen.save();
    pen.globalAlpha *= clamp((bottom - 240) / 120) * 0.92;
    pen.beginPath();
    pen.roundRect(x + width * 0.2, top, width * 0.6, bottom - top, 10);
    pen.fillStyle = t >= key.at ? RED : GOLD;
    pen.fill();
    pen.restore();
  }
  pen.restore();
  const glow = (midi: number): number =>
    Math.max(
      0,
      ...KEYS.filter((key) => key.midi === midi).map((key) =>
        between(t, key.at - 0.02, key.at + key.lasts, 0.08),
      ),
    );
  drawKeyboard(pen, LARGE, glow, (midi) => DEGREES[midi % 12] ?? '');
  pen.fillStyle = RED;
  pen.fillRect(LARGE.x, LARGE.y - 4, LARGE.width, 4);
  term(pen, '五声音阶', 'pentatonic scale', between(t, 138.3, 168));
}
