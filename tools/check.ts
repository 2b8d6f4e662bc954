import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// `npm run check`: format, lint with the house rules, types, unused code. `--fix` formats and mends what can be mended.
const root = join(import.meta.dirname, '..');
const isFixing = process.argv.includes('--fix');

const steps: readonly (readonly [string, readonly string[]])[] = [
  ['oxfmt', isFixing ? ['.'] : ['--check', '.']],
  ['oxlint', ['--type-aware', ...(isFixing ? ['--fix'] : []), '.']],
  ['tsc', ['--noEmit', '-p', '.']],
  ['knip', ['--no-progress']],
];

let failed = 0;
for (const [tool, options] of steps) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [binary(tool), ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${tool} (${seconds} s)`);
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

function binary(tool: string): string {
  const packages: Record<string, string> = {
    tsc: 'typescript/bin/tsc',
    oxlint: 'oxlint/bin/oxlint',
    oxfmt: 'oxfmt/bin/oxfmt',
    knip: 'knip/bin/knip.js',
  };
  return join(root, 'node_modules', packages[tool]!);
}
