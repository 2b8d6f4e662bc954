import { SCENES } from '../score.ts';
import { HEIGHT, INK, type Pen, WIDTH, between } from './paint.ts';
import { drawHarmonics, drawRecap, drawTitle, drawVibration } from './string-scenes.ts';
import { drawAir, drawPairs, drawScale } from './wave-scenes.ts';

/** Draws the video frame by frame onto a canvas and sends each to the maker as a JPEG. */

interface Scene {
  readonly from: number;
  readonly until: number;
  readonly draw: (pen: Pen, t: number) => void;
}

const PLAY: readonly Scene[] = [
  { from: SCENES.title, until: SCENES.vibration, draw: drawTitle },
  { from: SCENES.vibration, until: SCENES.air, draw: drawVibration },
  { from: SCENES.air, until: SCENES.harmonics, draw: drawAir },
  { from: SCENES.harmonics, until: SCENES.intervals, draw: drawHarmonics },
  { from: SCENES.intervals, until: SCENES.scale, draw: drawPairs },
  { from: SCENES.scale, until: SCENES.recap, draw: drawScale },
  { from: SCENES.recap, until: 180, draw: drawRecap },
];

const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
const pen = canvas.getContext('2d', { alpha: false }) as unknown as Pen;

function drawAt(t: number): void {
  pen.globalAlpha = 1;
  pen.fillStyle = INK;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const scene = PLAY.find(({ until }) => t < until) ?? PLAY.at(-1);
  if (!scene) return;
  pen.save();
  pen.globalAlpha = between(t, scene.from, scene.until, 0.6);
  scene.draw(pen, t);
  pen.restore();
}

async function frame(t: number): Promise<Blob> {
  drawAt(t);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.97 });
}

/** Sends the frames from `first` to before `last`; the answer of each is awaited, so the encoder sets the pace. */
async function play(first: number, last: number, fps: number): Promise<void> {
  let sent: Promise<unknown> = Promise.resolve();
  for (let index = first; index < last; index += 1) {
    const body = await frame(index / fps);
    await sent;
    sent = fetch(`/frame/${index}`, { method: 'POST', body });
  }
  await sent;
}

/** One frame alone, to look at. */
async function still(t: number): Promise<void> {
  await fetch('/still', { method: 'POST', body: await frame(t) });
}

Object.assign(globalThis, { play, still });
