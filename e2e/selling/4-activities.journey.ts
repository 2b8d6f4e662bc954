import type { Page } from '@playwright/test';
import {
  csvOf,
  dataDir,
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

// A flash sale of one piece, bought and sold out; three people who buy together; and a team that is not full in time.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36).slice(-5);
const title = `一碗面的学问 ${mark}`;
const flash = `整点抢 ${mark}`;
const trio = `三人同行 ${mark}`;
const pair = `两人同行 ${mark}`;
const end = '2099-12-31T20:00';
const endsAt = '2099-12-31T12:00:00Z';
let slug = '';
let workId = '';

test('a creator publishes a course for 100 yuan', async ({ page, another }) => {
  ({ id: workId, slug } = await sellCourse(page, another, {
    title,
    summary: '从一碗清汤面说起。',
    lesson: { title: '水与面', body: '水开了，再等一等。' },
    price: 10_000,
  }));
});

test('the owner sets a flash sale of one piece', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/promotions');
  await page.getByRole('button', { name: '新活动' }).click();
  const dialog = page.getByRole('dialog');
  await choose(page, dialog.getByLabel('类型', { exact: true }), '秒杀');
  await dialog.getByLabel('名称', { exact: true }).fill(flash);
  await dialog.getByLabel('英文名称').fill(`On the hour ${mark}`);
  await choose(page, dialog.getByLabel('参加活动的课程'), title);
  await dialog.getByLabel('份数', { exact: true }).fill('1');
  await dialog.getByLabel('减去（%）').fill('90');
  await dialog.getByLabel('结束', { exact: true }).fill(end);
  await expectAccessible(page);
  await shoot(page, 'flash-dialog-zh-desk');
  await dialog.getByRole('button', { name: '确认开始' }).click();
  await expect(page.getByRole('row', { name: flash })).toContainText('0 / 0 / 1');
  await expectAccessible(page);
});

test('one buyer has the piece; another sees that it is held, and is told so', async ({
  another,
}) => {
  const first = await another(phone);
  await joinAs(first, `抢到${mark}`);
  const second = await another({ ...phone, colorScheme: 'dark' });
  await joinAs(second, `没抢到${mark}`);
  await first.goto(`/courses/${slug}`);
  await expect(first.getByText('共 1 份，还剩 1 份').first()).toBeVisible();
  await expectAccessible(first);
  await shoot(first, 'flash-left-zh-phone');
  await second.goto(`/en/courses/${slug}`);
  await expect(second.getByText('1 of 1 pieces left').first()).toBeVisible();

  await first.getByRole('button', { name: '立即购买' }).first().click();
  await expect(first.getByRole('button', { name: '支付', exact: true })).toBeVisible();

  // Her page still says that one is left: the form says which price is meant, and she is told instead of charged.
  await second.getByRole('button', { name: /Buy/ }).first().click();
  await expect(second.getByText('The flash sale is sold out.').first()).toBeVisible();
  await second.goto(`/en/courses/${slug}`);
  await expect(second.getByText('all 1 pieces are taken').first()).toBeVisible();
  await expect(second.getByText('held until paid: 1').first()).toBeVisible();
  await expectAccessible(second);
  await shoot(second, 'flash-sold-out-en-phone-dark');

  await first.getByRole('button', { name: '支付', exact: true }).click();
  await expect(first.getByText('支付成功，可以开始学习了')).toBeVisible({ timeout: 30_000 });
  await expect(first.getByText('¥10').first()).toBeVisible();
});

test('the owner sees what was sold, exports it, and ends the sale', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/promotions?kind=flash');
  const row = page.getByRole('row', { name: flash });
  await expect(row).toContainText('1 / 0 / 0');
  await shoot(page, 'flash-sales-zh-desk');
  const lines = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
  expect(lines.filter((line) => line.includes(flash))).toHaveLength(1);
  await row.getByRole('button', { name: '提前结束' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '提前结束' }).click();
  await expect(row).toContainText('已结束');
});

test('the owner sets two group buys, one of them in the dialog', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/promotions');
  await page.getByRole('button', { name: '新活动' }).click();
  const dialog = page.getByRole('dialog');
  await choose(page, dialog.getByLabel('类型', { exact: true }), '拼团');
  await dialog.getByLabel('名称', { exact: true }).fill(trio);
  await dialog.getByLabel('英文名称').fill(`Three together ${mark}`);
  await choose(page, dialog.getByLabel('参加活动的课程'), title);
  await dialog.getByLabel('几人成团').fill('3');
  await dialog.getByLabel('成团时限（小时）').fill('24');
  await dialog.getByLabel('减去（%）').fill('40');
  await dialog.getByLabel('结束', { exact: true }).fill(end);
  await expectAccessible(page);
  await shoot(page, 'group-dialog-zh-desk');
  await dialog.getByRole('button', { name: '确认开始' }).click();
  await expect(page.getByRole('row', { name: trio })).toContainText('3 人团');
  const set = await page.request.post('/api/v1/promotions', {
    data: {
      kind: 'group',
      name: pair,
      nameEn: `Two together ${mark}`,
      scope: { kind: 'works', ids: [workId] },
      reduction: { kind: 'price', price: 7_000 },
      teamSize: 2,
      teamHours: 1,
      endsAt,
    },
  });
  expect(set.ok()).toBe(true);
});

