import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  buy,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
} from '../house.ts';

// A creator takes a course along as a zip, and another brings it in; the library tells where files stand; a listener takes
// the sound of a course along in a podcast app.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial', timeout: 120_000 });

const original = '听得懂的乐理';
let zip = '';

/** The titles of a course's chapters and lessons, as the API tells those who edit it. */
async function outlineOf(page: Page, workId: string): Promise<unknown> {
  const answer = await page.request.get(`/api/v1/works/${workId}`);
  expect(answer.status()).toBe(200);
  const { chapters } = (await answer.json()) as {
    chapters: { title: string; lessons: Record<string, unknown>[] }[];
  };
  return chapters.map(({ title, lessons }) => ({
    title,
    lessons: lessons.map(({ id: _id, assetId: _assetId, ...lesson }) => lesson),
  }));
}

const workIdOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

test('a creator exports a course, and another imports it and finds the same chapters', async ({
  page,
  another,
}, testInfo) => {
  await enter(page, 'lin@example.com');
  await page.goto('/studio/works');
  await page.getByRole('link', { name: original }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: original })).toBeVisible();
  const before = await outlineOf(page, workIdOf(page));

  await test.step('the zip is made and fetched', async () => {
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: '导出课程包' }).click();
    const dialog = page.getByRole('dialog', { name: `导出《${original}》` });
    await expect(dialog.getByText('不包括学员')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '开始导出' }).click();
    const link = dialog.getByRole('link', { name: /^下载（/ });
    await expect(link).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await shoot(page, 'export-zh-desk');
    const downloading = page.waitForEvent('download');
    await link.click();
    const download = await downloading;
    zip = testInfo.outputPath(download.suggestedFilename());
    await writeFile(zip, await readFile(await download.path()));
  });

  const guest = await another();
  await enter(guest, 'shen@example.com');
  await test.step('another creator brings it in: the same chapters, lessons, lengths and trials', async () => {
    await guest.goto('/studio/import');
    await guest.getByLabel('选择文件', { exact: true }).last().setInputFiles(zip);
    await expect(guest.getByText(`导入完成: ${original}`)).toBeVisible({ timeout: 90_000 });
    await expectAccessible(guest);
    await shoot(guest, 'imported-zh-desk');
    await guest.getByRole('link', { name: '去编辑课程' }).click();
    await expect(guest.getByRole('heading', { level: 1, name: original })).toBeVisible();
    expect(await outlineOf(guest, workIdOf(guest))).toEqual(before);
  });

  await test.step('in English, on a phone, in the dark', async () => {
    const small = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    await enter(small, 'lin@example.com');
    await small.goto(new URL(page.url()).pathname);
    await small.getByRole('button', { name: 'More' }).click();
    await small.getByRole('menuitem', { name: 'Export as a package' }).click();
    const dialog = small.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(dialog.getByRole('link', { name: /^Download \(/ })).toBeVisible({
      timeout: 60_000,
    });
    await expectAccessible(small);
    await shoot(small, 'export-en-phone');
  });
});

