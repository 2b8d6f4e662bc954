import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, joinAs, phone, shoot, test } from '../house.ts';

// A learner keeps a film, a sound and a text on a phone, studies them where there is no network, and finds everything in its
// place when there is; what is kept is nobody else's, and goes with the right to it.

test.use({ viewport: desk.viewport! });

const slug = 'music-theory-you-can-hear';
const titles = { film: '一根弦里的世界', sound: '听辨音程', text: '从一次拨弦说起' } as const;
type Name = keyof typeof titles;

/** How many bytes a browser keeps, how many of them anybody could read, and whether a key can be taken out. */
async function lookInto(page: Page) {
  return page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('kept-lessons');
      request.onsuccess = () => resolve(request.result);
    });
    const all = <T>(store: string) =>
      new Promise<T[]>((resolve) => {
        const request = opened.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>;
        request.onsuccess = () => resolve(request.result);
      });
    const pieces = await all<{ bytes: ArrayBuffer }>('piece');
    const lessons = await all<{ key: CryptoKey; page: { bytes: ArrayBuffer } }>('lesson');
    opened.close();
    // Long enough that chance writes none of them into some megabytes.
    const telling = /ftyp(?:iso|mp4|cmf)|#EXTM3U|WEBVTT|"html":"|^ID3/;
    const read = (bytes: ArrayBuffer) => new TextDecoder('latin1').decode(bytes);
    const texts = [...pieces, ...lessons.map((lesson) => lesson.page)].map(({ bytes }) =>
      read(bytes),
    );
    const taken = await Promise.allSettled(
      lessons.map(({ key }) => crypto.subtle.exportKey('raw', key)),
    );
    return {
      lessons: lessons.length,
      bytes: texts.reduce((sum, text) => sum + text.length, 0),
      readable: texts.filter((text) => telling.test(text)).length,
      takenKeys: taken.filter(({ status }) => status === 'fulfilled').length,
    };
  });
}

/** Changes what the browser remembers, as somebody would who turns its clock. */
async function remember(page: Page, store: 'state' | 'lesson', change: object): Promise<void> {
  await page.evaluate(
    async ([from, fields]) => {
      const opened = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('kept-lessons');
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = opened.transaction(from, 'readwrite');
      const cursor = transaction.objectStore(from).openCursor();
      cursor.onsuccess = () => {
        cursor.result?.update({ ...cursor.result.value, ...fields });
        cursor.result?.continue();
      };
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      opened.close();
    },
    [store, change] as const,
  );
}

