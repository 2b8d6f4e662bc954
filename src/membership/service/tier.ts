import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isDuplicate, isReferenced, touchPage, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayEditTiers } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { TierFields, TierItem } from '../schema.ts';
import {
  countSubjects,
  deleteTier,
  insertTier,
  lockTier,
  replaceCovers,
  replacePlans,
  selectCovering,
  selectTiers,
  updateTier,
  withParts,
} from '../store/tier.ts';
import { noSubject, type Cover, type Tier, type TierName } from '../types.ts';

/** What pages that tell of tiers depend on. */
export const tiersTag = 'tiers';

/** The tiers that somebody may join, in their order. */
export async function listOpenTiers(ctx: Ctx): Promise<Tier[]> {
  return selectTiers(ctx.db, { openOnly: true });
}

/** What the open tiers are called that cover a work on its shelves now. */
export async function listTiersCovering(ctx: Ctx, workId: string): Promise<TierName[]> {
  return selectCovering(ctx.db, workId);
}

/** A tier's name in a language. */
export function nameTier(tier: Pick<TierName, 'nameZh' | 'nameEn'>, locale: Locale): string {
  return locale === 'en' ? tier.nameEn : tier.nameZh;
}

/** Every tier, for who edits them and who gives them. @throws Refusal policy.* */
export async function listTiers(ctx: Ctx): Promise<TierItem[]> {
  return (await selectTiers(ctx.db)).map(itemOf);
}

function itemOf({ covers, plans, ...tier }: Tier): TierItem {
  return {
    ...tier,
    benefitsZh: [...tier.benefitsZh],
    benefitsEn: [...tier.benefitsEn],
    covers: covers.map(({ scope, subjectId, nameZh, nameEn }) => ({
      scope,
      subjectId: scope === 'all' ? null : subjectId,
      nameZh,
      nameEn,
    })),
    plans: plans.map((plan) => ({ ...plan })),
  };
}

/**
 * Makes a tier with what it covers and costs, audited. Answers its id.
 *
 * @throws Refusal tier.name_taken, tier.unknown_subject, tier.plan_twice, policy.*; nothing is then written.
 */
export async function createTier(ctx: Ctx, input: TierFields): Promise<string> {
  assertReach(ctx, mayEditTiers, null);
  const { covers, plans, ...said } = input;
  const id = newId(ctx.now);
  await withFreeName(() =>
    inTransaction(ctx, async (tx) => {
      await insertTier(tx, { id, ...said, createdAt: ctx.now });
      await writeTerms(tx, ctx, id, { covers, plans });
      await recordAudit(tx, ctx, 'tier.create', id, { nameZh: said.nameZh });
    }),
  );
  return id;
}

/**
 * Changes a tier, audited. What it covers is true for its members from then on; prices that were sold stay as they were.
 *
 * @throws Refusal tier.unknown, tier.name_taken, tier.unknown_subject, tier.plan_twice, policy.*
 */
export async function editTier(ctx: Ctx, id: string, input: TierFields): Promise<void> {
  assertReach(ctx, mayEditTiers, null);
  const { covers, plans, ...said } = input;
  await withFreeName(() =>
    inTransaction(ctx, async (tx) => {
      if (!(await lockTier(tx, id))) throw refuse('tier.unknown');
      await updateTier(tx, id, said);
      await writeTerms(tx, ctx, id, { covers, plans });
      await recordAudit(tx, ctx, 'tier.edit', id, {
        nameZh: said.nameZh,
        state: said.state,
        discountBps: said.discountBps,
        covers: covers.length,
      });
    }),
  );
}

async function withFreeName(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isDuplicate(error, 'tier_name_zh') || isDuplicate(error, 'tier_name_en'))
      throw refuse('tier.name_taken');
    throw error;
  }
}

async function writeTerms(
  tx: Tx,
  ctx: Ctx,
  id: string,
  { covers, plans }: Pick<TierFields, 'covers' | 'plans'>,
): Promise<void> {
  const keys = plans.map(({ term, days }) => `${term} ${days ?? ''}`);
  if (new Set(keys).size < keys.length) throw refuse('tier.plan_twice');
  const wanted = await settleCovers(tx, covers);
  await replaceCovers(tx, id, wanted);
  const rows = plans.map(({ days = null, ...plan }) => ({ id: newId(ctx.now), days, ...plan }));
  await replacePlans(tx, id, rows, ctx.now);
  touchPage(tx, tiersTag);
}

/** What is covered: each subject once, and with a bundle its parts. @throws Refusal tier.unknown_subject */
async function settleCovers(tx: Tx, input: TierFields['covers']): Promise<Cover[]> {
  const covers = input.map(({ scope, subjectId = noSubject }) => ({ scope, subjectId }));
  const unique = [
    ...new Map(covers.map((one) => [`${one.scope} ${one.subjectId}`, one] as const)).values(),
  ];
  const subjects = unique.filter(({ scope }) => scope !== 'all');
  if ((await countSubjects(tx, subjects)) < subjects.length) throw refuse('tier.unknown_subject');
  const named = unique.filter(({ scope }) => scope === 'work').map(({ subjectId }) => subjectId);
  const works = await withParts(tx, named);
  return [
    ...unique.filter(({ scope }) => scope !== 'work'),
    ...works.map((subjectId) => ({ scope: 'work', subjectId }) as const),
  ];
}

/** Deletes a tier that nobody was ever a member of or ordered, audited. @throws Refusal tier.unknown, tier.has_members, policy.* */
export async function removeTier(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayEditTiers, null);
  try {
    await inTransaction(ctx, async (tx) => {
      if (!(await lockTier(tx, id))) throw refuse('tier.unknown');
      if ((await deleteTier(tx, id)) === 'used') throw refuse('tier.has_members');
      touchPage(tx, tiersTag);
      await recordAudit(tx, ctx, 'tier.remove', id);
    });
  } catch (error) {
    // An order names it.
    if (isReferenced(error)) throw refuse('tier.has_members');
    throw error;
  }
}
