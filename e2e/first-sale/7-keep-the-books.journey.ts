import type { Locator, Page } from '@playwright/test';
import {
  buy,
  csvOf,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
} from '../house.ts';

// Those who keep the books: commission by rule, payments and bills, income and expense, statements; and what is not saved.

test.use({ viewport: desk.viewport! });

test('the owner agrees on another commission for a course, its creator sees it, and it ends', async ({
  page,
  another,
}) => {
  const title = '从结绳数起';
  await enter(page, 'owner@example.com');
  await page.goto('/studio/commission');
  await expect(page.getByText(/都没有时为 20%/)).toBeVisible();
  const rule = page.getByRole('row', { name: new RegExp(`${title}.*12\\.5%.*生效中`) });

  await test.step('a rule says what it replaces before it is set', async () => {
    await page.getByRole('button', { name: '新规则' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('适用于').click();
    await offered(page, '课程').click();
    await dialog.getByLabel('选择课程').fill(title);
    await offered(page, `${title} · 示范讲师·林知微`).click();
    await dialog.getByLabel('佣金比例').fill('12.5');
    await dialog.getByLabel('说明').fill('首发合作');
    await expect(dialog.getByRole('alert')).toContainText('这里还没有单独的规则');
    await expectAccessible(page);
    await shoot(page, 'studio-commission-rule-zh-desk');
    await dialog.getByRole('button', { name: '确认生效' }).click();
    await expect(rule).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-commission-zh-desk');
  });

  const creator = await another(desk);
  await test.step('the creator reads it where they earn, and at the course', async () => {
    await enter(creator, 'lin@example.com');
    await creator.goto('/studio/earnings');
    await expect(creator.getByText(`另有约定的课程: ${title} 12.5%`)).toBeVisible();
    await creator.goto('/studio/works');
    await creator.getByRole('link', { name: title }).first().click();
    await expect(creator.getByText('平台佣金 12.5% · 本课程约定')).toBeVisible();
  });

  await test.step('it ends when the owner says so', async () => {
    await rule.getByRole('button', { name: '结束' }).click();
    const question = page.getByRole('dialog');
    await expect(question).toContainText(`结束“${title}”的佣金规则 12.5%？`);
    await question.getByRole('button', { name: '结束' }).click();
    await expect(rule).toHaveCount(0);
    await creator.reload();
    await expect(creator.getByText('平台佣金 20%')).toBeVisible();
  });
});

test('finance sees what came in, has a bill read, and the book of it all', async ({
  page,
  another,
}) => {
  const buyer = await another(phone);
  await joinAs(buyer, '小寒');
  await buy(buyer, 'white-space-and-layout');
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
  await enter(page, 'finance@example.com');

  await test.step('payments that came in, by where they went', async () => {
    await page.goto('/studio/payments');
    const table = page.getByRole('region', { name: '收款记录' });
    await expect(table.getByRole('row', { name: /¥199/ }).first()).toBeVisible();
    await page.getByText('已入账', { exact: true }).first().click();
    await expect(page).toHaveURL(/outcome=kept/);
    await expectAccessible(page);
    await shoot(page, 'studio-payments-zh-desk');
    const rows = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
    expect(rows[0]).toContain('渠道流水号');
  });

  await test.step('the last bill that can be there is read', async () => {
    await page.getByRole('tab', { name: '渠道对账' }).click();
    await page.getByRole('button', { name: '核对这一天' }).click();
    await expect(page.getByText(/^已核对：补记 \d+ 笔，差异 0 项$/)).toBeVisible();
    await expect(page.getByRole('row', { name: /sandbox.*一致/ }).first()).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-reconciliation-zh-desk');
    await page.getByRole('tab', { name: '差异明细' }).click();
    await expect(page).toHaveURL(/tab=differences/);
    await expectAccessible(page);
  });

  await test.step('the book: figures, chart and table of a quarter say the same', async () => {
    await page.goto('/studio/book');
    await page.getByLabel('时间').click();
    await offered(page, '本季').click();
    await page.getByText('月', { exact: true }).click();
    await expect(page).toHaveURL(/by=month/);
    await expect(page.getByRole('figure', { name: '净成交额的去向' })).toBeVisible();
    const gross = await page.getByRole('term').filter({ hasText: '成交额' }).first();
    const shown = await gross.locator('xpath=following-sibling::dd[1]').innerText();
    await expect(page.getByRole('row', { name: /^合计/ })).toContainText(shown);
    const times = await page.getByRole('rowheader').allInnerTexts();
    expect(new Set(times).size, 'each month has one row').toBe(times.length);
    await expectAccessible(page);
    await shoot(page, 'studio-book-zh-desk');
    const rows = await csvOf(page, () => page.getByRole('link', { name: /导出 CSV/ }).click());
    expect(rows.length).toBeGreaterThan(1);
  });

  await test.step('the ledger names its accounts', async () => {
    await page.goto('/studio/ledger');
    const sale = page.getByRole('row', { name: /成交/ }).first();
    for (const part of ['渠道资金 sandbox → 渠道手续费 sandbox', '→ 平台佣金', '→ 讲师冻结中'])
      await expect(sale).toContainText(part);
    await page.getByRole('tab', { name: '账户' }).click();
    await expect(page.getByRole('row', { name: /讲师冻结中/ }).first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('statements of every creator, and one of them', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.goto('/studio/statements');
    await page.getByRole('searchbox').fill('沈望舒');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('button', { name: /^Open/ }).click();
    await expect(page.getByRole('rowheader', { name: 'Opening balance' })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-statement-en-desk');
  });
});

test('what is not saved is asked about, and the page of a creator is theirs to write', async ({
  page,
}) => {
  await enter(page, 'lin@example.com');
  await page.goto('/studio/face');
  const headline = page.getByLabel('一句话介绍', { exact: true });
  const before = await headline.inputValue();
  await headline.fill('教人把复杂的事说简单');
  await page.getByRole('navigation', { name: '工作台栏目' }).getByRole('link').first().click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('还有没保存的修改');
  await expectAccessible(page);
  await question.getByRole('button', { name: '继续编辑' }).click();
  await expect(headline).toHaveValue('教人把复杂的事说简单');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'studio-face-zh-desk');

  const address = await page.getByRole('link', { name: '在前台查看' }).getAttribute('href');
  await page.goto(address!);
  await expect(page.getByText('教人把复杂的事说简单')).toBeVisible();
  await page.goto('/studio/face');
  await headline.fill(before);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
});

test('the log names who did what to whom', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/audit?deed=commission');
  const begun = page.getByRole('row', { name: /设置佣金规则/ }).first();
  for (const part of ['示范院长', '从结绳数起', '12.5%', '范围 课程'])
    await expect(begun).toContainText(part);
  for (const icp of ['测试备案 1 号', ''])
    await page.request.patch('/api/v1/settings', { data: { icp } });
  await page.goto('/studio/audit?deed=settings');
  await expect(
    page.getByRole('row', { name: /修改站点设置 示范院长 站点设置/ }).first(),
  ).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'studio-audit-zh-desk');
});

test.describe('on a phone', () => {
  test.use({ viewport: phone.viewport!, isMobile: true, hasTouch: true });

  test('the books fit a hand', async ({ page }) => {
    await enter(page, 'finance@example.com');
    for (const [path, name] of [
      ['payments', '收款与对账'],
      ['statements', '对账单'],
      ['book', '收支簿'],
      ['commission', '平台佣金'],
    ] as const) {
      await page.goto(`/studio/${path}`);
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await page.waitForLoadState('networkidle');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(390);
      const cut = await page
        .getByRole('definition')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
      expect(cut, 'nothing runs into what stands beside it').toBe(0);
      await expectAccessible(page);
      await shoot(page, `studio-${path}-zh-phone`);
    }
  });
});

/** What an open list of choices offers under `name`. */
function offered(page: Page, name: string): Locator {
  return page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true });
}