test('three people buy together: each pays, the third completes the team, and all of them learn', async ({
  another,
}) => {
  const [leader, second, third] = [await another(phone), await another(phone), await another(desk)];
  await joinAs(leader, `甲${mark}`);
  await leader.goto(`/courses/${slug}`);
  await expect(leader.getByText('3 人拼团价 ¥60').first()).toBeVisible();
  await expectAccessible(leader);
  await shoot(leader, 'group-course-zh-phone');
  await leader.getByRole('link', { name: '¥60 开团' }).first().click();
  await expect(leader.getByRole('heading', { level: 1, name: '确认订单' })).toBeVisible();
  await expect(leader.getByText('满 3 人立即开通课程').first()).toBeVisible();
  await expectAccessible(leader);
  await shoot(leader, 'group-checkout-zh-phone');
  await leader.getByRole('button', { name: '付款开团' }).click();
  await payAndWait(leader, '已付款，还差 2 人成团');
  await expectAccessible(leader);
  await shoot(leader, 'group-held-zh-phone');
  await leader.getByRole('link', { name: '查看我的团' }).click();
  await expect(leader.getByText('还差 2 人成团').first()).toBeVisible();
  await expectAccessible(leader);
  await shoot(leader, 'team-open-zh-phone');
  const link = await leader.locator('code').innerText();
  expect(await leader.locator('link[rel=canonical]').getAttribute('href')).toBe(link);

  await joinAs(second, `乙${mark}`);
  await second.goto(link);
  await second.getByRole('link', { name: '参团', exact: true }).click();
  await second.getByRole('button', { name: '付款参团' }).click();
  await payAndWait(second, '已付款，还差 1 人成团');

  await joinAs(third, `丙${mark}`);
  await third.goto(`/en/courses/${slug}`);
  await expect(third.getByText('1 more needed').first()).toBeVisible();
  await expectAccessible(third);
  await shoot(third, 'group-course-en-desk');
  await third.goto(link);
  await third.getByRole('link', { name: '参团', exact: true }).click();
  await third.getByRole('button', { name: '付款参团' }).click();
  await payAndWait(third, '支付成功，可以开始学习了');

  await leader.reload();
  await expect(leader.getByText('3 人全部到齐').first()).toBeVisible();
  await expectAccessible(leader);
  await shoot(leader, 'team-full-zh-phone');
  await leader.getByRole('link', { name: '开始学习' }).click();
  await expect(leader.getByRole('heading', { level: 1 })).toBeVisible();
  await leader.goto('/account/teams');
  await expect(leader.getByText('已成团').first()).toBeVisible();
  await expectAccessible(leader);
  await shoot(leader, 'own-teams-zh-phone');
});

test('a team that is not full in time fails by the clock, and its leader has the money back', async ({
  another,
}) => {
  const data = dataDir();
  test.skip(!data, 'runs where the data folder of the product is known');
  test.setTimeout(300_000);
  const leader = await another({ ...phone, colorScheme: 'dark' });
  await joinAs(leader, `丁${mark}`);
  await leader.goto(`/en/courses/${slug}`);
  await leader.getByRole('link', { name: 'Open a team for ¥70' }).first().click();
  await leader.getByRole('button', { name: 'Pay and open a team' }).click();
  await payAndWait(leader, 'Paid: 1 more needed');
  const order = leader.url();
  await leader.getByRole('link', { name: 'See my team' }).click();
  await expect(leader.getByText('1 more needed').first()).toBeVisible();
  const team = new URL(leader.url()).pathname.split('/').at(-1)!;
  await moveClock('team', team);
  // The sweep comes round within a minute.
  await expect(async () => {
    await leader.reload();
    await expect(leader.getByText('Not completed').first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 150_000 });
  await expectAccessible(leader);
  await shoot(leader, 'team-failed-en-phone-dark');
  await expect(async () => {
    await leader.goto(order);
    await expect(leader.getByText('¥70 is back in full').first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 150_000 });
  await expectAccessible(leader);
  await shoot(leader, 'group-refunded-en-phone-dark');
});

test('the owner sees every team and who is in it', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/teams');
  const row = page.getByRole('row', { name: trio });
  await expect(row).toContainText('3 / 3');
  await expectAccessible(page);
  await shoot(page, 'teams-zh-desk');
  const lines = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
  expect(lines.filter((line) => line.includes(trio))).toHaveLength(1);
  await row.getByRole('button', { name: '团员与订单' }).click();
  const drawer = page.getByRole('dialog');
  for (const name of ['甲', '乙', '丙'])
    await expect(drawer.getByText(`${name}${mark}`)).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'team-members-zh-desk');
});

/** Pays at the cashier, and waits for what the order's page says then. */
async function payAndWait(page: Page, said: string): Promise<void> {
  await page.getByRole('button', { name: /^(支付|Pay)$/ }).click();
  await expect(page.getByText(said).first()).toBeVisible({ timeout: 30_000 });
}
