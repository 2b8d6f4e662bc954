import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { aFilm, hasFfmpeg } from '../../src/media/fixtures/films.ts';
import { zip } from '../../tools/make-demo/zip.ts';
import { desk, enter, expect, expectAccessible, joinAs, phone, shoot, test } from '../house.ts';

// A film is brought in one quality and watched in another; whoever was not given the addresses gets nothing.

test.use({ viewport: desk.viewport! });
// The film waits its turn behind that of the demonstration.
test.describe.configure({ mode: 'serial', timeout: 400_000 });
const isWithout = process.env['FFMPEG_PATH'] === 'none' || !hasFfmpeg();
test.skip(isWithout, 'this machine has no ffmpeg: films stay in the quality they came in');

const stamp = Date.now().toString(36);
const slug = `river-light-${stamp}`;
const file = `river-${stamp}.mp4`;
const title = `河上的光 ${stamp}`;
let film: Buffer;
let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-qualities-'));
  film = await aFilm({ width: 1280, height: 720, seconds: 24, rate: 15, look: 'gradients' });
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('a creator uploads a film, sees its qualities being made, and publishes it', async ({
  page,
  another,
}) => {
  await enter(page, 'shen@example.com');

  await test.step('uploads it, and sees how far it is', async () => {
    await writeFile(join(folder, file), film);
    await page.goto('/studio/media');
    const picker = page.getByLabel('选择文件', { exact: true }).last();
    await picker.setInputFiles(join(folder, file));
    const row = page.getByRole('row').filter({ hasText: file });
    await expect(row).toBeVisible();
    await expect(row.getByRole('progressbar')).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    await shoot(page, 'studio-making-zh-desk');
    await expect(row.getByRole('progressbar')).toHaveCount(0, { timeout: 360_000 });
    await expect(row).toContainText('可用');
  });

  await test.step('gives it subtitles: one file is none, one is replaced, one is removed', async () => {
    await givesSubtitles(page);
  });

  await test.step('publishes a course with it', async () => {
    const workId = await importCourse(page);
    const submitted = await page.request.post(`/api/v1/works/${workId}/submission`, { data: {} });
    expect(submitted.ok()).toBe(true);
    const { id } = (await submitted.json()) as { id: string };
    const reviewer = await another(desk);
    await enter(reviewer, 'reviewer@example.com');
    const approved = await reviewer.request.put(`/api/v1/submissions/${id}/first-review`, {
      data: { verdict: 'passed', failed: [] },
    });
    expect(approved.ok()).toBe(true);
  });
});

