import type { Page } from '@playwright/test';
import {
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
  watch,
} from '../house.ts';
import { sellCourse } from '../selling.ts';

// Three works in one cart, with a threshold and a coupon over them and one beside them that is owned already: bought in one order, and one of them given back.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const mark = Date.now().toString(36).slice(-5);
const courses = [
  { title: `古琴入门 ${mark}`, price: 12_800, lesson: '识谱' },
  { title: `棋手的早晨 ${mark}`, price: 8_800, lesson: '开局' },
  { title: `写给初学者的书法 ${mark}`, price: 6_600, lesson: '执笔' },
  { title: `茶席上的一小时 ${mark}`, price: 5_000, lesson: '候汤' },
] as const;
const full = `三月读书节 ${mark}`;
const gift = `琴友券 ${mark}`;
const slugs: string[] = [];
let teaId = '';

test('a creator sells four courses; three are in a promotion, one has a coupon', async ({
  page,
  another,
}) => {
  test.setTimeout(120_000);
  const ids: string[] = [];
  for (const { title, price, lesson } of courses) {
    const made = await sellCourse(page, another, {
      title,
      summary: '一课讲清楚一件事。',
      lesson: { title: lesson, body: '慢慢来。' },
      price,
    });
    ids.push(made.id);
    slugs.push(made.slug);
  }
  teaId = ids[3]!;
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');
  const endsAt = '2099-12-31T12:00:00Z';
  const scope = (works: readonly string[]) => ({ kind: 'works', ids: works });
  const begun = await owner.request.post('/api/v1/promotions', {
    data: {
      kind: 'threshold',
      name: full,
      nameEn: `Reading week ${mark}`,
      by: 'amount',
      endsAt,
      scope: scope(ids.slice(0, 3)),
      tiers: [
        { from: 20_000, off: 3_000 },
        { from: 30_000, off: 5_000 },
      ],
    },
  });
  expect(begun.status()).toBe(201);
  const given = await owner.request.post('/api/v1/coupons', {
    data: {
      name: gift,
      nameEn: `Zither coupon ${mark}`,
      way: 'public',
      endsAt,
      effect: { kind: 'fixed', off: 1_000 },
      scope: scope([ids[0]!]),
    },
  });
  expect(given.status()).toBe(201);
});

let buyer: Page;
let faults: string[] = [];
const name = `琴友${mark}`;
let address = '';

