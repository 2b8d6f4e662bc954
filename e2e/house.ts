import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  expect,
  test as base,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';

interface Product {
  readonly url: string;
  readonly dataDir?: string | undefined;
}

/** The products that run, one for each worker; by hand the one that somebody started. */
const products = (
  process.env['E2E_HOUSES']
    ? JSON.parse(process.env['E2E_HOUSES'])
    : [
        {
          url: process.env['BASE_URL'] ?? 'http://localhost:3000',
          dataDir: process.env['E2E_DATA_DIR'],
        },
      ]
) as readonly Product[];

interface Cast {
  readonly calm: void;
  /** Another person, at a machine of their own, in their own session. */
  readonly another: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Pages on which any console error or uncaught exception fails the journey, but for answers that the journey expects. */
export const test = base.extend<Cast>({
  baseURL: ({ baseURL }, use, { parallelIndex }) => use(products[parallelIndex]?.url ?? baseURL),
  calm: [
    async ({ page }, use) => {
      const faults = watch(page);
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  another: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[][] = [];
    await use(async (options = desk) => {
      const own = {
        locale: 'zh-CN',
        serviceWorkers: 'block' as const,
        reducedMotion: 'reduce' as const,
        ...options,
        ...(baseURL ? { baseURL } : {}),
      };
      const context = await browser.newContext(own);
      const page = await context.newPage();
      contexts.push(context);
      faults.push(watch(page));
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(faults.flat()).toEqual([]);
  },
});

export { expect };

/** Where the product that this journey drives keeps its data; undefined where nobody said. */
export const dataDir = () => products[test.info().parallelIndex]?.dataDir;

/** Lets time pass for one thing alone (`move-clock.ts`): a team, what an order brought its promoter, a check-in, days of access. */
export async function moveClock(
  what: 'team' | 'share' | 'sign-in' | 'days',
  whose: string,
): Promise<void> {
  const program = join(import.meta.dirname, 'move-clock.ts');
  await promisify(execFile)(process.execPath, [program, dataDir() ?? '', what, whose], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}

// A refused request is what some journeys are about; everything else on the console is a fault.
const expected =
  /Failed to load resource: the server responded with a status of (400|401|403|404|409|410|422|429)/;

/** Collects what goes wrong on a page. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return faults;
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};
export const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
export const demoPassword = 'shuyuan-demo-2026';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/**
 * No finding of axe at WCAG 2.2 AA on the page once it has come to rest: a menu on its way out may cover a button for a moment,
 * which hinders nobody. How large a target is counts in an open dialog only: nobody can press what it covers.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expect.poll(() => violationsOf(page), { timeout: 20_000 }).toEqual([]);
}

async function violationsOf(page: Page): Promise<string[]> {
  // A target that is scrolled half below the head of the page is no small one.
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await restful(page);
  // Evaluated by the debugger's side, so that the page's content policy stays as strict as it is.
  const violations = await page.evaluate<Violation[]>(`${axeSource};
    const open = [...document.querySelectorAll('[aria-modal="true"]')].findLast((one) => one.checkVisibility());
    const counts = (id, { element }) => id !== 'target-size' || !open || open.contains(element);
    axe.run(document, { elementRef: true, preload: false, resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.filter((node) => counts(id, node)).map(({ target }) => ({ target })),
      })))
      .then((found) => found.filter(({ nodes }) => nodes.length > 0))`);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Waits, a second at most, until nothing moves that will come to rest: colours on their way have no contrast worth judging. */
async function restful(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.race([
      Promise.allSettled(ending.map(({ finished }) => finished)),
      new Promise((resolve) => setTimeout(resolve, 1_000)),
    ]);
  });
}

const mostBytes = 300_000;
const mostHeight = 2_600;

/**
 * Keeps what the journey sees, under `e2e/screenshots/` in a folder called as its own, no larger than 300 kB. The whole test
 * run keeps none, and leaves the working tree as it was.
 */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env['E2E_PICTURES'] === 'none') return;
  // Pictures below the fold load when they are scrolled to.
  await page.evaluate(async () => {
    for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
      scrollTo({ top, behavior: 'instant' });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    scrollTo({ top: 0, behavior: 'instant' });
    const images = [...document.images].map((image) => image.decode().catch(() => undefined));
    await Promise.all([document.fonts.ready, ...images]);
  });
  let picture = await photograph(page, 1);
  for (let scale = 1; picture.length > mostBytes;) {
    scale *= Math.sqrt(mostBytes / picture.length) * 0.95;
    picture = await photograph(page, scale);
  }
  const folder = join(import.meta.dirname, 'screenshots', basename(dirname(base.info().file)));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), picture);
}

