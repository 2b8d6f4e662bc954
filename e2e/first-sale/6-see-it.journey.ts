import type { Locator, Page } from '@playwright/test';
import {
  buy,
  csvOf,
  demoPassword,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
} from '../house.ts';

// Those who run the house see it: each role its own sections, figures as charts and tables, lists that page, filter and export.

const menus = {
  owner: [
    '数据概览',
    '课程',
    '素材库',
    '审核',
    '促销活动',
    '拼团',
    '优惠券',
    '订单',
    '收款与对账',
    '退款',
    '发票',
    '提现',
    '对账单',
    '收支簿',
    '平台佣金',
    '账本',
    '用户',
    '学习权益',
    '会员等级',
    '会员',
    '推广',
    '成长等级',
    '积分',
    '兑换码',
    '分类',
    '敏感词',
    '支付渠道',
    '站点设置',
    '搁置的任务',
    '操作日志',
  ],
  finance: [
    '数据概览',
    '拼团',
    '订单',
    '收款与对账',
    '退款',
    '发票',
    '提现',
    '对账单',
    '收支簿',
    '平台佣金',
    '账本',
    '用户',
    '学习权益',
    '会员',
    '推广',
    '兑换码',
    '支付渠道',
    '站点设置',
  ],
  reviewer: ['课程', '审核', '敏感词'],
  lin: [
    '数据概览',
    '课程',
    '素材库',
    '题库',
    '我的主页',
    '审核',
    '促销活动',
    '拼团',
    '优惠券',
    '我的收入',
    '提现',
  ],
} as const;

