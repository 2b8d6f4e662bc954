import { renderMarkdown } from '#content/service.ts';
import { newId } from '#kernel/id.ts';
import { day, hour } from '#kernel/time.ts';
import { openById, type OpenedLesson } from '#learning/service.ts';
import { bringStudy, findOpenStays, isKeepable } from '#learning/service/study.ts';
import type { Asset } from '#media/service.ts';
import { choicesOf, takeAlong, takePicture, type TakenFile } from '#media/service/take-along.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser } from '#platform/policy.ts';
import { assertWithin } from '#platform/rate-limit.ts';
import { refuseOffline } from './refusals.ts';
import { endOfKeep, join, studyOf } from './rules/study.ts';
import type { Contact, ContactAnswer, KeepItem, KeptLesson, Offer, StudyReport } from './schema.ts';
import { showKept } from './service/show-kept.tsx';
import {
  addStudy,
  deleteKeeps,
  endKeeps,
  prolongKeeps,
  selectKeeps,
  selectKeepsOf,
  selectKept,
  upsertKeep,
} from './store.ts';
import type { Keep, Study } from './types.ts';

/** A device that nobody heard of for so long shows nothing any more: by then a refund, a ban or a thief may have come. */
const longestMs = 30 * day;
const keepsPerHour = 120;
const contactsPerHour = 240;
/** Under which address a browser finds the files of what it keeps: its own worker answers there, the house never does. */
const keptAt = (id: string) => `/kept/${id}/`;
/** What a phone needs, where nobody chooses. */
const usualHeight = 480;

type Opened = Awaited<ReturnType<typeof openById>>;

/** A lesson that the acting user has by a right, and until when. @throws Refusal offline.*, learning.*, lesson.unknown */
async function openForKeeping(ctx: Ctx, lessonId: string) {
  const { userId, sessionId } = actingUser(ctx);
  const [opened, stays] = await Promise.all([
    openById(ctx, lessonId),
    findOpenStays(ctx, userId, [lessonId]),
  ]);
  const stay = stays.get(lessonId);
  if (!stay) throw refuseOffline('offline.not_entitled');
  assertKeepable(opened);
  const endsAt = endOfKeep(stay.until, ctx.now, longestMs);
  return { userId, sessionId, opened, endsAt, edition: stay.editionId };
}

function assertKeepable(opened: OpenedLesson): void {
  if (opened.asset?.state === 'processing') throw refuseOffline('offline.not_ready');
  if (!isKeepable(opened)) throw refuseOffline('offline.not_kept');
}

/** What keeping a lesson would take. @throws Refusal offline.*, learning.*, lesson.unknown, policy.signed_out */
export async function getOffer(ctx: Ctx, lessonId: string): Promise<Offer> {
  const { opened, endsAt } = await openForKeeping(ctx, lessonId);
  const { files } = await packText(ctx, opened, keptAt(lessonId));
  const rest = sizeOf(files) + Buffer.byteLength(opened.lesson.body);
  const alone = [{ height: null, sizeBytes: 0 }];
  const found = opened.asset ? await choicesOf(ctx, opened.asset) : alone;
  const choices = found.map((choice) => ({ ...choice, sizeBytes: choice.sizeBytes + rest }));
  return { endsAt: endsAt.toISOString(), choices };
}

const sizeOf = (files: readonly TakenFile[]) =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/**
 * Gives a lesson to the device of the acting user to be kept: its page, and where its files are to be had for a while. Asked
 * again it gives the same anew.
 *
 * @throws Refusal offline.*, learning.*, lesson.unknown, rate.limited, policy.signed_out
 */