test.describe('one buyer', () => {
  test.beforeAll(async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      ...desk,
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      ...(baseURL ? { baseURL } : {}),
    });
    buyer = await context.newPage();
    faults = watch(buyer);
  });
  test.afterAll(async () => {
    await buyer.context().close();
    expect(faults).toEqual([]);
  });

  test('what a visitor chooses is in the cart once they have signed in; the pages of visitors are one for all', async ({
    another,
  }) => {
    await buyer.goto(`/courses/${slugs[0]}`);
    await expect(buyer.getByRole('link', { name: '购物车', exact: true })).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'course-with-cart-zh-desk');
    await buyer.getByRole('button', { name: '加入购物车' }).first().click();
    await expect(buyer).toHaveURL(/\/login\?next=%2Fcart$/);
    const stranger = await another(desk);
    const [mine, theirs] = await Promise.all(
      [buyer, stranger].map((page) => page.request.get(`/courses/${slugs[0]}`)),
    );
    expect(mine!.headers()['cache-control']).toBe('public, no-cache');
    expect(mine!.headers()['etag']).toBe(theirs!.headers()['etag']);
    address = await joinAs(buyer, name);
    await buyer.goto('/cart');
    await expect(buyer.getByText('已加入购物车')).toBeVisible();
    await expect(buyer.getByRole('heading', { name: courses[0].title })).toBeVisible();
    await expect(buyer.getByText('再买 ¥72 的适用作品，少付 ¥30')).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'cart-hint-zh-desk');
    await buyer.getByRole('button', { name: `加入 ${courses[1].title}` }).click();
    await expect(buyer.getByRole('heading', { name: courses[1].title })).toBeVisible();
  });

  test('a threshold and a coupon count for all of it; what is owned stands apart; one is for later and comes back', async ({
    another,
  }) => {
    for (const slug of slugs.slice(2)) {
      await buyer.goto(`/courses/${slug}`);
      await buyer.getByRole('button', { name: '加入购物车' }).first().click();
      await expect(buyer.getByText('已加入购物车')).toBeVisible();
    }
    const owner = await another(desk);
    await enter(owner, 'owner@example.com');
    const found = await owner.request.get(`/api/v1/users?text=${encodeURIComponent(address)}`);
    const { items } = (await found.json()) as { items: { id: string }[] };
    const granted = await owner.request.post('/api/v1/grants', {
      data: { userId: items[0]!.id, workId: teaId, reason: '茶会的礼物' },
    });
    expect(granted.status()).toBe(201);
    await buyer.goto(`/courses/${slugs[0]}`);
    await buyer.getByRole('button', { name: '领取' }).first().click();
    await buyer.goto('/cart');
    await expect(buyer.getByText('您已经拥有这件作品')).toBeVisible();
    await expect(buyer.getByText('¥242').first()).toBeVisible();
    await expect(buyer.getByText('再买 ¥18 的适用作品，少付 ¥20')).toBeVisible();
    await expect(buyer.getByRole('link', { name: '购物车，3 件作品' })).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'cart-zh-desk');
    await buyer.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(buyer);
    await shoot(buyer, 'cart-zh-desk-dark');
    await buyer.emulateMedia({ colorScheme: 'light' });

    await buyer.getByRole('button', { name: `以后再买 ${courses[2].title}` }).click();
    await expect(buyer.getByText('¥176').first()).toBeVisible();
    await expect(buyer.getByRole('link', { name: '购物车，2 件作品' })).toBeVisible();
    await buyer.getByRole('button', { name: `移除 ${courses[3].title}` }).click();
    await expect(buyer.getByText('已移出购物车')).toBeVisible();
    await buyer.getByRole('button', { name: '放回购物车' }).click();
    await expect(buyer.getByText('您已经拥有这件作品')).toBeVisible();
    await expectAccessible(buyer);
  });

  test('the same cart on a phone in English: it is all there, and nothing is wider than the screen', async ({
    another,
  }) => {
    const small = await another({ ...phone, locale: 'en-GB' });
    await enter(small, address);
    await small.goto('/en/cart');
    await expect(small.getByRole('heading', { name: 'For later 1' })).toBeVisible();
    await expect(small.getByText('You own this already')).toBeVisible();
    await expectAccessible(small);
    await shoot(small, 'cart-en-phone');
    await small.getByRole('button', { name: `Buy now ${courses[2].title}` }).click();
    await expect(small.getByText('¥242').first()).toBeVisible();
    await small.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(small);
    await shoot(small, 'cart-en-phone-dark');
    const fits = await small.evaluate(
      'document.documentElement.scrollWidth <= document.documentElement.clientWidth',
    );
    expect(fits).toBe(true);
    await small.goto(`/en/courses/${slugs[1]}`);
    await expectAccessible(small);
    await shoot(small, 'course-with-cart-en-phone');
  });

  test('one order, one payment, three courses that open; the cart keeps only what was not bought', async () => {
    await buyer.goto('/cart');
    await buyer.getByRole('button', { name: '去结算' }).first().click();
    await buyer.getByRole('button', { name: '支付', exact: true }).click();
    await expect(buyer.getByText('支付成功，可以开始学习了')).toBeVisible({ timeout: 30_000 });
    await expect(buyer.getByText('¥242').first()).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'order-of-three-zh-desk');
    const order = buyer.url().replace(/\?.*$/, '');
    for (const [at, slug] of slugs.slice(0, 3).entries()) {
      await buyer.goto(`/learn/${slug}`);
      await expect(buyer.getByText(courses[at]!.lesson).first()).toBeVisible();
    }
    await expect
      .poll(async () => {
        await buyer.goto('/cart');
        return buyer.getByRole('listitem').filter({ hasText: mark }).count();
      })
      .toBe(1);
    await expectAccessible(buyer);
    await buyer.goto('/orders');
    await expect(buyer.getByRole('link', { name: /等 3 件作品/ })).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'orders-with-a-basket-zh-desk');
    await buyer.goto(order);
  });

  test('one of the three goes back: the page says how much before, the money follows, and only that course closes', async () => {
    const line = buyer.getByRole('listitem').filter({ hasText: courses[1].title });
    await line.getByRole('link', { name: /申请退款/ }).click();
    const button = buyer.getByRole('button', { name: /^确认退款 ¥/ });
    const amount = (await button.innerText()).replace('确认退款 ', '');
    await expect(buyer.getByText(`将退回 ${amount}`)).toBeVisible();
    await expect(buyer.getByText(`不能再学习《${courses[1].title}》`)).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'refund-of-a-line-zh-desk');
    await button.click();
    // The page looks again by itself, too: a reload that meets that one is tried once more.
    await expect(async () => {
      await buyer.reload();
      await expect(buyer.getByText(`已退款 ${amount}`).first()).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(buyer);
    await shoot(buyer, 'order-partly-refunded-zh-desk');
    for (const [at, slug] of slugs.slice(0, 3).entries()) {
      await buyer.goto(`/courses/${slug}`);
      const own = buyer.getByRole('link', { name: '继续学习' }).first();
      if (at === 1) await expect(own).toBeHidden();
      else await expect(own).toBeVisible();
    }
    await buyer.goto(`/courses/${slugs[1]}`);
    await buyer.getByRole('button', { name: '加入购物车' }).first().click();
    await expect(buyer.getByText('已加入购物车')).toBeVisible();
  });

  test('an empty cart says what it is for', async () => {
    for (const title of [courses[1].title, courses[3].title])
      await buyer.getByRole('button', { name: `移除 ${title}` }).click();
    await expect(buyer.getByRole('heading', { name: '购物车是空的' })).toBeVisible();
    await expectAccessible(buyer);
    await shoot(buyer, 'cart-empty-zh-desk');
  });
});
