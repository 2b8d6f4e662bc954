import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeBadInput } from '../../tools/make-bad-input.ts';
import { zip } from '../../tools/make-demo/zip.ts';
import { docx, paragraph, run } from '../../tools/make-docx.ts';
import {
  dataDir,
  desk,
  enter,
  expect,
  expectAccessible,
  joinAs,
  phone,
  shoot,
  test,
} from '../house.ts';

// A creator's own folder becomes a course: brought as a zip, edited, returned, mended, published, found, bought and watched.

test.use({ viewport: desk.viewport! });
test.describe.configure({ mode: 'serial' });

const root = join(import.meta.dirname, '../..');
const music = join(root, 'demo/material/听得懂的乐理');
const stamp = Date.now().toString(36);
const slug = `echo-of-amber-${stamp}`;
const title = `琥珀的回声 ${stamp}`;
const titleEn = `Echo of Amber ${stamp}`;
let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-journey-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('a creator brings a zip, edits and submits; a reviewer returns it, then approves', async ({
  page,
  another,
}) => {
  await test.step('uploads', async () => {
    await writeFile(join(folder, 'course.zip'), await courseZip());
    await enter(page, 'xu@example.com');
    await page.goto('/studio/works');
    await page.getByRole('main').getByRole('link', { name: '导入课程' }).click();
    await expect(page.getByRole('heading', { level: 1, name: '导入课程' })).toBeVisible();
    await page
      .getByLabel('选择文件', { exact: true })
      .last()
      .setInputFiles(join(folder, 'course.zip'));
    await expect(page.getByRole('progressbar', { name: /course\.zip/ })).toBeVisible();
    const report = page.getByRole('alert').filter({ hasText: title });
    await expect(report).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('剧本.psd')).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-import-zh-desk');
    await report.getByRole('button', { name: '去编辑课程' }).click();
  });

  await test.step('sees every kind of lesson in the outline', async () => {
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    for (const kind of ['图文', '视频', '音频', 'PDF', 'EPUB'])
      await expect(page.getByText(kind, { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'studio-work-zh-desk');
  });

  await test.step('edits price, summary and trial', async () => {
    await page.getByLabel(/价格（元）/).fill('66');
    await page.getByRole('button', { name: '定价' }).click();
    await expect(page.getByText('已更新，之前的订单不受影响').first()).toBeVisible();
    await page.getByRole('tab', { name: '基本信息' }).click();
    await page
      .getByLabel('简介', { exact: true })
      .fill('一枚琥珀，一段录音，听一听时间怎样留下声音。');
    await expectAccessible(page);
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('已保存').first()).toBeVisible();
    await page.getByRole('tab', { name: '内容' }).click();
    await setTrial(page, '松脂落下');
  });

  await test.step('previews the draft', async () => {
    await page.getByRole('link', { name: '预览' }).click();
    await expect(page.getByText('这是草稿预览')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: '松脂落下' })).toBeVisible();
    await expect(page.getByRole('img').first()).toBeVisible();
    await shoot(page, 'preview-zh-desk');
    await page.goBack();
  });

  const reviewer = await another(desk);
  await enter(reviewer, 'reviewer@example.com');

  await test.step('is returned with reasons', async () => {
    await submit(page);
    await reviewer.goto('/studio/reviews');
    await reviewer.getByRole('link', { name: title }).click();
    await reviewer.getByText('松脂落下').first().click();
    await expect(reviewer.getByText('蜜色的年轮').first()).toBeVisible();
    await expectAccessible(reviewer);
    await shoot(reviewer, 'studio-review-zh-desk');
    await reviewer.getByRole('button', { name: '退回修改' }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /标题、简介和封面/ }).check();
    await dialog.getByLabel(/需要改什么/).fill('副标题还空着，请补上。');
    await expectAccessible(reviewer);
    await dialog.getByRole('button', { name: '退回修改' }).click();
    await expect(reviewer.getByText('已退回给讲师').first()).toBeVisible();
  });

  await test.step('mends it and submits again', async () => {
    await page.reload();
    await expect(page.getByText('副标题还空着，请补上。')).toBeVisible();
    await page.getByRole('tab', { name: '基本信息' }).click();
    await page.getByLabel('副标题', { exact: true }).fill('听一听时间怎样留下声音');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('已保存').first()).toBeVisible();
    await submit(page);
  });

  await test.step('is approved', async () => {
    await reviewer.goto('/studio/reviews?state=open');
    await reviewer.getByRole('link', { name: title }).click();
    await reviewer.getByRole('button', { name: '通过并发布' }).click();
    await reviewer.getByRole('dialog').getByRole('button', { name: '全部符合' }).click();
    await reviewer.getByRole('dialog').getByRole('button', { name: '通过并发布' }).click();
    await expect(reviewer.getByText('已通过，内容已发布').first()).toBeVisible();
  });
});

