import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
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

// A tier opens the whole shelf: it is made, given, seen on a course, learned by and taken back; members come from a file; codes open what they say.

const suffix = Date.now().toString(36).slice(-5);
const tier = { zh: `畅学会员${suffix}`, en: `All access ${suffix}` };
// A course of the demonstration, which no other journey sells for less.
const course = '/courses/music-theory-you-can-hear';

test.use({ viewport: desk.viewport! });

test('a membership from the tier to the last lesson', async ({ page, another }) => {
  test.setTimeout(240_000);
  const learner = await another(phone);
  await joinAs(learner, `会员${suffix}`);

  await test.step('the owner makes a tier over everything', async () => {
    await enter(page, 'owner@example.com');
    await page.goto('/studio/tiers');
    await page.getByRole('button', { name: '新建等级' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称（中文）').fill(tier.zh);
    await dialog.getByLabel('名称（英文）').fill(tier.en);
    await dialog.getByLabel('一句话介绍（中文）').fill('一次加入，整座书院随意学。');
    await dialog.getByLabel('一句话介绍（英文）').fill('Join once, learn everything.');
    await dialog.getByLabel('权益（中文，每行一条）').fill('新课上架当天就能学\n离线保存');
    await dialog.getByLabel('权益（英文，每行一条）').fill('New courses on the day\nStudy offline');
    await expectAccessible(page);
    await shoot(page, 'tier-dialog-zh-desk');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await expect(page.getByRole('row', { name: tier.zh })).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-tiers-zh-desk');
  });

  await test.step('visitors see what it gives, in both languages', async () => {
    const visitor = await another(desk);
    await visitor.goto('/membership');
    await expect(visitor.getByRole('heading', { name: tier.zh })).toBeVisible();
    await expectAccessible(visitor);
    await shoot(visitor, 'membership-zh-desk');
    await visitor.goto('/en/membership');
    await expect(visitor.getByRole('heading', { name: tier.en })).toBeVisible();
    await expectAccessible(visitor);
    await visitor.goto(course);
    await expect(visitor.getByText('包含在会员：').first()).toBeVisible();
    await expectAccessible(visitor);
    await learner.goto('/en/membership');
    await shoot(learner, 'membership-en-phone');
  });

  await test.step('it is given with a reason, and the member learns', async () => {
    await page.goto('/studio/members');
    await page.getByRole('button', { name: '赠送会员' }).click();
    const dialog = page.getByRole('dialog');
    await pick(page, dialog.getByLabel('用户'), `会员${suffix}`);
    await pick(page, dialog.getByLabel('等级'), tier.zh);
    await dialog.getByLabel('说明').fill('内测读者');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '赠送会员' }).click();
    await expect(page.getByRole('row', { name: `会员${suffix}` })).toContainText('有效');
    await expectAccessible(page);
    await shoot(page, 'studio-members-zh-desk');

    await learner.goto(course);
    await expect(learner.getByText('在您的会员范围内').first()).toBeVisible();
    await expectAccessible(learner);
    await shoot(learner, 'course-as-member-zh-phone');
    await learner.getByRole('link', { name: '开始学习' }).first().click();
    await expect(learner).toHaveURL(/\/learn\//);
    await learner.goto('/account/membership');
    await expect(learner.getByText(tier.zh).first()).toBeVisible();
    await expectAccessible(learner);
    await shoot(learner, 'own-membership-zh-phone');
    await learner.goto('/en/account/membership');
    await expectAccessible(learner);
  });

  await test.step('it is taken back with a reason, and the course is closed again', async () => {
    await page
      .getByRole('row', { name: `会员${suffix}` })
      .getByRole('button', { name: /收\s*回/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('说明').fill('内测结束');
    await dialog.getByRole('button', { name: /收\s*回/ }).click();
    await expect(page.getByRole('row', { name: `会员${suffix}` })).toContainText('已收回');
    await learner.goto(course);
    await expect(learner.getByRole('button', { name: '立即购买' }).first()).toBeVisible();
  });

  await test.step('codes are made, told once, and one of them is redeemed', async () => {
    await page.goto('/studio/codes');
    await page.getByRole('button', { name: '生成兑换码' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('批次名称').fill(`书展 ${suffix}`);
    await dialog.getByText('会员', { exact: true }).click();
    await pick(page, dialog.getByLabel('会员等级'), tier.zh);
    await dialog.getByLabel('数量').fill('3');
    await dialog.getByLabel('有效天数').fill('30');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '生成兑换码' }).click();
    await expect(page.getByText('已生成 3 个兑换码')).toBeVisible();
    await expectAccessible(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载 CSV' }).click();
    const codes = await readFile(await (await downloading).path(), 'utf8');
    const [, code = ''] = codes.split('\r\n');
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await page
      .getByRole('button', { name: /关\s*闭/ })
      .last()
      .click();
    await expect(page.getByRole('row', { name: `书展 ${suffix}` })).toContainText('0 / 3');
    await shoot(page, 'studio-codes-zh-desk');

    await learner.goto('/redeem');
    await expectAccessible(learner);
    await learner.getByLabel('兑换码').fill(mistyped(code));
    await learner.getByRole('button', { name: '兑换' }).click();
    await expect(learner.getByText('字符输错了').first()).toBeVisible();
    await expectAccessible(learner);
    await shoot(learner, 'redeem-mistyped-zh-phone');
    await learner.getByLabel('兑换码').fill(code.toLowerCase());
    await learner.getByRole('button', { name: '兑换' }).click();
    await expect(learner.getByText(`您已成为“${tier.zh}”会员`)).toBeVisible();
    await expectAccessible(learner);
    await shoot(learner, 'redeemed-zh-phone');
    await learner.goto('/en/redeem');
    await learner.getByLabel('Code').fill(code);
    await learner.getByRole('button', { name: 'Redeem' }).click();
    await expect(learner.getByText('You have redeemed this code already').first()).toBeVisible();

    await page.reload();
    await page
      .getByRole('row', { name: `书展 ${suffix}` })
      .getByRole('link', { name: '查看' })
      .click();
    await expect(page.getByRole('row', { name: '已使用' })).toHaveCount(1);
    await expectAccessible(page);
  });

  await test.step('members come from Ghost’s file; what cannot be taken is named, the same again doubles nothing', async () => {
    await page.goto('/studio/members');
    await bringFile(page);
    await expect(page.getByText('新建账号 2 个，开通会员 2 个')).toBeVisible();
    await shoot(page, 'import-done-zh-desk');
    await page
      .getByRole('button', { name: /关\s*闭/ })
      .last()
      .click();
    await bringFile(page);
    await expect(page.getByText('新建账号 0 个，开通会员 0 个')).toBeVisible();
    await page
      .getByRole('button', { name: /关\s*闭/ })
      .last()
      .click();
    const lines = await csvOf(page, () => page.getByRole('link', { name: '导出 CSV' }).click());
    expect(lines.filter((line) => line.includes(`ann-${suffix}@example.com`))).toHaveLength(1);
  });
});

/** Chooses from a field that finds by typing. */
async function pick(
  page: Page,
  field: ReturnType<Page['getByLabel']>,
  name: string,
): Promise<void> {
  await field.click();
  await field.fill(name);
  await page.locator('.ant-select-item-option', { hasText: name }).first().click();
}

function mistyped(code: string): string {
  return (code.startsWith('7') ? '8' : '7') + code.slice(1);
}

async function bringFile(page: Page): Promise<void> {
  const csv = [
    'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers',
    `1,ann-${suffix}@example.com,Ann,,true,false,,2024-03-01T09:30:00.000Z,,vip,${tier.en}`,
    `2,bob-${suffix}@example.com,"Bob, B.",,true,true,,2024-03-01T09:30:00.000Z,,,`,
    '3,not an address,Nobody,,true,false,,2024-03-01T09:30:00.000Z,,,',
  ].join('\r\n');
  await page.getByRole('button', { name: '导入会员' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel('选择文件')
    .setInputFiles({ name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await pickPlain(page, dialog.getByLabel('没写等级的人'), tier.zh);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /预\s*览/ }).click();
  await expect(dialog.getByText('不能导入的 1 行')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '导入 2 人' }).click();
}

async function pickPlain(
  page: Page,
  field: ReturnType<Page['getByLabel']>,
  name: string,
): Promise<void> {
  await field.click();
  await page.locator('.ant-select-item-option', { hasText: name }).first().click();
}
