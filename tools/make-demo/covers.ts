import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { academyArt } from './covers/academy.ts';
import { courseArt } from './covers/courses.ts';
import { quietArt } from './covers/quiet-courses.ts';
import { ffmpeg, openBrowser } from './tools.ts';

/** The posters of the courses and the marks of their creators: one family, drawn as SVG, kept as WebP. */

export async function makeCovers(demo: string): Promise<void> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  for (const [path, drawing] of Object.entries({
    ...courseArt(),
    ...quietArt(),
    ...academyArt(),
  })) {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(drawing) ?? [];
    await page.setViewportSize({ width: Number(width), height: Number(height) });
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`);
    const file = join(demo, path);
    await mkdir(dirname(file), { recursive: true });
    await ffmpeg(
      [
        '-f',
        'png_pipe',
        '-i',
        '-',
        '-c:v',
        'libwebp',
        '-quality',
        '82',
        '-compression_level',
        '6',
        '-frames:v',
        '1',
        file,
      ],
      await page.screenshot({ type: 'png' }),
    );
  }
  await browser.close();
}
