import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A creator writes an article with a picture, a formula and code, looks back, meets herself in another tab, and loses nothing.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const picture = join(
  import.meta.dirname,
  '../../demo/material/听得懂的乐理/01-声音从哪里来/images/vibration.png',
);
const title = `弦外之音 ${Date.now().toString(36)}`;
let address = '';

const text = (page: Page) => page.getByRole('textbox', { name: '正文' });
const preview = (page: Page) => page.getByRole('region', { name: '预览' });
const isSaved = (page: Page) =>
  expect(page.getByRole('status').getByText('已保存', { exact: true })).toBeVisible();

async function write(page: Page, words: string): Promise<void> {
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(words);
}

test('an article with a picture, a formula and code is seen as its page while it is written', async ({
  page,
}) => {
  await enter(page, 'lin@example.com');
  await test.step('a work, a chapter, a lesson', async () => {
    await page.goto('/studio/works');
    await page.getByRole('button', { name: '新建作品' }).click();
    await page.getByRole('dialog').getByLabel('标题').fill(title);
    await page.getByRole('dialog').getByRole('button', { name: '新建作品' }).click();
    await page.getByRole('button', { name: '新增章节' }).click();
    await page.getByRole('dialog').getByLabel('章节名').fill('第一章');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '新增课时' }).click();
    await page.getByRole('dialog').getByLabel('标题').fill('泛音');
    await page.getByRole('dialog').getByRole('button', { name: '开始写' }).click();
    await expect(text(page)).toBeVisible();
    address = page.url();
  });

  await test.step('words by the keyboard, marks by the toolbar', async () => {
    await write(page, '弦在振动，空气也在振动。\n\n');
    const tools = page.getByRole('toolbar', { name: '排版' });
    await tools.getByRole('button', { name: '大标题 H2' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('一根弦的公式');
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\n');
    await tools.getByRole('button', { name: '公式' }).click();
    await page.keyboard.insertText(String.raw`f = \frac{1}{2L}\sqrt{\frac{T}{\mu}}`);
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\n');
    await tools.getByRole('button', { name: '代码块' }).click();
    await page.keyboard.insertText('python\nprint("la", 440)');
    await page.keyboard.press('Control+End');
    await expect(preview(page).getByRole('heading', { name: /一根弦的公式/ })).toBeVisible();
    await expect(preview(page).locator('math')).toBeVisible();
    await expect(
      preview(page).locator('pre .shiki-constant, pre [class^=shiki]').first(),
    ).toBeVisible();
  });

  await test.step('a picture that is pasted', async () => {
    await page.keyboard.insertText('\n\n');
    await paste(page, await readFile(picture));
    await expect(preview(page).getByRole('img', { name: '弦' })).toBeVisible({ timeout: 30_000 });
    await isSaved(page);
    await expectAccessible(page);
    await shoot(page, 'desk-zh-desk');
  });

  await test.step('the source is Markdown, and what is seen is what the page will be', async () => {
    await page.getByRole('switch', { name: 'Markdown 源码' }).click();
    await expect(text(page)).toContainText('## 一根弦的公式');
    await expectAccessible(page);
    await page.getByRole('switch', { name: 'Markdown 源码' }).click();
    await write(page, '\n\n看注[^1]。\n\n[^1]: 一条脚注。');
    await expect(preview(page).getByText('一条脚注。')).toBeVisible();
    await isSaved(page);
    await expectSamePage(page);
  });
});

test('a creator sees what differs between two versions, and brings one back', async ({ page }) => {
  await enter(page, 'lin@example.com');
  await page.goto(address);
  await page.getByRole('button', { name: '保存一个版本' }).click();
  await expect(page.getByText('已保存为一个版本').first()).toBeVisible();
  await replaceAll(page, '弦在振动，空气也在振动。', '弦在颤动，空气也在颤动，您听见了。');
  await isSaved(page);
  await page.getByRole('link', { name: '历史版本' }).click();
  await expect(page.locator('del').filter({ hasText: '振动' }).first()).toBeVisible();
  await expect(page.locator('ins').filter({ hasText: '颤动' }).first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'history-sides-zh-desk');
  await page.getByText('合在一起看').click();
  await expectAccessible(page);
  await page.getByRole('navigation', { name: '版本' }).getByRole('button').nth(1).click();
  await page.getByRole('button', { name: '恢复成这个版本' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '恢复成这个版本' }).click();
  await expect(page.getByText('恢复旧版本').first()).toBeVisible();
  await page.getByRole('link', { name: '回去写' }).click();
  await expect(text(page)).toContainText('弦在振动，空气也在振动。');
});

