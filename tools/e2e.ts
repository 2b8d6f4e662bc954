import { spawn, type ChildProcess } from 'node:child_process';
import { cp, glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findBrowser, type Browser } from './browser.ts';

// `npm run e2e -- first-sale`: starts the product on an empty data folder and drives it in Chromium.
const root = join(import.meta.dirname, '..');
const startLimitMs = 300_000;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Journeys that went well at the second try only: each is a fault of somebody's, and is named. */
  readonly second: number;
}

/** The product on a data folder of its own. */
export interface House {
  readonly url: string;
  readonly dataDir: string;
  /** Ends the product, and leaves its data. */
  end(): Promise<void>;
  /** Ends it, and removes its data. */
  close(): Promise<void>;
}

// What this is about is not there without ffmpeg.
const needsFfmpeg = /watch-at-another-quality/;
// What this is about is there only without it.
const wantsNoFfmpeg = /made-in-the-browser/;
// Waits for minutes until something is published at its time, and needs little of the machine meanwhile.
const waits = /share-and-plan/;

const withoutFfmpeg = { FFMPEG_PATH: 'none' };

/** Runs the journeys below `e2e/` whose paths contain one of `parts` (all when there are none), and keeps what they see. */
export async function runJourneys(parts: readonly string[]): Promise<Counts> {
  const files = await listJourneys(parts);
  if (files.length === 0) throw new Error(`No journey is called ${parts.join(', ')}.`);
  const browser = await findBrowser();
  const counts: Counts[] = [];
  for (const isWithout of [false, true]) {
    const some = files.filter((path) => wantsNoFfmpeg.test(path) === isWithout);
    if (some.length === 0) continue;
    const house = await openHouse(isWithout ? withoutFfmpeg : {});
    try {
      counts.push(await drive([house], browser, some, { E2E_PICTURES: 'kept' }));
    } finally {
      await house.close();
    }
  }
  return sumOf(counts);
}

function sumOf(counts: readonly Counts[]): Counts {
  const of = (name: keyof Counts) => counts.reduce((total, one) => total + one[name], 0);
  return { passed: of('passed'), failed: of('failed'), second: of('second') };
}

/**
 * Opens houses for all journeys side by side; in all but the first there is no ffmpeg. The demonstration is loaded once, without
 * ffmpeg, so that nobody encodes its film while journeys run; each house begins with a copy.
 */
export async function openHouses(count: number): Promise<House[]> {
  const pattern = await openHouse(withoutFfmpeg);
  try {
    await pattern.end();
    const opened = await Promise.allSettled(
      Array.from({ length: count }, (_, n) =>
        openHouse(n === 0 ? {} : withoutFfmpeg, pattern.dataDir),
      ),
    );
    const houses = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = opened.find((one) => one.status === 'rejected');
    if (!refused) return houses;
    await closeHouses(houses);
    throw refused.reason;
  } finally {
    await pattern.close();
  }
}

export async function closeHouses(houses: readonly House[]): Promise<void> {
  await Promise.all(houses.map((house) => house.close()));
}

/**
 * Runs all journeys in these houses side by side, and keeps no pictures. The one that waits most begins at once, all others when
 * `idle` has come: what needs ffmpeg in the first house, each of the rest in whichever of the others is free.
 */
export async function runAllJourneys(
  [withFfmpeg, ...others]: readonly House[],
  idle: Promise<unknown>,
): Promise<Counts> {
  const browser = await findBrowser();
  const found = await listJourneys([]);
  const rest = found.filter((path) => !needsFfmpeg.test(path) && !waits.test(path));
  const run = (houses: readonly House[], files: readonly string[]) =>
    drive(houses, browser, files, { E2E_PICTURES: 'none' });
  const waiting = run(
    others.slice(0, 1),
    found.filter((path) => waits.test(path)),
  );
  await idle;
  const watching = run(
    [withFfmpeg!],
    found.filter((path) => needsFfmpeg.test(path)),
  );
  return sumOf([await waiting, await run(others, rest), await watching]);
}

async function listJourneys(parts: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob('e2e/*/*.journey.ts', { cwd: root }))
    if (parts.length === 0 || parts.some((part) => file.includes(part))) files.push(file);
  return files.toSorted();
}

/** `from`: the data of another house, which has ended, to begin with. */
async function openHouse(
  settings: Readonly<Record<string, string>>,
  from?: string,
): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shuyuan-e2e-'));
  if (from !== undefined) await cp(from, dataDir, { recursive: true, preserveTimestamps: true });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const product = startProduct(dataDir, port, settings);
  const end = () => stop(product);
  const close = async () => {
    await end();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(`${url}/healthz`, product);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, dataDir, end, close };
}

function startProduct(
  dataDir: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const env = {
    ...process.env,
    MODE: 'development',
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    AUTH_RATE_LIMIT: '10000',
    // A journey imports the house's own feed.
    FETCH_ALSO: `localhost:${port}`,
    ...settings,
  };
  return spawn(process.execPath, [...process.execArgv, join(root, 'src/app/main.ts')], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function ready(url: string, product: ChildProcess): Promise<void> {
  for (const end = Date.now() + startLimitMs; Date.now() < end;) {
    if (product.exitCode !== null) throw new Error('The product ended before it was ready.');
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The product was not ready after ${startLimitMs / 1000} s.`);
}

/** Runs these journeys, one after the other in each house, in as many at a time as there are houses. */
async function drive(
  houses: readonly House[],
  browser: Browser,
  files: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<Counts> {
  // What is kept of one run is cleared away by the next in the same folder.
  const about = files.length === 1 ? basename(files[0]!, '.journey.ts') : 'journeys';
  const results = join(root, 'e2e/results', about);
  const report = join(results, 'report.json');
  await rm(report, { force: true });
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const config = join(root, 'e2e/playwright.config.ts');
  const args = [cli, 'test', '--config', config, '--workers', String(houses.length), ...files];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      ...more,
      E2E_HOUSES: JSON.stringify(houses.map(({ url, dataDir }) => ({ url, dataDir }))),
      BROWSER_PATH: browser.path,
      BROWSER_ENV: JSON.stringify(browser.env),
      E2E_RESULTS: results,
      NODE_OPTIONS: '',
    },
    stdio: 'inherit',
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const { stats } = JSON.parse(await readFile(report, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  const passed = stats.expected + stats.flaky;
  return { passed, failed: stats.unexpected + (passed === 0 ? 1 : 0), second: stats.flaky };
}

async function stop(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null || product.signalCode !== null) return;
  const gone = new Promise((resolve) => product.once('exit', resolve));
  product.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

if (import.meta.main) {
  const { passed, failed, second } = await runJourneys(process.argv.slice(2));
  if (second > 0) console.log(`${second} of them at the second try`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
