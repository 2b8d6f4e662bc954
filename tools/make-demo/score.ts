/* oxlint-disable max-params -- a note reads best as a row of a table */
/**
 * The score of the video lesson: what sounds when. The sound track is synthesised from it and the pictures are drawn from it,
 * so that what one sees moving is what one hears. Times are seconds.
 */

export interface Note {
  readonly at: number;
  readonly freq: number;
  readonly lasts: number;
  readonly gain: number;
  readonly voice: 'pluck' | 'piano' | 'sine';
}

export const LASTS_SEC = 180;
export const FPS = 25;

/** Where each scene begins; the next one begins where it ends. */
export const SCENES = {
  title: 0,
  vibration: 12,
  air: 44,
  harmonics: 70,
  intervals: 112,
  scale: 138,
  recap: 168,
} as const;

const note = (
  voice: Note['voice'],
  at: number,
  freq: number,
  lasts: number,
  gain: number,
): Note => ({
  at,
  freq,
  lasts,
  gain,
  voice,
});

/** Frequency of a key of the piano by its MIDI number (69 is A4). */
export const keyFreq = (midi: number): number => 440 * 2 ** ((midi - 69) / 12);

/** Plucks of the one string: `part` is the share of the string that is left to swing. */
export const PLUCKS = [
  { at: 0.7, part: 1, force: 0.9 },
  { at: 6.4, part: 1, force: 0.8 },
  { at: 14, part: 1, force: 1 },
  { at: 20.4, part: 1, force: 0.32 },
  { at: 23.4, part: 1, force: 1 },
  { at: 29, part: 1, force: 0.85 },
  { at: 33, part: 1 / 2, force: 0.85 },
  { at: 37, part: 1 / 4, force: 0.85 },
  { at: 40.6, part: 1, force: 0.7 },
] as const;

export const OPEN_STRING_HZ = 110;

/** Pure tones whose waves travel through the air. */
export const AIR_TONES = [
  { at: 47, until: 54, freq: 220 },
  { at: 55.5, until: 62, freq: 440 },
  { at: 63, until: 69, freq: 220 },
] as const;

/** The string's ways to swing, one after the other. */
export const MODES = [1, 2, 3, 4, 5, 6].map((n) => ({ n, at: 72.5 + (n - 1) * 3.8, lasts: 3.4 }));

/** Mixtures of those ways: the same pitch in other colours. */
export const MIXTURES = [
  { at: 97.2, parts: [1], zh: '只有基音' },
  { at: 101.6, parts: [1, 2, 3], zh: '加上两个泛音' },
  { at: 106, parts: [1, 2, 3, 4, 5, 6], zh: '六个一起响' },
] as const;
export const MIXTURE_LASTS = 3.9;

/** Two tones: low, high, then both. */
export const PAIRS = [
  { at: 113.6, over: 2, under: 1, zh: '八度', say: '浑然一体', midi: [57, 69] },
  { at: 122, over: 3, under: 2, zh: '纯五度', say: '开阔、安稳', midi: [57, 64] },
  { at: 130.2, over: 16, under: 15, zh: '小二度', say: '紧张、摩擦', midi: [57, 58] },
] as const;
export const PAIR_STEP = 1.5;
export const PAIR_TOGETHER = 3.6;

export interface Key {
  readonly at: number;
  readonly lasts: number;
  readonly midi: number;
}

const SCALE_NAMES = [60, 62, 64, 67, 69, 72] as const;
const scaleKeys: Key[] = SCALE_NAMES.map((midi, i) => ({ at: 139.4 + i * 1.25, lasts: 1.2, midi }));

const BEAT = 0.58;
const TUNE_AT = 148.4;
// prettier-ignore
const TUNE: readonly (readonly [midi: number, beats: number])[] = [
  [64, 1], [67, 1], [69, 1.5], [67, 0.5],   [64, 1], [62, 1], [60, 2],
  [62, 1], [64, 1], [67, 1.5], [69, 0.5],   [72, 1], [69, 1], [67, 2],
  [69, 1], [72, 1], [74, 1.5], [72, 0.5],   [69, 1], [67, 1], [64, 2],
  [62, 1], [64, 0.5], [62, 0.5], [60, 1], [57, 1],   [60, 3.5],
];
const BASS = [48, 45, 43, 48, 45, 40, 43, 48];

function tuneKeys(): Key[] {
  let beat = 0;
  return TUNE.map(([midi, beats]) => {
    const key = { at: TUNE_AT + beat * BEAT, lasts: beats * BEAT, midi };
    beat += beats;
    return key;
  });
}

/** Everything played on the keyboard in the scene of the scale. */
export const KEYS: readonly Key[] = [...scaleKeys, ...tuneKeys()];

/** The last chord, broken upwards. */
export const FAREWELL = [48, 55, 60, 64, 67, 72].map((midi, i) => ({ at: 170.2 + i * 0.32, midi }));

/** Every sound of the video. */
export function allNotes(): Note[] {
  const plucks = PLUCKS.map((p) =>
    note('pluck', p.at, OPEN_STRING_HZ / p.part, 5.5, 1.5 * p.force),
  );
  const air = AIR_TONES.map((a) => note('sine', a.at, a.freq, a.until - a.at, 0.15));
  const modes = MODES.map((m) =>
    note('sine', m.at, OPEN_STRING_HZ * m.n, m.lasts, 0.19 / Math.sqrt(m.n)),
  );
  const mixtures = MIXTURES.flatMap((m) =>
    m.parts.map((n) => note('sine', m.at, OPEN_STRING_HZ * n, MIXTURE_LASTS, 0.17 / n)),
  );
  const pairs = PAIRS.flatMap((p) => {
    const high = (220 * p.over) / p.under;
    const both = p.at + 2 * PAIR_STEP;
    return [
      note('piano', p.at, 220, PAIR_STEP, 0.4),
      note('piano', p.at + PAIR_STEP, high, PAIR_STEP, 0.4),
      note('piano', both, 220, PAIR_TOGETHER, 0.36),
      note('piano', both, high, PAIR_TOGETHER, 0.36),
    ];
  });
  const keys = KEYS.map((k) => note('piano', k.at, keyFreq(k.midi), k.lasts + 0.35, 0.28));
  const bass = BASS.map((midi, i) =>
    note('pluck', TUNE_AT + i * 4 * BEAT, keyFreq(midi), 2.6, 0.4),
  );
  const farewell = FAREWELL.map((f) => note('pluck', f.at, keyFreq(f.midi), 8, 0.8));
  return [...plucks, ...air, ...modes, ...mixtures, ...pairs, ...keys, ...bass, ...farewell];
}
