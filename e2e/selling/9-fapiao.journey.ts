import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
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
import { sellCourse } from '../selling.ts';

// Papers of a purchase: an invoice as PDF, a fapiao that is asked for and entered, and its red letter after a refund.

const suffix = Date.now().toString(36).slice(-5);
const title = `云山书社${suffix}有限公司`;
// Its last sign follows from the others (GB 32100-2015).
const taxNumber = '91350100M000100Y43';
// Twenty digits that no run before has used: a number of the tax office is entered once.
const numbers = { fapiao: `2435200${Date.now()}`, red: `2435201${Date.now()}` };

test.use({ viewport: desk.viewport! });

async function fileOf(page: Page, link: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  return readFile(await (await downloading).path(), 'latin1');
}

test('an invoice and a fapiao, and what a refund does to both', async ({ page, another }) => {
  test.setTimeout(300_000);
  const course = await sellCourse(page, another, {
    title: `账房先生 ${suffix}`,
    summary: '一课。',
    lesson: { title: '第一课', body: '先记账。' },
    price: 12_800,
  });
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');
  const seller = { name: '书院（示范）有限公司', address: '福州市鼓楼区书院路 1 号', taxNumber };
  const sold = await owner.request.patch('/api/v1/settings', { data: { seller } });
  expect(sold.ok()).toBe(true);
  const finance = await another(desk);
  await enter(finance, 'finance@example.com');
  const buyer = await another(phone);
  await joinAs(buyer, `开票${suffix}`);
  await buy(buyer, course.slug);
  await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
  const [, order = ''] = /\/orders\/([\da-f-]{36})/.exec(buyer.url()) ?? [];

  await test.step('the buyer says who buys, and has the invoice in both languages', async () => {
    await buyer.goto(`/orders/${order}/invoice`);
    await buyer.getByLabel('购买方名称').fill(title);
    await expectAccessible(buyer);
    await shoot(buyer, 'invoice-form-zh-phone');
    await buyer.getByRole('button', { name: '开具凭证' }).click();
    for (const link of ['下载 PDF', 'English PDF'])
      expect(await fileOf(buyer, link)).toMatch(/^%PDF-/);
    await expectAccessible(buyer);
    await shoot(buyer, 'invoice-zh-phone');
  });

  await test.step('the buyer asks for a fapiao; a mistyped tax number is told', async () => {
    await buyer.getByRole('link', { name: '需要报销？申请电子发票' }).click();
    await buyer.getByLabel('企业或单位').check();
    await buyer.getByLabel('发票抬头').fill(title);
    await buyer.getByLabel('纳税人识别号').fill(taxNumber.replace('43', '44'));
    await buyer.getByLabel('接收邮箱').fill(`fapiao-${suffix}@example.com`);
    await buyer.getByRole('button', { name: '申请发票' }).click();
    await expectAccessible(buyer);
    await shoot(buyer, 'fapiao-mistyped-zh-phone');
    await buyer.getByLabel('纳税人识别号').fill(taxNumber);
    await buyer.getByRole('button', { name: '申请发票' }).click();
    await expect(buyer.getByText('申请已收到')).toBeVisible();
    await expectAccessible(buyer);
    await buyer.emulateMedia({ colorScheme: 'dark' });
    await shoot(buyer, 'fapiao-requested-zh-phone-dark');
  });

  await test.step('finance enters it with its file, and the buyer is told and has it', async () => {
    await finance.goto('/studio/fapiao');
    const row = finance.getByRole('row', { name: new RegExp(title) });
    await row.getByRole('button', { name: '登记开票' }).click();
    const dialog = finance.getByRole('dialog');
    await dialog.getByLabel('发票号码').fill(numbers.fapiao);
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'fapiao.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(
        '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
      ),
    });
    await expectAccessible(finance);
    await shoot(finance, 'fapiao-dialog-zh-desk');
    await dialog.getByRole('button', { name: '登记开票' }).click();
    await expect(row).toContainText(numbers.fapiao);
    await expectAccessible(finance);
    await shoot(finance, 'studio-fapiao-zh-desk');
    await buyer.emulateMedia({ colorScheme: 'light' });
    await buyer.goto(`/en/orders/${order}/fapiao`);
    expect(await fileOf(buyer, 'Download the fapiao')).toMatch(/^%PDF-/);
    await expectAccessible(buyer);
    await shoot(buyer, 'fapiao-issued-en-phone');
    await owner.goto('/dev/outbox');
    await expect(owner.getByText(`fapiao-${suffix}@example.com`).first()).toBeVisible();
  });

  await test.step('a refund owes a red letter, which finance enters; the invoice has its credit note', async () => {
    await buyer.goto(`/orders/${order}/refund`);
    await buyer.getByRole('button', { name: /确认退款/ }).click();
    await expect(async () => {
      await finance.reload();
      await expect(finance.getByText('待红冲 ¥128')).toBeVisible({ timeout: 8_000 });
    }).toPass({ timeout: 60_000 });
    const row = finance.getByRole('row', { name: new RegExp(title) });
    await row.getByRole('button', { name: '登记红冲' }).click();
    const dialog = finance.getByRole('dialog');
    await dialog.getByLabel('红字发票号码').fill(numbers.red);
    await dialog.getByRole('button', { name: '登记红冲' }).click();
    await expect(row).toContainText('已红冲 ¥128');
    await buyer.goto(`/orders/${order}/fapiao`);
    await expect(buyer.getByText('发票已全部红冲')).toBeVisible();
    await expectAccessible(buyer);
    await buyer.goto(`/orders/${order}/invoice`);
    await expect(buyer.getByRole('heading', { name: /退款凭证/ })).toBeVisible();
    await shoot(buyer, 'credit-note-zh-phone');
  });
});
