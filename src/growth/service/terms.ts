import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isReferenced, touchPage } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditGrowth } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { TermsFields, TermsItem } from '../schema.ts';
import { countPeople, replaceLevels, replaceTerms, selectTerms } from '../store/terms.ts';
import type { Terms } from '../types.ts';

const growthTag = 'growth';

const known = new Memory(growthTag, (ctx) => selectTerms(ctx.db));

/** The rules of growth that hold. */
export function termsNow(ctx: Ctx): Promise<Terms> {
  return known.get(ctx);
}

/** The rules of growth, with how many people do not stand by them yet. @throws Refusal policy.* */
export async function getTerms(ctx: Ctx): Promise<TermsItem> {
  assertReach(ctx, mayEditGrowth, null);
  const terms = await selectTerms(ctx.db);
  return {
    ...terms,
    levels: [...terms.levels],
    ...(await countPeople(ctx.db, terms.version)),
  };
}

/**
 * Changes the rules of growth, audited; who has growth is looked at again by a sweep. Growth that was earned stays as it was.
 *
 * @throws Refusal growth.same_threshold, growth.unknown_tier, growth.changed, policy.*; nothing is then written
 */
export async function changeTerms(ctx: Ctx, input: TermsFields): Promise<void> {
  assertReach(ctx, mayEditGrowth, null);
  const { levels: said, ...rest } = input;
  if (new Set(said.map(({ threshold }) => threshold)).size < said.length)
    throw refuse('growth.same_threshold');
  const levels = said.map((level) => ({ ...level, id: level.id ?? newId(ctx.now) }));
  try {
    await inTransaction(ctx, async (tx) => {
      if (!(await replaceTerms(tx, rest))) throw refuse('growth.changed');
      await replaceLevels(tx, levels, ctx.now);
      await recordAudit(tx, ctx, 'growth.change', 'growth', {
        ...rest,
        levels: levels.map(({ nameZh, threshold }) => `${nameZh} ${threshold}`),
      });
      touchPage(tx, growthTag);
    });
  } catch (error) {
    throw isReferenced(error) ? refuse('growth.unknown_tier') : error;
  }
}
