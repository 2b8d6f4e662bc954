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
import { choose, sellCourse } from '../selling.ts';

// Growth: the owner decides what earns it and what a level gives; somebody buys, rises, has the level's membership, and falls again.

const suffix = Date.now().toString(36).slice(-5);
const tier = { nameZh: `书友${suffix}`, nameEn: `Reader ${suffix}`, discountBps: 1_000 };

test.use({ viewport: desk.viewport! });

test('growth from the rules to a level and back', async ({ page, another }) => {
  test.setTimeout(240_000);
  const course = await sellCourse(page, another, {
    title: `慢慢读书 ${suffix}`,
    summary: '一课。',
    lesson: { title: '第一课', body: '先读目录。' },
    price: 12_800,
  });
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');
  await owner.request.post('/api/v1/tiers', { data: tier });

  await test.step('before, there is nothing to grow to, and the page says so', async () => {
    await page.goto('/account/growth');
    await expect(page.getByText('这里还没有成长等级')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the owner decides what earns growth, and two levels', async () => {
    await owner.goto('/studio/growth');
    await owner.getByLabel('开放成长等级').check();
    for (const [n, zh, en, from] of [
      [0, '学徒', 'Apprentice', '100'],
      [1, '掌灯人', 'Lamplighter', '1000'],
    ] as const) {
      await owner.getByRole('button', { name: '添加等级' }).click();
      await owner.getByLabel('名称（中文）').nth(n).fill(zh);
      await owner.getByLabel('名称（英文）').nth(n).fill(en);
      await owner.getByLabel('成长值门槛').nth(n).fill(from);
    }
    await choose(owner, owner.getByLabel('赠送会员').first(), tier.nameZh);
    await expectAccessible(owner);
    await owner.getByRole('button', { name: /保\s*存/ }).click();
    await expect(owner.getByText('已保存')).toBeVisible();
    await shoot(owner, 'studio-growth-zh-desk');
  });

  const name = `成长${suffix}`;
  const learner = await another(phone);
  await joinAs(learner, name);

  await test.step('who buys rises, is told so, and is a member of the level’s tier', async () => {
    await learner.goto('/account/growth');
    await expect(learner.getByText('升到“学徒”还差 100')).toBeVisible();
    await buy(learner, course.slug);
    await expect
      .poll(async () => {
        await learner.goto('/account/growth');
        return learner.getByText('128 / 1000').isVisible();
      })
      .toBe(true);
    await expect(learner.getByText('升到“掌灯人”还差 872')).toBeVisible();
    // The level above has no tier of its own: it goes on with that of the one below.
    await expect(learner.getByRole('row', { name: /掌灯人/ })).toContainText(tier.nameZh);
    await expect(learner.getByRole('row', { name: /购买/ })).toContainText('+128');
    await expectAccessible(learner);
    await shoot(learner, 'own-growth-zh-phone');
    await learner.emulateMedia({ colorScheme: 'dark' });
    await learner.goto('/en/account/growth');
    await expect(learner.getByText('872 more to Lamplighter')).toBeVisible();
    await expectAccessible(learner);
    await shoot(learner, 'own-growth-en-phone-dark');
    await learner.goto('/account/membership');
    await expect(learner.getByRole('row', { name: new RegExp(tier.nameZh) })).toContainText(
      '成长等级',
    );
  });

  await test.step('the owner sees who grew, and gives some with a reason', async () => {
    await owner.getByRole('button', { name: '增减成长值' }).click();
    const dialog = owner.getByRole('dialog');
    await choose(owner, dialog.getByLabel('用户'), name);
    await dialog.getByLabel('增减多少').fill('900');
    await dialog.getByLabel('原因').fill('帮同学答疑');
    await expectAccessible(owner);
    await dialog.getByRole('button', { name: '增减成长值' }).click();
    await owner.getByRole('tab', { name: '成长值排行' }).click();
    await expect(owner.getByRole('row', { name: new RegExp(name) })).toContainText('掌灯人');
    await expectAccessible(owner);
    await shoot(owner, 'studio-growth-people-zh-desk');
    await owner.getByRole('tab', { name: '明细' }).click();
    await expect(owner.getByRole('row', { name: /帮同学答疑/ })).toContainText('+900');
    await learner.goto('/account/growth');
    await expect(learner.getByText('您已在最高一级')).toBeVisible();
    await expectAccessible(learner);
  });

  await test.step('closed again, nobody stands anywhere', async () => {
    await owner.getByRole('tab', { name: '规则与等级' }).click();
    await owner.getByLabel('开放成长等级').uncheck();
    await owner.getByRole('button', { name: /保\s*存/ }).click();
    await expect(owner.getByText('已保存').last()).toBeVisible();
    await learner.goto('/account/growth');
    await expect(learner.getByText('+900')).toBeVisible();
    await expect(learner.getByText('您已在最高一级')).toBeHidden();
  });
});
