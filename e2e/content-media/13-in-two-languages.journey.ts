import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A lesson is written in Chinese and in English, reviewed with both, and read by who has the one or the other language.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36);
const title = `弦的两种语言 ${mark}`;
const english = `The String Twice ${mark}`;
let work = '';
let slug = '';
let lesson = '';

const text = (page: Page) => page.getByRole('textbox', { name: '正文' });
const isSaved = (page: Page) =>
  expect(page.getByRole('status').getByText('已保存', { exact: true })).toBeVisible();

interface Detail {
  readonly slug: string;
  readonly chapters: readonly { readonly lessons: readonly { readonly id: string }[] }[];
}

test('a creator writes a lesson, then says it again in English', async ({ page }) => {
  await enter(page, 'shen@example.com');
  const post = async (path: string, data: object) =>
    (await (await page.request.post(`/api/v1${path}`, { data })).json()) as { id: string };
  const { id } = await post('/works', { title, kind: 'course', summary: '一课两种语言。' });
  work = id;
  await page.request.put(`/api/v1/works/${id}/price`, { data: { price: 0 } });
  const chapter = await post(`/works/${id}/chapters`, { title: '一' });
  const body = '弦在动，空气也在动。';
  const made = await post(`/chapters/${chapter.id}/lessons`, { title: '弦', body, isTrial: true });
  lesson = made.id;
  await post(`/chapters/${chapter.id}/lessons`, { title: '鼓', body: '只有中文。', isTrial: true });
  slug = ((await (await page.request.get(`/api/v1/works/${id}`)).json()) as Detail).slug;

  await page.goto(`/studio/works/${work}/lessons/${lesson}`);
  await page.getByRole('button', { name: '写英文版' }).click();
  await expect(page.getByText('已照原文开始')).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(lesson));
  await page.getByRole('textbox', { name: '课时标题' }).fill(english);
  await text(page).fill('The string moves, and so does the **air**.');
  await isSaved(page);
  await expectAccessible(page);
  await shoot(page, 'write-in-english-zh-desk');

  await page.getByRole('button', { name: '课时设置' }).click();
  await expect(page.getByText('两种语言共用')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.getByRole('radiogroup', { name: '正在写哪种语言' }).getByText('中文').click();
  await expect(text(page)).toContainText('空气也在动');
});

test('a reviewer reads what each language says, and publishes both', async ({ page, another }) => {
  await enter(page, 'shen@example.com');
  const submitted = await page.request.post(`/api/v1/works/${work}/submission`, { data: {} });
  expect(submitted.ok()).toBe(true);
  const { id } = (await submitted.json()) as { id: string };
  const reviewer = await another(desk);
  await enter(reviewer, 'reviewer@example.com');
  await reviewer.goto(`/studio/reviews/${id}`);
  await reviewer.getByRole('button', { name: english }).click();
  await expect(reviewer.getByText('The string moves')).toBeVisible();
  await expectAccessible(reviewer);
  await shoot(reviewer, 'review-both-zh-desk');
  const approved = await reviewer.request.put(`/api/v1/submissions/${id}/first-review`, {
    data: { verdict: 'passed', failed: [] },
  });
  expect(approved.ok()).toBe(true);
});

test('each reader has their language, is told which, and can have the other', async ({
  page,
  another,
}) => {
  await page.goto(`/en/learn/${slug}/${lesson}`);
  await expect(page.getByRole('heading', { level: 1, name: english })).toBeVisible();
  await expect(page.getByText('You are reading the English version.')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'lesson-in-two-languages-en-desk');
  await page.getByRole('link', { name: '看中文版' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '弦' })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'lesson-in-two-languages-zh-desk');

  const small = await another({ ...phone, colorScheme: 'dark' });
  await small.goto(`/en/learn/${slug}/${lesson}`);
  await expectAccessible(small);
  await shoot(small, 'lesson-in-two-languages-en-phone-dark');
  await small.getByRole('link', { name: /Next lesson/ }).click();
  await expect(small.getByText('This lesson is in Chinese')).toBeVisible();
  await expect(small.getByRole('heading', { level: 1, name: '鼓' })).toHaveAttribute(
    'lang',
    'zh-CN',
  );
  await expectAccessible(small);
  await shoot(small, 'lesson-in-one-language-en-phone-dark');
});

test('a search in English finds the English words, and leads to them', async ({ page }) => {
  await expect(async () => {
    await page.goto(`/search?q=${encodeURIComponent(english)}`);
    await page
      .getByRole('link', { name: new RegExp(mark) })
      .last()
      .click({ timeout: 2_000 });
    await expect(page).toHaveURL(/\/en\/learn\//, { timeout: 2_000 });
  }).toPass();
  await expect(page.getByRole('heading', { level: 1, name: english })).toBeVisible();
});
