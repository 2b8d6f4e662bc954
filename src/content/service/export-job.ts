import { recordAudit } from '#audit/service.ts';
import { getDraft } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { after, day } from '#kernel/time.ts';
import { sendFile } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { errorFields } from '#platform/log.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import '../events.ts';
import { mayExport } from '../policy.ts';
import { refuseExport } from '../refusals.ts';
import type { ExportItem } from '../schema.ts';
import {
  deleteExports,
  endExport,
  findExport,
  findLatestExport,
  insertExport,
  moveExport,
  selectOver,
  type ExportJob,
} from '../store/export.ts';
import { packWork } from './pack-work.ts';
import { zipWork } from './write-package.ts';

/** How long a zip waits to be fetched. */
const keptMs = day;

/** What those who watch an export listen to. */
export function exportTopic(exportId: string): string {
  return `export:${exportId}`;
}

const prefixOf = (id: string) => `export/${id}/`;
const keyOf = (id: string) => `${prefixOf(id)}work.zip`;

/**
 * Asks for a work's draft as a zip, and writes down who did; asking again while it is made answers the same export.
 *
 * @throws Refusal work.unknown, policy.*
 */
export async function askExport(ctx: Ctx, workId: string): Promise<ExportItem> {
  const user = actingUser(ctx);
  const { creatorId, title } = await getDraft(ctx, workId);
  assertReach(ctx, mayExport, creatorId);
  const id = newId(ctx.now);
  const { locale, now: createdAt } = ctx;
  const row = { id, workId, creatorId, askedBy: user.userId, locale, createdAt };
  await inTransaction(ctx, async (tx) => {
    if (!(await insertExport(tx, row))) return;
    await recordAudit(tx, ctx, 'work.export', workId, { title });
    await publish(tx, 'export.asked', { exportId: id });
  });
  const job = await findLatestExport(ctx.db, workId, user.userId);
  if (!job) throw refuseExport('export.unknown');
  return toItem(job);
}

/** How far an export is, for its creator and the owner. @throws Refusal export.unknown, policy.* */
export async function getExport(ctx: Ctx, id: string): Promise<ExportItem> {
  return toItem(await openExport(ctx, id));
}

async function openExport(ctx: Ctx, id: string): Promise<ExportJob> {
  const job = await findExport(ctx.db, id);
  if (!job) throw refuseExport('export.unknown');
  assertReach(ctx, mayExport, job.creatorId);
  return job;
}

/** The zip itself, in whichever ranges are asked for. @throws Refusal export.unknown, policy.* */
export async function sendExport(ctx: Ctx, request: Request, id: string): Promise<Response> {
  const job = await openExport(ctx, id);
  if (job.state !== 'done') throw refuseExport('export.unknown');
  return sendFile(ctx, request, {
    key: keyOf(id),
    mediaType: 'application/zip',
    cacheControl: 'private, no-store',
    download: job.fileName,
  });
}

function toItem(job: ExportJob): ExportItem {
  const { id, workId, state, doneBytes, totalBytes, fileName, sizeBytes, failure } = job;
  const { createdAt, finishedAt } = job;
  const expiresAt = state === 'done' && finishedAt ? after(finishedAt, keptMs).toISOString() : null;
  return {
    id,
    workId,
    state,
    doneBytes,
    totalBytes,
    fileName,
    sizeBytes,
    failure,
    expiresAt,
    createdAt: createdAt.toISOString(),
  };
}

// A progress bar that moves more often than this only costs writes.
const tellBytes = 16 * 1024 * 1024;

/** Does an export that was asked for; the zips of the same work that were made before it go. */
export async function runExport(ctx: Ctx, exportId: string): Promise<void> {
  const job = await findExport(ctx.db, exportId);
  if (!job || job.finishedAt !== null) return;
  try {
    const packed = await packWork(ctx, job.workId);
    const { sizeBytes: totalBytes } = packed;
    await moveExport(ctx.db, job.id, { doneBytes: 0, totalBytes });
    const zip = zipWork(packed, teller(ctx, job.id, totalBytes));
    const { sizeBytes } = await ctx.ports.files.put(keyOf(job.id), zip);
    const end = { state: 'done', finishedAt: ctx.now, fileName: `${packed.name}.zip` } as const;
    await endExport(ctx.db, job.id, { ...end, sizeBytes });
    await removeAll(ctx, await selectOver(ctx.db, { than: job }));
  } catch (error) {
    // A store that cannot be reached says nothing about the work: the job is tried again.
    if (!(error instanceof Refusal) || error.code === 'files.unavailable') throw error;
    const failure = error.say(job.locale);
    await endExport(ctx.db, job.id, { state: 'failed', failure, finishedAt: ctx.now });
  }
  ctx.ports.realtime.tell([exportTopic(job.id)]);
}

/** Writes down how far a zip is, one note after the other, and only now and then. */
function teller(ctx: Ctx, id: string, totalBytes: number): (doneBytes: number) => void {
  let told = 0;
  let telling = Promise.resolve();
  return (doneBytes) => {
    if (doneBytes - told < tellBytes) return;
    told = doneBytes;
    telling = telling.then(async () => {
      try {
        await moveExport(ctx.db, id, { doneBytes: Math.min(doneBytes, totalBytes), totalBytes });
        ctx.ports.realtime.tell([exportTopic(id)]);
      } catch (error) {
        // The bar stands still: no reason to stop what it tells of.
        ctx.ports.log.error('the progress of an export could not be noted', {
          exportId: id,
          ...errorFields(error),
        });
      }
    });
  };
}

async function removeAll(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) await ctx.ports.files.removeAll(prefixOf(id));
  await deleteExports(ctx.db, ids);
}

/** Removes zips that nobody fetched for a day. Returns how many. */
export async function sweepExports(ctx: Ctx): Promise<number> {
  const ids = await selectOver(ctx.db, { before: after(ctx.now, -keptMs) });
  await removeAll(ctx, ids);
  return ids.length;
}
