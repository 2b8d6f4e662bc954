import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dataDir,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
} from '../house.ts';
import { sellCourse, turnTo } from '../selling.ts';

// A course is paid on Stripe's page and given back; an owner sets Stripe up, hears what is wrong, and opens it; finance reads its bill.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36).slice(-5);
const title = `远方来信 ${mark}`;
let slug = '';

test('a creator publishes a course for 88 yuan', async ({ page, another }) => {
  ({ slug } = await sellCourse(page, another, {
    title,
    summary: '一封信怎样走过半个地球。',
    lesson: { title: '邮戳', body: '先看信封上的邮戳。' },
    price: 8_800,
  }));
});

test('on a phone: away from one cashier, and paid at Stripe', async ({ another }) => {
  const buyer = await another(phone);
  await joinAs(buyer, `收信人${mark}`);
  await turnTo(buyer, slug, 'Stripe（沙箱）');
  await expectAccessible(buyer);
  await shoot(buyer, 'order-with-stripe-zh-phone');
  await buyer.getByRole('button', { name: '去支付 ¥88' }).click();

  await expect(buyer.getByText('Stripe 收银台')).toBeVisible();
  await expect(buyer.getByText('¥88.00')).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'stripe-cashier-zh-phone');
  await buyer.getByRole('button', { name: '支付', exact: true }).click();
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible({ timeout: 30_000 });
  await buyer.getByRole('link', { name: '开始学习' }).click();
  await expect(buyer.getByText('邮戳').first()).toBeVisible();
});

test('on a desktop in English: a card that fails, then a lost notice, and a refund', async ({
  another,
}) => {
  const buyer = await another({ ...desk, locale: 'en-GB', colorScheme: 'dark' });
  await joinAs(buyer, `Reader ${mark}`);
  await turnTo(buyer, slug, 'Stripe (sandbox)', 'en');
  await buyer.getByRole('button', { name: 'Pay ¥88' }).click();
  await expect(buyer.getByText('Stripe Cashier')).toBeVisible();
  await buyer.getByRole('button', { name: 'Simulate a failure' }).click();
  await expect(buyer.getByText('nothing was charged')).toBeVisible();
  await buyer.getByText('Testing: make this payment misbehave').click();
  await buyer.getByLabel('Send no callback').check();
  await expectAccessible(buyer);
  await shoot(buyer, 'stripe-cashier-en-desk-dark');
  await buyer.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(buyer.getByText('Paid. You can start to learn.')).toBeVisible({ timeout: 30_000 });

  await buyer.getByRole('link', { name: 'Ask for a refund' }).click();
  await buyer.getByRole('button', { name: 'Refund ¥88' }).click();
  await expect(buyer.getByText('¥88 refunded in full')).toBeVisible({ timeout: 60_000 });
  await expectAccessible(buyer);
  await shoot(buyer, 'stripe-refunded-en-desk-dark');
});

test('the owner sets Stripe up, is told of a wrong key and of missing notices, and a buyer pays by it', async ({
  page,
  another,
}) => {
  const account = await sandboxAccount();
  await enter(page, 'owner@example.com');
  await page.goto('/studio/gateways');
  await page.getByRole('button', { name: '填写账号 Stripe' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('API 密钥', { exact: true }).fill(`sk_test_${'0'.repeat(24)}`);
  await dialog.getByLabel('Webhook 签名密钥', { exact: true }).fill(account.webhookSecret);
  await dialog.getByLabel('接口地址', { exact: true }).fill(account.address);
  await expectAccessible(page);
  await shoot(page, 'studio-stripe-dialog-zh-desk');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('button', { name: '检查 Stripe' }).click();
  await expect(page.getByText('平台拒绝了我们的请求')).toBeVisible();

  await page.getByRole('button', { name: '填写账号 Stripe' }).click();
  await dialog.getByLabel('API 密钥', { exact: true }).fill(account.secretKey);
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('button', { name: '检查 Stripe' }).click();
  // The sandbox tells the house by another address: so nothing would be heard at this one.
  await expect(page.getByText('平台没有往我们的通知地址发通知')).toBeVisible();
  await page.getByRole('button', { name: '启用 Stripe' }).click();
  await expect(page.getByText('已启用')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'studio-stripe-unheard-zh-desk');

  const buyer = await another(phone);
  await joinAs(buyer, `回信人${mark}`);
  await turnTo(buyer, slug, 'Stripe');
  await buyer.getByRole('button', { name: '去支付 ¥88' }).click();
  await expect(buyer.getByText('Stripe 收银台')).toBeVisible();
  await buyer.getByRole('button', { name: '支付', exact: true }).click();
  // Nobody told us: who comes back is asked about.
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible({ timeout: 30_000 });

  await page.getByRole('button', { name: '停用 Stripe' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /停\s*用/ })
    .click();
  await expect(page.getByText('已启用')).toHaveCount(0);
});

test('finance reads the bill', async ({ page }) => {
  await enter(page, 'finance@example.com');
  await page.goto('/studio/payments');
  await page.getByRole('tab', { name: '渠道对账' }).click();
  await page.getByRole('button', { name: '核对这一天' }).click();
  await expect(page.getByText(/^已核对：补记 \d+ 笔，差异 0 项$/)).toBeVisible();
  await expect(page.getByRole('row', { name: /stripe.*一致|Stripe.*一致/i }).first()).toBeVisible();
  await expectAccessible(page);
});

/** The sandbox as a provider like any other: its address, and the keys of the account with it. */
async function sandboxAccount() {
  const folder = join(dataDir() ?? 'data', 'sandbox-stripe');
  const keys = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8')) as {
    secretKey: string;
    webhookSecret: string;
  };
  return { ...keys, address: await readFile(join(folder, 'address'), 'utf8') };
}
