import { recordAudit } from '#audit/service.ts';
import { getWork } from '#catalog/service.ts';
import { highestRate } from '#commission/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchPage, type Tx } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { editPromotion, editWorkPromotion, readWorkPromotion } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { leftForCreator } from '../rules/sharing.ts';
import type { PromotionTerms, WorkPromotionInput, WorkPromotionItem } from '../schema.ts';
import {
  replaceTerms,
  selectPromised,
  selectTerms,
  selectWorkPromotions,
  upsertWorkPromotion,
} from '../store/terms.ts';
import type { Terms } from '../types.ts';

const promotionTag = 'promotion';

const known = new Memory(promotionTag, (ctx) => selectTerms(ctx.db));

/** How people promote now. */
export function termsNow(ctx: Ctx): Promise<Terms> {
  return known.get(ctx);
}

/** The same for the owner, read anew. @throws Refusal policy.* */
export async function getTerms(ctx: Ctx): Promise<PromotionTerms> {
  assertReach(ctx, editPromotion, null);
  return selectTerms(ctx.db);
}

/**
 * Changes how people promote, audited. What orders promised stays as it was.
 *
 * @throws Refusal affiliate.bounds, affiliate.too_much, affiliate.changed, policy.*; nothing is then written
 */
export async function changeTerms(ctx: Ctx, terms: PromotionTerms): Promise<void> {
  assertReach(ctx, editPromotion, null);
  if (terms.leastBps > terms.mostBps) throw refuse('affiliate.bounds');
  await inTransaction(ctx, async (tx) => {
    if (!(await replaceTerms(tx, terms))) throw refuse('affiliate.changed');
    await assertRoom(tx, ctx);
    await recordAudit(tx, ctx, 'promotion.change', 'promotion', terms);
    touchPage(tx, promotionTag);
  });
}

/** What was just written promises no more than there is, at the highest rates of everybody. @throws Refusal affiliate.too_much */
export async function assertRoom(tx: Tx, ctx: Ctx): Promise<void> {
  const platformBps = await highestRate(tx, ctx.now);
  const promised = await selectPromised(tx);
  if (leftForCreator({ platformBps, ...promised }) >= 0) return;
  throw refuse('affiliate.too_much', {
    platform: platformBps / 100,
    level1: promised.level1Bps / 100,
    level2: promised.level2Bps / 100,
  });
}

/** How a work is promoted, and within what its creator may decide. @throws Refusal work.unknown, policy.* */
export async function getWorkPromotion(ctx: Ctx, workId: string): Promise<WorkPromotionItem> {
  const { creatorId } = await getWork(ctx, workId);
  assertReach(ctx, readWorkPromotion, creatorId);
  const { mode, level1Bps: siteBps, level2Bps, leastBps, mostBps } = await termsNow(ctx);
  const decided = (await selectWorkPromotions(ctx.db, [workId])).get(workId);
  const { isOut = false, level1Bps = null } = decided ?? {};
  return { isOut, level1Bps, mode, siteBps, level2Bps, leastBps, mostBps };
}

/**
 * Its creator leaves a work out, or gives it a rate of its own; what orders promised stays as it was.
 *
 * @throws Refusal work.unknown, affiliate.out_of_bounds, affiliate.too_much, policy.*; nothing is then written
 */
export async function decideWorkPromotion(
  ctx: Ctx,
  workId: string,
  { isOut, level1Bps }: WorkPromotionInput,
): Promise<void> {
  const { creatorId } = await getWork(ctx, workId);
  assertReach(ctx, editWorkPromotion, creatorId);
  const { userId: decidedBy } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const { leastBps, mostBps } = await selectTerms(tx);
    const isBetween = level1Bps === null || (level1Bps >= leastBps && level1Bps <= mostBps);
    if (!isBetween)
      throw refuse('affiliate.out_of_bounds', { least: leastBps / 100, most: mostBps / 100 });
    await upsertWorkPromotion(tx, { workId, isOut, level1Bps, decidedBy, decidedAt: ctx.now });
    await assertRoom(tx, ctx);
    await recordAudit(tx, ctx, 'promotion.work', workId, { isOut, level1Bps });
  });
}
