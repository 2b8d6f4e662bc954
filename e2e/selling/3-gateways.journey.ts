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

// A course is paid at Alipay on a phone and on a desktop, and given back; an owner sets a gateway up, checks it and opens it.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36).slice(-5);
const title = `弦外之音 ${mark}`;
let slug = '';

test('a creator publishes a course for 88 yuan', async ({ page, another }) => {
  ({ slug } = await sellCourse(page, another, {
    title,
    summary: '一根弦能说多少话。',
    lesson: { title: '空弦', body: '先听一根空弦。' },
    price: 8_800,
  }));
});

test('on a phone: away from one cashier, and paid at Alipay', async ({ another }) => {
  const buyer = await another(phone);
  await joinAs(buyer, `琴友${mark}`);
  await buyer.goto(`/courses/${slug}`);
  await buyer.getByRole('button', { name: '立即购买' }).first().click();
  await expect(buyer.getByText('微信支付 收银台')).toBeVisible();
  await buyer.getByRole('button', { name: '放弃' }).click();

  const ways = buyer.getByRole('group', { name: '支付方式' });
  await expect(ways.getByLabel('微信支付（沙箱）', { exact: true })).toBeChecked();
  await ways.getByLabel('支付宝（沙箱）', { exact: true }).check();
  await expectAccessible(buyer);
  await shoot(buyer, 'order-ways-to-pay-zh-phone');
  await buyer.getByRole('button', { name: '去支付 ¥88' }).click();

  await expect(buyer.getByText('支付宝 收银台')).toBeVisible();
  await expect(buyer.getByText('¥88.00')).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'alipay-cashier-zh-phone');
  await buyer.getByRole('button', { name: '支付', exact: true }).click();
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(buyer);
  await buyer.getByRole('link', { name: '开始学习' }).click();
  await expect(buyer.getByText('空弦').first()).toBeVisible();
});

test('on a desktop in English: paid at Alipay, though the notice is lost, and refunded', async ({
  another,
}) => {
  const buyer = await another({ ...desk, locale: 'en-GB', colorScheme: 'dark' });
  await joinAs(buyer, `Strings ${mark}`);
  await buyer.goto(`/en/courses/${slug}`);
  await buyer.getByRole('button', { name: /Buy/ }).first().click();
  await expect(buyer.getByText('WeChat Pay Cashier')).toBeVisible();
  await buyer.getByRole('button', { name: 'Give up', exact: true }).click();
  await buyer.getByLabel('Alipay (sandbox)', { exact: true }).check();
  await expectAccessible(buyer);
  await shoot(buyer, 'order-ways-to-pay-en-desk-dark');
  await buyer.getByRole('button', { name: 'Pay ¥88' }).click();
  await expect(buyer.getByText('Alipay Cashier')).toBeVisible();
  await buyer.getByText('Testing: make this payment misbehave').click();
  await buyer.getByLabel('Send no callback').check();
  await expectAccessible(buyer);
  await shoot(buyer, 'alipay-cashier-en-desk-dark');
  await buyer.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(buyer.getByText('Paid. You can start to learn.')).toBeVisible({ timeout: 30_000 });

  await buyer.getByRole('link', { name: 'Ask for a refund' }).click();
  await expect(buyer.getByRole('heading', { name: 'Ask for a refund' })).toBeVisible();
  await expectAccessible(buyer);
  await buyer.getByRole('button', { name: 'Refund ¥88' }).click();
  await expect(buyer.getByText('¥88 refunded in full')).toBeVisible({ timeout: 60_000 });
  await expectAccessible(buyer);
  await shoot(buyer, 'alipay-refunded-en-desk-dark');
});

