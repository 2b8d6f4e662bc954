import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes the media of the demonstration academy under `demo/`: `node tools/make-demo.ts [step…]`, all steps without a name.
 * `stills` is for looking: it leaves a frame of every tenth second of the video in a temporary folder.
 * Needs a Chromium, ffmpeg, qpdf and the Noto CJK fonts. The results are committed, so nobody has to run it to use the demonstration.
 */

const demo = join(import.meta.dirname, '..', 'demo');
const course = join(demo, 'material', '听得懂的乐理');
const chapter = (name: string): string => join(course, name);

const steps: Record<string, () => Promise<void>> = {
  subtitles: async () =>
    (await import('./make-demo/video.ts')).makeSubtitles(
      chapter('01-声音从哪里来/02-一根弦里的世界'),
    ),
  video: async () =>
    (await import('./make-demo/video.ts')).makeVideo(chapter('01-声音从哪里来/02-一根弦里的世界')),
  audio: async () =>
    (await import('./make-demo/ear-training.ts')).makeEarTraining(
      chapter('02-音与音的距离/03-听辨音程'),
    ),
  diagrams: async () => (await import('./make-demo/diagrams.ts')).makeDiagrams(course),
  covers: async () => (await import('./make-demo/covers.ts')).makeCovers(demo),
  handout: async () =>
    (await import('./make-demo/handout.ts')).makeHandout(
      chapter('03-音阶与旋律/04-乐理随身卡.pdf'),
    ),
  booklet: async () =>
    (await import('./make-demo/booklet.ts')).makeBooklet(
      course,
      chapter('04-节奏与和声/06-课程小书.epub'),
    ),
};

async function makeStills(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stills-'));
  const { makeStills: make } = await import('./make-demo/video.ts');
  await make(
    folder,
    Array.from({ length: 18 }, (_, i) => i * 10 + 5),
  );
  console.log(folder);
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
steps['stills'] = makeStills;
await mkdir(course, { recursive: true });
for (const name of wanted) {
  const step = steps[name];
  if (!step)
    throw new Error(`No step is called ${name}. There are: ${Object.keys(steps).join(', ')}.`);
  const start = performance.now();
  await step();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
