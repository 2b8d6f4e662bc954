import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A stranger says that a course infringes their copyright; staff take it down; its creator answers, and the stranger reads
// that by the link they were mailed. What the clock does fifteen days later is told by the tests of the service.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const stamp = Date.now().toString(36);
const title = `纸上的山 ${stamp}`;
const claimant = `claimant-${stamp}@example.net`;
let slug = '';

test('a stranger reports it from the page of the course, without account', async ({
  page,
  another,
}) => {
  slug = await aLiveCourse(page, await another(desk));
  const small = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
  await test.step('in English on a phone: the form says what is missing, and keeps what was typed', async () => {
    await small.goto(`/en/courses/${slug}`);
    await small.getByRole('link', { name: 'Report infringement' }).click();
    await expectAccessible(small);
    await shoot(small, 'claim-form-en-phone-dark');
    await small.getByLabel('Your name, or that').fill('Lin Yi');
    await small.getByLabel('E-mail').fill(claimant);
    await small.getByLabel('The work that was copied').fill('Mountains on Paper, 2019');
    await small.getByLabel('Why this infringes').fill('The first lesson is mine, word for word.');
    await small.getByLabel(/I believe in good faith/).check();
    await small.getByLabel(/What I say is true/).check();
    await small.getByLabel(/^Sign/).fill('Somebody');
    await small.getByRole('button', { name: 'Send the claim' }).click();
    await expect(small.getByRole('alert')).toContainText('Sign with the name that you gave.');
    await expect(small.getByLabel(/What I say is true/)).toBeChecked();
    await expectAccessible(small);
  });
  await small.getByLabel(/^Sign/).fill('Lin Yi');
  await small.getByRole('button', { name: 'Send the claim' }).click();
  await expect(small.getByRole('heading', { name: 'We have your claim' })).toBeVisible();
  await expectAccessible(small);
});

test('staff take the course down, its creator answers, and the claimant reads it', async ({
  page,
  another,
}) => {
  const row = (at: Page) => at.getByRole('row', { name: new RegExp(title) });
  await enter(page, 'reviewer@example.com');
  await page.goto('/studio/reviews');
  await page.getByRole('link', { name: '侵权投诉' }).click();
  await expect(row(page)).toContainText(claimant);
  await expectAccessible(page);
  await shoot(page, 'claims-zh-desk');
  await row(page).getByRole('button', { name: '处理' }).click();
  const decision = page.getByRole('dialog');
  await decision.getByRole('radio', { name: '下架', exact: true }).check();
  await decision.getByLabel(/理由/).fill('第一课与原作相同。');
  await expectAccessible(page);
  await decision.getByRole('button', { name: '处理' }).click();
  await expect(row(page)).toContainText('已下架');

  const creator = await another(desk);
  await enter(creator, 'shen@example.com');
  await creator.goto('/studio/claims');
  await expect(row(creator)).toContainText('Lin Yi');
  await expect(creator.getByText(claimant)).toBeHidden();
  await row(creator).getByRole('button', { name: '提交不侵权声明' }).click();
  const answer = creator.getByRole('dialog');
  await answer.getByLabel('为什么没有侵权').fill('原作者授权我使用。');
  await answer.getByLabel('您的姓名').fill('沈望舒');
  await answer.getByLabel(/^签名/).fill('沈望舒');
  await answer.getByLabel(/我保证以上内容真实/).check();
  await expectAccessible(creator);
  await answer.getByRole('button', { name: '提交不侵权声明' }).click();
  await expect(row(creator)).toContainText('已反通知，等待期');

  const stranger = await another({ ...phone, locale: 'en-US' });
  await stranger.goto(await linkOf(stranger));
  await expect(stranger.getByText('原作者授权我使用。')).toBeVisible();
  await expectAccessible(stranger);
  await shoot(stranger, 'own-claim-en-phone');
  await stranger.getByLabel('I am sure').check();
  await stranger.getByRole('button', { name: 'Take it back' }).click();
  await expect(stranger.getByText('Taken back', { exact: true })).toBeVisible();
  await stranger.goto(`/en/courses/${slug}`);
  await expect(stranger.getByRole('link', { name: 'Report infringement' })).toBeVisible();
});

/** The link that the claimant was mailed. */
async function linkOf(page: Page): Promise<string> {
  const answer = await page.request.get(`/dev/outbox.json?address=${encodeURIComponent(claimant)}`);
  const { items } = (await answer.json()) as { items: { body: string }[] };
  const link = /\/en\/claims\/\S+/.exec(items[0]?.body ?? '')?.[0];
  return link ?? '';
}

/** A free course that is live; answers its address. */
async function aLiveCourse(creator: Page, reviewer: Page): Promise<string> {
  await enter(creator, 'shen@example.com');
  const post = async (path: string, data: object) => {
    const answer = await creator.request.post(`/api/v1${path}`, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { id: string }).id;
  };
  const id = await post('/works', { title });
  const chapter = await post(`/works/${id}/chapters`, { title: '第一章' });
  await post(`/chapters/${chapter}/lessons`, { title: '远山', body: '山有三远。' });
  const says = { summary: '三种看山的方法。' };
  expect((await creator.request.patch(`/api/v1/works/${id}`, { data: says })).ok()).toBe(true);
  const free = await creator.request.put(`/api/v1/works/${id}/price`, { data: { price: 0 } });
  expect(free.ok()).toBe(true);
  const submission = await post(`/works/${id}/submission`, {});
  await enter(reviewer, 'reviewer@example.com');
  const passed = await reviewer.request.put(`/api/v1/submissions/${submission}/first-review`, {
    data: { verdict: 'passed', failed: [] },
  });
  expect(passed.ok(), await passed.text()).toBe(true);
  const found = await creator.request.get(`/api/v1/works/${id}`);
  const work = (await found.json()) as { slug: string; state: string };
  expect(work.state).toBe('published');
  return work.slug;
}
