import type { Page } from '@playwright/test';
import {
  buy,
  csvOf,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  moveClock,
  phone,
  shoot,
  test,
} from '../house.ts';
import { choose, sellCourse } from '../selling.ts';

// A promoter: the owner opens promotion, somebody takes a link, a stranger comes by it, joins later and buys elsewhere on the site; the
// commission waits, becomes free, is paid out, is owed after a refund, and the next sale pays that.

const suffix = Date.now().toString(36).slice(-5);

test.use({ viewport: desk.viewport! });

/** Buys a course and waits until it is paid; answers the order's id. */
async function buyWhole(buyer: Page, slug: string): Promise<string> {
  await buy(buyer, slug);
  await expect(buyer).toHaveURL(/\/orders\//);
  const id = new URL(buyer.url()).pathname.split('/').at(-1)!;
  await expect
    .poll(async () => (await (await buyer.request.get(`/api/v1/orders/${id}`)).json()).state)
    .toBe('paid');
  return id;
}

/** Looks at a promoter's page until a figure stands so. */
async function figure(promoter: Page, name: string, value: string): Promise<void> {
  await expect(async () => {
    await promoter.goto('/account/promotion');
    const stat = promoter.locator('.stat', { hasText: name }).first();
    await expect(stat).toContainText(value, { timeout: 2_000 });
  }).toPass({ timeout: 150_000 });
}

test('a promoter from the link to the debt', async ({ page, another }) => {
  test.setTimeout(600_000);
  const course = await sellCourse(page, another, {
    title: `讲清一件事 ${suffix}`,
    summary: '一课。',
    lesson: { title: '第一课', body: '先想好听的人是谁。' },
    price: 128_800,
  });
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');

  await test.step('the owner opens promotion and is told what the law looks at', async () => {
    await owner.goto('/studio/promotion?tab=rules');
    await choose(owner, owner.getByLabel('谁可以推广'), '人人可推广');
    await owner.getByLabel('二级比例（%）').fill('5');
    await expect(owner.getByText('您开启了二级推广')).toBeVisible();
    await owner.getByLabel('一级比例（%）').fill('60');
    await owner.getByLabel('二级比例（%）').fill('40');
    await owner.getByRole('button', { name: /保\s*存/ }).click();
    await expect(owner.getByText(/超过了 100%/)).toBeVisible();
    await owner.getByLabel('一级比例（%）').fill('10');
    await owner.getByLabel('二级比例（%）').fill('0');
    await expectAccessible(owner);
    await owner.getByRole('button', { name: /保\s*存/ }).click();
    await expect(owner.getByText('已保存')).toBeVisible();
    await shoot(owner, 'studio-promotion-rules-zh-desk');
  });

  const promoter = await another(phone);
  const name = `推广${suffix}`;
  await joinAs(promoter, name);
  let link = '';
  await test.step('somebody becomes a promoter and makes a link to the course', async () => {
    await promoter.goto('/account/promotion');
    await expect(promoter.getByText('不收任何费用')).toBeVisible();
    await expectAccessible(promoter);
    await promoter.getByLabel('我已阅读并同意以上约定').check();
    await promoter.getByRole('button', { name: '提交' }).click();
    await promoter.getByLabel('页面地址').fill('https://elsewhere.example/a');
    await promoter.getByRole('button', { name: '生成链接' }).click();
    await expect(promoter.getByText('这不是本站的地址')).toBeVisible();
    await promoter.getByLabel('页面地址').fill(`/courses/${course.slug}`);
    await promoter.getByRole('button', { name: '生成链接' }).click();
    link = await promoter.locator('#made').inputValue();
    await expectAccessible(promoter);
  });

  const stranger = await another(phone);
  let orderId = '';
  await test.step('a stranger comes by it, joins later, and buys from another page', async () => {
    await stranger.goto(`${new URL(link).pathname}?utm_campaign=spring`);
    await expect(stranger.getByRole('heading', { level: 1 })).toContainText(suffix);
    expect(new URL(stranger.url()).pathname).toBe(new URL(link).pathname.replace(/^\/s\/\w+/, ''));
    expect(new URL(stranger.url()).search).toBe('');
    await stranger.goto('/courses');
    // Somebody whom nobody brought buys as well: that is in the till when money goes back.
    const passerBy = await another(phone);
    await joinAs(passerBy, `路人${suffix}`);
    await buyWhole(passerBy, course.slug);
    await joinAs(stranger, `客户${suffix}`);
    orderId = await buyWhole(stranger, course.slug);
  });

  await test.step('promoter and instructor see what waits', async () => {
    await figure(promoter, '冻结中', '¥128.80');
    await expect(promoter.getByRole('row', { name: new RegExp(suffix) })).toContainText('¥1,288');
    await expect(promoter.getByRole('row', { name: '客**' })).toBeVisible();
    await expectAccessible(promoter);
    await shoot(promoter, 'promotion-zh-phone');
    const creator = await another(desk);
    await enter(creator, 'shen@example.com');
    await creator.goto('/studio/earnings');
    const promoted = creator.getByRole('row', { name: new RegExp(suffix) });
    await expect(promoted.filter({ hasText: '128.80' })).toHaveCount(1);
    await creator.goto(`/studio/works/${course.id}`);
    await expect(creator.getByText('由平台和您按分成比例共同承担')).toBeVisible();
    await expectAccessible(creator);
  });

  await test.step('the days pass, and it is paid out', async () => {
    await moveClock('share', orderId);
    await figure(promoter, '可提现', '¥128.80');
    await promoter.getByLabel('收款账户').fill(`openid-${suffix}`);
    await promoter.getByRole('button', { name: '申请提现' }).click();
    await expect(promoter.getByText('提现申请已提交')).toBeVisible();
    const finance = await another(desk);
    await enter(finance, 'finance@example.com');
    await finance.goto('/studio/payouts?state=requested');
    const row = finance.getByRole('row', { name: new RegExp(name) });
    await expect(row).toContainText('推广员');
    await row.getByRole('button', { name: /批\s*准/ }).click();
    await finance
      .getByRole('dialog')
      .getByRole('button', { name: /批\s*准/ })
      .click();
    await figure(promoter, '已提现', '¥128.80');
  });

  await test.step('a refund after that is owed, and says how it is paid', async () => {
    const answer = await stranger.request.post(`/api/v1/orders/${orderId}/refunds`, { data: {} });
    expect(answer.ok()).toBe(true);
    await figure(promoter, '欠款', '¥128.80');
    await promoter.emulateMedia({ colorScheme: 'dark' });
    await promoter.goto('/en/account/promotion');
    await expect(promoter.getByText('comes off what you earn next').first()).toBeVisible();
    await expectAccessible(promoter);
    await shoot(promoter, 'promotion-debt-en-phone-dark');
  });

  await test.step('the next sale pays what is owed', async () => {
    const next = await another(phone);
    const [, , code] = new URL(link).pathname.split('/');
    await next.goto(`/courses/${course.slug}?via=${code}`);
    expect(new URL(next.url()).search).toBe('');
    await joinAs(next, `新客${suffix}`);
    await moveClock('share', await buyWhole(next, course.slug));
    await expect(async () => {
      await promoter.goto('/account/promotion');
      await expect(promoter.locator('.stat', { hasText: '欠款' })).toHaveCount(0, {
        timeout: 2_000,
      });
    }).toPass({ timeout: 150_000 });
  });

  await test.step('the owner sees who brought whom, takes the report along, and closes promotion', async () => {
    await owner.goto('/studio/promotion');
    await expect(owner.getByRole('row', { name: new RegExp(name) })).toContainText('推广中');
    await expectAccessible(owner);
    await shoot(owner, 'studio-promoters-zh-desk');
    await owner.getByRole('tab', { name: '推广关系' }).click();
    const brought = owner.getByRole('row', { name: new RegExp(name) });
    await expect(brought.filter({ hasText: '128.80' }).first()).toBeVisible();
    const lines = await csvOf(owner, () => owner.getByRole('link', { name: 'CSV' }).click());
    expect(lines.some((line) => line.includes(name))).toBe(true);
    await owner.getByRole('tab', { name: '规则' }).click();
    await choose(owner, owner.getByLabel('谁可以推广'), '关闭');
    await owner.getByRole('button', { name: /保\s*存/ }).click();
    await expect(owner.getByText('已保存').last()).toBeVisible();
  });
});
