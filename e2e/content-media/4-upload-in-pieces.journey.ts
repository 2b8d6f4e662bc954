import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { aFilm, hasFfmpeg } from '../../src/media/fixtures/films.ts';
import { endEverything, freePort, run, type Running } from '../../src/app/fixtures/running.ts';
import { codeFor, desk, expect, expectAccessible, phone, shoot, test, watch } from '../house.ts';

// Large files over a thin line: several at once, paused, with the house killed and the browser closed in the middle. The
// house is one of its own, because the journeys share the other.

test.describe.configure({ mode: 'serial', timeout: 240_000 });

const owner = 'owner@example.com';
const mebibyte = 1024 * 1024;
type Session = Awaited<ReturnType<BrowserContext['storageState']>>;
let folder = '';
let settings: Readonly<Record<string, string>> = {};
let house: Running;
// Who asks for a second code within a minute gets none, so there is one session for all of it.
let signedIn: Session = { cookies: [], origins: [] };

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-pieces-'));
  await chmod(folder, 0o711);
  // What the house makes of films by itself is enough here.
  const more = { MODE: 'development', FFMPEG_PATH: 'none' };
  settings = { DATA_DIR: join(folder, 'data'), PORT: await freePort(), ...more };
  const env = { ...process.env, ...settings };
  execFileSync(process.execPath, ['bin/shuyuan.mjs', 'owner', owner], { env });
  house = run({ settings });
  await house.ready();
  const context = await browser.newContext({ baseURL: house.url });
  signedIn = await signIn(await context.newPage());
  await context.close();
});
test.afterAll(async () => {
  await endEverything(join(folder, 'data'));
  await rm(folder, { recursive: true, force: true });
});

