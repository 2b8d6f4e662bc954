import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import type { Locator, Page } from '@playwright/test';
import {
  buy,
  demoPassword,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
} from '../house.ts';

// A buyer's copies name the buyer, films show who watches them, and one account plays in so many places.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial', timeout: 240_000 });

const slug = 'music-theory-you-can-hear';
const name = '白露';
let address = '';

async function comeBack(page: Page): Promise<void> {
  await enter(page, address, demoPassword);
}

test('a document carries its buyer’s name, number and order on every page', async ({
  page,
  another,
}) => {
  address = await joinAs(page, name);
  await buy(page, slug);
  await expect(page.getByText('支付成功，可以开始学习了')).toBeVisible();
  const order = /(\d{18})/.exec((await page.getByRole('main').textContent()) ?? '')?.[1] ?? '';
  expect(order).toMatch(/^\d{18}$/);

  await test.step('the PDF as a file, and as the browser’s own viewer has it', async () => {
    await page.goto(`/learn/${slug}`);
    await page.getByRole('link', { name: /乐理随身卡/ }).click();
    await expect(page.getByText('每一页都带有您的学员编号和订单号')).toBeVisible();
    await expectAccessible(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: /下载/ }).click();
    const content = await readFile(await (await downloading).path());
    const { pages, line } = await stampsOf(content);
    expect(line).toContain(name);
    expect(pages.length).toBeGreaterThan(0);
    const number = /学员 ([0-9a-f-]{14})/.exec(line)?.[1] ?? '';
    for (const drawn of pages) {
      expect(drawn).toContain(order);
      expect(drawn).toContain(number);
    }
    const plain = page.getByRole('link', { name: '用浏览器自带的阅读器打开' });
    const src = (await plain.getAttribute('href')) ?? '';
    const shown = await page.request.get(src);
    expect((await stampsOf(await shown.body())).line).toBe(line);

    const stranger = await another(phone);
    await joinAs(stranger, '秋分');
    expect((await stranger.request.get(src)).status()).toBe(403);
  });

  await test.step('the same copy on the page: turned, zoomed, marked and searched', async () => {
    await page.getByRole('link', { name: '在线阅读' }).click();
    await expect(page).toHaveURL(/\/pages\/1/);
    await expectDrawn(page, 1);
    await expect(sheet(page, 1).locator('.pdf-text')).toContainText(order);
    const wide = await sheet(page, 1).evaluate((of) => of.clientWidth);
    await expectAccessible(page);
    await shoot(page, 'pdf-zh-desk');

    await page.getByRole('region', { name: '书页' }).focus();
    await page.keyboard.press('ArrowRight');
    await expectDrawn(page, 2);
    await expect(page.getByText('第 2 页，共 6 页')).toBeAttached();
    await page.keyboard.press('+');
    await expect.poll(() => sheet(page, 1).evaluate((of) => of.clientWidth)).toBeGreaterThan(wide);
    await page.keyboard.press('0');
    await expect.poll(() => placeAt(page)).toMatchObject({ chapter: 2 });
    await page.getByRole('spinbutton', { name: '页码' }).fill('3');
    await page.getByRole('button', { name: '跳到' }).click();
    await expectDrawn(page, 3);
    await expect.poll(() => drawnPages(page), 'what is far is given back').not.toContain('1');

    await sheet(page, 3)
      .locator('.pdf-text > span')
      .filter({ hasText: /\S\S/ })
      .first()
      .evaluate((words) => getSelection()?.selectAllChildren(words));
    await page.getByRole('button', { name: '标记', exact: true }).click();
    await expect(page.getByText('已标记')).toBeVisible();
    await expect.poll(() => painted(page)).toEqual([1, 0]);
    await page.reload();
    await expect.poll(() => painted(page)).toEqual([1, 0]);

    await page.getByText('阅读工具').click();
    await page.getByRole('searchbox', { name: '在书里搜索' }).fill('五度相生');
    await page.getByRole('main').getByRole('button', { name: '搜索', exact: true }).click();
    await page.getByRole('link', { name: '第 3 页' }).click();
    await expectDrawn(page, 3);
    await expect
      .poll(() => page.evaluate(() => CSS.highlights.get('book-found')?.size ?? 0))
      .toBeGreaterThan(0);
    await shoot(page, 'pdf-found-zh-desk');
  });

  await test.step('goes on where it was on a phone, in the dark', async () => {
    const mobile = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    await comeBack(mobile);
    await mobile.goto(new URL(page.url()).pathname.replace(/^(\/read\/[^/]+).*$/, '/en$1'));
    await expect(mobile).toHaveURL(/\/pages\/3/);
    await expectDrawn(mobile, 3);
    const view = mobile.getByRole('region', { name: 'Pages of the book' });
    expect(await view.evaluate((of) => of.scrollWidth - of.clientWidth)).toBe(0);
    await expectAccessible(mobile);
    await shoot(mobile, 'pdf-en-phone');
    await mobile.getByText('Reading tools').click();
    await mobile.getByRole('button', { name: 'Dark' }).click();
    await mobile.getByText('Reading tools').click();
    await expectAccessible(mobile);
    await shoot(mobile, 'pdf-dark-en-phone');
  });
});