test('strangers find the course by words of a lesson, in both languages; only the buyer can watch', async ({
  page,
  another,
}) => {
  const stranger = await another(phone);

  await test.step('on the shelf and by search', async () => {
    await page.goto('/courses?sort=newest');
    await expect(page.getByRole('link', { name: title }).first()).toBeVisible();
    await expect(async () => {
      await page.goto('/search?q=蜜色的年轮');
      await expect(page.getByRole('link', { name: title }).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await stranger.goto(`/en/search?q=${encodeURIComponent('resin remembers')}`);
    await expect(stranger.getByRole('link', { name: titleEn }).first()).toBeVisible();
  });

  await test.step('a trial lesson is open, the film is not', async () => {
    await stranger.goto(`/en/courses/${slug}`);
    await expect(stranger.getByRole('heading', { level: 1, name: titleEn })).toBeVisible();
    await expectAccessible(stranger);
    await stranger.getByRole('link', { name: /松脂落下/ }).click();
    await expect(stranger.getByRole('heading', { level: 1, name: '松脂落下' })).toBeVisible();
    await expect(stranger.getByText('蜜色的年轮')).toBeVisible();
    await expect(stranger.getByRole('link', { name: /看见声音/ })).toHaveCount(0);
  });

  await test.step('the buyer watches; what the player asked for is of no use to a stranger', async () => {
    await joinAs(page, '芒种');
    await page.goto(`/courses/${slug}`);
    await page.getByRole('button', { name: '立即购买' }).first().click();
    await page.getByRole('button', { name: '支付' }).click();
    await page.getByRole('link', { name: '开始学习' }).click();
    const asked = new Map<string, string>();
    page.on('response', (answer) => {
      const kind = /\/media\/(p|k|s)\//.exec(answer.url())?.[1];
      if (kind && !asked.has(kind)) asked.set(kind, answer.url());
    });
    await page.getByRole('link', { name: /看见声音/ }).click();
    await page.getByRole('button', { name: '播放', exact: true }).click();
    const video = page.locator('video');
    await expect
      .poll(() => video.evaluate((of: HTMLVideoElement) => of.currentTime))
      .toBeGreaterThan(1);
    await expect.poll(() => [...asked.keys()].toSorted()).toEqual(['k', 'p', 's']);

    const lesson = page.url();
    await stranger.goto(lesson);
    await expect(stranger).toHaveURL(new RegExp(`/courses/${slug}$`));
    for (const kind of ['p', 'k']) {
      expect((await page.request.get(asked.get(kind)!)).status()).toBe(200);
      expect((await stranger.request.get(asked.get(kind)!)).status()).toBe(403);
    }
    // A piece is ciphertext: it opens by its signature, and only with the key above is it a film.
    const piece = asked.get('s')!;
    const forged = piece.replace(/\/s\/[^/]+\//, '/s/zzzzzz.AAAAAAAAAAAAAAAAAAAAAA/');
    expect((await stranger.request.get(forged)).status()).toBe(403);
    const master = await (await page.request.get(asked.get('p')!)).text();
    const [media] = /^\/media\/p\/.+$/m.exec(master) ?? [asked.get('p')!];
    const playlist = await (await page.request.get(media)).text();
    expect(playlist).toContain('METHOD=AES-128');
  });
});

test('a bad zip gets one clear sentence and leaves no course', async ({ page }) => {
  const bad = await makeBadInput(join(folder, 'bad'));
  await enter(page, 'xu@example.com');
  const before = await countWorks(page);
  await page.goto('/studio/import');
  await page.getByRole('button', { name: 'English' }).click();
  for (const [name, sentence] of [
    ['truncated', 'This zip is damaged or incomplete and cannot be opened.'],
    ['bomb', 'This zip would unpack to an unreasonable size'],
    ['traversal', 'An unsafe file name'],
  ] as const) {
    const picker = page.getByLabel('choose files', { exact: true }).last();
    await picker.setInputFiles(bad[name]!);
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByRole('alert').filter({ hasText: 'nothing was changed' })).toBeVisible();
  }
  await expectAccessible(page);
  await shoot(page, 'studio-import-refused-en-desk');
  expect(await countWorks(page)).toBe(before);
});

test('a Word document becomes an article', async ({ page }) => {
  const heading = `一根弦 ${stamp}`;
  const words = [paragraph(run('先听，再看。')), paragraph(run('弦长'), 'heading 2')];
  const path = join(folder, `弦 ${stamp}.docx`);
  await writeFile(path, docx({ body: [paragraph(run(heading), 'Title'), ...words].join('') }));
  await enter(page, 'xu@example.com');
  await page.goto('/studio/import');
  await page.getByLabel('选择文件', { exact: true }).last().setInputFiles(path);
  const report = page.getByRole('alert').filter({ hasText: heading });
  await expect(report).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  await report.getByRole('button', { name: '去编辑课程' }).click();
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
});

test('the import command updates a course instead of doubling it', async ({ page }) => {
  const data = dataDir();
  test.skip(!data, 'runs where the data folder of the product is known');
  const copy = join(folder, '一杯茶的来路');
  await cp(join(root, 'demo/material/一杯茶的来路'), copy, { recursive: true });
  const lesson = join(copy, '03-好好喝一口.md');
  await writeFile(lesson, `${await readFile(lesson, 'utf8')}\n再添一句：水要等它静下来。\n`);

  const said = await runImport(copy, data!);
  expect(said).toMatch(/课程 Course\s+一杯茶的来路（更新 updated）/);
  expect(said).toMatch(/改动 changed\s+1\n/);
  expect(said).toMatch(/不变 unchanged\s+3\n/);
  await enter(page, 'owner@example.com');
  const found = await page.request.get(`/api/v1/works?text=${encodeURIComponent('一杯茶的来路')}`);
  expect(((await found.json()) as { items: unknown[] }).items).toHaveLength(1);
});

/** A folder as a creator would bring it, zipped: one lesson of each kind, from the demonstration's media. */
async function courseZip(): Promise<Buffer> {
  const course = [
    `title: ${title}`,
    `title_en: ${titleEn}`,
    `slug: ${slug}`,
    'summary: 一枚琥珀里的声音',
    'summary_en: What a resin remembers, lesson by lesson',
    'category: humanities/history',
    'tags: [琥珀, 声音]',
    'cover: cover.webp',
    'price: "60.00"',
  ].join('\n');
  const text = [
    '一滴松脂落下，把声音裹在里面，一圈一圈，长成**蜜色的年轮**。',
    '![振动](images/vibration.png)',
    'A resin remembers what fell into it.',
  ].join('\n\n');
  const ofMusic = async (name: string, as: string) => ({
    name: `琥珀的回声/${as}`,
    data: await readFile(join(music, name)),
    stored: true,
  });
  const written = (name: string, content: string) => ({
    name: `琥珀的回声/${name}`,
    data: Buffer.from(content),
  });
  return zip([
    written('course.yaml', course),
    await ofMusic('cover.webp', 'cover.webp'),
    written('01-听见/01-松脂落下.md', `${text}\n`),
    await ofMusic('01-声音从哪里来/images/vibration.png', '01-听见/images/vibration.png'),
    await ofMusic('01-声音从哪里来/02-一根弦里的世界.mp4', '01-听见/02-看见声音.mp4'),
    await ofMusic('01-声音从哪里来/02-一根弦里的世界.zh.srt', '01-听见/02-看见声音.zh.srt'),
    await ofMusic('01-声音从哪里来/02-一根弦里的世界.en.srt', '01-听见/02-看见声音.en.srt'),
    await ofMusic('02-音与音的距离/03-听辨音程.mp3', '02-留下/01-听一听.mp3'),
    await ofMusic('03-音阶与旋律/04-乐理随身卡.pdf', '02-留下/02-带走的卡片.pdf'),
    await ofMusic('04-节奏与和声/06-课程小书.epub', '02-留下/03-小书.epub'),
    written('剧本.psd', '8BPS'),
  ]);
}

/** Opens a lesson to everybody. */
async function setTrial(page: Page, lesson: string): Promise<void> {
  await page.getByRole('link', { name: lesson }).first().click();
  await page.getByRole('button', { name: '课时设置' }).click();
  const settings = page.getByRole('dialog', { name: '课时设置' });
  await settings.getByRole('switch', { name: '试学' }).click();
  await expectAccessible(page);
  await shoot(page, 'studio-lesson-zh-desk');
  await settings.getByRole('button', { name: '关闭' }).click();
  await expect(settings).toBeHidden();
  await expect(page.getByRole('status').getByText('已保存')).toBeVisible();
  await page.getByRole('link', { name: /回到课程/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: lesson }).last()).toContainText('试学');
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '送审', exact: true }).click();
  await expect(page.getByRole('button', { name: '撤回送审' })).toBeVisible();
}

async function countWorks(page: Page): Promise<number> {
  const answer = await page.request.get('/api/v1/works?limit=100');
  return ((await answer.json()) as { items: unknown[] }).items.length;
}

/** What `npm run import` says. */
async function runImport(path: string, dataDir: string): Promise<string> {
  const env = { ...process.env, DATA_DIR: dataDir, MODE: 'development', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [join(root, 'bin/shuyuan.mjs'), 'import', path], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}
