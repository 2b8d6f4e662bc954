import { findShown } from '#content/service.ts';
import { findSource } from '#entitlement/service.ts';
import { numberOf } from '#kernel/id.ts';
import { deliverStamped, isStamped, signMedia, type Asset } from '#media/service.ts';
import { nameOrderOf } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { refuseLearning } from '../refusals.ts';
import { openById, type OpenedLesson } from '../service.ts';

/**
 * A document of a lesson, its own or one that its text shows, or the file that it hands over: for a learner a copy that names them, for who only looks at a
 * trial the file as it is.
 *
 * @throws Refusal learning.*, lesson.unknown, media.*
 */
export async function deliverDocument(
  ctx: Ctx,
  request: Request,
  lessonId: string,
  assetId: string,
): Promise<Response> {
  const opened = await openById(ctx, lessonId);
  const asset = await findGiven(ctx, opened, assetId);
  const { actor } = ctx;
  if (actor.kind === 'user' && opened.classroom.isEntitled && isStamped(asset))
    return deliverStamped(ctx, request, asset, await stampFor(ctx, actor, opened.lesson.workId));
  const isDownload = !isStamped(asset) || new URL(request.url).searchParams.has('download');
  const location = signMedia(ctx, asset.id, isDownload ? 'download' : 'file');
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

/** What a lesson gives away by this id: its own document or file, or a document that its text shows. */
async function findGiven(
  ctx: Ctx,
  { lesson, asset: own }: OpenedLesson,
  assetId: string,
): Promise<Asset> {
  const isOwn = own?.id === assetId;
  const asset = isOwn ? own : await findShown(ctx, lesson, assetId);
  const isFile = isOwn && lesson.kind === 'file';
  if (asset?.state !== 'ready' || !(isStamped(asset) || isFile))
    throw refuseLearning('learning.unknown_lesson');
  return asset;
}

async function stampFor(ctx: Ctx, { userId, name }: User, workId: string) {
  const source = await findSource(ctx, userId, workId);
  const order = source?.kind === 'order' ? await nameOrderOf(ctx, source.id) : undefined;
  return { name, number: numberOf(userId), order };
}
