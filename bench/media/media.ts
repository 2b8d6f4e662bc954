import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sayWhere } from '../machine.ts';
import { measureWriting, type Writing } from './editor.ts';
import { measureEncoding, type Encoding } from './encode.ts';
import { measureServing, type Serving } from './segments.ts';
import { measureUploading, type Uploading } from './upload.ts';
import { measureViewing, type Viewing } from './viewers.ts';

const folder = join(import.meta.dirname, '../results');

/** One promise about media, and what was found. */
interface Promised {
  readonly what: string;
  readonly found: number;
  readonly unit: string;
  readonly target: number;
  readonly isMet: boolean;
}

/** Measures what media cost, prints it and keeps it. Answers whether every promise is kept. */
export async function runMedia(
  seconds: number,
  isQuick: boolean,
  say: (line: string) => void,
): Promise<boolean> {
  say('media: encoding a minute of 1080p, ours and plainly');
  const encoding = await measureEncoding(isQuick ? 10 : 60);
  if (!encoding) say('  there is no ffmpeg on this machine: encoding is left out');
  say('media: serving segments and playlists');
  const serving = await measureServing(seconds);
  say('media: many who watch at once');
  const viewing = await (isQuick ? measureViewing(100, 12) : measureViewing(500, 60));
  say('media: an upload beside a copy');
  const uploading = await measureUploading(isQuick ? 64 : 1_024);
  say('media: writing in a long article');
  const writing = await measureWriting(isQuick ? 10_000 : 50_000, isQuick ? 20 : 100);
  const promises = [
    ...(encoding ? ofEncoding(encoding) : []),
    ...ofServing(serving),
    ...(viewing ? ofViewing(viewing) : []),
    ...ofUploading(uploading),
    ...ofWriting(writing),
  ];
  await mkdir(folder, { recursive: true });
  const table = render(
    promises,
    [
      sayEncoding(encoding),
      sayViewing(viewing),
      sayUploading(uploading),
      sayWriting(writing),
    ].flat(),
  );
  await writeFile(join(folder, 'media.md'), table);
  await writeFile(
    join(folder, 'media.json'),
    `${JSON.stringify({ date: new Date().toISOString(), promises, encoding, serving, viewing, uploading, writing }, undefined, 2)}\n`,
  );
  say(`\n${table}\nWritten to bench/results/media.md`);
  return promises.every(({ isMet }) => isMet);
}

function ofEncoding({ packaging, ours, plain }: Encoding): Promised[] {
  return [
    atMost('qualities, sound and pictures, beside plain ffmpeg', ours / plain, '×', 1.15),
    atMost('packaging a minute as it is', packaging, 'CPU-s', 1),
  ];
}

function ofServing({ segmentsPerCoreSec, segmentBytes }: Serving): Promised[] {
  const what = `signed segments of ${Math.round(segmentBytes / 1_000)} kB, one core`;
  return [
    {
      what,
      found: segmentsPerCoreSec,
      unit: '/s',
      target: 5_000,
      isMet: segmentsPerCoreSec >= 5_000,
    },
  ];
}

function ofViewing({ viewers, seconds, stalled }: Viewing): Promised[] {
  const what = `of ${viewers} who watch 720p for ${seconds} s, whose film stood still`;
  return [{ what, found: stalled, unit: '', target: 0, isMet: stalled === 0 }];
}

function ofUploading({ mebibytes, uploadSec, copySec }: Uploading): Promised[] {
  const found = copySec / uploadSec;
  const what = `an upload of ${mebibytes} MiB, beside a program that copies it on the same disk`;
  return [{ what, found, unit: '×', target: 0.8, isMet: found >= 0.8 }];
}

function ofWriting({ characters, p95 }: Writing): Promised[] {
  const what = `from a keystroke to the page beside it, in ${characters.toLocaleString('en-US')} characters, 95 of 100`;
  return [atMost(what, p95, 'ms', 50)];
}

function sayWriting({ keystrokes, p50, max }: Writing): string[] {
  return [
    `Of ${keystrokes} keystrokes in a real Chromium that shares the cores with the house, half are shown within ${round(p50)} ms, all within ${round(max)} ms.`,
  ];
}

function atMost(what: string, found: number, unit: string, target: number): Promised {
  return { what, found, unit, target, isMet: found <= target };
}

function render(promises: readonly Promised[], more: readonly string[]): string {
  const rows = promises.map(
    ({ what, found, unit, target, isMet }) =>
      `| ${what} | ${round(found)} ${unit} | ${target} ${unit} | ${isMet ? 'yes' : '**no**'} |`,
  );
  const table = ['| media | found | promised | kept |', '|---|---|---|---|', ...rows];
  return `${[sayWhere(), table.join('\n'), ...more].join('\n\n')}\n`;
}

function sayEncoding(encoding: Encoding | undefined): string[] {
  if (!encoding) return [];
  const { ours, plain } = encoding;
  return [
    `A minute of 1080p costs ${round(ours)} CPU-s with everything that is made of it, ${round(plain)} by plain ffmpeg.`,
  ];
}

function sayViewing(viewing: Viewing | undefined): string[] {
  if (!viewing) return [];
  const { megabitsPerSec, cores, startMs } = viewing;
  return [
    `Those who watch take ${round(megabitsPerSec)} Mb/s and ${round(cores)} of a core; from play to the first picture ${round(startMs.p50)} ms at the median, ${round(startMs.p99)} ms for one in a hundred, on two cores that they share with the house.`,
  ];
}

function sayUploading({
  mebibytes,
  uploadSec,
  houseSec,
  copySec,
  kernelCopySec,
}: Uploading): string[] {
  const perGibibyte = (sec: number) => round((sec * 1_024) / mebibytes);
  return [
    `A gibibyte is taken, hashed and safe on the disk in ${perGibibyte(uploadSec)} s, for which the house works ${perGibibyte(houseSec)} CPU-s; who sends has the same two cores. A program that reads and writes it takes ${perGibibyte(copySec)} s, the kernel by itself ${perGibibyte(kernelCopySec)} s, without a hash.`,
  ];
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}
