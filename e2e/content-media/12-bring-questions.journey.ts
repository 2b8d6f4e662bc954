import { readFile } from 'node:fs/promises';
import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A creator brings questions: a table made from the template, and text with a fault in it; they go out again as GIFT.

test.use({ viewport: desk.viewport! });

const faulty = [
  '::音程:: 纯五度有几个半音？ {=7#对 ~5 ~8}',
  '这一段没有答案',
  '弦长减半，高一个八度。 {T}',
  '下面哪些是协和音程？ {~%60%纯五度 ~%60%大三度 ~小二度}',
].join('\n\n');

test('a creator keeps questions from Excel and from text, sees what could not be read, and takes them out', async ({
  page,
  another,
}) => {
  await enter(page, 'xu@example.com');
  await page.goto('/studio/question-banks');
  await expect(page.getByRole('heading', { level: 1, name: '题库' })).toBeVisible();
  await expectAccessible(page);

  await test.step('the template is a bank that is read whole', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载 Excel 模板' }).click();
    const buffer = await readFile(await (await downloading).path());
    const picker = page.getByLabel('选择文件', { exact: true }).last();
    await picker.setInputFiles({ name: '乐理小测.xlsx', mimeType: 'application/zip', buffer });
    await expect(page.getByRole('heading', { level: 1, name: '乐理小测' })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText('已存入 7 题')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'question-bank-zh-desk');
    const out = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出 GIFT' }).click();
    const gift = await readFile(await (await out).path(), 'utf8');
    expect(gift).toContain('$CATEGORY: 乐理');
  });

  const small = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
  await enter(small, 'xu@example.com');

  await test.step('in English, on a phone, in the dark: faults by their lines', async () => {
    await small.goto('/studio/question-banks?lang=en');
    const picker = small.getByLabel('choose files', { exact: true }).last();
    await picker.setInputFiles({
      name: 'intervals.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(faulty),
    });
    await expect(small.getByText('2 places that could not be read')).toBeVisible({
      timeout: 30_000,
    });
    await expect(small.getByText('Line 3')).toBeVisible();
    await expect(small.getByText(/Line 7/)).toBeVisible();
    await expectAccessible(small);
    await shoot(small, 'question-bank-en-phone');
  });

  await test.step('both are deleted, after asking once more', async () => {
    await page.goto('/studio/question-banks');
    await expect(page.getByRole('link', { name: 'intervals' })).toBeVisible();
    await shoot(page, 'question-banks-zh-desk');
    for (const name of ['intervals', '乐理小测']) {
      await page.getByRole('button', { name: `删除: ${name}` }).click();
      await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
      await expect(page.getByRole('link', { name })).toHaveCount(0);
    }
    await expect(page.getByText('还没有题库')).toBeVisible();
  });
});
