import { rm, writeFile } from 'node:fs/promises';
import { keyFreq, type Note } from './score.ts';
import { render, toWav } from './synth.ts';
import { ffmpeg } from './tools.ts';

/** The audio lesson: eight intervals to get to know, ten to guess, and a chord to rest on. Its text stands in the .md beside it. */

const LASTS_SEC = 176;

const KNOWN = [12, 7, 5, 4, 3, 2, 1, 6];
const KNOWN_AT = 3;
const KNOWN_STEP = 7;

/** Low and high key of each question; where the first is the higher one, it is played downwards. */
const QUESTIONS = [
  [60, 67],
  [62, 66],
  [57, 69],
  [64, 67],
  [59, 64],
  [65, 67],
  [60, 66],
  [67, 62],
  [64, 65],
  [55, 59],
] as const;
const QUESTIONS_AT = 64;
const QUESTION_STEP = 10;

const REST = [48, 55, 60, 62, 64, 67, 69, 72];
const REST_AT = 166;

const piano = (at: number, midi: number, lasts: number): Note => ({
  at,
  freq: keyFreq(midi),
  lasts,
  gain: 0.34,
  voice: 'piano',
});
const bell = (at: number): Note => ({
  at,
  freq: keyFreq(91),
  lasts: 0.9,
  gain: 0.13,
  voice: 'pluck',
});

/** One after the other, then together. */
function heard(at: number, first: number, second: number, step: number): Note[] {
  const together = at + 2 * step;
  return [
    piano(at, first, step + 0.1),
    piano(at + step, second, step + 0.1),
    piano(together, first, 2.2),
    piano(together, second, 2.2),
  ];
}

function earTrainingNotes(): Note[] {
  const known = KNOWN.flatMap((semitones, i) => {
    const at = KNOWN_AT + i * KNOWN_STEP;
    return [bell(at)].concat(heard(at + 0.7, 60, 60 + semitones, 1.2));
  });
  const questions = QUESTIONS.flatMap(([first, second], i) => {
    const at = QUESTIONS_AT + i * QUESTION_STEP;
    const once = heard(at + 0.7, first, second, 0.85);
    return [bell(at)].concat(once, heard(at + 5.2, first, second, 0.85));
  });
  const opening = [48, 55, 60].map((midi, i): Note => ({
    at: 0.3 + i * 0.45,
    freq: keyFreq(midi),
    lasts: 2.6,
    gain: 0.26,
    voice: 'pluck',
  }));
  const rest = REST.map((midi, i): Note => ({
    at: REST_AT + i * 0.5,
    freq: keyFreq(midi),
    lasts: 6,
    gain: 0.24,
    voice: 'pluck',
  }));
  return [...opening, ...known, ...questions, ...rest];
}

export async function makeEarTraining(stem: string): Promise<void> {
  const wav = toWav(render(earTrainingNotes(), LASTS_SEC));
  const title = [
    '-metadata',
    'title=听辨音程',
    '-metadata',
    'album=听得懂的乐理',
    '-metadata',
    'artist=示范讲师·林知微',
  ];
  await writeFile(`${stem}.tmp.wav`, wav);
  await ffmpeg([
    '-i',
    `${stem}.tmp.wav`,
    '-ac',
    '1',
    '-ar',
    '44100',
    '-c:a',
    'libmp3lame',
    '-b:a',
    '80k',
    ...title,
    '-fflags',
    '+bitexact',
    `${stem}.mp3`,
  ]);
  await rm(`${stem}.tmp.wav`);
}
