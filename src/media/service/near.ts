import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Ctx } from '#platform/ctx.ts';
import { scratchOf } from './borrow.ts';

/** A stored file on this machine, and a folder beside it for what is made of it. */
export interface Near {
  readonly path: string;
  readonly folder: string;
}

/** Does something with the file at `key` where it lies on this machine; what was fetched or written for it goes afterwards. */
export async function withNear<T>(
  ctx: Ctx,
  key: string,
  deed: (near: Near) => Promise<T>,
): Promise<T> {
  const { files } = ctx.ports;
  await mkdir(scratchOf(ctx), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(scratchOf(ctx), 'document-'));
  try {
    const own = files.localPath(key);
    const path = own ?? join(folder, 'from');
    if (own === undefined)
      await pipeline(await files.read(key), createWriteStream(path, { mode: 0o600 }));
    return await deed({ path, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
