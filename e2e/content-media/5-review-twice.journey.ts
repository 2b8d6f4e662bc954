import type { Page } from '@playwright/test';
import { desk, enter, expect, expectAccessible, joinAs, phone, shoot, test } from '../house.ts';

// What somebody new wants to sell is looked at twice: returned by the first review, by the deep one with a comment on a
// passage, mended both times, and published.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const title = `弦与律 ${Date.now().toString(36)}`;
const passage = '频率越高，声音越响';
const criteria = ['准确', '实用', '完整', '合规'];
let creator = '';
let work = '';
let lesson = '';

const text = (page: Page) => page.getByRole('textbox', { name: '正文' });
const isSaved = (page: Page) =>
  expect(page.getByRole('status').getByText('已保存', { exact: true })).toBeVisible();

async function handIn(page: Page): Promise<void> {
  await page.goto(work);
  await page.getByRole('button', { name: '送审', exact: true }).click();
  await expect(page.getByRole('button', { name: '撤回送审' })).toBeVisible();
}

async function openCase(page: Page): Promise<void> {
  await page.goto('/studio/reviews?state=open');
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Selects words of the lesson as a reader would, with a pointer or a long press. */
async function select(page: Page, words: string): Promise<void> {
  await page
    .getByText(words)
    .first()
    .evaluate((place, wanted) => {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent!.indexOf(wanted);
        if (at < 0) continue;
        getSelection()!.setBaseAndExtent(node, at, node, at + wanted.length);
        return;
      }
    }, words);
}

async function mark(page: Page, marks: readonly number[]): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const [at, name] of criteria.entries())
    await dialog
      .getByRole('radiogroup', { name })
      .getByText(String(marks[at]), { exact: true })
      .click();
}

test('somebody new writes a course to sell, and hands it in', async ({ page, another }) => {
  creator = await joinAs(page, '方新');
  const owner = await another(desk);
  await enter(owner, 'owner@example.com');
  const found = await owner.request.get(`/api/v1/users?text=${encodeURIComponent(creator)}`);
  const { items } = (await found.json()) as { items: { id: string }[] };
  const granted = await owner.request.put(`/api/v1/users/${items[0]!.id}/roles/creator`);
  expect(granted.ok()).toBe(true);

  await test.step('the owner looks at the rules', async () => {
    await owner.goto('/studio/review-rules');
    await expect(owner.getByRole('group', { name: '规则 1' })).toBeVisible();
    await expect(owner.getByRole('list', { name: '分类专家' })).toContainText('示范专家');
    await expectAccessible(owner);
    await shoot(owner, 'review-rules-zh-desk');
  });

  await page.goto('/studio/works');
  await page.getByRole('button', { name: '新建作品' }).click();
  await page.getByRole('dialog').getByLabel('标题').fill(title);
  await page.getByRole('dialog').getByRole('button', { name: '新建作品' }).click();
  await page.getByRole('button', { name: '新增章节' }).click();
  work = new URL(page.url()).pathname;
  await page.getByRole('dialog').getByLabel('章节名').fill('第一章');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await page.getByRole('button', { name: '新增课时' }).click();
  await page.getByRole('dialog').getByLabel('标题').fill('音高');
  await page.getByRole('dialog').getByRole('button', { name: '开始写' }).click();
  await text(page).click();
  await page.keyboard.insertText(`弦振动得越快，频率越高。\n\n所以说，${passage}。`);
  await isSaved(page);
  lesson = new URL(page.url()).pathname;
  const says = { summary: '一根弦上的两件事。' };
  const id = work.split('/').at(-1)!;
  expect((await page.request.patch(`/api/v1/works/${id}`, { data: says })).ok()).toBe(true);
  expect(
    (await page.request.put(`/api/v1/works/${id}/price`, { data: { price: 19_900 } })).ok(),
  ).toBe(true);
  await handIn(page);
});

