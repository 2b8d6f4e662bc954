import {
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
import { choose, sellCourse } from '../selling.ts';

// A course is on sale for a time, with a coupon that anybody may take: the buyer sees what each takes off, pays that, and the house sees what it brought.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36).slice(-5);
const title = `听见节拍 ${mark}`;
const sale = `开春特价 ${mark}`;
const gift = `读者礼券 ${mark}`;
const code = `SPRING${mark.toUpperCase()}`;
const end = '2099-12-31T20:00';
let slug = '';

test('a creator publishes a course for 199 yuan', async ({ page, another }) => {
  ({ slug } = await sellCourse(page, another, {
    title,
    summary: '从心跳听起。',
    lesson: { title: '心跳', body: '一下，又一下。' },
    price: 19_900,
  }));
});

test('the owner sets a price for a time, and makes a coupon', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/promotions');
  const begin = page.getByRole('button', { name: '新活动' });
  await expect(begin).toBeVisible();
  await expectAccessible(page);
  await begin.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称', { exact: true }).fill(sale);
  await dialog.getByLabel('英文名称').fill(`Spring sale ${mark}`);
  await choose(page, dialog.getByLabel('课程'), title);
  await dialog.getByLabel('减去（%）').fill('20');
  await dialog.getByLabel('结束').fill(end);
  await expectAccessible(page);
  await shoot(page, 'promotion-dialog-zh-desk');
  await dialog.getByRole('button', { name: '确认开始' }).click();
  await expect(page.getByRole('row', { name: sale })).toContainText('进行中');
  await expectAccessible(page);
  await shoot(page, 'promotions-zh-desk');

  await page.goto('/studio/coupons');
  await page.getByRole('button', { name: '新优惠券' }).click();
  await dialog.getByLabel('名称', { exact: true }).fill(gift);
  await dialog.getByLabel('英文名称').fill(`Readers’ coupon ${mark}`);
  await dialog.getByLabel('减（元）').fill('30');
  await dialog.getByLabel('满多少元可用').fill('100');
  await choose(page, dialog.getByLabel('课程'), title);
  await dialog.getByLabel('结束').fill(end);
  await expectAccessible(page);
  await shoot(page, 'coupon-dialog-zh-desk');
  await dialog.getByRole('button', { name: /创\s*建/ }).click();
  await expect(page.getByRole('row', { name: gift })).toContainText('发放中');

  await page.getByRole('button', { name: '新优惠券' }).click();
  await dialog.getByLabel('名称', { exact: true }).fill(`口令 ${mark}`);
  await dialog.getByLabel('减（元）').fill('20');
  await choose(page, dialog.getByLabel('课程'), title);
  await choose(page, dialog.getByLabel('领取方式'), '输入优惠码');
  await dialog.getByRole('textbox', { name: '优惠码' }).fill(code);
  await dialog.getByLabel('结束').fill(end);
  await dialog.getByRole('button', { name: /创\s*建/ }).click();
  await expect(page.getByRole('row', { name: code })).toBeVisible();
  await expectAccessible(page);
});

test('a visitor sees what it cost before, what it costs now, and until when', async ({
  page,
  another,
}) => {
  await page.goto(`/courses/${slug}`);
  const price = page.getByText('¥159.20').first();
  await expect(price).toBeVisible();
  await expect(page.getByText(gift).first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'course-on-sale-zh-desk');
  const small = await another({ ...phone, colorScheme: 'dark' });
  await small.goto(`/en/courses/${slug}`);
  await expect(small.getByText('lowest in the 30 days before').first()).toBeVisible();
  await expectAccessible(small);
  await shoot(small, 'course-on-sale-en-phone-dark');
});

test('a buyer takes the coupon, sees every discount, and pays what was said', async ({
  another,
}) => {
  const buyer = await another(phone);
  await joinAs(buyer, `买家${mark}`);
  await buyer.goto(`/courses/${slug}`);
  await buyer.getByRole('button', { name: '领取' }).first().click();
  await expect(buyer.getByRole('heading', { level: 1, name: '确认订单' })).toBeVisible();
  await expect(buyer.getByText('¥129.20').first()).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'checkout-zh-phone');

  await buyer.getByLabel('有优惠码').fill('NOSUCHCODE');
  await buyer.getByRole('button', { name: '兑换' }).click();
  await expect(buyer.getByRole('alert').first()).toBeVisible();
  await expectAccessible(buyer);
  await buyer.getByLabel('有优惠码').fill(code.toLowerCase());
  await buyer.getByRole('button', { name: '兑换' }).click();
  await expect(buyer.getByText('没有用上的优惠')).toBeVisible();
  await expect(buyer.getByText('不能同时使用，已为您选更省的').first()).toBeVisible();
  const coupons = buyer.getByRole('group', { name: '优惠券' });
  await expect(coupons.getByRole('radio')).toHaveCount(3);
  await expectAccessible(buyer);
  await shoot(buyer, 'checkout-choice-zh-phone');

  await buyer.getByRole('button', { name: '提交订单并支付' }).click();
  await buyer.getByRole('button', { name: '支付', exact: true }).click();
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible({ timeout: 30_000 });
  await expect(buyer.getByText('¥129.20').first()).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'order-with-discounts-zh-phone');

  await buyer.goto('/coupons');
  await expect(buyer.getByText(`口令 ${mark}`)).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'coupons-zh-phone');
  await buyer.goto('/en/coupons?state=used');
  await expect(buyer.getByText(`Readers’ coupon ${mark}`)).toBeVisible();
  await expectAccessible(buyer);
});

test('the owner sees what the coupon brought, and ends the sale', async ({ page }) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/coupons');
  await expect(page.getByRole('row', { name: gift })).toContainText('129.20');
  await shoot(page, 'coupons-zh-desk');
  const lines = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
  expect(lines.filter((line) => line.includes(gift))).toHaveLength(1);

  await page.goto('/studio/promotions');
  await page.getByRole('row', { name: sale }).getByRole('button', { name: '提前结束' }).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '提前结束' }).click();
  await expect(page.getByRole('row', { name: sale })).toContainText('已结束');
  await page.goto(`/courses/${slug}`);
  await expect(page.getByText('¥199').first()).toBeVisible();
  await expect(page.getByText('¥159.20')).toHaveCount(0);
});
