import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const executablePath = process.env['BROWSER_PATH'];
const env = JSON.parse(process.env['BROWSER_ENV'] ?? '{}') as Record<string, string>;

const results = process.env['E2E_RESULTS'] ?? join(import.meta.dirname, 'results');

/** Journeys in one running product share it, so they run one after the other and make their own people; each worker has a product. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.journey.ts',
  outputDir: `${results}/artifacts`,
  // What fails is tried once more, watched; the runner counts and names what went well only then.
  retries: 1,
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: `${results}/report.json` }]],
  use: {
    locale: 'zh-CN',
    // What grows under the pointer can lose a press; people who want stillness get it, and journeys do.
    contextOptions: { reducedMotion: 'reduce' },
    // Journeys that cut a line or kill the house look at what the pages do; the one about the worker allows it.
    serviceWorkers: 'block',
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      env: { ...process.env, ...env },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
});
