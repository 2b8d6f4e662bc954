import type { Page } from '@playwright/test';
import { codeFor, desk, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A stranger comes in, looks around, searches, and tries a lesson; on a phone and a desktop, in both languages.

const sizes = { desk, phone };
const places = [
  { name: 'home', path: '/' },
  { name: 'catalogue', path: '/courses' },
  { name: 'category', path: '/categories/music' },
  { name: 'empty-category', path: '/categories/instruments' },
  { name: 'course', path: '/courses/music-theory-you-can-hear' },
  { name: 'creator', path: '/creators/lin-zhiwei' },
  { name: 'search', path: '/search?q=泛音' },
  { name: 'search-nothing', path: '/search?q=量子纠缠' },
  { name: 'login', path: '/login' },
  { name: 'register', path: '/register' },
] as const;

/** All four faces of the pages that matter most; of some others Chinese at a desk and English on a phone. */
function isKept(name: string, locale: string, size: string): boolean {
  if (name === 'home' || name === 'course') return true;
  return (
    ['catalogue', 'creator', 'search'].includes(name) && (locale === 'zh') === (size === 'desk')
  );
}

for (const [size, options] of Object.entries(sizes)) {
  test.describe(`on a ${size}`, () => {
    const { viewport, isMobile, hasTouch } = { isMobile: false, hasTouch: false, ...options };
    test.use({ viewport: viewport!, isMobile, hasTouch });

    for (const { name, path } of places) {
      test(`${name} reads well in both languages, light and dark`, async ({ page }) => {
        for (const [locale, prefix] of [
          ['zh', ''],
          ['en', '/en'],
        ] as const) {
          await page.emulateMedia({ colorScheme: locale === 'zh' ? 'light' : 'dark' });
          await page.goto(prefix + (prefix && path === '/' ? '' : path));
          await expect(page.locator('html')).toHaveAttribute(
            'lang',
            locale === 'zh' ? 'zh-CN' : 'en',
          );
          await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
          const { scroll, width } = await page.evaluate(() => ({
            scroll: document.documentElement.scrollWidth,
            width: document.documentElement.clientWidth,
          }));
          expect(scroll).toBeLessThanOrEqual(width);
          expect(await cutFacts(page), 'no fact is cut off where it wraps').toEqual([]);
          await expectAccessible(page);
          if (isKept(name, locale, size)) await shoot(page, `${name}-${locale}-${size}`);
        }
      });
    }
  });
}

test('a stranger finds a lesson by a word in its body, tries it, and is asked to buy the rest', async ({
  page,
}) => {
  await page.goto('/');
  await page
    .getByPlaceholder(/搜课程/)
    .first()
    .fill('三分损益');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(page.getByRole('link', { name: /听得懂的乐理/ }).first()).toBeVisible();

  await page.goto('/courses/music-theory-you-can-hear');
  await page.getByRole('link', { name: /从一次拨弦说起/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '从一次拨弦说起' })).toBeVisible();
  await expectAccessible(page);

  // A lesson that is not on trial leads to the course, never to its text.
  const outline = page.getByRole('link', { name: /一个音里的许多音/ });
  await expect(outline).toHaveCount(0);
});

test('without any script a stranger finds, joins, buys, learns, and gives a course back', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    ...phone,
    javaScriptEnabled: false,
    ...(baseURL ? { baseURL } : {}),
  });
  const page = await context.newPage();

  await test.step('finds', async () => {
    await page.goto('/courses');
    const search = page.getByPlaceholder(/搜课程/).first();
    await search.fill('三分损益');
    await search.press('Enter');
    await expect(page).toHaveURL(/\/search\?q=/);
    await page
      .getByRole('link', { name: /听得懂的乐理/ })
      .first()
      .click();
  });

  await test.step('joins', async () => {
    const email = `plain-${Date.now()}@example.com`;
    await page.goto('/courses/music-theory-you-can-hear');
    await page.getByRole('button', { name: '立即购买' }).first().click();
    await page.getByRole('main').getByRole('link', { name: '注册' }).click();
    await page.getByLabel('邮箱').fill(email);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByLabel('验证码').fill(await codeFor(page, email));
    await page.getByLabel('称呼').fill('处暑');
    await page.getByRole('button', { name: '完成注册' }).click();
    await expect(page).not.toHaveURL(/register/);
  });

  await test.step('buys', async () => {
    await page.goto('/courses/music-theory-you-can-hear');
    await page.getByRole('button', { name: '立即购买' }).first().click();
    await page.getByRole('button', { name: '支付' }).click();
    // The page of the order looks again by itself until the gateway has spoken.
    await expect(page.getByText('支付成功，可以开始学习了')).toBeVisible();
  });

  await test.step('learns', async () => {
    await page.getByRole('link', { name: '开始学习' }).click();
    await page.getByRole('link', { name: /一个音里的许多音/ }).click();
    await page.getByRole('button', { name: '学完了，下一课' }).click();
    await page.goto('/learn/music-theory-you-can-hear');
    await expect(page.getByText('已学完 1 / 19 课时')).toBeVisible();
  });

  await test.step('gives it back', async () => {
    await page.goto('/orders');
    await page
      .getByRole('main')
      .getByRole('link', { name: /听得懂的乐理/ })
      .first()
      .click();
    await page.getByRole('link', { name: '申请退款' }).click();
    await page.getByRole('button', { name: /退款/ }).click();
    await expect(page.getByText(/正在退款|已退款/).first()).toBeVisible();
  });
  await context.close();
});

test('by keyboard alone: past the head of the page, through suggestions, and to another light', async ({
  page,
}) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);

  const search = page.getByPlaceholder(/搜课程/).first();
  await search.focus();
  await page.keyboard.type('乐');
  const list = page.getByRole('listbox');
  await expect(list.getByRole('option').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await page.keyboard.type('理');
  await expect(list.getByRole('option', { name: /听得懂的乐理/ }).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(search).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/\/(#main)?$/);

  const light = page.getByRole('button', { name: /主题|外观/ }).first();
  await light.focus();
  await page.keyboard.press('Enter');
  const chosen = await page.locator('html').getAttribute('data-theme');
  expect(chosen).toMatch(/^(light|dark)$/);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', chosen!);
});

test('a page without interaction carries no script but the switch of its theme and menus', async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.push(answer.url());
  });
  await page.goto('/courses', { waitUntil: 'networkidle' });
  expect(scripts.filter((url) => !/\/assets\/(site|theme)-/.test(url))).toEqual([]);
});

/** The facts on cards whose words begin left of what their line shows. */
async function cutFacts(page: Page): Promise<string[]> {
  return page.locator('.meta > span').evaluateAll((facts) =>
    facts.flatMap((fact) => {
      const words = document.createRange();
      words.selectNodeContents(fact);
      const place = fact.closest('.meta')!.parentElement!.getBoundingClientRect().left;
      const isCut = [...words.getClientRects()].some(({ left }) => left < place - 1);
      return isCut ? [fact.textContent] : [];
    }),
  );
}