test('the owner sets Alipay up with keys of their own, checks it, opens it, and closes it again', async ({
  page,
  another,
}) => {
  const account = await sandboxAccount();
  await enter(page, 'owner@example.com');
  await page.goto('/studio/gateways');
  await expect(page.getByRole('heading', { name: '支付宝', exact: true })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'studio-gateways-zh-desk');
  await page.getByRole('button', { name: '填写账号 支付宝' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('应用 ID', { exact: true }).fill(account.appId);
  await dialog.getByLabel('商户号（PID）', { exact: true }).fill(account.sellerId);
  await dialog.getByLabel('应用私钥', { exact: true }).fill(account.app.privatePem);
  // The merchant's own public key in place of the provider's: what most people get wrong.
  await dialog.getByLabel('支付宝公钥', { exact: true }).fill(account.app.publicPem);
  await dialog.getByLabel('接口地址', { exact: true }).fill(account.address);
  await expectAccessible(page);
  await shoot(page, 'studio-gateway-dialog-zh-desk');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('button', { name: '检查 支付宝' }).click();
  await expect(page.getByText('回答的签名验证不了')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'studio-gateway-wrong-key-zh-desk');

  await page.getByRole('button', { name: '填写账号 支付宝' }).click();
  await dialog.getByLabel('支付宝公钥', { exact: true }).fill(account.alipay.publicPem);
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('button', { name: '检查 支付宝' }).click();
  await expect(page.getByText('连接正常')).toBeVisible();
  await page.getByRole('button', { name: '启用 支付宝' }).click();
  await expect(page.getByText('已启用')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'studio-gateway-open-zh-desk');

  const buyer = await another(phone);
  await joinAs(buyer, `同好${mark}`);
  await turnTo(buyer, slug, '支付宝');
  await buyer.getByRole('button', { name: '去支付 ¥88' }).click();
  await expect(buyer.getByText('支付宝 收银台')).toBeVisible();

  await page.getByRole('button', { name: '停用 支付宝' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /停\s*用/ })
    .click();
  await expect(page.getByText('已启用')).toHaveCount(0);
  await buyer.goto('/orders');
  await buyer.getByRole('link', { name: title }).first().click();
  await expect(buyer.getByLabel('支付宝（沙箱）', { exact: true })).toBeVisible();
  await expect(buyer.getByLabel('支付宝', { exact: true })).toHaveCount(0);
});

test('bank transfer: the buyer sees where to send the money, finance confirms it, and sends it back', async ({
  page,
  another,
}) => {
  await enter(page, 'owner@example.com');
  await page.goto('/studio/gateways');
  await page.getByRole('button', { name: '填写账号 银行转账' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('收款户名', { exact: true }).fill('书院文化有限公司');
  await dialog.getByLabel('开户行', { exact: true }).fill('示范银行东湖支行');
  await dialog.getByLabel('账号', { exact: true }).fill('6222 0000 1234 5678');
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('button', { name: '启用 银行转账' }).click();
  await expect(page.getByText('已启用')).toBeVisible();

  const buyer = await another(phone);
  await joinAs(buyer, `汇款人${mark}`);
  await buyer.goto(`/courses/${slug}`);
  await buyer.getByRole('button', { name: '立即购买' }).first().click();
  await buyer.getByRole('button', { name: '放弃' }).click();
  await buyer.getByLabel('银行转账', { exact: true }).check();
  await buyer.getByRole('button', { name: '去支付 ¥88' }).click();
  await expect(buyer.getByText('请在 7 天内转账')).toBeVisible();
  await expect(buyer.getByText('6222 0000 1234 5678')).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'order-transfer-zh-phone');

  const finance = await another(desk);
  await enter(finance, 'finance@example.com');
  await finance.goto('/studio/payments?tab=transfers');
  const row = finance.getByRole('row', { name: `汇款人${mark}` });
  await expect(row).toContainText('¥88');
  await expectAccessible(finance);
  await shoot(finance, 'studio-transfers-zh-desk');
  await row.getByRole('button', { name: /确认到账/ }).click();
  const receipt = finance.getByRole('dialog');
  await receipt.getByLabel('到账金额', { exact: true }).fill('80');
  await receipt.getByRole('button', { name: '确认，已经到账' }).click();
  await expect(finance.getByText('到账金额和订单金额不一样')).toBeVisible();
  await receipt.getByLabel('到账金额', { exact: true }).fill('88');
  await shoot(finance, 'studio-transfer-dialog-zh-desk');
  await receipt.getByRole('button', { name: '确认，已经到账' }).click();
  await expect(row).toHaveCount(0);

  await buyer.goto('/orders');
  await buyer.getByRole('link', { name: title }).first().click();
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
  await buyer.getByRole('link', { name: '申请退款' }).click();
  await buyer.getByRole('button', { name: '确认退款 ¥88' }).click();

  await finance.goto('/studio/refunds');
  const refund = finance.getByRole('row', { name: `汇款人${mark}` });
  await refund.getByRole('button', { name: /已退给买家/ }).click();
  await finance.getByRole('dialog').getByRole('button', { name: '已退给买家' }).click();
  await expect(refund).toContainText('已退回');
  await expectAccessible(finance);

  await page.getByRole('button', { name: '停用 银行转账' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /停\s*用/ })
    .click();
  await expect(page.getByText('已启用')).toHaveCount(0);
});

/** The sandbox as a provider like any other: its address, and the keys of the contract with it. */
async function sandboxAccount() {
  const folder = join(dataDir() ?? 'data', 'sandbox-alipay');
  const keys = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8')) as {
    appId: string;
    sellerId: string;
    app: { privatePem: string; publicPem: string };
    alipay: { publicPem: string };
  };
  const address = `${await readFile(join(folder, 'address'), 'utf8')}/gateway.do`;
  return { ...keys, address };
}