export async function keepLesson(
  ctx: Ctx,
  lessonId: string,
  height = usualHeight,
): Promise<KeptLesson> {
  const { userId, sessionId, opened, endsAt, edition } = await openForKeeping(ctx, lessonId);
  await assertWithin(ctx, { key: `keep:${userId}`, limit: keepsPerHour, windowMs: hour });
  const { workId } = opened.lesson;
  const fresh = { id: newId(ctx.now), userId, sessionId, lessonId, workId, now: ctx.now, endsAt };
  const id = await upsertKeep(ctx.db, fresh);
  const { html, files } = await pack(ctx, opened, id, height);
  return {
    id,
    learner: userId,
    lessonId,
    edition,
    locale: ctx.locale,
    title: opened.lesson.title,
    work: opened.classroom.work.live?.title ?? '',
    kind: opened.playback?.kind ?? 'text',
    html,
    placeSec: opened.classroom.progress.get(lessonId)?.positionSec ?? 0,
    sizeBytes: sizeOf(files) + Buffer.byteLength(html),
    now: ctx.now.toISOString(),
    endsAt: endsAt.toISOString(),
    files: [...files],
  };
}

interface Packed {
  readonly html: string;
  readonly files: readonly TakenFile[];
}

async function pack(ctx: Ctx, opened: Opened, id: string, height: number): Promise<Packed> {
  const { asset, playback } = opened;
  const at = keptAt(id);
  const [taken, { text, files }] = await Promise.all([
    asset && playback ? takeAlong(ctx, asset, { height, at }) : undefined,
    packText(ctx, opened, at),
  ]);
  const html = showKept(ctx, opened, { text, playback: taken?.playback });
  return { html, files: [...(taken?.files ?? []), ...files] };
}

/** The text of a lesson, with the pictures and recordings that stand in it. */
async function packText(ctx: Ctx, { lesson }: Opened, at: string) {
  const recordings = new Map<string, readonly TakenFile[]>();
  const take = async (asset: Asset) => {
    const taken = await takeAlong(ctx, asset, { height: usualHeight, at });
    recordings.set(asset.id, taken.files);
    return taken.playback;
  };
  const { workId, body } = lesson;
  const kept = { at, take };
  const text = await renderMarkdown(ctx, { workId, body, audience: 'entitled', kept });
  const pictures = await Promise.all(text.pictureIds.map((one) => takePicture(ctx, one)));
  const files = [...recordings.values()].flat();
  return { text, files: [...files, ...pictures.filter((one) => one !== undefined)] };
}

/**
 * A device has network again: what was learned of what it keeps is brought in, and it hears what may stay.
 *
 * @throws Refusal rate.limited, policy.signed_out
 */
export async function meetDevice(ctx: Ctx, contact: Contact): Promise<ContactAnswer> {
  const { userId } = actingUser(ctx);
  await assertWithin(ctx, { key: `contact:${userId}`, limit: contactsPerHour, windowMs: hour });
  const { kept, reports } = contact;
  const ids = [...new Set([...kept, ...reports.map(({ keepId }) => keepId)])];
  const keeps = new Map((await selectKeeps(ctx.db, userId, ids)).map((keep) => [keep.id, keep]));
  await bringReports(ctx, keeps, contact);
  const staying = await stayingOf(
    ctx,
    kept.flatMap((id) => keeps.get(id) ?? []),
  );
  return {
    learner: userId,
    now: ctx.now.toISOString(),
    kept: staying.map(({ endsAt, ...one }) => ({ ...one, endsAt: endsAt.toISOString() })),
  };
}

/** Which of these may stay, and until when now; the others end. */
async function stayingOf(ctx: Ctx, keeps: readonly Keep[]) {
  const { userId } = actingUser(ctx);
  const lessonIds = [...new Set(keeps.map(({ lessonId }) => lessonId))];
  const stays = await findOpenStays(ctx, userId, lessonIds);
  const staying = keeps.flatMap(({ id, lessonId, endedAt, endsAt }) => {
    const stay = endedAt === null && endsAt > ctx.now ? stays.get(lessonId) : undefined;
    if (!stay) return [];
    return [{ id, endsAt: endOfKeep(stay.until, ctx.now, longestMs), edition: stay.editionId }];
  });
  const known = new Set(staying.map(({ id }) => id));
  const over = keeps.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  await prolongKeeps(ctx.db, staying);
  await endKeeps(ctx.db, userId, over, ctx.now);
  return staying;
}

