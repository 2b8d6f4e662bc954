import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import { itemKinds } from '../rules/kinds.ts';
import { insertShared, listBehind, nameShared, placeShared } from '../store/shared.ts';
import { findWork } from '../store/work.ts';

/**
 * Lets the items of a work say what is live in the works that they share them with: in the draft, or in the draft (unless a review has
 * closed it) and in what is live. The caller holds the work's row. Answers whether what everybody sees changed.
 */
export async function catchUp(
  tx: Tx,
  ctx: Ctx,
  workId: string,
  reach: 'draft' | 'draft and live',
): Promise<boolean> {
  const behind = await listBehind(tx, workId);
  const work = behind.length > 0 ? await findWork(tx, { id: workId }) : undefined;
  if (!work) return false;

  await nameShared(tx, workId);
  const isOpen = reach === 'draft' || work.submittedAt === null;
  let isSeen = false;
  for (const item of behind.filter(({ kind }) => itemKinds(work.kind).includes(kind))) {
    const isLive = item.isLive && reach === 'draft and live';
    const isDraft = item.isDraft && isOpen;
    if (!isLive && !isDraft) continue;
    const id = newId(ctx.now);
    await insertShared(tx, item, id, ctx.now);
    await placeShared(tx, { lessonId: item.lessonId, isDraft, isLive }, id, ctx.now);
    isSeen ||= isLive;
  }
  return isSeen;
}