test('several files at once: one pauses, the house is killed, and all of them arrive', async ({
  browser,
}) => {
  const context = await browser.newContext({ ...desk, ...ours('zh-CN') });
  const page = await context.newPage();
  const faults = watch(page);
  const names = [
    '讲义一.pdf',
    '讲义二.pdf',
    '讲义三.pdf',
    '讲义四.pdf',
    hasFfmpeg() ? '山谷.mp4' : '讲义五.pdf',
  ];
  const paths = await Promise.all(
    names.map((name) => (name.endsWith('.mp4') ? aFilmOf1080(name) : aPdf(name, 12))),
  );
  const list = page.getByRole('list', { name: '上传', exact: true });
  const rowOf = (name: string) => list.getByRole('listitem').filter({ hasText: name });

  await test.step('three are sent, two wait their turn; one that pauses lets another go', async () => {
    await page.goto('/studio/media');
    const set = await thinLine(page, 2 * mebibyte);
    await page.getByLabel('选择文件', { exact: true }).last().setInputFiles(paths);
    await expect(list.getByText('上传中')).toHaveCount(3);
    await expect(list.getByText('排队中')).toHaveCount(2);
    await page.getByRole('button', { name: `暂停: ${names[0]}` }).click();
    await expect(rowOf(names[0]!)).toContainText('已暂停');
    await expect(list.getByText('排队中')).toHaveCount(1);
    await expect.poll(() => percentOf(rowOf(names[1]!))).toBeGreaterThan(15);
    await expectAccessible(page);
    await shoot(page, 'uploads-zh-desk');
    await page.getByRole('button', { name: `继续: ${names[0]}` }).click();
    await set(4 * mebibyte);
  });

  await test.step('they go on while their creator is on another screen', async () => {
    const menu = page.getByRole('navigation');
    await menu.getByRole('link', { name: '课程' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('课程');
    await menu.getByRole('link', { name: '素材库' }).click();
    await expect(list.getByRole('listitem')).toHaveCount(5);
    await expect(list.getByText('上传中').first()).toBeVisible();
  });

  await test.step('the house is killed in the middle, and they wait', async () => {
    await house.end('SIGKILL');
    await expect(list.getByText('连接断了').first()).toBeVisible();
    await expectAccessible(page);
    await shoot(page, 'uploads-waiting-zh-desk');
  });

  await test.step('it comes back, and they go on by themselves', async () => {
    house = run({ settings });
    await house.ready();
    await expect(list.getByText('已上传')).toHaveCount(5, { timeout: 120_000 });
    const documents = names.filter((name) => name.endsWith('.pdf'));
    const kept = await Promise.all(documents.map((name) => hashOf(context, name)));
    const sent = await Promise.all(
      documents.map(async (name) => sha256(await readFile(join(folder, name)))),
    );
    expect(kept).toEqual(sent);
  });

  if (hasFfmpeg())
    await test.step('the film of 1080p that came in pieces is made ready', async () => {
      const film = async () => {
        const { items } = (await (await context.request.get('/api/v1/assets')).json()) as {
          items: { fileName: string; state: string; height: number | null }[];
        };
        return items.find(({ fileName }) => fileName === '山谷.mp4');
      };
      await expect.poll(film, { timeout: 60_000 }).toMatchObject({ state: 'ready', height: 1_080 });
    });

  // A house that is gone is heard of on the console, too.
  expect(faults.filter((fault) => !fault.includes('Failed to load resource'))).toEqual([]);
  await context.close();
});

test('a closed browser, and a line that is cut: the same file goes on where it stopped', async ({
  browser,
}) => {
  const context = await browser.newContext({ ...phone, ...ours('en-GB') });
  const path = await aPdf('reader.pdf', 40);
  const first = await context.newPage();

  await test.step('the browser is closed in the middle', async () => {
    await first.goto('/studio/media?lang=en');
    await thinLine(first, 4 * mebibyte);
    await first.getByLabel('choose files', { exact: true }).last().setInputFiles(path);
    const row = first.getByRole('listitem').filter({ hasText: 'reader.pdf' });
    await expect.poll(() => percentOf(row)).toBeGreaterThan(45);
    await first.close();
  });

  const page = await context.newPage();
  const offsets: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  const left = page.getByRole('list', { name: 'Left half sent' });
  const row = page.getByRole('list', { name: 'Uploads', exact: true }).getByRole('listitem');

  await test.step('it knows what was not sent to its end', async () => {
    await page.goto('/studio/media?lang=en');
    await expect(left.getByRole('listitem')).toContainText('reader.pdf');
    expect(await percentOf(left)).toBeGreaterThan(30);
    await expectAccessible(page);
    await shoot(page, 'uploads-left-en-phone');
  });

  await test.step('chosen again it goes on, waits while the line is cut, and arrives', async () => {
    const set = await thinLine(page, 4 * mebibyte);
    await page.getByLabel('Choose it again: reader.pdf').setInputFiles(path);
    await expect(row).toContainText('Uploading');
    await expect(left).toHaveCount(0);
    await set('cut');
    await expect(row).toContainText('The connection is lost');
    await set(8 * mebibyte);
    await expect(row).toContainText('Uploaded', { timeout: 60_000 });
    expect(offsets[0]).toBeGreaterThan(8 * mebibyte);
    expect(await hashOf(context, 'reader.pdf')).toBe(sha256(await readFile(path)));
  });
  await context.close();
});

/** How a browser of the owner's is opened. */
function ours(locale: string): BrowserContextOptions {
  return { locale, baseURL: house.url, storageState: signedIn };
}

async function signIn(page: Page): Promise<Session> {
  const asked = await page.request.post('/api/v1/login-codes', {
    data: { purpose: 'login', address: owner },
  });
  const { ticket } = (await asked.json()) as { ticket: string };
  const code = await codeFor(page, owner);
  const answer = await page.request.post('/api/v1/sessions', { data: { ticket, code } });
  expect(answer.status()).toBe(201);
  return page.context().storageState();
}

/** Lets a page send so many bytes a second; answers how to change that, or cut the line. */
async function thinLine(
  page: Page,
  rate: number,
): Promise<(rate: number | 'cut') => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const set = async (to: number | 'cut') => {
    await session.send('Network.emulateNetworkConditions', {
      offline: to === 'cut',
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: to === 'cut' ? 0 : to,
    });
  };
  await session.send('Network.enable');
  await set(rate);
  return set;
}

async function percentOf(row: Locator): Promise<number> {
  return Number(await row.getByRole('progressbar').getAttribute('aria-valuenow'));
}

/** A film of some seconds and some ten mebibytes. */
async function aFilmOf1080(name: string): Promise<string> {
  const path = join(folder, name);
  const grain = { filter: 'noise=alls=30:allf=t', more: ['-qp', '44'] };
  await writeFile(
    path,
    await aFilm({ width: 1_920, height: 1_080, seconds: 12, rate: 10, ...grain }),
  );
  return path;
}

async function aPdf(name: string, sizeMiB: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(sizeMiB * mebibyte)]),
  );
  return path;
}

/** The hash of an asset's bytes, by its file's name. */
async function hashOf(context: BrowserContext, fileName: string): Promise<string> {
  const listed = await context.request.get('/api/v1/assets');
  const { items } = (await listed.json()) as { items: { id: string; fileName: string }[] };
  const id = items.find((item) => item.fileName === fileName)?.id;
  return sha256(await (await context.request.get(`/api/v1/assets/${id}/file`)).body());
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