type Known = ReadonlyMap<string, Keep>;

/** What reports tell, by lesson; those of no keep of theirs tell nothing. */
function gather(ctx: Ctx, keeps: Known, { sentAt, reports }: Contact): Map<string, Study> {
  const clocks = { device: sentAt, house: ctx.now.getTime() };
  const told = new Map<string, Study>();
  for (const report of reports) {
    const keep = keeps.get(report.keepId);
    if (!keep) continue;
    const study = studyIn(report, keep, clocks);
    const known = told.get(keep.lessonId);
    told.set(keep.lessonId, known ? join(known, study) : study);
  }
  return told;
}

function studyIn(
  report: StudyReport,
  { keptAt: from, endsAt, endedAt, durationSec }: Keep,
  clocks: { readonly device: number; readonly house: number },
): Study {
  const to = Math.min(endsAt.getTime(), endedAt?.getTime() ?? Infinity);
  return studyOf(report, clocks, { from: from.getTime(), to }, durationSec);
}

async function bringReports(ctx: Ctx, keeps: Known, contact: Contact): Promise<void> {
  const { userId } = actingUser(ctx);
  const told = gather(ctx, keeps, contact);
  if (told.size === 0) return;
  await inTransaction(ctx, async (tx) => {
    // In the order of their ids: who brings the same lessons at the same time waits, and never in a circle.
    for (const [lessonId, study] of [...told].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const added = await addStudy(tx, userId, lessonId, study);
      if (!added) continue;
      const { addedSec, placeSec, placeAt } = added;
      const place = { positionSec: placeSec, at: placeAt };
      await bringStudy(tx, ctx, { userId, lessonId, addedSec, ...place, isDone: study.isDone });
    }
  });
}

/** A device keeps a lesson no more. @throws Refusal offline.unknown_keep, policy.signed_out */
export async function leaveLesson(ctx: Ctx, id: string): Promise<void> {
  if ((await endKeeps(ctx.db, actingUser(ctx).userId, [id], ctx.now)) === 0)
    throw refuseOffline('offline.unknown_keep');
}

/** A page of what the devices of the acting user keep, the latest first. @throws Refusal input.cursor, policy.signed_out */
export async function listKept(
  ctx: Ctx,
  query: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<KeepItem>> {
  const { userId } = actingUser(ctx);
  const rows = await selectKept(ctx.db, {
    userId,
    now: ctx.now,
    limit: query.limit + 1,
    beforeId: readIdCursor(query.cursor),
  });
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    ({ keptAt: at, endsAt, ...row }) => ({
      ...row,
      keptAt: at.toISOString(),
      endsAt: endsAt.toISOString(),
    }),
  );
}

/** A right is over: what was kept by it ends, unless another right opens the same lessons. */
export async function endWithRight(
  ctx: Ctx,
  { userId, workId }: { readonly userId: string; readonly workId: string },
): Promise<void> {
  await endUnless(ctx, userId, await selectKeepsOf(ctx.db, userId, workId));
}

/** A membership is over or rests: what was kept by it ends, whatever work it is of, unless another right opens the same lessons. */
export async function endWithMembership(
  ctx: Ctx,
  { userId }: { readonly userId: string },
): Promise<void> {
  await endUnless(ctx, userId, await selectKeepsOf(ctx.db, userId));
}

async function endUnless(
  ctx: Ctx,
  userId: string,
  keeps: readonly { readonly id: string; readonly lessonId: string }[],
): Promise<void> {
  if (keeps.length === 0) return;
  const stays = await findOpenStays(
    ctx,
    userId,
    keeps.map(({ lessonId }) => lessonId),
  );
  const over = keeps.filter(({ lessonId }) => !stays.has(lessonId)).map(({ id }) => id);
  await endKeeps(ctx.db, userId, over, ctx.now);
}

/** Forgets what ended so long ago that no device comes with reports of it any more. */
export async function forgetKeeps(ctx: Ctx): Promise<void> {
  await deleteKeeps(ctx.db, new Date(ctx.now.getTime() - 6 * longestMs));
}