test('a buyer chooses a quality, which is remembered; the keys, the sound and the lists are nobody else’s', async ({
  page,
  another,
}) => {
  const asked = new Map<string, string>();
  page.on('response', (answer) => {
    const [, kind, file] = /\/media\/(p|k)\/[^/]+\/[^/]+(\/[^/]+)?$/.exec(answer.url()) ?? [];
    if (kind) asked.set(kind + (file ?? ''), answer.url());
  });

  await test.step('buys and watches', async () => {
    await joinAs(page, '惊蛰');
    await page.goto(`/courses/${slug}`);
    await page.getByRole('button', { name: '立即购买' }).first().click();
    await page.getByRole('button', { name: '支付' }).click();
    await page.getByRole('link', { name: '开始学习' }).click();
    await page
      .getByRole('link', { name: /河上的光/ })
      .last()
      .click();
    await page.getByRole('button', { name: '播放', exact: true }).click();
    await growsPast(page.locator('video'), 1);
  });

  const player = page.getByRole('region', { name: '河上的光' });
  const quality = player.getByLabel('清晰度');

  await test.step('chooses a lower quality, then a higher one', async () => {
    await expect(quality.getByRole('option')).toHaveText([/^自动/, '720p', '540p', '360p']);
    for (const height of [360, 720]) {
      await quality.selectOption(`${height}p`);
      await expect.poll(() => heightOf(page.locator('video'))).toBe(height);
    }
    await expectAccessible(page);
    await shoot(page, 'qualities-zh-desk');
  });

  await test.step('switches the subtitles off and on, and they stay at another quality', async () => {
    const captions = player.getByRole('button', { name: '字幕' });
    await expect.poll(() => shownWords(page.locator('video'))).toEqual(['水光如练']);
    await captions.click();
    expect(await shownWords(page.locator('video'))).toEqual([]);
    await captions.click();
    await expect.poll(() => shownWords(page.locator('video'))).toEqual(['水光如练']);
    await quality.selectOption('360p');
    await expect.poll(() => heightOf(page.locator('video'))).toBe(360);
    expect(await shownWords(page.locator('video'))).toEqual(['水光如练']);
    await shoot(page, 'subtitles-zh-desk');
  });

  await test.step('finds it again', async () => {
    await quality.selectOption('540p');
    await page.reload();
    await expect(quality).toHaveValue('540');
    await player.getByRole('button', { name: '播放', exact: true }).click();
    await expect.poll(() => heightOf(page.locator('video'))).toBe(540);
  });

  await test.step('goes to the middle, and is silent, by keyboard', async () => {
    await player.getByRole('button', { name: '前进 15 秒' }).focus();
    await page.keyboard.press('5');
    await growsPast(page.locator('video'), 11);
    await page.keyboard.press('m');
    await expect(player.getByRole('button', { name: '静音' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(await page.locator('video').evaluate((of: HTMLVideoElement) => of.muted)).toBe(true);
  });

  await test.step('whoever else has the addresses has nothing', async () => {
    const stranger = await another(phone);
    await joinAs(stranger, '谷雨');
    expect([...asked.keys()].toSorted()).toEqual([
      'k',
      'p/360.m3u8',
      'p/540.m3u8',
      'p/audio.m3u8',
      'p/copy.m3u8',
      'p/index.m3u8',
    ]);
    for (const [kind, address] of asked) {
      expect((await page.request.get(address)).status(), kind).toBe(200);
      expect((await stranger.request.get(address)).status(), kind).toBe(403);
    }
    await triesTheBeginning(stranger);
  });
});

test.describe('on a phone, in English', () => {
  test.use({ viewport: phone.viewport!, isMobile: true, hasTouch: true, locale: 'en-GB' });

  test('the player has room for all of it', async ({ page }) => {
    await enter(page, 'shen@example.com');
    const found = await page.request.get(`/api/v1/works?text=${encodeURIComponent(title)}`);
    const [work] = ((await found.json()) as { items: { id: string }[] }).items;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`/en/preview/works/${work!.id}`);
    const player = page.getByRole('region', { name: '河上的光' });
    await expect(player.getByLabel('Quality')).toBeVisible();
    await player.getByRole('button', { name: 'Play', exact: true }).click();
    await growsPast(page.locator('video'), 0.5);
    await expectAccessible(page);
    await shoot(page, 'player-en-phone');
  });
});

/** Who has not bought it watches and reads so far, without a key, and is shown the way on. */
async function triesTheBeginning(stranger: Page): Promise<void> {
  const keys: string[] = [];
  stranger.on('request', (request) => {
    if (request.url().includes('/media/k/')) keys.push(request.url());
  });
  await stranger.goto(`/courses/${slug}`);
  await expect(stranger.getByText('可试看开头')).toBeVisible();
  await stranger
    .getByRole('link', { name: /河上的光/ })
    .last()
    .click();
  await stranger.getByRole('button', { name: '播放', exact: true }).click();
  const video = stranger.locator('video');
  await growsPast(video, 1);
  const lasts = await video.evaluate((of: HTMLVideoElement) => of.duration);
  expect(lasts).toBeGreaterThanOrEqual(8);
  expect(lasts).toBeLessThan(16);
  await expect(stranger.getByRole('link', { name: '购买，接着学' })).toBeVisible();
  await expectAccessible(stranger);
  await shoot(stranger, 'beginning-video-zh-phone');
  expect(keys).toEqual([]);

  await stranger.emulateMedia({ colorScheme: 'dark' });
  await stranger.goto(stranger.url().replace('/learn/', '/en/learn/'));
  await expect(stranger.getByText('You can watch the beginning here')).toBeVisible();
  await stranger.getByText('Contents', { exact: true }).first().click();
  await stranger.getByRole('link', { name: /回味/ }).first().click();
  await expect(stranger.getByText('光落在水上，又被…')).toBeVisible();
  await expect(stranger.getByText('That was the beginning')).toBeVisible();
  await expectAccessible(stranger);
  await shoot(stranger, 'beginning-text-en-phone-dark');
}

const wordsOf = (text: string) => ({
  name: `${text}-${stamp}.srt`,
  mimeType: 'application/x-subrip',
  buffer: Buffer.from(`1\n00:00:00,000 --> 00:00:23,500\n${text}\n`),
});

/** In the library, at the film: Chinese is replaced after a question, English removed after another. */
async function givesSubtitles(page: Page): Promise<void> {
  await page.getByRole('button', { name: `字幕: ${file}` }).click();
  const dialog = page.getByRole('dialog', { name: `字幕：${file}` });
  await expect(dialog).toContainText('还没有字幕');
  const sends = async (press: string, what: ReturnType<typeof wordsOf>) => {
    await dialog.getByRole('button', { name: press }).click();
    const picker = page.getByRole('dialog', { name: '选择素材' });
    await picker.getByRole('tab', { name: '上传新的' }).click();
    await picker.getByLabel('选择文件', { exact: true }).setInputFiles(what);
    await expect(picker).toHaveCount(0);
  };
  const tracks = dialog.getByRole('listitem');

  await sends('添加字幕', { ...wordsOf('不是字幕'), buffer: Buffer.from(`%PDF-1.7 ${stamp}`) });
  await expect(page.getByRole('alert').filter({ hasText: '这个文件不是字幕' })).toBeVisible();
  await sends('添加字幕', wordsOf('初稿'));
  await expect(tracks).toHaveText([/中文.*初稿/]);
  await expect(dialog.getByLabel('字幕的语言')).toBeVisible();
  await sends('添加字幕', wordsOf('Light'));
  await expect(tracks).toHaveText([/English.*Light/, /中文.*初稿/]);
  await expectAccessible(page);

  await sends('换一份: 中文', wordsOf('水光如练'));
  const sure = page.getByRole('dialog', { name: '换掉中文字幕？' });
  await expect(sure).toContainText('初稿');
  await sure.getByRole('button', { name: '换一份' }).click();
  await expect(tracks).toHaveText([/English.*Light/, /中文.*水光如练/]);
  await shoot(page, 'studio-subtitles-zh-desk');
  await dialog.getByRole('button', { name: '移除: English' }).click();
  await page
    .getByRole('dialog', { name: '移除English字幕？' })
    .getByRole('button', { name: /移\s?除/ })
    .click();
  await expect(tracks).toHaveText([/中文.*水光如练/]);
  await dialog.getByRole('button', { name: /关\s?闭|Close/ }).click();
}

/** What the subtitles that are shown say at this moment. */
function shownWords(video: Locator): Promise<string[]> {
  return video.evaluate((of: HTMLVideoElement) =>
    Array.from(of.textTracks)
      .filter(({ mode }) => mode === 'showing')
      .flatMap((track) => Array.from(track.activeCues ?? [], (cue) => (cue as VTTCue).text)),
  );
}

/** Brings a course with the film as a zip, by the API; answers the work's id. */
async function importCourse(page: Page): Promise<string> {
  const course = [
    `title: ${title}`,
    `slug: ${slug}`,
    'summary: 一段河上的影像',
    'summary_en: Light on a river',
    'category: humanities/history',
    'price: "9.90"',
  ].join('\n');
  const content = zip([
    { name: '河/course.yaml', data: Buffer.from(course) },
    { name: '河/01-看/01-河上的光.mp4', data: film, stored: true },
    { name: '河/01-看/01-河上的光.md', data: Buffer.from('---\ntrial_first: 8\n---\n') },
    {
      name: '河/01-看/02-回味.md',
      data: Buffer.from('---\ntrial_first: 8\n---\n\n光落在水上，又被水带走。\n'),
    },
  ]);
  const meta = { filename: 'course.zip', use: 'import' };
  const created = await page.request.post('/api/v1/uploads', {
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(content.length),
      'upload-metadata': Object.entries(meta)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    },
  });
  const location = created.headers()['location'] ?? '';
  const sent = await page.request.patch(location, {
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    data: content,
  });
  expect(sent.status()).toBe(204);
  const uploadId = location.split('/').at(-1);
  const asked = await page.request.post('/api/v1/imports', { data: { uploadId } });
  const { id } = (await asked.json()) as { id: string };
  const ask = async () => {
    const answer = await page.request.get(`/api/v1/imports/${id}`);
    return (await answer.json()) as { state: string; report: { workId?: string } };
  };
  await expect.poll(async () => (await ask()).state, { timeout: 60_000 }).toBe('done');
  return (await ask()).report.workId ?? '';
}

async function growsPast(medium: Locator, seconds: number): Promise<void> {
  const now = () => medium.evaluate((of: HTMLMediaElement) => of.currentTime);
  await expect.poll(now, { timeout: 20_000 }).toBeGreaterThan(seconds);
}

function heightOf(video: Locator): Promise<number> {
  return video.evaluate((of: HTMLVideoElement) => of.videoHeight);
}
