import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureEncoding, type Encoding } from './encode.ts';
import { measureServing, type Serving } from './segments.ts';

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
  const promises = [...(encoding ? ofEncoding(encoding) : []), ...ofServing(serving)];
  await mkdir(folder, { recursive: true });
  const table = render(promises, encoding);
  await writeFile(join(folder, 'media.md'), table);
  await writeFile(
    join(folder, 'media.json'),
    `${JSON.stringify({ date: new Date().toISOString(), promises, encoding, serving }, undefined, 2)}\n`,
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

function atMost(what: string, found: number, unit: string, target: number): Promised {
  return { what, found, unit, target, isMet: found <= target };
}

function render(promises: readonly Promised[], encoding: Encoding | undefined): string {
  const rows = promises.map(
    ({ what, found, unit, target, isMet }) =>
      `| ${what} | ${round(found)} ${unit} | ${target} ${unit} | ${isMet ? 'yes' : '**no**'} |`,
  );
  const more = encoding
    ? [
        '',
        `A minute of 1080p costs ${round(encoding.ours)} CPU-s with everything that is made of it, ${round(encoding.plain)} by plain ffmpeg.`,
      ]
    : [];
  return ['| media | found | promised | kept |', '|---|---|---|---|', ...rows, ...more, ''].join(
    '\n',
  );
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}