test.describe('at a desk', () => {
  test.use({ viewport: desk.viewport! });

  test('everybody finds only what is theirs', async ({ page, another }) => {
    await test.step('the owner signs in to the studio', async () => {
      await page.goto('/studio');
      await expect(page.getByRole('heading', { level: 1, name: '登录工作台' })).toBeVisible();
      await expectAccessible(page);
      await shoot(page, 'studio-sign-in-zh-desk');
      await page.getByLabel('邮箱或手机号').fill('owner@example.com');
      await page.getByLabel('密码', { exact: true }).fill(demoPassword);
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: '数据概览' })).toBeVisible();
      expect(await menuOf(page)).toEqual(menus.owner);
    });
    for (const [name, foreign] of [
      ['finance', '/studio/audit'],
      ['reviewer', '/studio/orders'],
      ['lin', '/studio/settings'],
    ] as const) {
      await test.step(name, async () => {
        const person = await another(desk);
        await enter(person, `${name}@example.com`);
        await person.goto('/studio');
        await expect(person.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await menuOf(person)).toEqual(menus[name]);
        await person.goto(foreign);
        await expect(person.getByRole('heading', { level: 1, name: '没有这个页面' })).toBeVisible();
      });
    }
    await test.step('a learner is told that this is not for them', async () => {
      const learner = await another(desk);
      await enter(learner, 'learner1@example.com');
      await learner.goto('/studio');
      await expect(learner.getByText('这里是创作与运营的地方')).toBeVisible();
      await expectAccessible(learner);
    });
  });

  test('the dashboard shows charts, the same figures as tables, and their CSV', async ({
    page,
  }) => {
    await enter(page, 'owner@example.com');
    await page.goto('/studio');
    for (const title of ['每日成交额与退款', '每日成交订单', '每日学习'])
      await expect(chartOf(page, title)).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-dashboard-zh-desk');

    const panel = page.getByRole('region', { name: '每日成交额与退款', exact: true });
    const views = page.getByRole('radiogroup', { name: '每日成交额与退款：图表或表格' });
    await views.getByText('表格', { exact: true }).click();
    await expect(panel.getByRole('row')).toHaveCount(31);
    await expectAccessible(page);
    const rows = await csvOf(page, () =>
      page.getByRole('link', { name: '导出 CSV: 每日成交额与退款' }).click(),
    );
    expect(rows).toHaveLength(31);
    expect(rows[0]).toContain('成交额');
    await page.getByText('近 7 天', { exact: true }).click();
    await expect(page).toHaveURL(/days=7/);
    // Who reads figures goes on reading figures.
    await expect(panel.getByRole('row')).toHaveCount(8);
    await views.getByText('图表', { exact: true }).click();
    await expect(chartOf(page, '每日成交额与退款')).toBeVisible();
  });

  const lists = [
    { path: 'works', name: '课程', filter: '已发布', kept: /state=published/, head: '作品' },
    { path: 'orders', name: '订单', filter: '已支付', kept: /state=paid/, head: '订单号' },
    { path: 'refunds', name: '退款', filter: '已退回', kept: /state=succeeded/, head: '订单号' },
    { path: 'payouts', name: '提现', filter: '已到账', kept: /state=paid/, head: '收款人' },
    { path: 'audit', name: '操作日志', filter: undefined, kept: undefined, head: '时间' },
  ] as const;

  test('lists filter by the address and export what is filtered', async ({ page }) => {
    await enter(page, 'owner@example.com');
    for (const { path, name, filter, kept, head } of lists) {
      await test.step(name, async () => {
        await page.goto(`/studio/${path}`);
        await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
        const table = page.getByRole('region', { name });
        await expect(table.getByRole('row').nth(1)).toBeVisible();
        if (filter) {
          await page.getByText(filter, { exact: true }).first().click();
          await expect(page).toHaveURL(kept);
          await page.reload();
          await expect(page.getByRole('radio', { name: filter })).toBeChecked();
        }
        await expectAccessible(page);
        await shoot(page, `studio-${path}-zh-desk`);
        const rows = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
        expect(rows[0]).toContain(head);
      });
    }
  });

  test('the list of people pages, finds by a name and by a role', async ({ page }) => {
    await enter(page, 'owner@example.com');
    await page.goto('/studio/users');
    const table = page.getByRole('region', { name: '用户' });
    await expect(table.getByRole('row').nth(8)).toBeVisible();
    await expectAccessible(page);
    const all = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
    expect(all.length).toBeGreaterThan(8);

    await page.getByRole('searchbox').fill('林知微');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/text=/);
    await expect(table.getByRole('row')).toHaveCount(2);
    const found = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
    expect(found).toHaveLength(2);
    expect(found[1]).toContain('示范讲师·林知微');

    await test.step('a long list goes on page by page', async () => {
      // A name that changes is a deed that the log keeps: enough of them fill more than one page.
      for (let times = 0; times < 12; times += 1)
        await page.request.patch('/api/v1/settings', { data: { icp: `测试备案 ${times}` } });
      await page.request.patch('/api/v1/settings', { data: { icp: '' } });
      await page.goto('/studio/audit');
      const log = page.getByRole('region', { name: '操作日志' });
      await expect(log.getByRole('row')).toHaveCount(21);
      const first = await log.getByRole('row').nth(1).innerText();
      await page.getByRole('button', { name: '下一页' }).click();
      await expect(page.getByText('第 2 页')).toBeVisible();
      await expect(log.getByRole('row').nth(1)).not.toHaveText(first);
      await page.getByRole('button', { name: '上一页' }).click();
      await expect(page.getByText('第 1 页')).toBeVisible();
    });
  });

  test('an order tells everything that happened to its money; dark and in English', async ({
    page,
    another,
  }) => {
    await test.step('somebody buys, and gives it back', async () => {
      const buyer = await another();
      await joinAs(buyer, '改主意的同学');
      await buy(buyer, 'the-direction-of-light');
      await expect(buyer.getByRole('link', { name: '申请退款' })).toBeVisible();
      const id = /orders\/([0-9a-f-]{36})/.exec(buyer.url())?.[1];
      const data = { reason: '买错了' };
      const asked = await buyer.request.post(`/api/v1/orders/${id}/refunds`, { data });
      expect(asked.status()).toBe(201);
      const isBack = async () => (await buyer.request.get(`/api/v1/orders/${id}`)).json();
      await expect.poll(isBack).toMatchObject({ state: 'refunded' });
    });
    await enter(page, 'finance@example.com');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto('/studio/orders?state=refunded');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
    await page
      .getByRole('button', { name: /^Open \d+/ })
      .first()
      .click();
    const order = page.getByRole('dialog', { name: 'Order' });
    for (const part of ['Payments', 'Refunds', 'Postings'])
      await expect(order.getByRole('heading', { name: part })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-order-en-desk-dark');
    await page.goto('/studio');
    await expect(chartOf(page, 'Gross and refunds by day')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-dashboard-en-desk-dark');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: phone.viewport!, isMobile: true, hasTouch: true });

  test('the owner gets about by the drawer, and lists are cards', async ({ page }) => {
    await enter(page, 'owner@example.com');
    await page.goto('/studio');
    await expect(page.getByRole('heading', { level: 1, name: '数据概览' })).toBeVisible();
    await fits(page);
    await expectAccessible(page);
    await shoot(page, 'studio-dashboard-zh-phone');
    for (const name of ['订单', '用户', '站点设置']) {
      await page.getByRole('button', { name: '菜单' }).click();
      const drawer = page.getByRole('dialog');
      await expect(drawer).toBeVisible();
      await drawer.getByRole('link', { name, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await expect(drawer).toBeHidden();
      await fits(page);
      await expectAccessible(page);
      await shoot(
        page,
        `studio-${name === '订单' ? 'orders' : name === '用户' ? 'users' : 'settings'}-zh-phone`,
      );
    }
    await page.goto('/studio/orders');
    await page
      .getByRole('list', { name: '订单' })
      .getByRole('button', { name: /^查看 \d+/ })
      .first()
      .click();
    await expect(page.getByRole('dialog', { name: '订单详情' })).toBeVisible();
    await expectAccessible(page);
  });
});

/** The places that the menu leads to. */
async function menuOf(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: '工作台栏目' }).getByRole('link').allInnerTexts();
}

/** What is drawn in the panel of a chart. */
function chartOf(page: Page, title: string): Locator {
  return page.getByRole('figure', { name: title }).locator('canvas');
}

/** Nothing is wider than the screen. */
async function fits(page: Page): Promise<void> {
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(width);
}
