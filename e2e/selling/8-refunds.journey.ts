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

// Outside the window a buyer asks and people decide: one proposes, another confirms above the limit; another request is refused.

const suffix = Date.now().toString(36).slice(-5);

test.use({ viewport: desk.viewport! });

test('a course without a window: asked for, proposed, confirmed by a second person, and refused', async ({
  page,
  another,
}) => {
  test.setTimeout(300_000);
  const course = await sellCourse(page, another, {
    title: `慢工细活 ${suffix}`,
    summary: '一课。',
    lesson: { title: '第一课', body: '先磨刀。' },
    price: 12_800,
  });
  const price = { price: 12_800, refundDays: 0 };
  const priced = await page.request.put(`/api/v1/works/${course.id}/price`, { data: price });
  expect(priced.ok()).toBe(true);
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');
  const limit = (refundAlone: number) =>
    owner.request.patch('/api/v1/settings', { data: { refundAlone } });
  expect((await limit(5_000)).ok()).toBe(true);
  const finance = await another(desk);
  await enter(finance, 'finance@example.com');
  const name = `退款${suffix}`;
  const buyer = await another(phone);
  await joinAs(buyer, name);

  await test.step('the course says that there is no window, and the buyer asks with a reason', async () => {
    await buyer.goto(`/courses/${course.slug}`);
    await expectAccessible(buyer);
    await shoot(buyer, 'no-refund-window-zh-phone');
    await buy(buyer, course.slug);
    await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
    await buyer.getByRole('link', { name: '申请人工退款' }).click();
    await expectAccessible(buyer);
    await shoot(buyer, 'refund-ask-zh-phone');
    await buyer.getByLabel('申请原因').fill('买重了，还没有学');
    await buyer.getByRole('button', { name: '提交申请' }).click();
    await expect(buyer.getByText('退款申请处理中')).toBeVisible();
    await expectAccessible(buyer);
    await buyer.emulateMedia({ colorScheme: 'dark' });
    await shoot(buyer, 'refund-asked-zh-phone-dark');
  });

  await test.step('finance proposes all of it, and cannot confirm it alone', async () => {
    await finance.goto('/studio/refunds?tab=cases');
    const row = finance.getByRole('row', { name: new RegExp(name) });
    await row.getByRole('button', { name: '同意…' }).click();
    const dialog = finance.getByRole('dialog');
    await dialog.getByLabel('给买家的答复（写进信里）').fill('欢迎再来。');
    await expectAccessible(finance);
    await shoot(finance, 'refund-grant-zh-desk');
    await dialog.getByRole('button', { name: '同意退款' }).click();
    await expect(row).toContainText('待复核');
    await expect(row.getByRole('button', { name: '复核确认' })).toBeHidden();
    await expectAccessible(finance);
    await shoot(finance, 'refund-cases-zh-desk');
  });

  await test.step('a second person confirms; the money goes back and a letter says so', async () => {
    await owner.goto('/studio/refunds?tab=cases');
    const row = owner.getByRole('row', { name: new RegExp(name) });
    await row.getByRole('button', { name: '复核确认' }).click();
    await owner.getByRole('dialog').getByRole('button', { name: '复核确认' }).click();
    await expect(row).toContainText('已同意');
    await expect
      .poll(async () => {
        await buyer.reload();
        return buyer.getByText('退款申请已同意').isVisible();
      })
      .toBe(true);
    await expectAccessible(buyer);
    await owner.goto('/dev/outbox');
    await expect(owner.getByText('您的退款申请已同意：¥128').first()).toBeVisible();
  });

  await test.step('another request is refused with a reason, which the buyer reads in English', async () => {
    await buyer.emulateMedia({ colorScheme: 'light' });
    await buy(buyer, course.slug);
    await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
    await buyer.goto(`/en${new URL(buyer.url()).pathname}`);
    await buyer.getByRole('link', { name: 'Ask us for a refund' }).click();
    await buyer.getByLabel('Why you ask').fill('I changed my mind.');
    await expectAccessible(buyer);
    await buyer.getByRole('button', { name: 'Send the request' }).click();
    await finance.goto('/studio/refunds?tab=cases&state=open');
    await finance
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('button', { name: '拒绝…' })
      .click();
    const dialog = finance.getByRole('dialog');
    await dialog.getByLabel('给买家的答复（写进信里）').fill('It was learned to the end.');
    await dialog.getByRole('button', { name: '拒绝申请' }).click();
    await expect(finance.getByText('已处理')).toBeVisible();
    await buyer.reload();
    await expect(buyer.getByText('Your request was not granted')).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'refund-refused-en-phone');
  });
  expect((await limit(100_000)).ok()).toBe(true);
});