test('two tabs: the second is told who changed what, and neither text is lost', async ({
  page,
}) => {
  await enter(page, 'lin@example.com');
  await page.goto(address);
  await expect(text(page)).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(address);
  await replaceAll(other, '弦在振动，空气也在振动。', '弦在振动，屋子也在振动。');
  await isSaved(other);
  await replaceAll(page, '弦在振动，空气也在振动。', '琴在振动，空气也在振动。');
  const dialog = page.getByRole('dialog', { name: '两边都改了这一课' });
  await expect(dialog.getByText(/林知微.*保存了另一份/)).toBeVisible();
  await expect(dialog.locator('ins').first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'conflict-zh-desk');
  await dialog.getByRole('button', { name: '逐段合并' }).click();
  await dialog.getByRole('radio', { name: /我的/ }).check();
  await expectAccessible(page);
  await shoot(page, 'merge-zh-desk');
  await dialog.getByRole('button', { name: '采用合并的结果' }).click();
  await expect(dialog).toBeHidden();
  await isSaved(page);
  await expect(text(page)).toContainText('琴在振动');
  await page.getByRole('link', { name: '历史版本' }).click();
  await expect(page.getByText('另存，未采用').first()).toBeVisible();
  await other.bringToFront();
  await other.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(text(other)).toContainText('琴在振动');
  await other.close();
});

test('a lost connection, a reload and a lost session lose nothing', async ({ page }) => {
  await enter(page, 'lin@example.com');
  await page.goto(address);
  await expect(text(page)).toBeVisible();
  const cut = (url: URL) => /^\/api\/v1\/(lessons|works)\//.test(url.pathname);

  await test.step('the house cannot be reached', async () => {
    await page.route(cut, (route) => route.abort('aborted'));
    await write(page, '\n\n断线时写的一句。');
    await expect(page.getByText(/文字留在这台设备上/)).toBeVisible();
    await shoot(page, 'offline-zh-desk');
  });

  await test.step('the page is read anew', async () => {
    await page.unroute(cut);
    await page.reload();
    await expect(page.getByText('找回了上次没有保存的文字')).toBeVisible();
    await isSaved(page);
  });

  await test.step('somebody was signed out', async () => {
    await page.context().clearCookies();
    await write(page, '\n\n登出后写的一句。');
    await expect(page.getByRole('heading', { name: '登录工作台' })).toBeVisible();
    await page.getByLabel('邮箱或手机号').fill('lin@example.com');
    await page.getByLabel('密码').fill('shuyuan-demo-2026');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await isSaved(page);
    const id = address.split('/').at(-1)!;
    const answer = await page.request.get(`/api/v1/lessons/${id}/draft`);
    const { body } = (await answer.json()) as { body: string };
    expect(body).toContain('断线时写的一句。');
    expect(body).toContain('登出后写的一句。');
  });
});

test('on a phone, in English and in the dark one writes and looks in turn', async ({ another }) => {
  const page = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
  await enter(page, 'lin@example.com');
  await page.goto(`${new URL(address).pathname}?lang=en`);
  await expect(page.getByRole('textbox', { name: 'Text', exact: true })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'desk-en-phone-dark');
  await page.getByRole('switch', { name: 'Preview' }).click();
  await expect(page.getByRole('region', { name: 'Preview' }).locator('math')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'desk-preview-en-phone-dark');
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('navigation', { name: 'Versions' })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'history-en-phone-dark');
});

/** Pastes a file into the text, as a browser hands it over. */
async function paste(page: Page, bytes: Buffer): Promise<void> {
  await text(page).evaluate((place, base64) => {
    const data = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0)!);
    const transfer = new DataTransfer();
    transfer.items.add(new File([data], '弦.png', { type: 'image/png' }));
    const event = new ClipboardEvent('paste', {
      clipboardData: transfer,
      bubbles: true,
      cancelable: true,
    });
    place.dispatchEvent(event);
  }, bytes.toString('base64'));
}

/** Selects words of the text where they stand, and types others. */
async function replaceAll(page: Page, from: string, to: string): Promise<void> {
  const line = text(page).locator('.cm-line').filter({ hasText: from }).first();
  await line.click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText(to);
}

/** What the preview shows is, byte for byte, what the whole text becomes. */
async function expectSamePage(page: Page): Promise<void> {
  const [, workId, lessonId] = /works\/([^/]+)\/lessons\/([^/?]+)/.exec(address)!;
  const draft = await page.request.get(`/api/v1/lessons/${lessonId}/draft`);
  const { body } = (await draft.json()) as { body: string };
  const answer = await page.request.post(`/api/v1/works/${workId}/preview`, { data: { body } });
  const { html } = (await answer.json()) as { html: string };
  const shown = () =>
    preview(page)
      .locator('.prose')
      .evaluate((place) => place.innerHTML.trim());
  const parsed = await page.evaluate((source) => {
    const root = document.createElement('div');
    root.innerHTML = source;
    return root.innerHTML.trim();
  }, html);
  await expect.poll(shown).toBe(parsed);
}
