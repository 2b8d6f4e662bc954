import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listUserNames } from '#identity/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { truncate } from '#kernel/text.ts';
import { day, hour } from '#kernel/time.ts';
import { getUpload, removeUpload } from '#media/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { assertWithin } from '#platform/rate-limit.ts';
import '../events.ts';
import { mayImport } from '../policy.ts';
import { refuseImport } from '../refusals.ts';
import { ImportResult, type ImportItem, type NewImport } from '../schema.ts';
import {
  endImport,
  findImport,
  findImportOf,
  insertFeed,
  insertImport,
  moveImport,
  selectImports,
  type ImportJob,
} from '../store/import.ts';
import { importSteps } from '../types.ts';
import { FilesRefused, importFolder } from './import-folder.ts';

/** Imports of addresses that one creator may ask for in an hour: each makes us ask somebody else's machine. */
const addressesAnHour = 30;

/**
 * Asks for one's own finished upload, or for a feed at an address, to be imported.
 *
 * @throws Refusal media.upload_unknown, import.running, rate.limited, policy.*
 */
export async function askImport(ctx: Ctx, asked: NewImport): Promise<ImportItem> {
  assertReach(ctx, mayImport, actingUser(ctx).userId);
  return 'address' in asked ? askFeed(ctx, asked.address) : askUpload(ctx, asked.uploadId);
}

async function askFeed(ctx: Ctx, address: string): Promise<ImportItem> {
  const { userId: creatorId } = actingUser(ctx);
  const limit = { limit: addressesAnHour, windowMs: hour };
  await assertWithin(ctx, { ...limit, key: `import:${creatorId}` });
  const { host, pathname } = new URL(address);
  const row = {
    id: newId(ctx.now),
    creatorId,
    address,
    // What stands behind the question mark may be a secret.
    fileName: truncate(`${host}${pathname === '/' ? '' : pathname}`, 200),
    locale: ctx.locale,
    createdAt: ctx.now,
  };
  return inTransaction(ctx, async (tx) => {
    if (!(await insertFeed(tx, row))) throw refuseImport('import.running');
    await publish(tx, 'feed.asked', { importId: row.id });
    return getImport(within(ctx, tx), row.id);
  });
}

/** Asking again answers the same import. */
async function askUpload(ctx: Ctx, uploadId: string): Promise<ImportItem> {
  const user = actingUser(ctx);
  const known = await findImportOf(ctx.db, user.userId, uploadId);
  if (known) return toItem(known);

  const { fileName } = await getUpload({ ...ctx, actor: user }, uploadId);
  const row = {
    id: newId(ctx.now),
    creatorId: user.userId,
    uploadId,
    fileName,
    locale: ctx.locale,
    createdAt: ctx.now,
  };
  await inTransaction(ctx, async (tx) => {
    if (await insertImport(tx, row)) await publish(tx, 'import.asked', { importId: row.id });
  });
  const job = await findImportOf(ctx.db, user.userId, uploadId);
  if (!job) throw refuseImport('import.unknown');
  return toItem(job);
}

/** One's own import, as far as it is. @throws Refusal import.unknown, policy.* */
export async function getImport(ctx: Ctx, id: string): Promise<ImportItem> {
  const job = await findImport(ctx.db, id);
  if (!job) throw refuseImport('import.unknown');
  assertReach(ctx, mayImport, job.creatorId);
  return toItem(job);
}

/** A page of one's own imports, newest first. @throws Refusal input.cursor, policy.signed_out */
export async function listImports(
  ctx: Ctx,
  query: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<ImportItem>> {
  const begun = readTimeCursor(query.cursor);
  const place = begun && { createdAt: begun.at, id: begun.id };
  const rows = await selectImports(ctx.db, actingUser(ctx).userId, query.limit + 1, place);
  return pageOf(rows, query.limit, (row) => [row.createdAt, row.id], toItem);
}

function toItem(job: ImportJob): ImportItem {
  const { id, fileName, address, state, step, done, total, createdAt, finishedAt } = job;
  return {
    id,
    fileName,
    address,
    state,
    done,
    total,
    step: importSteps.find((known) => known === step) ?? 'waiting',
    report: ImportResult.parse(job.report),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** What those who watch an import listen to. */
export function importTopic(importId: string): string {
  return `import:${importId}`;
}

// A progress bar that moves more often than this only costs writes.
const tellEvery = 10;

/** Does an import that was asked for. Done twice it changes nothing; a refusal ends it with its reasons. */
export async function runImport(ctx: Ctx, importId: string): Promise<void> {
  const job = await findImport(ctx.db, importId);
  if (!job || job.finishedAt !== null) return;
  const inside = await asCreator(ctx, job);
  try {
    const { uploadId, address } = job;
    const root = address ?? (await getUpload(inside, uploadId!)).path;
    const report = await importFolder(inside, {
      creatorId: job.creatorId,
      root,
      name: job.fileName,
      onProgress: async (at) => {
        const isSlow = at.step === 'fetching';
        if (!isSlow && at.done % tellEvery !== 0 && at.done !== at.total) return;
        await moveImport(ctx.db, job.id, at);
        ctx.ports.realtime.tell([importTopic(job.id)]);
      },
    });
    await endImport(ctx.db, job.id, { state: 'done', report, finishedAt: ctx.now });
  } catch (error) {
    // A store that cannot be reached says nothing about the material: the job is tried again.
    if (!(error instanceof Refusal) || error.code === 'files.unavailable') throw error;
    const problems = error instanceof FilesRefused ? error.problems : [];
    const report = { code: error.code, message: error.say(job.locale), problems };
    await endImport(ctx.db, job.id, { state: 'failed', report, finishedAt: ctx.now });
  }
  ctx.ports.realtime.tell([importTopic(job.id)]);
  if (job.uploadId !== null) await removeUpload(ctx, job.uploadId);
}

/** The creator who asked, in the language they asked in. */
async function asCreator(ctx: Ctx, { creatorId, locale, id }: ImportJob): Promise<Ctx<User>> {
  const name = (await listUserNames(ctx, [creatorId])).get(creatorId) ?? '';
  return {
    ...ctx,
    locale,
    actor: { kind: 'user', userId: creatorId, name, roles: ['creator'], sessionId: id },
  };
}

/** Removes what imports that were killed had unpacked a day ago. Returns how many folders. */
export async function sweepImports(ctx: Ctx): Promise<number> {
  const parent = join(ctx.ports.settings.dataDir, 'imports');
  let removed = 0;
  for (const name of await namesIn(parent)) {
    const { mtimeMs } = await stat(join(parent, name));
    if (ctx.now.getTime() - mtimeMs < day) continue;
    await rm(join(parent, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
