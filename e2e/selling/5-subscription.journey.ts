import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, joinAs, phone, shoot, test } from '../house.ts';

// A plan is bought once and given back; another is subscribed to with a trial, by an account that is empty at first, changed and
// cancelled. What the clock does to it is told by `flows/subscription.test.ts`.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36).slice(-5);
const trial = { zh: `琴房会员${mark}`, en: `Music room ${mark}` };
const paid = { zh: `书房会员${mark}`, en: `Reading room ${mark}` };

test('the owner makes two tiers that can be subscribed to', async ({ page }) => {
  await enter(page, 'owner@example.com');
  const make = async (name: { zh: string; en: string }, trialDays: number) => {
    const plan = { renews: true, trialDays, keepBps: 2_000 };
    const answer = await page.request.post('/api/v1/tiers', {
      data: {
        nameZh: name.zh,
        nameEn: name.en,
        covers: [{ scope: 'all' }],
        plans: [
          { term: 'month', price: 3_000, ...plan },
          { term: 'year', price: 40_000, ...plan },
        ],
      },
    });
    expect(answer.ok()).toBe(true);
  };
  await make(trial, 7);
  await make(paid, 0);
  await page.goto('/studio/tiers');
  await page.getByRole('row', { name: trial.zh }).getByRole('button').first().click();
  await expect(page.getByRole('dialog').getByText('可以自动续费').first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'tier-plans-zh-desk');
});

const tierOf = (page: Page, name: string) => page.getByRole('article', { name });

test('on a phone: a plan is bought once, and given back for the days not used', async ({
  another,
}) => {
  const buyer = await another(phone);
  await joinAs(buyer, `买家${mark}`);
  await buyer.goto('/membership');
  await expect(tierOf(buyer, paid.zh)).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'tiers-for-sale-zh-phone');
  await tierOf(buyer, paid.zh).getByRole('link', { name: '开通 1 个月' }).click();
  await expect(buyer.getByRole('heading', { name: '确认订单' })).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'plan-checkout-zh-phone');
  await buyer.getByRole('button', { name: '提交订单并支付' }).click();
  await buyer.getByRole('button', { name: '支付', exact: true }).click();
  await expect(buyer.getByText('支付成功，您的会员已经开通')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(buyer);
  await shoot(buyer, 'plan-paid-zh-phone');
  await buyer.getByRole('link', { name: '申请退款' }).click();
  await expect(buyer.getByText('将退回 ¥30')).toBeVisible();
  await expectAccessible(buyer);
  await shoot(buyer, 'plan-refund-zh-phone');
  await buyer.getByRole('button', { name: /确认退款/ }).click();
  await expect(buyer.getByText(/已全额退款|的会员已收回/).first()).toBeVisible({
    timeout: 30_000,
  });
  await buyer.goto('/account/membership');
  await expect(buyer.getByText('已收回').first()).toBeVisible();
});

test('on a phone: a trial is signed, told what comes, and cancelled in one step', async ({
  another,
}) => {
  const reader = await another(phone);
  await joinAs(reader, `订户${mark}`);
  await reader.goto('/membership');
  await tierOf(reader, trial.zh).getByRole('link', { name: '免费试用 7 天' }).first().click();
  await expect(reader.getByRole('heading', { name: '订阅会员' })).toBeVisible();
  await expect(reader.getByRole('checkbox')).not.toBeChecked();
  await expectAccessible(reader);
  await shoot(reader, 'subscribe-trial-zh-phone');
  await reader.getByRole('checkbox').check();
  await reader.getByRole('button', { name: '去支付渠道签约' }).click();
  await expect(reader.getByRole('button', { name: '同意并签署' })).toBeVisible();
  await expectAccessible(reader);
  await shoot(reader, 'agreement-zh-phone');
  await reader.getByRole('button', { name: '同意并签署' }).click();
  await expect(reader.getByText('试用中')).toBeVisible();
  await expectAccessible(reader);
  await shoot(reader, 'subscription-trial-zh-phone');

  await reader.getByRole('link', { name: '取消自动续费' }).click();
  await expect(reader.getByRole('button', { name: '确认取消' })).toBeVisible();
  await expectAccessible(reader);
  await shoot(reader, 'subscription-cancel-zh-phone');
  await reader.getByLabel(/为什么取消/).fill('最近没有时间');
  await reader.getByRole('button', { name: '确认取消' }).click();
  await expect(reader.getByText('已取消')).toBeVisible();
  await expect(reader.getByText('不再扣款')).toBeVisible();
});

test('on a desktop in English: an empty account fails, recovers, and a longer plan begins at once', async ({
  another,
}) => {
  const reader = await another({ ...desk, locale: 'en-US' });
  await joinAs(reader, `Reader ${mark}`);
  await reader.goto('/en/membership');
  await tierOf(reader, paid.en).getByRole('link', { name: 'Subscribe' }).first().click();
  await expect(reader.getByRole('heading', { name: 'Subscribe' })).toBeVisible();
  await reader.getByRole('checkbox').check();
  await expectAccessible(reader);
  await shoot(reader, 'subscribe-en-desk');
  await reader.getByRole('button', { name: 'Sign at the payment provider' }).click();
  await reader.getByLabel('Not enough money', { exact: true }).check();
  await reader.getByRole('button', { name: 'Agree and sign' }).click();
  await expect(reader.getByText('Payment failed')).toBeVisible();
  await expectAccessible(reader);
  await shoot(reader, 'subscription-failed-en-desk');

  await reader.getByRole('button', { name: 'Change the account' }).click();
  await reader.getByLabel('Enough money', { exact: true }).check();
  await reader.getByRole('button', { name: 'Save the account' }).click();
  await reader.getByRole('button', { name: 'Try again now' }).click();
  await expect(reader.getByText('Active', { exact: true })).toBeVisible();

  await reader.getByRole('link', { name: 'Change the plan' }).click();
  const yearly = reader.getByRole('region', { name: `${paid.en} · 1 year` });
  await expect(yearly).toContainText('At once');
  await expectAccessible(reader);
  await shoot(reader, 'subscription-change-en-desk');
  await yearly.getByRole('button').click();
  await expect(reader.getByRole('heading', { name: `${paid.en} · 1 year` })).toBeVisible();
  await expectAccessible(reader);
  await shoot(reader, 'subscription-yearly-en-desk');

  await reader.getByRole('link', { name: 'Cancel the subscription' }).click();
  await expect(reader.getByRole('button', { name: 'Pause for a month' })).toBeVisible();
  await expect(reader.getByRole('button', { name: 'Stay for 20% less' })).toBeVisible();
  await expectAccessible(reader);
  await shoot(reader, 'subscription-cancel-en-desk');
  await reader.getByRole('button', { name: 'Cancel it' }).click();
  await expect(reader.getByText('Cancelled')).toBeVisible();
});
