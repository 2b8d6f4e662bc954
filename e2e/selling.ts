import type { Locator, Page } from '@playwright/test';
import { desk, enter, expect, type test } from './house.ts';

type Another = Parameters<Parameters<typeof test>[2]>[0]['another'];

/** What a course is that journeys sell: one lesson, and its price in minor units. */
export interface CourseForSale {
  readonly title: string;
  readonly summary: string;
  readonly lesson: { readonly title: string; readonly body: string };
  readonly price: number;
}

/** A course of a creator's that passed its review and has a price: a journey's own, which no other journey sells for less. */
export async function sellCourse(
  page: Page,
  another: Another,
  { title, summary, lesson, price }: CourseForSale,
): Promise<{ readonly id: string; readonly slug: string }> {
  await enter(page, 'shen@example.com');
  const post = async (path: string, data: object) =>
    (await (await page.request.post(`/api/v1${path}`, { data })).json()) as { id: string };
  const { id } = await post('/works', { title, kind: 'course', summary });
  const { id: chapterId } = await post(`/works/${id}/chapters`, { title: '一' });
  await post(`/chapters/${chapterId}/lessons`, lesson);
  await page.request.put(`/api/v1/works/${id}/price`, { data: { price: 0 } });
  const submission = await post(`/works/${id}/submission`, {});
  const reviewer = await another(desk);
  await enter(reviewer, 'reviewer@example.com');
  const passed = await reviewer.request.put(`/api/v1/submissions/${submission.id}/first-review`, {
    data: { verdict: 'passed', failed: [] },
  });
  expect(passed.ok()).toBe(true);
  const priced = await page.request.put(`/api/v1/works/${id}/price`, { data: { price } });
  expect(priced.ok()).toBe(true);
  const { slug } = (await (await page.request.get(`/api/v1/works/${id}`)).json()) as {
    slug: string;
  };
  return { id, slug };
}

/** Chooses from a field of the studio, also one that finds by typing. */
export async function choose(page: Page, field: Locator, name: string): Promise<void> {
  await field.click();
  if (await field.isEditable()) await field.fill(name);
  await page.locator('.ant-select-item-option', { hasText: name }).first().click();
}

const turning = {
  zh: { buy: '立即购买', giveUp: '放弃' },
  en: { buy: /Buy/, giveUp: 'Give up' },
} as const;

/** Orders a course, leaves the cashier that comes first, and chooses another way to pay on the order's page. */
export async function turnTo(
  buyer: Page,
  slug: string,
  way: string,
  locale: 'zh' | 'en' = 'zh',
): Promise<void> {
  const words = turning[locale];
  await buyer.goto(`${locale === 'en' ? '/en' : ''}/courses/${slug}`);
  await buyer.getByRole('button', { name: words.buy }).first().click();
  await buyer.getByRole('button', { name: words.giveUp, exact: true }).click();
  await buyer.getByLabel(way, { exact: true }).check();
}
