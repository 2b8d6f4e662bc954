import type { Locator, Page } from '@playwright/test';
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
import { choose } from '../selling.ts';

// The money of a sale: split, held, released, paid out; or given back. And a gateway that misbehaves.

test.use({ viewport: desk.viewport! });

const minute = { timeout: 130_000, intervals: [2_000, 5_000] };

// ¥199 − 0.6 % for the gateway = ¥197.81; of that 80 % is the creator's.
const course = {
  slug: 'white-space-and-layout',
  title: '留白与版面',
  price: '¥199',
  share: 15_825,
  shown: '¥158.25',
};

test('a sale is shared, held, released and paid out; another goes back', async ({
  page,
  another,
}) => {
  test.setTimeout(300_000);
  const owner = page;
  await enter(owner, 'owner@example.com');
  const creator = await another(desk);
  await enter(creator, 'shen@example.com');
  await creator.goto('/studio/earnings');
  const before = {
    available: await figure(creator, '可提现'),
    paidOut: await figure(creator, '累计已提现'),
  };

  await test.step('the owner closes the refund window, somebody buys, the owner opens it again', async () => {
    await setRefundDays(owner, 0);
    const buyer = await another(phone);
    await joinAs(buyer, '小暑');
    await buy(buyer, course.slug);
    await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
    await expect(buyer.getByRole('link', { name: '申请退款' })).toHaveCount(0);
    await setRefundDays(owner, 7);
  });

  await test.step('the creator sees the sale and what everybody got of it', async () => {
    await creator.reload();
    const sale = creator.getByRole('row', { name: new RegExp(course.title) }).first();
    for (const part of [course.price, '¥1.19', '¥39.56', course.shown])
      await expect(sale).toContainText(part);
    await expectAccessible(creator);
  });

  await test.step('another buyer takes the money back', async () => {
    const buyer = await another({ ...phone, locale: 'en-GB' });
    await joinAs(buyer, 'Great Heat');
    await buy(buyer, course.slug, 'en');
    await expect(buyer.getByText('Paid. You can start to learn.')).toBeVisible();
    const order = buyer.url();
    await creator.reload();
    expect(await figure(creator, '冻结中')).toBeGreaterThanOrEqual(course.share);

    await buyer.getByRole('link', { name: 'Ask for a refund' }).click();
    await expect(buyer.getByText('¥199 goes back the way it was paid.')).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'refund-en-phone');
    await buyer.getByLabel(/Reason/).fill('I have it on paper already.');
    await buyer.getByRole('button', { name: 'Refund ¥199' }).click();
    await expect(async () => {
      await buyer.goto(order);
      await expect(buyer.getByText('Refunded', { exact: true })).toBeVisible({ timeout: 500 });
    }).toPass(minute);
    for (const part of ['¥199 refunded in full', /^¥199 was refunded at .+, the way it was paid/])
      await expect(buyer.getByText(part).first()).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'order-refunded-en-phone');
    await buyer.goto(`/en/learn/${course.slug}`);
    await expect(buyer).toHaveURL(new RegExp(`/en/courses/${course.slug}$`));

    await creator.reload();
    const sale = creator.getByRole('row', { name: new RegExp(course.title) }).first();
    await expect(sale.getByText(course.shown)).toHaveCount(2);
    await creator.getByRole('tab', { name: '收支流水' }).click();
    const line = creator.getByRole('row', { name: /退款.*−¥158\.25/ }).first();
    await expect(line).toContainText(course.title);
    await expect(line).toContainText(/\d{18}/);
  });

  await test.step('the month adds up, on the screen and on paper', async () => {
    await creator.getByRole('tab', { name: '月度对账单' }).click();
    await creator
      .getByRole('link', { name: /^\d{4}-\d{2}$/ })
      .first()
      .click();
    await expect(creator.getByRole('heading', { level: 1, name: /对账单$/ })).toBeVisible();
    await expect(creator.getByRole('row', { name: /期末余额/ })).toBeVisible();
    const sums = await sumsOf(creator, '对账单');
    const moved = ['销售收入', '退款冲回', '提现', '提现退回'].map((name) => sums.get(name) ?? 0);
    expect(moved.reduce((sum, change) => sum + change, sums.get('期初余额') ?? NaN)).toBe(
      sums.get('期末余额'),
    );
    await expectAccessible(creator);
    await shoot(creator, 'studio-statement-zh-desk');
    const opened = creator.waitForEvent('popup');
    await creator.getByRole('link', { name: '打印' }).click();
    const paper = await opened;
    await paper.emulateMedia({ media: 'print' });
    await expect(paper.getByText(course.title).first()).toBeVisible();
    await expect(paper.getByRole('banner')).toBeHidden();
    await paper.goto(new URL(`/en${new URL(paper.url()).pathname}`, paper.url()).href);
    await expect(paper.getByRole('rowheader', { name: 'Closing balance' })).toBeVisible();
    await paper.emulateMedia({ media: 'screen' });
    await expectAccessible(paper);
    await shoot(paper, 'statement-en-desk');
    await paper.close();
    await creator.goto('/studio/earnings');
  });

  await test.step('the first share is released, and the creator asks for it', async () => {
    await expect(async () => {
      await creator.reload();
      expect(await figure(creator, '可提现')).toBeGreaterThanOrEqual(
        before.available + course.share,
      );
    }).toPass(minute);
    await expectAccessible(creator);
    await shoot(creator, 'studio-earnings-zh-desk');
    await creator.getByRole('button', { name: '申请提现' }).click();
    const dialog = creator.getByRole('dialog');
    await dialog.getByLabel(/提现金额/).fill('158.25');
    await dialog.getByLabel('收款账户').fill('openid-shen-wangshu');
    await expectAccessible(creator);
    await dialog.getByRole('button', { name: '申请提现' }).click();
    await expect(creator.getByText('已提交，等待财务审核').first()).toBeVisible();
    await expect(dialog).toBeHidden();
  });

  await test.step('finance approves, the gateway pays', async () => {
    const finance = await another({ ...desk, locale: 'en-GB' });
    await enter(finance, 'finance@example.com');
    await finance.goto('/studio/payouts?state=requested');
    await finance
      .getByRole('row', { name: /¥158\.25/ })
      .first()
      .getByRole('button', { name: 'Approve' })
      .click();
    const question = finance.getByRole('dialog');
    await expect(question).toContainText('¥158.25');
    await question.getByRole('button', { name: 'Approve' }).click();
    await expect(finance.getByText('Approved: the money is going out.').first()).toBeVisible();
    await expect(async () => {
      await finance.goto('/studio/payouts?state=paid');
      await expect(finance.getByRole('row', { name: /¥158\.25/ }).first()).toBeVisible({
        timeout: 2_000,
      });
    }).toPass(minute);
    await expectAccessible(finance);
    await shoot(finance, 'studio-payouts-en-desk');
    await creator.reload();
    await expect.poll(() => figure(creator, '累计已提现')).toBe(before.paidOut + course.share);
  });
});