function sheet(page: Page, number: number): Locator {
  return page.locator(`.pdf-page[data-page="${number}"]`);
}

/** The page is drawn, not only laid out: its words are there, and more than paper is in its picture. */
async function expectDrawn(page: Page, number: number): Promise<void> {
  await expect(sheet(page, number).locator('.pdf-text')).toBeAttached();
  await expect
    .poll(() =>
      sheet(page, number)
        .locator('canvas')
        .evaluate((canvas: HTMLCanvasElement) => {
          const { width, height } = canvas;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
          const colours = new Set<number>();
          for (let at = 0; at < data.length; at += 400) colours.add(data[at]!);
          return colours.size;
        }),
    )
    .toBeGreaterThan(2);
}

function drawnPages(page: Page): Promise<(string | undefined)[]> {
  return page
    .locator('.pdf-page:has(canvas)')
    .evaluateAll((all: HTMLElement[]) => all.map(({ dataset }) => dataset['page']));
}

test('a film shows who watches it, and the first player stops when one too many begins', async ({
  page,
  another,
}) => {
  await comeBack(page);
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');

  await test.step('the owner lets an account play in one place', async () => {
    await owner.goto('/studio/settings');
    await owner.getByLabel('同时播放').fill('1');
    await owner.getByRole('button', { name: '保存' }).click();
    await expect(owner.getByText('已保存').first()).toBeVisible();
    await expectAccessible(owner);
    await shoot(owner, 'studio-accounts-zh-desk');
  });

  const player = page.getByRole('region', { name: '一根弦里的世界' });
  await page.addInitScript(() => {
    const keys: Record<string, MediaSessionActionHandler | null> = {};
    const { mediaSession } = navigator;
    const set = mediaSession.setActionHandler.bind(mediaSession);
    mediaSession.setActionHandler = (name, deed) => {
      keys[name] = deed;
      set(name, deed);
    };
    Object.assign(globalThis, { keys });
  });
  await test.step('the number wanders over the film, also on the whole screen', async () => {
    await openFilm(page);
    await player.getByRole('button', { name: '播放', exact: true }).click();
    await growsPast(player.locator('video'), 1);
    const mark = player.locator('[data-player="mark"]');
    await expect(mark).toHaveText(/^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/);
    const first = await placeOf(mark);
    await expect.poll(() => placeOf(mark), { timeout: 20_000 }).not.toEqual(first);
    await expectAccessible(page);
    await shoot(page, 'watermark-zh-desk');

    await mark.evaluate((element) => element.remove());
    await expect(mark).toBeVisible();
    await player.getByRole('button', { name: '全屏' }).click();
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    await expect(mark).toBeVisible();
    expect(await mark.evaluate((element) => document.fullscreenElement!.contains(element))).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    await page.evaluate(() => document.fullscreenElement && document.exitFullscreen());
  });

  await test.step('a locked phone says what plays, and its keys drive it', async () => {
    const said = await page.evaluate(() => navigator.mediaSession.metadata?.title);
    expect(said).toBe('一根弦里的世界');
    const press = (name: string) =>
      page.evaluate((key) => {
        const { keys } = globalThis as unknown as { keys: Record<string, (of: object) => void> };
        keys[key]!({ action: key });
      }, name);
    const isPaused = () => player.locator('video').evaluate((of: HTMLVideoElement) => of.paused);
    await press('pause');
    await expect.poll(isPaused).toBe(true);
    await press('play');
    await expect.poll(isPaused).toBe(false);
  });

  await test.step('it goes on in a small window of its own', async () => {
    const isThere = () => page.evaluate(() => document.pictureInPictureElement !== null);
    await player.getByRole('button', { name: '画中画' }).click();
    await expect.poll(isThere).toBe(true);
    await player.getByRole('button', { name: '画中画' }).click();
    await expect.poll(isThere).toBe(false);
  });

  await test.step('a second player stops the first, which says why', async () => {
    const mobile = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    await comeBack(mobile);
    await openFilm(mobile, '/en');
    const second = mobile.getByRole('region', { name: '一根弦里的世界' });
    await second.getByRole('button', { name: 'Play', exact: true }).click();
    await growsPast(second.locator('video'), 1);
    await expect(player.getByRole('status')).toHaveText(/最多同时在 1 处播放/, { timeout: 40_000 });
    expect(await isPaused(player.locator('video'))).toBe(true);
    expect(await isPaused(second.locator('video'))).toBe(false);
    await expectAccessible(page);
    await shoot(page, 'stopped-zh-desk');

    await player.getByRole('button', { name: '播放', exact: true }).click();
    await expect(second.getByRole('status')).toHaveText(/the most at one time is 1/, {
      timeout: 40_000,
    });
    await expectAccessible(mobile);
    await shoot(mobile, 'stopped-en-phone');
  });

  await test.step('the owner lets it play in two places again', async () => {
    await owner.getByLabel('同时播放').fill('2');
    await owner.getByRole('button', { name: '保存' }).click();
    await expect(owner.getByText('已保存').first()).toBeVisible();
  });
});