test('the first review returns it, point by point; corrected, it goes on', async ({
  page,
  another,
}) => {
  const reviewer = await another(desk);
  await enter(reviewer, 'reviewer@example.com');
  await test.step('from the queue, taken', async () => {
    await reviewer.goto('/studio/reviews?state=open');
    const row = reviewer.getByRole('row', { name: new RegExp(title) });
    await expect(row).toContainText('初审');
    await expect(row).toContainText(/还剩 2[34] 小时/);
    await expectAccessible(reviewer);
    await shoot(reviewer, 'review-queue-zh-desk');
    await openCase(reviewer);
    await reviewer.getByRole('button', { name: '领取' }).click();
    await expect(reviewer.getByRole('button', { name: '放回' })).toBeVisible();
  });

  await test.step('returned with reasons', async () => {
    await reviewer.getByRole('button', { name: '退回修改' }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByRole('button', { name: '退回修改' }).click();
    await expect(dialog.getByText('至少选一项')).toBeVisible();
    await dialog.getByRole('checkbox', { name: /文字、图片、音视频有权使用/ }).check();
    await dialog.getByLabel(/需要改什么/).fill('请写明引用的出处。');
    await expectAccessible(reviewer);
    await shoot(reviewer, 'first-return-zh-desk');
    await dialog.getByRole('button', { name: '退回修改' }).click();
    await expect(reviewer.getByText('已退回给讲师').first()).toBeVisible();
  });

  await enter(page, creator);
  await test.step('corrected and handed in again', async () => {
    await page.goto(work);
    await expect(page.getByText('请写明引用的出处。')).toBeVisible();
    await page.getByRole('link', { name: '查看审核意见和批注' }).click();
    await expect(page.getByText(/引用写明出处/).first()).toBeVisible();
    await page.goto(lesson);
    await text(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\n\n出处：一次课堂实验。');
    await isSaved(page);
    await handIn(page);
  });

  await test.step('passed on', async () => {
    await openCase(reviewer);
    await reviewer.getByRole('button', { name: '通过，转复审' }).click();
    const dialog = reviewer.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: '通过，转复审' })).toBeDisabled();
    await dialog.getByRole('button', { name: '全部符合' }).click();
    await expectAccessible(reviewer);
    await shoot(reviewer, 'first-pass-zh-desk');
    await dialog.getByRole('button', { name: '通过，转复审' }).click();
    await expect(reviewer.getByText('初审通过，已转复审').first()).toBeVisible();
    await expect(reviewer.getByText(/复审要由另一个人来做/)).toBeVisible();
  });
});

test('the deep review returns it with a comment on a passage, which its creator finds and mends', async ({
  page,
  another,
}) => {
  const expert = await another(desk);
  await enter(expert, 'expert@example.com');
  await test.step('a comment on a passage', async () => {
    await openCase(expert);
    await expect(expert.getByText('复审', { exact: true }).first()).toBeVisible();
    await expert.getByRole('button', { name: /音高/ }).click();
    await expect(expert.getByText(passage)).toBeVisible();
    await select(expert, passage);
    await expect(expert.getByText(`「${passage}」`)).toBeVisible();
    await expert.getByLabel('写批注').fill('响度由振幅决定，不由频率。');
    await expert.getByRole('button', { name: '添加批注' }).click();
    await expect(expert.getByRole('list', { name: '批注' })).toContainText('响度由振幅决定');
    await expectAccessible(expert);
    await shoot(expert, 'deep-review-zh-desk');
  });

  await test.step('returned with marks', async () => {
    await expert.getByRole('button', { name: '退回修改' }).click();
    const dialog = expert.getByRole('dialog');
    await mark(expert, [2, 4, 4, 5]);
    await dialog.getByLabel(/需要改什么/).fill('有一处概念错误，见批注。');
    await dialog.getByRole('button', { name: '退回修改' }).click();
    await expect(dialog.getByText('请填写这一项')).toBeVisible();
    await dialog.getByLabel('准确：说明').fill('把响度和音高说混了');
    await expectAccessible(expert);
    await shoot(expert, 'deep-return-zh-desk');
    await dialog.getByRole('button', { name: '退回修改' }).click();
    await expect(expert.getByText('已退回给讲师').first()).toBeVisible();
  });

  await test.step('its creator reads it on a phone, in English', async () => {
    const small = await another({ ...phone, locale: 'en-US' });
    await enter(small, creator);
    await small.goto(`${work}?lang=en`);
    await small.getByRole('link', { name: 'See what the reviewers found' }).click();
    await expect(small.getByText('把响度和音高说混了')).toBeVisible();
    await small.getByRole('button', { name: /音高/ }).click();
    await expect(small.getByRole('list', { name: 'Comments' })).toContainText(passage);
    await expectAccessible(small);
    await shoot(small, 'returned-en-phone');
  });

  await test.step('and mends the passage beside the comment', async () => {
    await enter(page, creator);
    await page.goto(lesson);
    await expect(page.getByText(`「${passage}」`)).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'comment-beside-text-zh-desk');
    await text(page).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(
      '弦振动得越快，频率越高，音也越高；振幅越大，声音越响。\n\n出处：一次课堂实验。',
    );
    await isSaved(page);
    await page.getByRole('button', { name: '标记已处理' }).click();
    await expect(page.getByText('审核批注（0 条待处理）')).toBeVisible();
    await handIn(page);
  });
});

