import type { Locator, Page } from '@playwright/test';
import { codeFor, desk, expect, expectAccessible, joinAs, phone, shoot, test } from '../house.ts';

// A stranger joins with a mailed code, buys, and learns in every medium: in Chinese on a phone, in English at a desk.

const course = '/courses/music-theory-you-can-hear';

test.describe('on a phone, in Chinese', () => {
  test.use({ viewport: phone.viewport!, isMobile: true, hasTouch: true });

  test('a stranger joins, pays at the cashier, reads and listens', async ({ page, another }) => {
    const email = `buyer-${Date.now()}@example.com`;

    await test.step('joins with a mailed code', async () => {
      await page.goto(course);
      await page.getByRole('button', { name: '立即购买' }).first().click();
      await expect(page).toHaveURL(/\/login/);
      await page.getByRole('main').getByRole('link', { name: '注册' }).click();
      await page.getByLabel('邮箱').fill(email);
      await page.getByRole('button', { name: '获取验证码' }).click();
      await page.getByLabel('验证码').fill(await codeFor(page, email));
      await page.getByLabel('称呼').fill('春分');
      await expectAccessible(page);
      await shoot(page, 'register-code-zh-phone');
      await page.getByRole('button', { name: '完成注册' }).click();
      await expect(page).not.toHaveURL(/register/);
    });

    await test.step('pays', async () => {
      await page.goto(course);
      await page.getByRole('button', { name: '立即购买' }).first().click();
      await expect(page).toHaveURL(/cashier/);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('¥99.00');
      await expectAccessible(page);
      await shoot(page, 'cashier-zh-phone');
      await page.getByRole('button', { name: '支付' }).click();
      await expect(page.getByText('支付成功，可以开始学习了')).toBeVisible();
      await expectAccessible(page);
      await shoot(page, 'order-paid-zh-phone');
      await page.getByRole('link', { name: '开始学习' }).click();
    });

    await test.step('reads a lesson and goes on to the next', async () => {
      await expect(page.getByText('已学完 0 / 19 课时')).toBeVisible();
      await expectAccessible(page);
      await shoot(page, 'course-home-zh-phone');
      await page.getByRole('link', { name: /一个音里的许多音/ }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('一个音里的许多音');
      await expectAccessible(page);
      await shoot(page, 'lesson-text-zh-phone');
      await page.getByRole('button', { name: '学完了，下一课' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('八度为什么像同一个音');
      await page.goBack();
      await page.reload();
      await expect(page.getByText('这一课已学完')).toBeVisible();
    });

    await test.step('listens', async () => {
      await page.goto('/learn/music-theory-you-can-hear');
      await expect(page.getByText('已学完 1 / 19 课时')).toBeVisible();
      await page.getByRole('link', { name: /听辨音程/ }).click();
      const player = page.getByRole('region', { name: '听辨音程' });
      await player.getByRole('button', { name: '播放', exact: true }).click();
      await growsPast(player.locator('audio'), 1);
      await expectAccessible(page);
      await shoot(page, 'lesson-audio-zh-phone');
    });

    await test.step('nobody else gets in by the address of a lesson or of its sound', async () => {
      const sound = await page
        .locator('audio')
        .evaluate((audio: HTMLAudioElement) => audio.currentSrc);
      const stranger = await another(phone);
      await stranger.goto(page.url());
      await expect(stranger).toHaveURL(new RegExp(`${course}$`));
      await expect(stranger.getByRole('button', { name: '立即购买' }).first()).toBeVisible();
      expect((await page.request.get(sound)).status()).toBe(200);
      expect((await stranger.request.get(sound)).status()).toBe(403);
      const lesson = page.url().split('/').at(-1);
      const asked = await stranger.request.get(`/api/v1/lessons/${lesson}/playback`);
      expect([401, 403, 404]).toContain(asked.status());
    });
  });
});

test.describe('at a desk, in English', () => {
  test.use({ viewport: desk.viewport!, locale: 'en-GB' });

  test('a member buys, watches by keyboard, goes away and comes back to the place', async ({
    page,
  }) => {
    await joinAs(page, 'Grain Rain');

    await test.step('buys', async () => {
      await page.goto(`/en${course}`);
      await page.getByRole('button', { name: /Buy/ }).first().click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Amount due');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Pay', exact: true }).click();
      await expect(page.getByText('Paid. You can start to learn.')).toBeVisible();
      await shoot(page, 'order-paid-en-desk');
      await page.getByRole('link', { name: 'Start to learn' }).click();
      await expect(page.getByText('0 of 19 lessons done')).toBeVisible();
      await expectAccessible(page);
      await shoot(page, 'course-home-en-desk');
    });

    await test.step('watches', async () => {
      await page.getByRole('link', { name: /一根弦里的世界/ }).click();
      const player = page.getByRole('region', { name: '一根弦里的世界' });
      const video = player.locator('video');
      await player.getByRole('button', { name: 'Play', exact: true }).click();
      await growsPast(video, 1);
      // Its height is the line's, or the machine's that may have made others by now.
      const shape = await video.evaluate((of: HTMLVideoElement) => of.videoWidth / of.videoHeight);
      expect(shape).toBeCloseTo(16 / 9, 1);

      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page);
      await shoot(page, 'lesson-video-en-desk');
      await page.emulateMedia({ colorScheme: 'light' });
    });

    await test.step('reads the subtitles in either language', async () => {
      const player = page.getByRole('region', { name: '一根弦里的世界' });
      const tracks = () =>
        player.locator('video').evaluate((of: HTMLVideoElement) =>
          Array.from(of.textTracks, ({ label, mode, cues }) => ({
            label,
            mode,
            cues: cues?.length ?? 0,
          })),
        );
      await expect
        .poll(async () => (await tracks()).map(({ label }) => label))
        .toEqual(['English', '中文']);
      await expect.poll(async () => (await tracks())[0]).toMatchObject({ mode: 'showing' });
      await expect.poll(async () => (await tracks())[0]?.cues).toBeGreaterThan(10);
      await player.getByRole('button', { name: 'Captions' }).click();
      await expect.poll(async () => (await tracks())[1]).toMatchObject({ mode: 'showing' });
    });

    await test.step('goes faster, jumps and pauses by keyboard', async () => {
      const player = page.getByRole('region', { name: '一根弦里的世界' });
      const video = player.locator('video');
      await player.getByLabel('Speed').selectOption('1.5×');
      expect(await video.evaluate((of: HTMLVideoElement) => of.playbackRate)).toBe(1.5);
      await player.getByRole('button', { name: 'Captions' }).focus();
      for (let times = 0; times < 4; times += 1) await page.keyboard.press('l');
      await growsPast(video, 60);
      await page.keyboard.press('k');
      await expect.poll(() => video.evaluate((of: HTMLVideoElement) => of.paused)).toBe(true);
    });

    await test.step('comes back to the place', async () => {
      const place = await timeOf(page.locator('video'));
      await expect.poll(async () => positionOf(page)).toBeGreaterThan(place - 2);
      await page.setViewportSize(phone.viewport!);
      await page.goto('/learning');
      const done = page.getByText(/^已学完 \d+ \/ \d+ 课时$/).first();
      expect((await done.boundingBox())!.height, 'stands on one line').toBeLessThan(30);
      await page.setViewportSize(desk.viewport!);
      await page.goto('/en/learning');
      await expectAccessible(page);
      await shoot(page, 'my-learning-en-desk');
      await page.getByRole('link', { name: 'Music Theory You Can Hear' }).first().click();
      await page.getByRole('link', { name: 'Continue' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('一根弦里的世界');
      await growsPast(page.locator('video'), place - 2);
      expect(await timeOf(page.locator('video'))).toBeLessThan(place + 10);
    });

    await test.step('opens the document', async () => {
      await page.goto('/en/learn/music-theory-you-can-hear');
      await page.getByRole('link', { name: /乐理随身卡/ }).click();
      const plain = page.getByRole('link', { name: 'Open in the browser’s own viewer' });
      const document = await page.request.get((await plain.getAttribute('href')) ?? '');
      expect(document.headers()['content-type']).toBe('application/pdf');
      expect((await document.body()).subarray(0, 5).toString()).toBe('%PDF-');
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: /Download/ }).click();
      expect((await download).suggestedFilename()).toMatch(/乐理随身卡.*\.pdf/);
    });
  });
});

function timeOf(medium: Locator): Promise<number> {
  return medium.evaluate((of: HTMLMediaElement) => of.currentTime);
}

/** The medium really plays, or stands, past `seconds`. */
async function growsPast(medium: Locator, seconds: number): Promise<void> {
  await expect.poll(() => timeOf(medium)).toBeGreaterThan(seconds);
}

/** Where the house believes the reader of this lesson to be. */
async function positionOf(page: Page): Promise<number> {
  const answer = await page.request.get(page.url());
  return Number(/data-start="([\d.]+)"/.exec(await answer.text())?.[1] ?? 0);
}