/** The page from its top, made smaller by `scale`. */
async function photograph(page: Page, scale: number): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { cssContentSize } = await session.send('Page.getLayoutMetrics');
  const { width, height } = cssContentSize;
  const { data } = await session.send('Page.captureScreenshot', {
    // A drawer or a dialog would be laid out anew, and be caught on its way.
    captureBeyondViewport: height > (page.viewportSize()?.height ?? 0),
    clip: { x: 0, y: 0, width, height: Math.min(height, mostHeight), scale },
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}

/** The newest code that was sent to `address`, as anybody finds it in a development house. */
export async function codeFor(page: Page, address: string): Promise<string> {
  const find = async () => {
    const answer = await page.request.get(
      `/dev/outbox.json?address=${encodeURIComponent(address)}`,
    );
    const { items } = (await answer.json()) as { items: { code?: string | null }[] };
    return items.find(({ code }) => code)?.code ?? '';
  };
  await expect.poll(find).toMatch(/^\d{6}$/);
  return find();
}

/** Signs in without a form, where signing in is not what the journey is about. */
export async function enter(page: Page, address: string, password = demoPassword): Promise<void> {
  const answer = await page.request.post('/api/v1/sessions', { data: { address, password } });
  expect(answer.status()).toBe(201);
}

let newcomers = 0;

/** Somebody whom the house did not know before, signed in without a form; answers their e-mail. */
export async function joinAs(page: Page, name: string, password = demoPassword): Promise<string> {
  newcomers += 1;
  const address = `guest-${Date.now().toString(36)}-${newcomers}@example.com`;
  const asked = await page.request.post('/api/v1/login-codes', {
    data: { purpose: 'register', address },
  });
  const { ticket } = (await asked.json()) as { ticket: string };
  const code = await codeFor(page, address);
  const joined = await page.request.post('/api/v1/users', {
    data: { ticket, code, name, password },
  });
  expect(joined.status()).toBe(201);
  return address;
}

/** Buys a work at the cashier, with a misbehaviour of the gateway chosen by its label. */
export async function buy(
  page: Page,
  slug: string,
  locale: 'zh' | 'en' = 'zh',
  mischief?: string,
): Promise<void> {
  await page.goto(`${locale === 'en' ? '/en' : ''}/courses/${slug}`);
  await page
    .getByRole('button', { name: locale === 'en' ? /Buy/ : '立即购买' })
    .first()
    .click();
  if (mischief) {
    await page.getByText('测试：让这笔付款出点状况').click();
    await page.getByLabel(mischief).check();
  }
  await page.getByRole('button', { name: locale === 'en' ? 'Pay' : '支付', exact: true }).click();
}

/** The lines of the CSV that `press` downloads; every one has as many cells as the head. */
export async function csvOf(page: Page, press: () => Promise<void>): Promise<string[]> {
  const downloading = page.waitForEvent('download');
  await press();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.slice(1).trimEnd().split('\r\n');
  for (const line of lines) expect(cellsOf(line)).toHaveLength(cellsOf(lines[0]!).length);
  return lines;
}

/** The cells of a line of CSV; commas between quotes part nothing. */
function cellsOf(line: string): string[] {
  return line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
}
