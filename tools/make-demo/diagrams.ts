import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { harmonicDiagrams } from './diagrams/harmony.ts';
import { rhythmDiagrams } from './diagrams/rhythm.ts';
import { soundDiagrams } from './diagrams/sound.ts';
import { tuningDiagrams } from './diagrams/tuning.ts';
import { ffmpeg, openBrowser } from './tools.ts';

/** The diagrams of the flagship course, drawn as SVG and kept as PNG of few colours, so that every reader can show them. */

const WIDTH = 1600;

async function photograph(page: Page, drawing: string): Promise<Buffer> {
  const height = Number(/viewBox="0 0 \d+ (\d+)"/.exec(drawing)?.[1]);
  await page.setViewportSize({ width: WIDTH, height });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`);
  return page.screenshot({ type: 'png' });
}

export async function makeDiagrams(course: string): Promise<void> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  for (const [path, drawing] of Object.entries({
    ...soundDiagrams(),
    ...tuningDiagrams(),
    ...harmonicDiagrams(),
    ...rhythmDiagrams(),
  })) {
    const file = join(course, path);
    await mkdir(dirname(file), { recursive: true });
    const palette =
      'split[a][b];[a]palettegen=max_colors=64:stats_mode=full[p];[b][p]paletteuse=dither=none';
    await ffmpeg(
      ['-f', 'png_pipe', '-i', '-', '-lavfi', palette, '-update', '1', '-frames:v', '1', file],
      await photograph(page, drawing),
    );
  }
  await browser.close();
}
