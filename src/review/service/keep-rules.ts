import { recordAudit } from '#audit/service.ts';
import { getDraft, listCategories, pathTo } from '#catalog/service.ts';
import { getUser } from '#identity/service.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayReadRules, maySetRules } from '../policy.ts';
import { refuse } from '../refusals.ts';
import {
  dueOf,
  firstStage,
  houseRules,
  memory,
  seatOf,
  trustOf,
  wayOf,
  type NoSeat,
} from '../rules/stages.ts';
import type { Experts, RuleSetInput } from '../schema.ts';
import {
  deleteExpert,
  findRuleSet,
  insertExpert,
  insertRuleSet,
  listExperts,
  listExpertsOf,
  readRecord,
} from '../store/rule.ts';
import type { RuleSet, Stage, Submission } from '../types.ts';

/** Which works are looked at in which stages, and in how many hours. @throws Refusal policy.* */
export async function getRules(ctx: Ctx): Promise<RuleSetInput> {
  assertReach(ctx, mayReadRules, null);
  const { rules, ...set } = await currentRules(ctx);
  return { ...set, rules: [...rules] };
}

async function currentRules(ctx: Ctx): Promise<RuleSet> {
  return (await findRuleSet(ctx.db)) ?? houseRules;
}

/** Sets other rules in place of version `input.version`; they hold for what is handed in from now on. @throws Refusal review_rules.changed, policy.* */
export async function setRules(ctx: Ctx, input: RuleSetInput): Promise<RuleSetInput> {
  assertReach(ctx, maySetRules, null);
  const { userId } = actingUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const isSet = await insertRuleSet(tx, input, { setBy: userId, setAt: ctx.now });
    if (!isSet) throw refuse('review_rules.changed');
    const { version, rules, firstHours, deepHours } = input;
    const detail = { version: version + 1, rules: rules.length, firstHours, deepHours };
    await recordAudit(tx, ctx, 'review.rules', 'review', detail);
  });
  return getRules(ctx);
}

/** Who knows which category. @throws Refusal policy.* */
export async function listAllExperts(ctx: Ctx): Promise<Experts> {
  assertReach(ctx, mayReadRules, null);
  const rows = await listExperts(ctx.db, ctx.locale);
  return {
    items: rows.map((row) => ({ ...row, appointedAt: row.appointedAt.toISOString() })),
  };
}

/** Names a reviewer an expert of a category and of those below it; twice is once. @throws Refusal expert.not_reviewer, category_unknown, identity.unknown_user, policy.* */
export async function appointExpert(ctx: Ctx, categoryId: string, userId: string): Promise<void> {
  assertReach(ctx, maySetRules, null);
  const { userId: appointedBy } = actingUser(ctx);
  const { roles } = await getUser(ctx, userId);
  if (!roles.includes('reviewer') && !roles.includes('owner')) throw refuse('expert.not_reviewer');
  const known = await listCategories(ctx);
  if (!known.some(({ id }) => id === categoryId)) throw refuse('expert.category_unknown');
  await inTransaction(ctx, async (tx) => {
    if (await insertExpert(tx, { userId, categoryId, appointedBy }, ctx.now))
      await recordAudit(tx, ctx, 'review.appoint', categoryId, { userId });
  });
}

/** Lets an expert go. @throws Refusal expert.unknown, policy.* */
export async function dismissExpert(ctx: Ctx, categoryId: string, userId: string): Promise<void> {
  assertReach(ctx, maySetRules, null);
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteExpert(tx, categoryId, userId))) throw refuse('expert.unknown');
    await recordAudit(tx, ctx, 'review.dismiss', categoryId, { userId });
  });
}

/** What a work goes through that is handed in now. */
export interface WayPlan {
  readonly stage: Stage;
  readonly needsDeep: boolean;
  readonly dueAt: Date;
}

/** What the rules say of a work as its draft is, sold for `price`. */
export async function planWay(
  ctx: Ctx,
  work: { readonly id: string; readonly creatorId: string; readonly price: number },
): Promise<WayPlan> {
  const since = new Date(ctx.now.getTime() - memory);
  const [set, categories, record] = await Promise.all([
    currentRules(ctx),
    categoriesOf(ctx, work.id),
    readRecord(ctx.db, work.creatorId, since),
  ]);
  const way = wayOf(set.rules, { categories, trust: trustOf(record), price: work.price });
  const stage = firstStage(way);
  return { stage, needsDeep: way === 'both', dueAt: dueOf(set, stage, ctx.now) };
}

/** Until when a deep review that begins now should be decided. */
export async function deepDue(ctx: Ctx): Promise<Date> {
  return dueOf(await currentRules(ctx), 'deep', ctx.now);
}

/** The categories that a draft stands in, from the outermost on. */
async function categoriesOf(ctx: Ctx, workId: string): Promise<string[]> {
  const [known, { draft }] = await Promise.all([
    listCategories(ctx),
    getDraft(asSystem(ctx, 'review'), workId),
  ]);
  return pathTo(known, draft.categoryId).map(({ id }) => id);
}

/** Why who acts may not judge a submission where it stands; undefined when they may. */
export async function seatFor(
  ctx: Ctx,
  submission: Pick<
    Submission,
    'workId' | 'creatorId' | 'submittedBy' | 'stage' | 'assignedTo' | 'firstBy'
  >,
  as?: { readonly userId: string; readonly isOwner: boolean },
): Promise<NoSeat | undefined> {
  const { userId, roles } = actingUser(ctx);
  const { userId: me, isOwner } = as ?? { userId, isOwner: roles.includes('owner') };
  const experts =
    submission.stage === 'deep'
      ? await listExpertsOf(ctx.db, await categoriesOf(ctx, submission.workId))
      : [];
  return seatOf({
    ...submission,
    me,
    isOwner,
    isExpert: experts.includes(me),
    hasExperts: experts.length > 0,
  });
}