test('a feed at an address becomes a series; the same address again adds nothing', async ({
  page,
  another,
}) => {
  await enter(page, 'lin@example.com');
  await page.goto('/studio/import');
  await page.getByLabel('或者填写订阅源的地址').fill(new URL('/feed.xml', page.url()).href);
  await page.getByRole('button', { name: '从地址导入' }).click();
  const done = page.getByRole('alert').filter({ hasText: '导入完成' });
  await expect(done).toBeVisible({ timeout: 90_000 });
  await expectAccessible(page);
  await shoot(page, 'feed-imported-zh-desk');
  await done.getByRole('button', { name: '去编辑课程' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const path = new URL(page.url()).pathname;
  const before = await outlineOf(page, workIdOf(page));

  await test.step('in English, on a phone, in the dark: again, and an address of nobody', async () => {
    const small = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    await enter(small, 'lin@example.com');
    await small.goto('/studio/import?lang=en');
    await small
      .getByRole('button', { name: /^Import again: / })
      .first()
      .click();
    await expect(small.getByRole('alert').filter({ hasText: 'Imported' })).toBeVisible({
      timeout: 90_000,
    });
    expect(await outlineOf(small, path.split('/').at(-1)!)).toEqual(before);
    await small.getByLabel('Or the address of a feed').fill('http://169.254.169.254/latest/');
    await small.getByRole('button', { name: 'Import from the address' }).click();
    await expect(small.getByText(/not found on the public internet/)).toBeVisible({
      timeout: 30_000,
    });
    // A finger leaves the button under it as a pointer does that rests there.
    await small.getByRole('button', { name: 'Import from the address' }).hover();
    await expectAccessible(small);
    await shoot(small, 'feed-refused-en-phone');
    await small.request.delete(`/api/v1/works/${path.split('/').at(-1)}`);
  });
});

test('the library tells where a file stands, lists what is used nowhere, and puts a file into another course', async ({
  page,
  another,
}) => {
  await enter(page, 'lin@example.com');
  await page.goto('/studio/media');
  const files = page.getByRole('region', { name: '素材库' });
  const row = files.getByRole('row', { name: /听辨音程\.mp3/ });
  await expect(files.getByRole('row', { name: /cover\.webp/ }).first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'library-zh-desk');
  await page.goto('/studio/media?kinds=audio');
  await expect(row.getByRole('link', { name: '听辨音程' })).toBeVisible();

  await test.step('used in a new course, the file stands in both', async () => {
    const title = `再听一遍 ${Date.now().toString(36)}`;
    const made = await page.request.post('/api/v1/works', { data: { title } });
    const { id } = (await made.json()) as { id: string };
    await page.request.post(`/api/v1/works/${id}/chapters`, { data: { title: '第一章' } });
    await row.getByRole('button', { name: /^用到课程里/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('课程', { exact: true }).fill(title);
    await page.getByTitle(title).click();
    await dialog.getByLabel('章节').click();
    await page.getByTitle('第一章').last().click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '新增课时' }).click();
    await expect(page).toHaveURL(new RegExp(`/studio/works/${id}/lessons/`));
    await page.goto('/studio/media?kinds=audio');
    await expect(row.getByText(title)).toBeVisible();
    await page.request.delete(`/api/v1/works/${id}`);
  });

  await test.step('in English, on a phone, in the dark: what is used nowhere', async () => {
    const small = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    await enter(small, 'lin@example.com');
    await small.goto('/studio/media?lang=en&kinds=audio');
    await expect(small.getByText('听辨音程.mp3').first()).toBeVisible();
    await expectAccessible(small);
    await shoot(small, 'library-en-phone');
    await small.getByText('Used nowhere', { exact: true }).click();
    await expect(small.getByText('听辨音程.mp3')).toBeHidden();
  });
});

test('a listener copies a podcast address, an app fetches it, and it ends', async ({
  page,
  another,
}) => {
  await joinAs(page, '路上听课的人');
  await buy(page, 'music-theory-you-can-hear');
  await page.goto('/account');
  await page.getByRole('link', { name: '查看私人播客地址' }).click();
  await expect(page.getByText('还没有地址')).toBeVisible();
  await page.getByRole('button', { name: '生成地址' }).click();
  const field = page.getByLabel('您的地址');
  const address = new URL(await field.inputValue()).pathname;
  await expectAccessible(page);
  await shoot(page, 'podcast-zh-desk');

  // An app has no cookies: only the address.
  const app = await another();
  const read = async () => app.request.get(address);
  await expect.poll(async () => (await read()).text()).toContain('<enclosure');
  const [, sound = ''] = /<enclosure url="([^"]+)"/.exec(await (await read()).text()) ?? [];
  const part = await app.request.get(new URL(sound).pathname, {
    headers: { range: 'bytes=0-99' },
  });
  expect(part.status()).toBe(206);
  expect(part.headers()['content-type']).toMatch(/^audio\//);

  await test.step('in English, on a phone, in the dark', async () => {
    await page.goto('/en/account/feeds');
    await expect(page.getByText(/Last fetched by an app/)).toBeVisible();
    await page.setViewportSize(phone.viewport!);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByText('End the address', { exact: true }).click();
    await expectAccessible(page);
    await shoot(page, 'podcast-en-phone');
  });

  await page.getByRole('button', { name: 'End it now' }).click();
  await expect(page.getByText('The address has ended.')).toBeVisible();
  expect((await read()).status()).toBe(410);
  expect((await app.request.get(new URL(sound).pathname)).status()).toBe(410);
  expect((await app.request.get('/feed.xml')).status()).toBe(200);
});