test('a free course passes the gateway by', async ({ page }) => {
  await joinAs(page, '白露');
  await page.goto('/courses/your-first-web-page');
  await page.getByRole('button', { name: '免费加入学习' }).first().click();
  await expect(page).toHaveURL(/\/learn\/your-first-web-page/);
  await expect(page.getByRole('heading', { level: 1, name: '第一个网页' })).toBeVisible();
  await page.goto('/orders');
  const order = page.getByRole('row', { name: /第一个网页/ });
  await expect(order).toContainText('已支付');
  await expectAccessible(page);
  await shoot(page, 'orders-zh-desk');
});

test('whatever the gateway does, the buyer gets the course once and pays for it once', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await joinAs(page, '寒露');
  let twice = '';

  await test.step('charged twice: the second comes back', async () => {
    await buy(page, 'the-direction-of-light', 'zh', '重复扣款两次');
    await expect(page.getByText('支付成功，可以开始学习了')).toBeVisible();
    twice = page.url();
  });

  await test.step('a payment that fails can be tried again; given up, the order waits', async () => {
    await page.goto('/courses/say-it-plainly');
    await page.getByRole('button', { name: '立即购买' }).first().click();
    await page.getByRole('button', { name: '模拟失败' }).click();
    await expect(page.getByRole('alert')).toContainText('支付失败，未扣款');
    await expectAccessible(page);
    await page.getByRole('button', { name: '放弃' }).click();
    await expect(page.getByText('正在等待支付结果')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'order-waiting-zh-desk');
  });

  await test.step('no callback: the return page asks the gateway itself', async () => {
    await page.getByRole('button', { name: '去支付 ¥49' }).click();
    await page.getByText('测试：让这笔付款出点状况').click();
    await page.getByLabel('不发送回调通知').check();
    await expectAccessible(page);
    await shoot(page, 'cashier-misbehave-zh-desk');
    await page.getByRole('button', { name: '支付', exact: true }).click();
    await expect(page.getByText('支付成功，可以开始学习了')).toBeVisible();
  });

  await test.step('an order that is given up can be cancelled', async () => {
    await page.goto('/courses/counting-from-knots');
    await page.getByRole('button', { name: '立即购买' }).first().click();
    await page.getByRole('button', { name: '放弃' }).click();
    await page.getByRole('button', { name: '取消订单' }).click();
    await expect(page.getByText('订单已关闭', { exact: true })).toBeVisible();
  });

  await test.step('the second charge is back', async () => {
    await expect(async () => {
      await page.goto(twice);
      await expect(page.getByText('有一笔多余的付款 ¥69 已原路退回。')).toBeVisible({
        timeout: 500,
      });
    }).toPass(minute);
    await shoot(page, 'order-paid-twice-zh-desk');
  });
});

async function setRefundDays(page: Page, days: number): Promise<void> {
  await page.goto('/studio/settings');
  const window = page.getByLabel('退款期', { exact: true });
  const name = days === 0 ? '不支持自助退款' : `${days} 天`;
  await choose(page, window, name);
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
  await page.reload();
  await expect(page.locator('.ant-form-item', { has: window })).toContainText(name);
}

/** The fen of each row of a table of sums. */
async function sumsOf(page: Page, name: string): Promise<Map<string, number>> {
  const rows = await page.getByRole('table', { name }).getByRole('row').allInnerTexts();
  const cells = rows.map((row) => row.split('\t'));
  return new Map(cells.map(([head = '', amount = '']) => [head.trim(), fenOf(amount)]));
}

function fenOf(text: string): number {
  return Math.round(Number(text.replace('−', '-').replaceAll(/[¥,]/g, '')) * 100);
}

/** The fen of a figure that the studio shows under `name`. */
async function figure(page: Page, name: string): Promise<number> {
  const term: Locator = page.getByRole('term').filter({ hasText: name });
  const text = await term.locator('xpath=following-sibling::dd[1]').first().innerText();
  return fenOf(text);
}
