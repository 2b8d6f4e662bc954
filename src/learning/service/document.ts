import { findShown } from '#content/service.ts';
import { findSource } from '#entitlement/service.ts';
import { numberOf } from '#kernel/id.ts';
import { deliverStamped, isStamped, signMedia } from '#media/service.ts';
import { nameOrders } from '#order/service/read-order.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { refuseLearning } from '../refusals.ts';
import { openById } from '../service.ts';

/**
 * A document of a lesson, its own or one that its text shows: for a learner a copy that names them, for who only looks at a
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
  const { lesson, asset: own, classroom } = await openById(ctx, lessonId);
  const asset = own?.id === assetId ? own : await findShown(ctx, lesson, assetId);
  if (asset?.state !== 'ready' || !isStamped(asset))
    throw refuseLearning('learning.unknown_lesson');
  const { actor } = ctx;
  if (actor.kind === 'user' && classroom.isEntitled)
    return deliverStamped(ctx, request, asset, await stampFor(ctx, actor, lesson.workId));
  const isDownload = new URL(request.url).searchParams.has('download');
  const location = signMedia(ctx, asset.id, isDownload ? 'download' : 'file');
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

async function stampFor(ctx: Ctx, { userId, name }: User, workId: string) {
  const source = await findSource(ctx, userId, workId);
  const isBought = source?.kind === 'order';
  const order = isBought ? (await nameOrders(ctx, [source.id])).get(source.id) : undefined;
  return { name, number: numberOf(userId), order };
}
