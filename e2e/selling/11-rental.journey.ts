import {
  buy,
  dataDir,
  desk,
  expect,
  expectAccessible,
  joinAs,
  moveClock,
  phone,
  shoot,
  test,
} from '../house.ts';
import { choose, sellCourse } from '../selling.ts';

// A course for some days: its creator says how long, a buyer sees it before and after paying, buys more days, and is told when they are over.

test.use({ viewport: desk.viewport! });

const title = `三十天读谱 ${Date.now().toString(36).slice(-5)}`;

test('a course for thirty days is bought, made longer, and ends', async ({ page, another }) => {
  test.skip(!dataDir(), 'runs where the data folder of the product is known');
  const work = await sellCourse(page, another, {
    title,
    summary: '一个月，每天一行。',
    lesson: { title: '第一行', body: '从中间的 do 读起。' },
    price: 3_000,
  });

  await test.step('its creator says for how long', async () => {
    await page.goto(`/studio/works/${work.id}`);
    await page.getByRole('tab', { name: '基本信息' }).click();
    await choose(page, page.getByLabel('有效期', { exact: true }), '购买后有效若干天');
    await page.getByLabel('有效天数').fill('30');
    await expectAccessible(page);
    await shoot(page, 'rental-price-zh-desk');
    await page.getByRole('button', { name: '定价' }).click();
    await expect(page.getByText(/^已更新/).first()).toBeVisible();
  });

  const buyer = await another(phone);
  await joinAs(buyer, '白露');
  let order = '';
  await test.step('a buyer is told before, and has it until then', async () => {
    await buyer.goto(`/courses/${work.slug}`);
    await expect(buyer.getByText('付款后有效 30 天').first()).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'rental-course-zh-phone');
    await buy(buyer, work.slug);
    await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
    order = new URL(buyer.url()).pathname.split('/').at(-1)!;
    await expect(buyer.getByText(/有效期从 .+ 到 /).first()).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'rental-order-zh-phone');
    await buyer.goto('/learning');
    await expect(buyer.getByText(/还有 30 天/).first()).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'rental-learning-zh-phone');
  });

  await test.step('who has days may buy more of them', async () => {
    await buyer.goto(`/courses/${work.slug}`);
    await expect(buyer.getByRole('button', { name: '再买一次，接着延长' }).first()).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'rental-longer-zh-phone');
  });

  await test.step('when the days are over it says so, in English and in the dark', async () => {
    await moveClock('days', order);
    await buyer.emulateMedia({ colorScheme: 'dark' });
    await buyer.goto(`/en/learn/${work.slug}`);
    await expect(buyer.getByText(/Your access ended at/)).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'rental-ended-en-phone');
    await buyer.setViewportSize(desk.viewport!);
    await buyer.emulateMedia({ colorScheme: 'light' });
    await buyer.goto(`/learn/${work.slug}`);
    await shoot(buyer, 'rental-ended-zh-desk');
    await buyer.getByRole('link', { name: '再买一次' }).click();
    await expect(buyer.getByRole('button', { name: '立即购买' }).first()).toBeVisible();
  });

  await test.step('bought again it opens again', async () => {
    await buy(buyer, work.slug);
    await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible();
    await buyer.goto(`/learn/${work.slug}`);
    await expect(buyer.getByRole('link', { name: /第一行/ }).first()).toBeVisible();
  });
});
