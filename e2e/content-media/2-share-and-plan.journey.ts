import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, phone, shoot, test } from '../house.ts';

// A creator begins from a pattern, writes with what she keeps at hand, shows the draft to a friend, and has it published at a time.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const picture = join(
  import.meta.dirname,
  '../../demo/material/听得懂的乐理/01-声音从哪里来/images/vibration.png',
);
const title = `山里的声音 ${Date.now().toString(36)}`;
const minuteMs = 60_000;
let work = '';
let shared = '';
let scheduled = '';
let first = '';

const text = (page: Page) => page.getByRole('textbox', { name: '正文' });
const preview = (page: Page) => page.getByRole('region', { name: '预览' });
const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const isSaved = (page: Page) =>
  expect(page.getByRole('status').getByText('已保存', { exact: true })).toBeVisible();

/** What a field for an instant takes: `at` in Beijing time, to the minute. */
const beijing = (at: number) => new Date(at + 8 * 60 * minuteMs).toISOString().slice(0, 16);

/** The next full minute for which something can still be planned, with five seconds to do so. */
const soonest = () => Math.ceil((Date.now() + minuteMs + 5_000) / minuteMs) * minuteMs;

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('a course is begun from a pattern, and written with tables, files and snippets', async ({
  page,
}) => {
  await enter(page, 'lin@example.com');
  await test.step('from a pattern of the house', async () => {
    await page.goto('/studio/works');
    await page.getByRole('button', { name: '新建作品' }).click();
    const dialog = dialogOf(page, '新建作品');
    await dialog.getByLabel('标题').fill(title);
    await dialog.getByRole('radio', { name: /一步步的课程/ }).check();
    await expectAccessible(page);
    await shoot(page, 'begin-zh-desk');
    await dialog.getByRole('button', { name: '新建作品' }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    work = new URL(page.url()).pathname;
    await page.getByRole('link', { name: '这门课讲什么' }).click();
    await expect(text(page)).toContainText('学完以后');
  });

  const tools = page.getByRole('toolbar', { name: '排版' });
  const end = async () => {
    await text(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\n');
  };
  await test.step('a table, a callout, a picture that is dropped', async () => {
    await end();
    await tools.getByRole('button', { name: '表格' }).click();
    await expect(preview(page).getByRole('table')).toBeVisible();
    await end();
    await tools.getByRole('button', { name: '提示框' }).click();
    await expect(preview(page).getByText('写一句提示')).toBeVisible();
    await end();
    await drop(page, await readFile(picture));
    await expect(preview(page).getByRole('img', { name: '山谷' })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('a recording out of the library', async () => {
    await end();
    await tools.getByRole('button', { name: '插入音频、视频或文件' }).click();
    const files = page.getByRole('dialog');
    const find = files.getByRole('searchbox', { name: '按文件名查找' });
    await find.fill('.mp3');
    await find.press('Enter');
    await files
      .getByRole('row', { name: /\.mp3|\.m4a|\.wav/ })
      .first()
      .getByRole('button', { name: '使用' })
      .click();
    await expect(preview(page).locator('audio').first()).toBeVisible({ timeout: 20_000 });
    await isSaved(page);
  });

  await test.step('a piece that is written often is kept, and put in', async () => {
    await end();
    await page.keyboard.insertText('练习：闭上眼睛，数一数听到了几种声音。');
    await page.keyboard.press('Shift+Home');
    await tools.getByRole('button', { name: '插入常用片段' }).click();
    const dialog = dialogOf(page, '常用片段');
    await expect(dialog.getByLabel('正文（Markdown）')).toHaveValue(/闭上眼睛/);
    // A second try finds what the first has kept.
    const name = `听音练习${test.info().retry || ''}`;
    await dialog.getByLabel('名称').fill(name);
    await dialog.getByRole('button', { name: '保存' }).click();
    const row = dialog.getByRole('row', { name: new RegExp(`${name} `) });
    await expect(row).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'snippets-zh-desk');
    await row.getByRole('button', { name: '插入', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(text(page).getByText('练习：闭上眼睛')).toHaveCount(2);
    await isSaved(page);
  });
});

test('what a course says of itself is written with the same editor', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  const editors = () => fetched.filter((url) => url.includes('/markdown-editor-'));
  await enter(page, 'lin@example.com');
  await page.goto(work);
  await expect(page.getByRole('link', { name: '这门课讲什么' })).toBeVisible();
  expect(editors()).toEqual([]);
  await page.getByRole('tab', { name: '基本信息' }).click();
  const field = page.getByRole('textbox', { name: '课程介绍（Markdown）', exact: true });
  await field.click();
  expect(editors()).not.toEqual([]);
  await page.keyboard.insertText('## 为什么听山\n\n山里**最安静**，也最热闹。');
  await expectAccessible(page);
  await shoot(page, 'face-zh-desk');
  const item = page.locator('.ant-form-item').filter({ has: field });
  await item.getByText('预览', { exact: true }).click();
  await expect(page.getByRole('heading', { name: /为什么听山/ })).toBeVisible();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('已保存').first()).toBeVisible();
  await page.reload();
  await page.getByRole('tab', { name: '基本信息' }).click();
  await expect(field).toContainText('为什么听山');
});

test('a friend reads the draft by an address that ends', async ({ page, another }) => {
  await enter(page, 'lin@example.com');
  await page.goto(work);
  await choose(page, '分享草稿');
  const dialog = dialogOf(page, '分享草稿的链接');
  await dialog.getByLabel('给谁看').fill('李老师');
  await dialog.getByRole('button', { name: '生成链接' }).click();
  const address = dialog.getByRole('textbox', { name: '预览链接' });
  await expect(address).toHaveValue(/\/shared\//);
  shared = await address.inputValue();
  await expect(dialog.getByRole('row', { name: /李老师.*有效/ })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'share-zh-desk');

  const friend = await another({ ...phone, locale: 'en-US' });
  await friend.goto(shared);
  await expect(friend.getByText('请不要转发')).toBeVisible();
  await expect(friend.getByRole('heading', { level: 1, name: '这门课讲什么' })).toBeVisible();
  await expectAccessible(friend);
  await shoot(friend, 'shared-phone');

  await dialog
    .getByRole('row', { name: /李老师/ })
    .getByRole('button', { name: '作废' })
    .click();
  await dialogOf(page, /作废给/)
    .getByRole('button', { name: '作废' })
    .click();
  await expect(dialog.getByRole('row', { name: /李老师.*已作废/ })).toBeVisible();
  const gone = await friend.goto(shared);
  expect(gone?.status()).toBe(404);
});

test('a lesson is given its time', async ({ page }) => {
  await enter(page, 'lin@example.com');
  await page.goto(work);
  await page.getByRole('link', { name: '第 2 课' }).click();
  await expect(text(page)).toBeVisible();
  scheduled = new URL(page.url()).pathname;
  await page.getByRole('button', { name: '课时设置' }).click();
  const settings = page.getByRole('dialog', { name: '课时设置' });
  await settings.getByLabel('购买后第几天开放').fill('7');
  await settings.getByLabel('开放后可学几天').fill('30');
  await settings.getByLabel('开放后可学几天').blur();
  await isSaved(page);
  await expectAccessible(page);
  await shoot(page, 'schedule-zh-desk');
  await page.goto(work);
  await expect(page.getByText('购买 7 天后开放，开放后可学 30 天')).toBeVisible();

  await test.step('and another the lesson that comes first', async () => {
    await page.getByRole('link', { name: '第 1 课' }).click();
    await expect(text(page)).toBeVisible();
    await page.getByRole('button', { name: '课时设置' }).click();
    await settings.getByRole('combobox', { name: '先学哪几课' }).fill('讲什么');
    await page.getByTitle('这门课讲什么').click();
    await page.keyboard.press('Escape');
    await isSaved(page);
    await expectAccessible(page);
    await shoot(page, 'needs-zh-desk');
    first = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.goto(work);
    await expect(page.getByText('先学完《这门课讲什么》')).toBeVisible();
  });
});

test('what is approved is published at its time by itself; its withdrawal can be planned and called off', async ({
  page,
  another,
}) => {
  test.setTimeout(6 * minuteMs);
  await enter(page, 'lin@example.com');
  await page.goto(work);
  await test.step('handed in with a time', async () => {
    await page.getByLabel(/价格（元）/).fill('0');
    await page.getByRole('button', { name: '定价' }).click();
    await expect(page.getByText('已更新，之前的订单不受影响').first()).toBeVisible();
    await page.getByRole('radio', { name: '定时发布' }).check();
    await expect(page.getByRole('button', { name: '送审', exact: true })).toBeDisabled();
    await page.getByLabel(/^发布时间/).fill(beijing(Date.now() + 60 * minuteMs));
    await expectAccessible(page);
    await page.getByRole('button', { name: '送审', exact: true }).click();
    await expect(page.getByRole('button', { name: '撤回送审' })).toBeVisible();
  });

  const reviewer = await another(desk);
  await test.step('approved for that time', async () => {
    await enter(reviewer, 'reviewer@example.com');
    await reviewer.goto('/studio/reviews?state=open');
    await reviewer.getByRole('link', { name: title }).click();
    await reviewer.getByRole('button', { name: '通过并发布' }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByRole('button', { name: '全部符合' }).click();
    await expect(dialog.getByRole('radio', { name: '定时发布' })).toBeChecked();
    await expectAccessible(reviewer);
    await shoot(reviewer, 'approve-zh-desk');
    await dialog.getByRole('button', { name: '通过，到时发布' }).click();
    await expect(reviewer.getByText('已通过，到时自动发布').first()).toBeVisible();
    await reviewer.goto('/studio/plans?state=waiting');
    await expect(reviewer.getByRole('row', { name: new RegExp(title) })).toBeVisible();
    await expectAccessible(reviewer);
    await shoot(reviewer, 'plans-zh-desk');
  });

  await test.step('its creator moves it nearer', async () => {
    await page.reload();
    await expect(page.getByText(/将于 .* 发布（北京时间）/)).toBeVisible();
    await expect(page.getByRole('button', { name: '撤回送审' })).toBeHidden();
    await expectAccessible(page);
    await shoot(page, 'planned-zh-desk');
    await page.getByRole('button', { name: '改时间' }).click();
    await move(page.getByRole('dialog'), soonest());
    await expect(page.getByText('时间已改').first()).toBeVisible();
  });

  await test.step('nobody sees it before, everybody after', async () => {
    const found = async () => {
      const answer = await reviewer.request.get(`/api/v1/works?text=${encodeURIComponent(title)}`);
      return ((await answer.json()) as { items: { state: string }[] }).items[0]?.state;
    };
    expect(await found()).toBe('draft');
    await expect.poll(found, { timeout: 4 * minuteMs, intervals: [5_000] }).toBe('published');
    await page.reload();
    await expect(page.getByText('已发布').first()).toBeVisible();
  });

  await test.step('a withdrawal is planned, and called off', async () => {
    await choose(page, '定时下架');
    await move(dialogOf(page, '定时下架'), Date.now() + 24 * 60 * minuteMs);
    await expect(page.getByText(/将于 .* 下架（北京时间）/)).toBeVisible();
    await page.getByRole('button', { name: '取消定时' }).click();
    await dialogOf(page, /取消/).getByRole('button', { name: '取消定时' }).click();
    await expect(page.getByText(/将于 .* 下架（北京时间）/)).toBeHidden();
  });
});

test('a learner is told before and after when a lesson opens', async ({ another }) => {
  const learner = await another({ ...phone, locale: 'en-US' });
  await enter(learner, 'learner1@example.com');
  const { items } = (await (await learner.request.get('/api/v1/catalogue?limit=100')).json()) as {
    items: { slug: string; title: string }[];
  };
  const { slug } = items.find((item) => item.title === title)!;
  await learner.goto(`/en/courses/${encodeURIComponent(slug)}`);
  await expect(learner.getByText('opens 7 days after purchase, open for 30 days')).toBeVisible();
  await expectAccessible(learner);
  await shoot(learner, 'course-schedule-en-phone');
  await learner.getByRole('button', { name: 'Join for free' }).first().click();
  await expect(learner).not.toHaveURL(/courses/);
  await learner.goto(`/en/learn/${encodeURIComponent(slug)}`);
  await expect(learner.getByText(/Opens at \d{4}-\d\d-\d\d/)).toBeVisible();
  await expect(learner.getByRole('link', { name: '第 2 课' })).toBeHidden();
  await expectAccessible(learner);
  await shoot(learner, 'learn-schedule-en-phone');
  const id = scheduled.split('/').at(-1)!;
  const refused = await learner.goto(`/en/learn/${encodeURIComponent(slug)}/${id}`);
  expect(refused?.status()).toBe(403);
  await expect(learner.getByText(/not open yet: it opens at/)).toBeVisible();
  await shoot(learner, 'not-open-yet-en-phone');

  await test.step('and which lesson comes first, with the way to it', async () => {
    await learner.goto(`/en/learn/${encodeURIComponent(slug)}`);
    await expect(learner.getByText('first “这门课讲什么”')).toBeVisible();
    await expect(learner.getByRole('link', { name: '第 1 课' })).toBeHidden();
    const before = await learner.goto(`/en/learn/${encodeURIComponent(slug)}/${first}`);
    expect(before?.status()).toBe(403);
    await expectAccessible(learner);
    await shoot(learner, 'needs-en-phone');
    await learner.getByRole('link', { name: '这门课讲什么' }).click();
    await learner.getByRole('button', { name: 'Finished, next lesson' }).click();
    await expect(learner.getByRole('heading', { level: 1, name: '第 1 课' })).toBeVisible();
  });
});

test('a course is duplicated, and serves as a template', async ({ page }) => {
  await enter(page, 'lin@example.com');
  await page.goto(work);
  await choose(page, '设为模板');
  await expect(page.getByText('已设为模板').first()).toBeVisible();
  await choose(page, '复制课程');
  await page.getByRole('dialog').getByRole('button', { name: '复制课程' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${title}（副本）` })).toBeVisible();
  await expect(page.getByRole('link', { name: '这门课讲什么' })).toBeVisible();
  await page.goto('/studio/works');
  await page.getByRole('button', { name: '新建作品' }).click();
  await expect(page.getByRole('radio', { name: `我的模板：${title}` })).toBeVisible();
});

test('an item stands in two works: written in one, it follows in the other, until it gets a text of its own', async ({
  page,
  another,
}) => {
  await enter(page, 'lin@example.com');
  await page.goto('/studio/works');
  await page
    .getByRole('link', { name: `${title}（副本）` })
    .first()
    .click();
  await page.getByRole('button', { name: '共用别的作品里的一节' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('哪部作品').fill('听得懂的乐理');
  await page.getByTitle('听得懂的乐理', { exact: true }).click();
  await dialog.getByLabel('哪一节').click();
  await page.locator('.ant-select-item-option').filter({ visible: true }).first().click();
  await expectAccessible(page);
  await shoot(page, 'share-item-zh-desk');
  await dialog.getByRole('button', { name: '放进来' }).click();
  await expect(page.getByText('正文和文件与这里共用')).toBeVisible();
  await expect(text(page)).toHaveAttribute('contenteditable', 'false');
  await expectAccessible(page);
  await shoot(page, 'shared-item-zh-desk');

  const small = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
  await enter(small, 'lin@example.com');
  await small.goto(`${new URL(page.url()).pathname}?lang=en`);
  await expect(small.getByText('Text and file are shared with')).toBeVisible();
  await expectAccessible(small);
  await shoot(small, 'shared-item-en-phone-dark');

  await page.getByRole('link', { name: /^《听得懂的乐理》/ }).click();
  await expect(page.getByText('这一节还用在 1 处')).toBeVisible();
  await page.getByRole('link', { name: new RegExp(`（副本）》`) }).click();
  await page.getByRole('button', { name: '改成自己的一份' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '改成自己的一份' }).click();
  await expect(page.getByText('正文和文件与这里共用')).toBeHidden();
  await expect(text(page)).toHaveAttribute('contenteditable', 'true');
});

test('on a phone, in English and in the dark one shares, plans and begins', async ({ another }) => {
  const page = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
  await enter(page, 'lin@example.com');
  await page.goto(`${work}?lang=en`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Share the draft' }).click();
  await expect(page.getByRole('dialog').getByText('Ended', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'share-en-phone-dark');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(
    page.getByRole('textbox', { name: 'Description (Markdown)', exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'face-en-phone-dark');
  await page.goto('/studio/plans?lang=en');
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'plans-en-phone-dark');
  await page.goto('/studio/works?lang=en');
  await page.getByRole('button', { name: 'New work' }).click();
  await expect(page.getByRole('radio', { name: /step by step/ })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'begin-en-phone-dark');
});

async function move(dialog: Locator, at: number): Promise<void> {
  await dialog.getByLabel(/^时间/).fill(beijing(at));
  await dialog.getByRole('button', { name: /改时间|定时下架/ }).click();
}

/** Drops a file into the text, as a browser hands it over. */
async function drop(page: Page, bytes: Buffer): Promise<void> {
  await text(page).evaluate((place, base64) => {
    const data = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0)!);
    const transfer = new DataTransfer();
    transfer.items.add(new File([data], '山谷.png', { type: 'image/png' }));
    const { left, bottom } = place.getBoundingClientRect();
    place.dispatchEvent(
      new DragEvent('drop', {
        dataTransfer: transfer,
        clientX: left + 40,
        clientY: bottom - 10,
        bubbles: true,
        cancelable: true,
      }),
    );
  }, bytes.toString('base64'));
}
