import { desk, enter, expect, expectAccessible, joinAs, phone, shoot, test } from '../house.ts';

// More than courses: a creator begins a download and a bundle, a visitor finds what there is of a kind, a buyer of a bundle
// has all that is in it.

const mark = Date.now().toString(36);
const template = Buffer.from(`PK\u0003\u0004 ${mark}`);

test('a creator brings a file to be handed over, and puts it into a bundle', async ({ page }) => {
  await page.setViewportSize(desk.viewport!);
  await enter(page, 'shen@example.com');
  const begin = async (kind: RegExp, title: string) => {
    await page.goto('/studio/works');
    await page.getByRole('button', { name: '新建作品' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('标题').fill(title);
    await dialog.getByRole('radio', { name: kind }).check();
    await expectAccessible(page);
    await shoot(page, 'begin-a-kind-zh-desk');
    await dialog.getByRole('button', { name: '新建作品' }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  };

  await begin(/^资料下载/, `光比表 ${mark}`);
  await expect(page.getByRole('button', { name: '新增章节' })).toHaveCount(0);
  await page.getByRole('button', { name: '新增文件' }).click();
  await page.getByRole('dialog').getByLabel('标题').fill('光比表');
  await page.getByRole('button', { name: '选择素材' }).click();
  await page.getByRole('tab', { name: '上传新的' }).click();
  const file = { name: '光比表.zip', mimeType: 'application/zip', buffer: template };
  await page.getByLabel('选择文件', { exact: true }).last().setInputFiles(file);
  await expect(page.getByRole('dialog').getByText('光比表.zip')).toBeVisible();
  await page.getByRole('button', { name: '开始写' }).click();
  await expect(page).toHaveURL(/lessons/);
  await page.goBack();
  await expect(page.getByRole('link', { name: '光比表', exact: true })).toBeVisible();

  await begin(/^套餐/, `摄影全套 ${mark}`);
  const find = page.getByLabel('加入一部自己的作品');
  await find.fill(`光比表 ${mark}`);
  await page.getByTitle(`光比表 ${mark}`).click();
  const parts = page.getByRole('list', { name: '套餐里的作品' });
  await expect(parts.getByRole('link', { name: `光比表 ${mark}` })).toBeVisible();
  await expect(parts.getByText('草稿')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'bundle-parts-zh-desk');
});

test('on a phone, in English and in the dark one finds bundles and series', async ({ another }) => {
  const page = await another({ ...phone, colorScheme: 'dark', locale: 'en-US' });
  await page.goto('/en/courses');
  await page.getByRole('link', { name: 'Bundle', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bundle' })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'kind-en-phone-dark');
  await page.getByRole('link', { name: /^Plain Writing/ }).click();
  await expect(page.getByText('¥82 when bought one by one')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'bundle-en-phone-dark');
  await page.getByRole('link', { name: 'A Paragraph a Week' }).click();
  await expect(page.getByText(/24 issues planned, \d+ published/)).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'series-en-phone-dark');
});

test('who buys a bundle has all that is in it, and the files at once', async ({ page }) => {
  await page.setViewportSize(desk.viewport!);
  await joinAs(page, '霜降');
  await page.goto('/courses/plain-writing');
  await expect(page.getByText('分开买共 ¥82')).toBeVisible();
  await page.getByRole('button', { name: '立即购买' }).first().click();
  await page.getByRole('button', { name: '支付' }).click();
  await expect(page.getByText('支付成功，可以开始学习了')).toBeVisible();
  await page.goto('/learn/plain-writing');
  await expectAccessible(page);
  await shoot(page, 'bundle-home-zh-desk');
  await page.getByRole('link', { name: '写作随手用' }).click();
  await expect(page.getByText('01-通知模板.txt', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'download-home-zh-desk');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /下载.*02-会议纪要\.csv/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('02-会议纪要.csv');

  await page.goto('/courses/say-it-plainly');
  await expect(page.getByText('您已拥有这门课程').first()).toBeVisible();
  await page.goto('/learn/a-paragraph-a-week');
  await expect(page.getByRole('link', { name: /把“被”字拿掉/ })).toBeVisible();
});