test('lessons are kept, studied without network, brought in and taken away', async ({
  page: owner,
  another,
}) => {
  const page = await another({ ...phone, serviceWorkers: 'allow' });
  const context = page.context();
  const lessons = {} as Record<Name, string>;
  let workId = '';
  let userId = '';
  let learner = '';

  const give = async () => {
    const grant = await owner.request.post('/api/v1/grants', {
      data: { userId, workId, reason: '示范' },
    });
    expect(grant.status()).toBe(201);
    return ((await grant.json()) as { id: string }).id;
  };
  const box = page.locator('details.keep');
  const open = async (name: Name, locale = '') => {
    await page.goto(`${locale}/learn/${slug}/${lessons[name]}`);
    await box.locator('summary').click();
  };
  const keep = async (name: Name) => {
    await open(name);
    await page.getByRole('button', { name: '保存到这台设备' }).click();
    await expect(box).toHaveAttribute('data-state', 'kept', { timeout: 30_000 });
  };
  let grantId = '';

  await test.step('somebody has a course', async () => {
    await enter(owner, 'owner@example.com');
    learner = await joinAs(page, '远行的人');
    const found = await owner.request.get(`/api/v1/users?q=${encodeURIComponent(learner)}`);
    userId = ((await found.json()) as { items: { id: string }[] }).items[0]!.id;
    const live = await owner.request.get(`/api/v1/catalogue/${slug}`);
    const work = (await live.json()) as {
      id: string;
      chapters: { lessons: { id: string; title: string }[] }[];
    };
    workId = work.id;
    const all = work.chapters.flatMap((chapter) => chapter.lessons);
    for (const name of Object.keys(titles) as Name[])
      lessons[name] = all.find(({ title }) => title === titles[name])!.id;
    grantId = await give();
  });

  await test.step('she is told what a film takes; who changes her mind keeps nothing of it', async () => {
    await open('film');
    await expect(box).toContainText(/约 [\d.]+ MB/);
    await expectAccessible(page);
    await shoot(page, 'keep-offer-zh-phone');
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/media/s/**', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    await page.getByRole('button', { name: '保存到这台设备' }).click();
    await expect(box.getByRole('progressbar')).toBeVisible();
    await shoot(page, 'keep-busy-zh-phone');
    await box.getByRole('button', { name: '取消' }).click();
    await expect(box).toContainText('已取消');
    expect((await lookInto(page)).lessons).toBe(0);
    // Whoever leaves in the middle goes on where it stopped.
    await page.getByRole('button', { name: '保存到这台设备' }).click();
    await expect.poll(async () => (await lookInto(page)).bytes).toBeGreaterThan(1_000);
    await open('film');
    await expect(box).toContainText('上次保存到一半');
    letGo();
    await page.unroute('**/media/s/**');
  });

  await test.step('a film, a sound and a text are kept, and nobody can read them from the browser’s files', async () => {
    for (const name of ['film', 'sound', 'text'] as const) await keep(name);
    await expectAccessible(page);
    await shoot(page, 'kept-zh-phone');
    const found = await lookInto(page);
    expect(found).toMatchObject({ lessons: 3, readable: 0, takenKeys: 0 });
    expect(found.bytes).toBeGreaterThan(1_000_000);
  });

  await test.step('without network the lesson’s own address leads to it, and the film plays with its mark', async () => {
    await context.setOffline(true);
    await page.goto(`/learn/${slug}/${lessons.film}`);
    await expect(page).toHaveURL(/\/kept\/[0-9a-f-]{36}$/);
    await expect(page.getByRole('heading', { level: 1, name: titles.film })).toBeVisible();
    await page.getByRole('button', { name: '播放', exact: true }).click();
    await expect
      .poll(() => page.evaluate(() => document.querySelector('video')!.currentTime))
      .toBeGreaterThan(4);
    expect(await page.evaluate(() => document.querySelector('video')!.videoHeight)).toBeGreaterThan(
      0,
    );
    await expect(page.locator('.player-mark')).toBeVisible();
    await expect(page.getByRole('button', { name: /字幕/ })).toBeVisible();
    await page.getByRole('button', { name: '播放', exact: true }).click();
    await expectAccessible(page);
    await shoot(page, 'study-offline-film-zh-phone');
  });

  await test.step('a sound plays from any place, and a text stands with its pictures', async () => {
    await page.goto(`/learn/${slug}/${lessons.sound}`);
    await page.evaluate(async () => {
      const sound = document.querySelector('audio')!;
      await sound.play();
      sound.currentTime = sound.duration / 2;
    });
    const half = () =>
      page.evaluate(() => {
        const { currentTime, duration } = document.querySelector('audio')!;
        return currentTime - duration / 2;
      });
    await expect.poll(half).toBeGreaterThan(0.5);
    await page.goto(`/learn/${slug}/${lessons.text}`);
    const picture = page.locator('.prose img').first();
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: '学完了，标记为已完成' }).click();
    await expect(page.getByText('记下了：联网后会自动同步')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a page tells what is kept, in both languages', async () => {
    await page.goto('/offline/lessons');
    await expect(page.getByRole('listitem')).toHaveCount(3);
    await expect(page.getByText('有学习进度等联网后同步')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'offline-lessons-zh-phone');
    await page.goto('/en/offline/lessons');
    await page.setViewportSize(desk.viewport!);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.getByText('Some progress waits for the network')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'offline-lessons-en-desk-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(phone.viewport!);
  });

  await test.step('a clock that was set back shows nothing, nor a lesson whose time is over', async () => {
    await remember(page, 'state', { lastSeen: Date.now() + 3 * 24 * 3_600_000 });
    await page.goto(`/learn/${slug}/${lessons.text}`);
    await expect(page.getByText('设备的时间好像被调回去了')).toBeVisible();
    await expectAccessible(page);
    await remember(page, 'state', { lastSeen: 0 });
    await remember(page, 'lesson', { endsAt: Date.now() - 1_000 });
    await page.reload();
    await expect(page.getByText('这一课的离线期限到了')).toBeVisible();
    await shoot(page, 'offline-ended-zh-phone');
  });

  await test.step('the network is back: what was learned is in its place, and lessons may stay', async () => {
    await context.setOffline(false);
    await page.goto('/offline/lessons');
    await expect(page.getByText('学习进度都已同步')).toBeVisible();
    const mine = await page.request.get('/api/v1/progress');
    const { items } = (await mine.json()) as { items: { completedCount: number }[] };
    expect(items.map(({ completedCount }) => completedCount)).toEqual([1]);
    await page.goto(`/learn/${slug}/${lessons.film}`);
    const start = Number(await page.locator('.player').getAttribute('data-start'));
    expect(start).toBeGreaterThanOrEqual(4);
    await page.goto(`/learn/${slug}/${lessons.text}`);
    await expect(page.getByText('这一课已学完')).toBeVisible();
    await page.goto('/offline/lessons');
    await page.getByRole('link', { name: titles.text }).click();
    await expect(page.getByRole('heading', { level: 1, name: titles.text })).toBeVisible();
  });

  await test.step('one is removed; the others go with the right to the course', async () => {
    await page.goto('/offline/lessons');
    await page.getByRole('button', { name: `移除《${titles.sound}》` }).click();
    await expect(page.getByRole('listitem')).toHaveCount(2);
    const taken = await owner.request.delete(`/api/v1/grants/${grantId}`);
    expect(taken.status()).toBe(204);
    await page.reload();
    await expect(page.getByText('这台设备还没有保存课时')).toBeVisible();
    expect(await lookInto(page)).toMatchObject({ lessons: 0, bytes: 0 });
    await expectAccessible(page);
    await shoot(page, 'offline-lessons-empty-zh-phone');
  });

  await test.step('all can be removed at once, and who signs out leaves nothing behind', async () => {
    await give();
    await keep('text');
    expect((await lookInto(page)).lessons).toBe(1);
    await page.goto('/offline/lessons');
    await page.getByRole('link', { name: '全部移除' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: '确定移除' }).click();
    await expect(page.getByText('这台设备还没有保存课时')).toBeVisible();
    await keep('text');
    await page.goto('/account');
    await page
      .locator('form[action="/logout"]')
      .first()
      .evaluate((form: HTMLFormElement) => form.submit());
    await page.waitForURL((url) => url.pathname !== '/account');
    expect(await lookInto(page)).toMatchObject({ lessons: 0, bytes: 0 });
  });
});
