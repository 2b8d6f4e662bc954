import type { Note } from './score.ts';

/** Synthesis of sound from nothing: a plucked string, a piano-like tone, a pure tone, and a small room to put them in. */

export const RATE = 48_000;

/** Repeatable noise in -1…1 (mulberry32), so that two runs make the same bytes. */
function noiseFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2_147_483_648 - 1;
  };
}

/** A burst of noise as long as one period, softened, and plucked at a seventh of the string. */
function pluckBurst(length: number, seed: number): Float64Array {
  const noise = noiseFrom(seed);
  const burst = new Float64Array(length);
  let soft = 0;
  for (let i = 0; i < length; i += 1) burst[i] = soft += 0.45 * (noise() - soft);
  const gap = Math.max(1, Math.round(length / 7));
  const combed = burst.map((value, i) => value - 0.85 * (burst[(i - gap + length) % length] ?? 0));
  const mean = combed.reduce((sum, value) => sum + value, 0) / length;
  const peak = combed.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 1e-9);
  return combed.map((value) => (value - mean) / peak);
}

/** Karplus–Strong: a period of noise runs round a loop that takes a little of its brightness each time. */
function pluck(freq: number, samples: number, seed: number): Float32Array {
  const loop = RATE / freq - 0.5; // the averaging below delays by half a sample
  const length = Math.floor(loop);
  const fraction = loop - length;
  const allpass = (1 - fraction) / (1 + fraction);
  const ring = pluckBurst(length, seed);
  const keep = 0.001 ** (1 / (freq * (2.2 + 260 / freq))); // falls by 60 dB in that many seconds
  const out = new Float32Array(samples);
  let before = 0;
  let passedIn = 0;
  let passedOut = 0;
  for (let i = 0; i < samples; i += 1) {
    const at = i % length;
    const now = ring[at] ?? 0;
    const averaged = keep * 0.5 * (now + before);
    before = now;
    passedOut = allpass * averaged + passedIn - allpass * passedOut;
    passedIn = averaged;
    ring[at] = passedOut;
    out[i] = now;
  }
  return out;
}

/** Twelve partials, slightly stretched like a stiff string's, the high ones dying first; two strings that nearly agree. */
function piano(freq: number, samples: number): Float32Array {
  const out = new Float32Array(samples);
  for (let n = 1; n <= 12; n += 1) {
    const partial = n * freq * Math.sqrt(1 + 0.00035 * n * n);
    if (partial > RATE / 2.4) break;
    const level = (Math.abs(Math.sin((Math.PI * n) / 8.3)) + 0.12) / n ** 1.35;
    const fall = (0.55 + freq / 700) * (1 + 0.32 * (n - 1));
    for (const detune of [1 - 0.00022, 1 + 0.00022]) {
      const turn = (2 * Math.PI * partial * detune) / RATE;
      for (let i = 0; i < samples; i += 1) {
        const t = i / RATE;
        out[i] = (out[i] ?? 0) + 0.9 * level * Math.exp(-fall * t) * Math.sin(turn * i);
      }
    }
  }
  return out;
}

function sine(freq: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) =>
    Math.sin((2 * Math.PI * freq * i) / RATE),
  );
}

/** Fades the first `inSec` and the last `outSec` so that nothing clicks. */
function fade(sound: Float32Array, inSec: number, outSec: number): Float32Array {
  const rise = inSec * RATE;
  const fall = outSec * RATE;
  return sound.map((value, i) => value * Math.min(1, i / rise, (sound.length - 1 - i) / fall));
}

function voiceOf(note: Note, seed: number): Float32Array {
  const samples = Math.round(note.lasts * RATE);
  if (note.voice === 'pluck') return fade(pluck(note.freq, samples, seed), 0.001, 0.25);
  if (note.voice === 'piano') return fade(piano(note.freq, samples), 0.004, 0.16);
  return fade(sine(note.freq, samples), 0.06, 0.22);
}

/** A little reverberation: four combs and two all-passes (Schroeder), added at `amount`. */
function inRoom(dry: Float32Array, amount: number, spread: number): Float32Array {
  const wet = new Float32Array(dry.length);
  for (const delay of [1687, 1601, 2053, 2251]) {
    const length = delay + spread;
    const ring = new Float32Array(length);
    let soft = 0;
    for (let i = 0; i < dry.length; i += 1) {
      const at = i % length;
      const back = ring[at] ?? 0;
      soft += 0.62 * (back - soft);
      ring[at] = (dry[i] ?? 0) + 0.76 * soft;
      wet[i] = (wet[i] ?? 0) + 0.25 * back;
    }
  }
  for (const length of [347, 113]) {
    const ring = new Float32Array(length);
    for (let i = 0; i < wet.length; i += 1) {
      const at = i % length;
      const back = ring[at] ?? 0;
      const fresh = (wet[i] ?? 0) + 0.5 * back;
      ring[at] = fresh;
      wet[i] = back - 0.5 * fresh;
    }
  }
  return dry.map((value, i) => value + amount * (wet[i] ?? 0));
}

/** Both channels of a sound, each sample in -1…1. */
export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

function mix(notes: readonly Note[], lastsSec: number): Float32Array {
  const dry = new Float32Array(Math.round(lastsSec * RATE));
  for (const [index, note] of notes.entries()) {
    const sound = voiceOf(note, 7 + index * 101);
    const start = Math.round(note.at * RATE);
    const end = Math.min(sound.length, dry.length - start);
    for (let i = 0; i < end; i += 1) {
      dry[start + i] = (dry[start + i] ?? 0) + note.gain * (sound[i] ?? 0);
    }
  }
  return dry;
}

/**
 * Renders notes to two channels. A `drive` rounds off the peaks of the loudest plucks, so that soft tones need not be
 * faint beside them; what stays below a third of the peak is not changed to the ear.
 */
export function render(notes: readonly Note[], lastsSec: number, drive = 0): Stereo {
  const dry = mix(notes, lastsSec);
  const sides = [inRoom(dry, 0.22, 0), inRoom(dry, 0.22, 37)];
  const peak = sides.reduce(
    (most, side) => side.reduce((m, v) => Math.max(m, Math.abs(v)), most),
    1e-9,
  );
  const level = (value: number): number =>
    drive > 0 ? 0.93 * Math.tanh((drive * value) / peak) : (0.89 * value) / peak;
  const [left, right] = sides.map((side) => fade(side.map(level), 0.01, 1.2));
  return { left: left ?? dry, right: right ?? dry };
}

/** The two channels as a 16-bit WAV file. */
export function toWav({ left, right }: { left: Float32Array; right: Float32Array }): Buffer {
  const bytes = left.length * 4;
  const wav = Buffer.alloc(44 + bytes);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + bytes, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(bytes, 40);
  for (let i = 0; i < left.length; i += 1) {
    wav.writeInt16LE(Math.round((left[i] ?? 0) * 32_767), 44 + i * 4);
    wav.writeInt16LE(Math.round((right[i] ?? 0) * 32_767), 46 + i * 4);
  }
  return wav;
}
