import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A creator takes a course along as a zip, and another brings it in.

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
