import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Folders with a tables.sql, in the order in which their tables may refer to each other. */
export async function roomsWithTables(): Promise<string[]> {
  const modules = JSON.parse(await readFile(join(root, 'tools/modules.json'), 'utf8')) as object;
  return ['platform', ...Object.keys(modules)].filter((room) =>
    existsSync(join(root, `src/${room}/tables.sql`)),
  );
}

/** The tables as they are now: the sum of every tables.sql. */
export async function currentSchema(): Promise<string> {
  const parts = (await roomsWithTables()).map(
    async (room) => `-- ${room}\n\n${await readFile(join(root, `src/${room}/tables.sql`), 'utf8')}`,
  );
  return (await Promise.all(parts)).join('\n');
}