test('a film goes on in a small player while one browses, and in its lesson when one comes back', async ({
  page,
}) => {
  await comeBack(page);
  await page.addInitScript(keepGap);
  await openFilm(page);
  const own = page.getByRole('region', { name: '一根弦里的世界' });
  await own.getByRole('button', { name: '播放', exact: true }).click();
  await growsPast(own.locator('video'), 2);
  const mini = page.getByRole('complementary', { name: '正在播放：一根弦里的世界' });

  await test.step('on the next page at the place where it was, with the mark', async () => {
    const before = await timeOf(own.locator('video'));
    await page.getByRole('link', { name: '全部课程' }).first().click();
    await growsPast(mini.locator('video'), before + 1);
    expect(await timeOf(mini.locator('video'))).toBeLessThan(before + 15);
    await expect(mini.locator('[data-player="mark"]')).toHaveText(/^[0-9a-f]{4}-/);
    await expectAccessible(page);
    await shoot(page, 'mini-player-zh-desk');
    const gap = await page.evaluate(() => sessionStorage.getItem('gap'));
    test.info().annotations.push({ type: 'silent for', description: `${gap} ms` });
  });

  await test.step('paused it tells the progress, and stays paused on the page after', async () => {
    const told = page.waitForResponse(
      (answer) => answer.url().includes('/api/v1/progress/') && answer.request().method() === 'PUT',
    );
    await mini.getByRole('button', { name: '播放', exact: true }).click();
    expect((await told).status()).toBe(200);
    await page.setViewportSize(phone.viewport!);
    await page.goto('/en/learning');
    const small = page.getByRole('complementary', { name: 'Playing: 一根弦里的世界' });
    await expect(small).toBeVisible();
    expect(await isPaused(small.locator('video'))).toBe(true);
    await expectAccessible(page);
    await shoot(page, 'mini-player-en-phone');
    await small.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => isPaused(small.locator('video'))).toBe(false);
    await page.setViewportSize(desk.viewport!);
  });

  await test.step('the lesson itself goes on where the small player was', async () => {
    const small = page.getByRole('complementary', { name: /^Playing/ });
    const before = await timeOf(small.locator('video'));
    await small.getByRole('link').click();
    await growsPast(own.locator('video'), before);
    await expect(mini).toHaveCount(0);
  });

  await test.step('closed it is gone, and a page on which nothing plays loads nothing of it', async () => {
    await page.getByRole('link', { name: '全部课程' }).first().click();
    await mini.getByRole('button', { name: '关闭播放器' }).click();
    await expect(mini).toHaveCount(0);
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.getByRole('link', { name: '我的学习' }).first().click();
    await expect(page).toHaveURL(/\/learning$/);
    await page.waitForLoadState('networkidle');
    expect(loaded.filter((url) => /player|playback/.test(url))).toEqual([]);
    await expect(mini).toHaveCount(0);
  });
});

