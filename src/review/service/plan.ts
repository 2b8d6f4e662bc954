import { recordAudit } from '#audit/service.ts';
import { getWork, publishWork, reopenDraft, withdrawWork } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { asSystem, type Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, within, type Tx } from '#platform/db.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayPlan, mayReadPlans } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { isPlannable } from '../rules/checklist.ts';
import type { PlanItem } from '../schema.ts';
import {
  findPlan,
  insertPlan,
  listDue,
  listPlans,
  movePlan,
  settlePlan,
  type PlanFilter,
} from '../store/plan.ts';
import type { Plan } from '../types.ts';
import { planFailureWords } from '../words.ts';

/** Plans the publication of what was just approved, in the decision's transaction. @throws Refusal plan.past */
export async function planPublication(
  tx: Tx,
  ctx: Ctx,
  wanted: { readonly workId: string; readonly submissionId: string; readonly at: Date },
): Promise<void> {
  const { workId, submissionId, at } = wanted;
  if (!isPlannable(at, ctx.now)) throw refuse('plan.past');
  const { userId } = actingUser(ctx);
  const isPlanned = await insertPlan(tx, {
    id: newId(ctx.now),
    workId,
    deed: 'publish',
    dueAt: at,
    submissionId,
    plannedBy: userId,
    plannedAt: ctx.now,
  });
  // Only an approved draft is planned for, and that is closed to a second submission.
  if (!isPlanned) throw new Error(`a publication of ${workId} was planned twice`);
}

/** Plans that a published work leaves the shelf at a time. Answers the plan's id. @throws Refusal work.unknown, plan.past, plan.waiting, policy.* */
export async function planWithdrawal(ctx: Ctx, workId: string, at: Date): Promise<string> {
  const { userId } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const work = await getWork(within(ctx, tx), workId);
    assertReach(ctx, mayPlan, work.creatorId);
    if (!isPlannable(at, ctx.now)) throw refuse('plan.past');
    const id = newId(ctx.now);
    const plan = { id, workId, deed: 'withdraw', dueAt: at, submissionId: null } as const;
    if (!(await insertPlan(tx, { ...plan, plannedBy: userId, plannedAt: ctx.now })))
      throw refuse('plan.waiting');
    if (userId !== work.creatorId) await recordAudit(tx, ctx, 'plan.make', id, { workId });
    return id;
  });
}

/** Moves what is planned to another time. @throws Refusal plan.unknown, past, settled, policy.* */
export async function movePlanned(ctx: Ctx, id: string, at: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const plan = await getOwnPlan(tx, ctx, id);
    if (!isPlannable(at, ctx.now)) throw refuse('plan.past');
    if (!(await movePlan(tx, id, at))) throw refuse('plan.settled');
    await auditStaff(tx, ctx, plan, 'plan.move');
  });
}

/**
 * Calls off what is planned. The draft of a publication opens to edits again, and is handed in anew to be published.
 *
 * @throws Refusal plan.unknown, settled, policy.*
 */
export async function callOff(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const plan = await getOwnPlan(tx, ctx, id);
    // This conditional write decides the race with the clock.
    const called = await settlePlan(tx, id, { state: 'cancelled', settledAt: ctx.now });
    if (!called) throw refuse('plan.settled');
    if (called.deed === 'publish') await reopenDraft(tx, called.workId);
    await auditStaff(tx, ctx, plan, 'plan.call_off');
  });
}

async function getOwnPlan(tx: Tx, ctx: Ctx, id: string): Promise<Plan> {
  const plan = await findPlan(tx, id, ctx.locale);
  if (!plan) throw refuse('plan.unknown');
  assertReach(ctx, mayPlan, plan.creatorId);
  return plan;
}

async function auditStaff(tx: Tx, ctx: Ctx, plan: Plan, deed: string): Promise<void> {
  if (ctx.actor.kind === 'user' && ctx.actor.userId !== plan.creatorId)
    await recordAudit(tx, ctx, deed, plan.id, { workId: plan.workId });
}

const batch = 100;

/** Carries out what is due, each plan once, however many processes do so at once. */
export async function carryOutDue(ctx: Ctx): Promise<void> {
  const faults: unknown[] = [];
  for (const id of await listDue(ctx.db, ctx.now, batch)) {
    try {
      await carryOut(asSystem(ctx, 'plan'), id);
    } catch (error) {
      // One that cannot be carried out keeps none of the others.
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

async function carryOut(ctx: Ctx, id: string): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => {
      const plan = await settlePlan(tx, id, { state: 'done', settledAt: ctx.now });
      if (!plan) return;
      const act = plan.deed === 'publish' ? publishWork : withdrawWork;
      await act(within(ctx, tx), plan.workId);
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await giveUp(ctx, id, error.code);
  }
}

/** Notes why a plan could not be carried out; the draft of a publication opens again. */
async function giveUp(ctx: Ctx, id: string, failure: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const plan = await settlePlan(tx, id, { state: 'failed', settledAt: ctx.now, failure });
    if (plan?.deed === 'publish') await reopenDraft(tx, plan.workId);
  });
}

/** A page of plans, newest first: a creator's own, or all for reviewers. @throws Refusal input.cursor, policy.* */
export async function listPlanItems(
  ctx: Ctx,
  filter: Omit<PlanFilter, 'locale'>,
  cursor: string | undefined,
  limit: number,
): Promise<Page<PlanItem>> {
  const isStaff = reachOf(ctx, mayReadPlans) === 'any';
  const own = isStaff ? {} : { creatorId: actingUser(ctx).userId };
  const rows = await listPlans(
    ctx.db,
    { ...filter, ...own, locale: ctx.locale },
    readIdCursor(cursor),
    limit + 1,
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => itemOf(ctx, row),
  );
}

function itemOf(ctx: Ctx, row: Plan): PlanItem {
  const { id, workId, workTitle, creatorId, creatorName, deed, state, failure } = row;
  const reach = reachOf(ctx, mayPlan);
  const isOwn = ctx.actor.kind === 'user' && ctx.actor.userId === creatorId;
  return {
    id,
    workId,
    workTitle,
    creatorName,
    deed,
    state,
    failure: failure && planFailureWords(failure)[ctx.locale],
    dueAt: row.dueAt.toISOString(),
    plannedAt: row.plannedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    may: { change: state === 'waiting' && (reach === 'any' || (reach === 'own' && isOwn)) },
  };
}
