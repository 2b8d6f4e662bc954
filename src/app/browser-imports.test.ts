import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
// The lint rule `house/browser` stands on these.
import { isForBrowsers, wayToServer } from '../../tools/browser-imports.js';

test('whatever browsers load is told how it leads to the server, through rings and re-exports, never by types', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'browser-imports-'));
  t.after(() => rm(root, { recursive: true }));
  const files: Readonly<Record<string, string>> = {
    'src/kernel/id.ts': 'export const a = 1;',
    'src/a/rules.ts': "import { a } from '#kernel/id.ts';\nimport './ring.ts';",
    'src/a/ring.ts': "import './rules.ts';",
    'src/a/words.ts': "export { x } from './types.ts';\nimport type { A } from '#kernel/id.ts';",
    'src/a/types.ts': "import type { B } from './rules.ts';\nimport 'hono';",
    'src/a/many.ts': "import {\n  a,\n  b,\n} from './ring.ts';",
    'src/a/lazy.ts': "const x = () => import('./many.ts');",
    'src/a/file.ts': "import { readFile } from 'node:fs';",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const way = (name: string) => wayToServer(root, join(root, name));
  assert.deepEqual(way('src/a/lazy.ts'), [
    'src/a/lazy.ts',
    'src/a/many.ts',
    'src/a/ring.ts',
    'src/a/rules.ts',
    'src/kernel/id.ts',
  ]);
  assert.deepEqual(way('src/a/file.ts'), ['src/a/file.ts', 'node:fs']);
  assert.equal(way('src/a/words.ts'), undefined);

  for (const [path, isLoaded] of [
    ['src/work/studio/page.tsx', true],
    ['src/studio/main.tsx', true],
    ['src/ui/site.client.ts', true],
    ['src/reading/pages/pdf.island.ts', true],
    ['src/studio/data-table.test.tsx', false],
    ['src/reading/service.ts', false],
  ] as const)
    assert.equal(isForBrowsers(path), isLoaded, path);
});