/** How long nothing was heard from one page to the next. */
function keepGap(): void {
  const now = () => performance.timeOrigin + performance.now();
  addEventListener('pagehide', () => sessionStorage.setItem('left', String(now())));
  document.addEventListener(
    'playing',
    () => {
      const left = Number(sessionStorage.getItem('left'));
      if (left) sessionStorage.setItem('gap', String(Math.round(now() - left)));
      sessionStorage.removeItem('left');
    },
    true,
  );
}

function timeOf(medium: Locator): Promise<number> {
  return medium.evaluate((of: HTMLMediaElement) => of.currentTime);
}

test('an e-book is read at a desk, marked and searched, and read on at the same place on a phone', async ({
  page,
  another,
}) => {
  await comeBack(page);

  await test.step('opens it, and goes on to a chapter', async () => {
    await page.goto(`/learn/${slug}`);
    await page.getByRole('link', { name: /课程小书/ }).click();
    await page.getByRole('link', { name: '在线阅读' }).click();
    await expect(page).toHaveURL(/\/chapters\/1/);
    await page
      .getByRole('navigation', { name: '目录' })
      .getByRole('link', { name: '音与音的距离' })
      .click();
    await expect(page.getByRole('heading', { name: /音与音的距离/ })).toBeVisible();
    await expect
      .poll(() =>
        page
          .locator('.book-text img')
          .first()
          .evaluate((of: HTMLImageElement) => of.scrollHeight),
      )
      .toBeGreaterThan(20);
    await expectAccessible(page);
    await shoot(page, 'book-zh-desk');
  });

  await test.step('chooses larger letters and a sepia page, and finds both again', async () => {
    await page.getByText('阅读工具').click();
    await page.getByRole('button', { name: '字大一些' }).click();
    await page.getByRole('button', { name: '米黄' }).click();
    await expectAccessible(page);
    await shoot(page, 'book-sepia-zh-desk');
    await page.reload();
    await page.getByText('阅读工具').click();
    await expect(page.getByRole('button', { name: '米黄' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.getByText('阅读工具').click();
  });

  await test.step('marks a passage, with a note, which is painted and listed', async () => {
    await selectBlock(page, 'b6');
    await page.getByRole('button', { name: '标记并写笔记' }).click();
    await page.getByRole('textbox', { name: /笔记/ }).fill('回头再听一遍');
    await expectAccessible(page);
    await page.getByRole('button', { name: '保存笔记' }).click();
    await expect(page.getByText('已标记')).toBeVisible();
    await selectBlock(page, 'b8');
    await page.getByRole('button', { name: '标记', exact: true }).click();
    await expect.poll(() => painted(page)).toEqual([1, 1]);
    await page.reload();
    await expect.poll(() => painted(page)).toEqual([1, 1]);
  });

  let place = '';
  await test.step('reads on by the wheel', async () => {
    await page.mouse.move(700, 500);
    const moved = page.waitForResponse(
      (answer) =>
        new URL(answer.url()).pathname.endsWith('/place') && answer.request().method() === 'PUT',
    );
    await page.mouse.wheel(0, 2_600);
    place = (await (await moved).text()) || '';
    expect(JSON.parse(place)).toMatchObject({ chapter: 3 });
  });

  await test.step('goes on at the same place on a phone, in the dark', async () => {
    const mobile = await another({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    await comeBack(mobile);
    await mobile.goto(new URL(page.url()).pathname.replace(/^(\/read\/[^/]+).*$/, '/en$1'));
    const { chapter, block } = JSON.parse(place) as { chapter: number; block: number };
    await expect(mobile).toHaveURL(new RegExp(`/en/read/[^/]+/chapters/${chapter}#b${block}$`));
    await expect.poll(() => isShown(mobile, `b${block}`)).toBe(true);
    await expectAccessible(mobile);
    await shoot(mobile, 'book-en-phone');

    await mobile.getByRole('link', { name: /Next chapter/ }).click();
    await expect(mobile).toHaveURL(/chapters\/4/);
    await expect.poll(() => placeAt(mobile)).toMatchObject({ chapter: 4 });
  });

  await test.step('is led there by the desk, which takes nobody back', async () => {
    await page.reload();
    await expect(page.getByText('您在另一台设备上读到了别处')).toBeVisible();
    expect(await placeAt(page)).toMatchObject({ chapter: 4 });
    await page.getByRole('link', { name: '去那里' }).click();
    await expect(page).toHaveURL(/chapters\/4/);
  });

  await test.step('searches inside', async () => {
    await page.getByText('阅读工具').click();
    await page.getByRole('searchbox', { name: '在书里搜索' }).fill('泛音');
    await page.getByRole('main').getByRole('button', { name: '搜索', exact: true }).click();
    await expect(page.locator('mark').first()).toHaveText('泛音');
    await expectAccessible(page);
    await shoot(page, 'book-search-zh-desk');
    await page.locator('.book-list').getByRole('link').first().click();
    await expect(page).toHaveURL(/chapters\/\d+#b\d+$/);
  });

  await test.step('finds the marks, and removes one', async () => {
    await page.getByText('阅读工具').click();
    await page.getByRole('link', { name: '标记和笔记' }).click();
    await expect(page.getByRole('textbox', { name: /笔记/ })).toHaveCount(2);
    await expect(page.getByRole('textbox', { name: /笔记/ }).first()).toHaveValue('回头再听一遍');
    await expectAccessible(page);
    await shoot(page, 'book-marks-zh-desk');
    await page.getByRole('link', { name: '删除标记' }).last().click();
    await page.getByRole('dialog').getByRole('button', { name: '删除标记' }).click();
    await expect(page.getByRole('textbox', { name: /笔记/ })).toHaveCount(1);
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the book is there: contents, chapters, search and marks', async ({ page }) => {
    await comeBack(page);
    await page.goto(`/learn/${slug}`);
    await page.getByRole('link', { name: /课程小书/ }).click();
    await page.getByRole('link', { name: '在线阅读' }).click();
    await page
      .getByRole('navigation', { name: '目录' })
      .getByRole('link', { name: '节奏与和声' })
      .click();
    await page.getByText('阅读工具').click();
    await page.getByRole('searchbox', { name: '在书里搜索' }).fill('三和弦');
    await page.getByRole('main').getByRole('button', { name: '搜索', exact: true }).click();
    await expect(page.locator('mark').first()).toHaveText('三和弦');
  });
});

/** Selects the words of a block, as one does by mouse. */
async function selectBlock(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).evaluate((block) => {
    block.scrollIntoView({ block: 'center' });
    getSelection()?.selectAllChildren(block);
  });
}

function painted(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    ['book-mark', 'book-note'].map((name) => CSS.highlights.get(name)?.size ?? 0),
  );
}

function isShown(page: Page, id: string): Promise<boolean> {
  return page.locator(`#${id}`).evaluate((block) => {
    const { top, bottom } = block.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}

/** Where the house believes the reader to be. */
async function placeAt(page: Page): Promise<unknown> {
  const lessonId = /\/read\/([^/]+)/.exec(page.url())?.[1] ?? '';
  return (await page.request.get(`/api/v1/readings/${lessonId}/place`)).json();
}

async function openFilm(page: Page, prefix = ''): Promise<void> {
  await page.goto(`${prefix}/learn/${slug}`);
  await page.getByRole('link', { name: /一根弦里的世界/ }).click();
}

async function growsPast(medium: Locator, seconds: number): Promise<void> {
  await expect.poll(() => timeOf(medium), { timeout: 20_000 }).toBeGreaterThan(seconds);
}

function isPaused(medium: Locator): Promise<boolean> {
  return medium.evaluate((of: HTMLMediaElement) => of.paused);
}

function placeOf(mark: Locator): Promise<string> {
  return mark.evaluate((element: HTMLElement) => `${element.offsetLeft} ${element.offsetTop}`);
}

/** What is drawn on each page with letters of ASCII, and the line that was stamped. */
async function stampsOf(content: Buffer): Promise<{ pages: string[]; line: string }> {
  const document = await PDFDocument.load(content);
  const pages = document.getPages().map(({ node }) => {
    const contents = node.Contents();
    const streams = contents && 'asArray' in contents ? contents.asArray() : [contents];
    return streams
      .map((one) => document.context.lookup(one))
      .filter((one) => one instanceof PDFRawStream)
      .map((one) => textIn(one))
      .join('\n');
  });
  return { pages, line: document.getSubject() ?? '' };
}

function textIn(stream: PDFRawStream): string {
  const bytes = stream.getContents();
  const isPacked = String(stream.dict).includes('FlateDecode');
  const code = isPacked
    ? inflateSync(bytes).toString('latin1')
    : Buffer.from(bytes).toString('latin1');
  return code.replaceAll(/<([0-9A-F]+)> Tj/g, (_, hex: string) =>
    Buffer.from(hex, 'hex').toString('latin1'),
  );
}
