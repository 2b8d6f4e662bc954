import { chromium, type APIRequestContext, type Page } from '@playwright/test';
import { closeHouses, openHouses } from '../../tools/e2e.ts';
import { findBrowser } from '../../tools/browser.ts';

/** How long it takes from a keystroke until the page beside the editor shows it. */
export interface Writing {
  readonly characters: number;
  readonly keystrokes: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

const pauseMs = 150; // between two keystrokes: a quick typist's 400 a minute

/** Writes in the middle of an article of so many characters, in a real browser, and reads what the studio measured itself. */
export async function measureWriting(characters: number, keystrokes: number): Promise<Writing> {
  const [house] = await openHouses(1);
  if (!house) throw new Error('no house was opened');
  const { path, env } = await findBrowser();
  const browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: ['--no-sandbox'],
  });
  try {
    const context = await browser.newContext({
      baseURL: house.url,
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
    });
    const page = await context.newPage();
    await page.goto(await anArticle(page.request, characters));
    const times = await write(page, keystrokes);
    const sorted = times.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Infinity;
    return { characters, keystrokes: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
  } finally {
    await browser.close();
    await closeHouses([house]);
  }
}

/** Makes an article of a demonstration teacher; answers where it is written. */
async function anArticle(request: APIRequestContext, characters: number): Promise<string> {
  const post = async <T>(to: string, data: object): Promise<T> => {
    const answer = await request.post(`/api/v1${to}`, { data });
    if (!answer.ok()) throw new Error(`${to}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const who = { address: 'lin@example.com', password: 'shuyuan-demo-2026' };
  await post('/sessions', who);
  const work = await post<{ id: string }>('/works', { kind: 'course', title: '一篇长文' });
  const chapter = await post<{ id: string }>(`/works/${work.id}/chapters`, { title: '一' });
  const lesson = await post<{ id: string }>(`/chapters/${chapter.id}/lessons`, {
    title: '一篇长文',
    kind: 'text',
    body: aText(characters),
  });
  return `/studio/works/${work.id}/lessons/${lesson.id}`;
}

/** Sections with what articles have: a heading, paragraphs, a formula, a list, a table, code. */
function aText(characters: number): string {
  const sections: string[] = [];
  for (let length = 0, n = 1; length < characters; n += 1) {
    const section = [
      `## 第 ${n} 节`,
      '弦在振动，空气就有了形状；手指轻轻一按，半根弦唱出高八度的同一个音。'.repeat(6),
      `频率是 $f_{${n}} = \\frac{${n}}{2L}\\sqrt{\\frac{T}{\\mu}}$，弦越短，音越高。`.repeat(2),
      '- 一根弦\n- 一段木头\n- 一双耳朵',
      '| 音 | 频率 |\n|---|---:|\n| la | 440 |\n| la′ | 880 |',
      `\`\`\`python\nprint(440 * ${n})\n\`\`\``,
    ].join('\n\n');
    sections.push(section);
    length += section.length + 2;
  }
  return sections.join('\n\n').slice(0, characters);
}

async function write(page: Page, keystrokes: number): Promise<number[]> {
  const text = page.getByRole('textbox', { name: '正文' });
  await text.click();
  await page.getByRole('region', { name: '预览' }).getByText('第 1 节').first().waitFor();
  await page.waitForTimeout(2_000);
  await page.evaluate(() => performance.clearMeasures('preview'));
  for (let n = 0; n < keystrokes; n += 1) {
    await page.keyboard.insertText('弦');
    await page.waitForTimeout(pauseMs);
  }
  return page.evaluate(() =>
    performance.getEntriesByName('preview').map(({ duration }) => duration),
  );
}
