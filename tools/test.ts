import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { minute } from '#kernel/time.ts';
import { silentLog } from '#platform/log.ts';
import { clusterEnvironment, startTestCluster } from '#platform/testing/cluster.ts';
import { ensureClient } from '../src/app/client.ts';
import { Undo } from '../src/app/undo.ts';
import { closeHouses, openHouses, runAllJourneys, type House } from './e2e.ts';

// `npm test [part of a path …]`: everything on real PostgreSQL, then the browser journeys. Ends with one line of counts.
const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const counts = { passed: 0, failed: 0 };

const files: string[] = [];
for await (const file of glob(
  [
    'src/**/*.test.ts',
    'src/**/*.test.tsx',
    'tools/**/*.test.ts',
    'sim/**/*.test.ts',
    'bench/**/*.test.ts',
  ],
  { cwd: root },
)) {
  if (wanted.length === 0 || wanted.some((part) => file.includes(part)))
    files.push(join(root, file));
}

const hasJourneys = wanted.length === 0 && !process.argv.includes('--no-browser');

// Several of them start the whole product, which must not build the client each for itself.
const building =
  hasJourneys || files.some((file) => file.includes(join('src', 'app')))
    ? ensureClient(silentLog, new Undo())
    : undefined;
const cluster = await startTestCluster();
const missing = await building;
if (missing) console.error(missing);
// They load their demonstrations while the units run, and are ready when those have ended.
const houses = hasJourneys ? openHouses(4) : Promise.resolve([]);
houses.catch(() => {});
try {
  Object.assign(process.env, clusterEnvironment(cluster.connection));
  const units = files.length > 0 ? runUnits(files.toSorted()) : Promise.resolve();
  await Promise.all([units, hasJourneys ? runJourneys(await houses, units) : undefined]);
} finally {
  await Promise.allSettled([houses.then(closeHouses), cluster.stop()]);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

async function runJourneys(opened: readonly House[], units: Promise<void>): Promise<void> {
  const { passed, failed, second } = await runAllJourneys(opened, units);
  counts.passed += passed;
  counts.failed += failed;
  if (second > 0) console.log(`${second} journeys went well at the second try only: look at them.`);
}

/**
 * Runs test files, each in a process of its own that ends when its tests have, whatever they left open; one more at a time than
 * there are cores, since each waits for its database now and then. A failure is told at once: nothing that comes later can keep
 * it from being seen.
 */
async function runUnits(paths: string[]): Promise<void> {
  const unfollowed = pathToFileURL(join(root, 'tools', 'unfollowed.js')).href;
  const execArgv = [...process.execArgv, '--import', unfollowed, '--test-force-exit'];
  const stream = run({
    files: paths,
    concurrency: availableParallelism() + 1,
    execArgv,
    timeout: 10 * minute,
  });
  stream.on('test:pass', ({ details, skip }) => {
    if (details.type !== 'suite' && skip === undefined) counts.passed += 1;
  });
  stream.on('test:fail', ({ name, details }) => {
    if (details.type === 'suite') return;
    counts.failed += 1;
    console.error(`${name} failed:`, details.error.cause ?? details.error);
  });
  stream.compose(spec()).pipe(process.stdout);
  await new Promise((resolve) => stream.once('end', resolve));
}
