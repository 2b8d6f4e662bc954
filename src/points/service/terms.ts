import { recordAudit } from '#audit/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchPage } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditPoints } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { TermsInput, TermsItem } from '../schema.ts';
import { replaceTerms, selectTerms } from '../store/terms.ts';
import type { Terms } from '../types.ts';

const pointsTag = 'points';

const known = new Memory(pointsTag, (ctx) => selectTerms(ctx.db));

/** The rules of points that hold. */
export function termsNow(ctx: Ctx): Promise<Terms> {
  return known.get(ctx);
}

/** The rules of points, for who changes them. @throws Refusal policy.* */
export async function getTerms(ctx: Ctx): Promise<TermsItem> {
  assertReach(ctx, mayEditPoints, null);
  const terms = await selectTerms(ctx.db);
  return { ...terms, streak: [...terms.streak] };
}

/**
 * Changes the rules of points, audited. What was earned stays as it was, with the end that it had.
 *
 * @throws Refusal points.changed, policy.*; nothing is then written
 */
export async function changeTerms(ctx: Ctx, input: TermsInput): Promise<void> {
  assertReach(ctx, mayEditPoints, null);
  await inTransaction(ctx, async (tx) => {
    if (!(await replaceTerms(tx, input))) throw refuse('points.changed');
    await recordAudit(tx, ctx, 'points.change', 'points', { ...input });
    touchPage(tx, pointsTag);
  });
}
