import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';

// `npm run e2e -- first-sale`: starts the product on an empty data folder and drives it in Chromium.
const root = join(import.meta.dirname, '..');
const startLimitMs = 120_000;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs the journeys below `e2e/` whose paths contain one of `parts` (all when there are none), and keeps what they see. */
export async function runJourneys(
  parts: readonly string[],
  { hasPictures }: { readonly hasPictures: boolean },
): Promise<Counts> {
  const browser = await findBrowser();
  const dataDir = await mkdtemp(join(tmpdir(), 'shuyuan-e2e-'));
  const port = await freePort();
  const product = startProduct(dataDir, port);
  try {
    await ready(`http://localhost:${port}/healthz`, product);
    return await playwright(parts, {
      BASE_URL: `http://localhost:${port}`,
      BROWSER_PATH: browser.path,
      BROWSER_ENV: JSON.stringify(browser.env),
      E2E_DATA_DIR: dataDir,
      E2E_PICTURES: hasPictures ? 'kept' : 'none',
    });
  } finally {
    await stop(product);
    await rm(dataDir, { recursive: true, force: true });
  }
}

function startProduct(dataDir: string, port: number): ChildProcess {
  const env = {
    ...process.env,
    MODE: 'development',
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    AUTH_RATE_LIMIT: '10000',
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

async function playwright(parts: readonly string[], env: Record<string, string>): Promise<Counts> {
  const report = join(root, 'e2e/results/report.json');
  await rm(report, { force: true });
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const child = spawn(
    process.execPath,
    [cli, 'test', '--config', join(root, 'e2e/playwright.config.ts'), ...parts],
    {
      cwd: root,
      env: { ...process.env, ...env, NODE_OPTIONS: '' },
      stdio: 'inherit',
    },
  );
  await new Promise((resolve) => child.once('exit', resolve));
  const { stats } = JSON.parse(await readFile(report, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  const failed = stats.unexpected + stats.flaky + (stats.expected === 0 ? 1 : 0);
  return { passed: stats.expected, failed };
}

async function stop(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null) return;
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
  const { passed, failed } = await runJourneys(process.argv.slice(2), { hasPictures: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