test('corrected, it passes both and is published', async ({ another }) => {
  const reviewer = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
  await enter(reviewer, 'reviewer@example.com');
  await reviewer.goto('/studio/reviews?state=open&lang=en');
  await expect(reviewer.getByRole('link', { name: title })).toBeVisible();
  await expectAccessible(reviewer);
  await shoot(reviewer, 'review-queue-en-phone-dark');
  await reviewer.getByRole('link', { name: title }).click();
  await reviewer.getByRole('button', { name: 'Pass on to deep review' }).click();
  await reviewer.getByRole('dialog').getByRole('button', { name: 'All are right' }).click();
  await expectAccessible(reviewer);
  await shoot(reviewer, 'first-pass-en-phone-dark');
  await reviewer
    .getByRole('dialog')
    .getByRole('button', { name: 'Pass on to deep review' })
    .click();
  await expect(reviewer.getByText('Passed on to the deep review.').first()).toBeVisible();

  const expert = await another(desk);
  await enter(expert, 'expert@example.com');
  await openCase(expert);
  await expert.getByRole('button', { name: /音高/ }).click();
  await expect(expert.getByText('原文已改')).toBeVisible();
  await expert.getByRole('button', { name: '通过并发布' }).click();
  await mark(expert, [5, 4, 4, 5]);
  await expectAccessible(expert);
  await shoot(expert, 'deep-pass-zh-desk');
  await expert.getByRole('dialog').getByRole('button', { name: '通过并发布' }).click();
  await expect(expert.getByText('已通过，内容已发布').first()).toBeVisible();
  await expert.goto('/courses?sort=newest');
  await expect(expert.getByRole('link', { name: title }).first()).toBeVisible();
});

test('an update passes with others; taken down, it is appealed against and restored by somebody else', async ({
  page,
  another,
}) => {
  await enter(page, creator);
  await page.goto(lesson);
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('\n\n再补一句。');
  await isSaved(page);
  await handIn(page);

  const reviewer = await another(desk);
  await enter(reviewer, 'reviewer@example.com');
  await test.step('what it changes is seen, and it passes from the queue', async () => {
    await openCase(reviewer);
    await reviewer.getByRole('button', { name: /音高/ }).click();
    await reviewer.getByText('与已发布的差异').last().click();
    await expect(reviewer.locator('ins').filter({ hasText: '再补一句' })).toBeVisible();
    await expectAccessible(reviewer);
    await shoot(reviewer, 'review-difference-zh-desk');
    await reviewer.goto('/studio/reviews?state=open');
    await reviewer.getByRole('checkbox', { name: new RegExp(title) }).check();
    await expectAccessible(reviewer);
    await reviewer.getByRole('button', { name: '批量通过初审' }).click();
    await shoot(reviewer, 'bulk-pass-zh-desk');
    await reviewer.getByRole('dialog').getByRole('button', { name: '批量通过初审' }).click();
    await expect(reviewer.getByRole('link', { name: title })).toBeHidden();
  });

  await test.step('taken down with reasons', async () => {
    await reviewer.goto(work);
    await reviewer.getByRole('button', { name: '更多' }).click();
    await reviewer.getByRole('menuitem', { name: '强制下架' }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByLabel('理由（讲师可见）').fill('有人投诉抄袭。');
    await expectAccessible(reviewer);
    await dialog.getByRole('button', { name: '强制下架' }).click();
    await expect(reviewer.getByText('课程被平台下架')).toBeVisible();
  });

  await test.step('its creator appeals on a phone, in English and in the dark', async () => {
    const small = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
    await enter(small, creator);
    await small.goto(`${work}?lang=en`);
    await expect(small.getByText('有人投诉抄袭。')).toBeVisible();
    await small.getByRole('button', { name: 'Appeal' }).click();
    await small.getByRole('dialog').getByLabel('Why').fill('I wrote it myself.');
    await expectAccessible(small);
    await shoot(small, 'appeal-en-phone-dark');
    await small.getByRole('dialog').getByRole('button', { name: 'Appeal' }).click();
    await expect(small.getByText('I wrote it myself.')).toBeVisible();
    await expectAccessible(small);
  });

  await test.step('who took it down may not judge; somebody else restores it', async () => {
    await reviewer.goto('/studio/appeals');
    await expect(reviewer.getByRole('row', { name: new RegExp(title) }).first()).toBeVisible();
    await expect(reviewer.getByRole('button', { name: '处理' })).toBeHidden();
    const expert = await another(desk);
    await enter(expert, 'expert@example.com');
    await expert.goto('/studio/appeals');
    await expert
      .getByRole('row', { name: new RegExp(title) })
      .getByRole('button', { name: '处理' })
      .click();
    const dialog = expert.getByRole('dialog');
    await dialog.getByRole('radio', { name: /申诉成立/ }).check();
    await dialog.getByLabel(/答复/).fill('查无实据，恢复上架。');
    await expectAccessible(expert);
    await shoot(expert, 'appeal-decide-zh-desk');
    await dialog.getByRole('button', { name: '处理' }).click();
    await expect(expert.getByText('申诉已处理').first()).toBeVisible();
    await expectAccessible(expert);
    await shoot(expert, 'appeals-zh-desk');
    await page.goto(work);
    await expect(page.getByText('已发布').first()).toBeVisible();
  });
});
