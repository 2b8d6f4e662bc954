import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { allNotes, FPS, LASTS_SEC } from './score.ts';
import { CUES, toSrt } from './subtitles.ts';
import { render, toWav } from './synth.ts';
import { ffmpeg, openBrowser, startFfmpeg } from './tools.ts';

/** The video lesson: a canvas draws it in a browser, frame by frame, into ffmpeg; the sound is synthesised here. */

type TakeFrame = (jpeg: Buffer) => Promise<void>;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  take: TakeFrame,
): Promise<void> {
  const path = request.url ?? '/';
  if (request.method === 'POST') {
    await take(await bodyOf(request));
    response.end();
  } else if (/^\/[\w/-]+\.ts$/.test(path)) {
    const source = await readFile(join(import.meta.dirname, path), 'utf8');
    response.setHeader('content-type', 'text/javascript; charset=utf-8');
    response.end(stripTypeScriptTypes(source));
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><script type="module" src="/stage/stage.ts"></script>');
  }
}

/** Opens the stage and hands it to `act`; every frame the stage sends goes to `take`. */
async function onStage(take: TakeFrame, act: (page: Page) => Promise<void>): Promise<void> {
  const server: Server = createServer((request, response) => {
    answer(request, response, take).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('typeof play === "function"');
    await act(page);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Single frames as JPEG files, to look at while working on the pictures. */
export async function makeStills(folder: string, times: readonly number[]): Promise<void> {
  let t = 0;
  const take: TakeFrame = (jpeg) =>
    writeFile(join(folder, `still-${String(t).padStart(5, '0')}.jpg`), jpeg);
  await onStage(take, async (page) => {
    for (t of times) await page.evaluate(`still(${t})`);
  });
}

export async function makeSubtitles(stem: string): Promise<void> {
  await writeFile(`${stem}.zh.srt`, toSrt(CUES, 'zh'));
  await writeFile(`${stem}.en.srt`, toSrt(CUES, 'en'));
}

/** Draws all frames once and keeps them as they come, so that the encoder can look at them twice. */
async function drawFrames(file: string): Promise<void> {
  const { stdin, done } = startFfmpeg([
    '-f',
    'image2pipe',
    '-c:v',
    'mjpeg',
    '-framerate',
    String(FPS),
    '-i',
    '-',
    '-c:v',
    'copy',
    file,
  ]);
  const take: TakeFrame = async (jpeg) => {
    if (!stdin.write(jpeg)) await once(stdin, 'drain');
  };
  await onStage(take, async (page) => {
    await page.evaluate(`play(0, ${LASTS_SEC * FPS}, ${FPS})`);
  });
  stdin.end();
  await done;
}

const GROUP = String(FPS * 2);
const ENCODING = [
  ['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
  [
    '-c:v',
    'libx264',
    '-preset',
    'slow',
    '-profile:v',
    'high',
    '-tune',
    'animation',
    '-aq-mode',
    '3',
    '-b:v',
    '196k',
  ],
  ['-g', GROUP, '-keyint_min', GROUP, '-sc_threshold', '0', '-bf', '8'],
  ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
].flat();

/** Two passes, since a still string needs few bits and a wave in the air needs many. */
export async function makeVideo(stem: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'make-demo-'));
  const [frames, wav, passes] = ['frames.mkv', 'sound.wav', 'passes'].map((name) =>
    join(work, name),
  ) as [string, string, string];
  await writeFile(wav, toWav(render(allNotes(), LASTS_SEC, 2.2)));
  await drawFrames(frames);
  await ffmpeg([
    '-i',
    frames,
    ...ENCODING,
    '-pass',
    '1',
    '-passlogfile',
    passes,
    '-f',
    'null',
    '-',
  ]);
  const sound = ['-c:a', 'aac', '-b:a', '60k', '-ac', '1'];
  const plain = ['-movflags', '+faststart', '-map_metadata', '-1', '-fflags', '+bitexact'];
  await ffmpeg([
    '-i',
    frames,
    '-i',
    wav,
    '-map',
    '0:v',
    '-map',
    '1:a',
    ...ENCODING,
    '-pass',
    '2',
    '-passlogfile',
    passes,
    ...sound,
    ...plain,
    `${stem}.mp4`,
  ]);
  await rm(work, { recursive: true });
}
