import { recordAudit } from '#audit/service.ts';
import { getWork } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { listCommission, readCommission, setCommission } from './policy.ts';
import { refuse } from './refusals.ts';
import { outlookAt, rateAt, siteSubject, standardBps, stateOf, succeed } from './rules.ts';
import type { CreatorRates, NewRule, RateItem, RuleFilter, RuleItem } from './schema.ts';
import {
  endRuleAt,
  findRule,
  insertRule,
  isThere,
  lockRates,
  lockSubject,
  selectForCreator,
  selectForWork,
  selectForWorksOf,
  selectHighest,
  selectOpen,
  selectPromised,
  selectRules,
  type RuleRow,
} from './store.ts';
import type { RateOutlook, Rule, Term } from './types.ts';

/** The part of a sale of `workId` that the platform keeps when it is promised at `now`, in basis points. */
export async function commissionOf(tx: Tx, workId: string, now: Date): Promise<number> {
  return rateAt(await selectForWork(tx, workId, now), now).bps;
}

/**
 * The most that the platform keeps of any sale at `now` or later, in basis points; it stays so to the end of `tx`, because whoever would
 * change a rate waits.
 */
export async function highestRate(tx: Tx, now: Date): Promise<number> {
  await lockRates(tx);
  return Math.max(standardBps, (await selectHighest(tx, now)) ?? 0);
}

/** Together with what promoters are promised, the platform never takes more than there is. @throws Refusal commission.too_much */
async function assertRoom(tx: Tx, bps: number): Promise<void> {
  await lockRates(tx);
  const promised = await selectPromised(tx);
  if (bps + promised > 10_000)
    throw refuse('commission.too_much', { percent: bps / 100, promised: promised / 100 });
}

/** What the platform keeps of a work's sales now, and what follows. @throws Refusal work.unknown, policy.* */
export async function getWorkRate(ctx: Ctx, workId: string): Promise<RateItem> {
  const { creatorId } = await getWork(ctx, workId);
  assertReach(ctx, readCommission, creatorId);
  return told(outlookAt(await selectForWork(ctx.db, workId, ctx.now), ctx.now));
}

/**
 * What the platform keeps of a creator's sales now, and the works for which it is another part.
 *
 * @throws Refusal commission.unknown_subject, policy.*
 */
export async function getCreatorRates(ctx: Ctx, creatorId: string): Promise<CreatorRates> {
  assertReach(ctx, readCommission, creatorId);
  const [isCreator, base, ofWorks] = await Promise.all([
    isThere(ctx.db, 'creator', creatorId),
    selectForCreator(ctx.db, creatorId, ctx.now),
    selectForWorksOf(ctx.db, creatorId, ctx.locale, ctx.now),
  ]);
  if (!isCreator) throw refuse('commission.unknown_creator');
  const outlook = outlookAt(base, ctx.now);
  const works = [...Map.groupBy(ofWorks, ({ workId }) => workId)].map(([id, own]) => {
    const { bps, scope } = rateAt([...base, ...own], ctx.now);
    return { id, title: own[0]!.title, bps, scope };
  });
  return { ...told(outlook), works: works.filter(({ bps }) => bps !== outlook.bps) };
}

function told({ bps, scope, next }: RateOutlook): RateItem {
  return { bps, scope, next: next && { ...next, at: next.at.toISOString() } };
}

/**
 * Begins a rule, audited: the one of the same subject that holds when it begins ends there. Orders that were placed keep
 * theirs. Answers its id.
 *
 * @throws Refusal commission.past, no_time, unknown_subject, in_the_way, too_much; policy.*. Nothing is then written.
 */
export async function beginRule(ctx: Ctx, input: NewRule): Promise<string> {
  assertReach(ctx, setCommission, null);
  const term = termOf(input, ctx.now);
  const { scope, bps, note = '' } = input;
  const subjectId = scope === 'site' ? siteSubject : (input.subjectId ?? '');
  if (!subjectId) throw refuse('commission.unknown_subject');

  return inTransaction(ctx, async (tx) => {
    await assertRoom(tx, bps);
    await lockSubject(tx, scope, subjectId);
    if (!(await isThere(tx, scope, subjectId))) throw refuse('commission.unknown_subject');
    const ended = await makeRoom(tx, await selectOpen(tx, scope, subjectId, ctx.now), term);

    const id = newId(ctx.now);
    const decidedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const rule = { id, scope, subjectId, bps, ...term };
    await insertRule(tx, { ...rule, note, decidedBy, decidedAt: ctx.now });
    const before = ended.map((rule) => ({ id: rule.id, bps: rule.bps }));
    await recordAudit(tx, ctx, 'commission.begin', id, { scope, subjectId, bps, ...term, before });
    return id;
  });
}

function termOf({ startsAt, endsAt }: NewRule, now: Date): Term {
  const term = {
    startsAt: startsAt === undefined ? now : new Date(startsAt),
    endsAt: endsAt === undefined ? null : new Date(endsAt),
  };
  if (term.startsAt < now) throw refuse('commission.past');
  if (term.endsAt && term.endsAt <= term.startsAt) throw refuse('commission.no_time');
  return term;
}

async function makeRoom(tx: Tx, others: readonly Rule[], term: Term): Promise<readonly Rule[]> {
  const { ending, inTheWay } = succeed(others, term);
  if (inTheWay)
    throw refuse('commission.in_the_way', {
      percent: inTheWay.bps / 100,
      from: formatInstant(inTheWay.startsAt),
    });
  for (const { id } of ending) await endRuleAt(tx, id, term.startsAt);
  return ending;
}

/**
 * Ends a rule now, audited; one that has not begun never holds. What is less specific counts from then on.
 *
 * @throws Refusal commission.unknown, commission.ended, policy.*
 */
export async function endRule(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, setCommission, null);
  await inTransaction(ctx, async (tx) => {
    const rule = await findRule(tx, id);
    if (!rule) throw refuse('commission.unknown');
    if (!(await endRuleAt(tx, id, ctx.now))) throw refuse('commission.ended');
    const { scope, subjectId, bps } = rule;
    await recordAudit(tx, ctx, 'commission.end', id, { scope, subjectId, bps });
  });
}

interface ListQuery {
  readonly filter: RuleFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Rules of all times, those that begin last first. @throws Refusal policy.forbidden, input.cursor */
export async function listRules(ctx: Ctx, query: ListQuery): Promise<Page<RuleItem>> {
  assertReach(ctx, listCommission, null);
  const { locale, now } = ctx;
  const rows = await selectRules(
    ctx.db,
    { ...query.filter, locale, now },
    readTimeCursor(query.cursor),
    query.limit + 1,
  );
  return pageOf(
    rows,
    query.limit,
    (row) => [row.startsAt, row.id],
    (row) => itemOf(row, now),
  );
}

function itemOf(row: RuleRow, now: Date): RuleItem {
  const { id, scope, subjectId, subjectName, bps, note, decidedByName } = row;
  return {
    id,
    scope,
    subjectId: scope === 'site' ? null : subjectId,
    subjectName,
    bps,
    note,
    decidedBy: decidedByName,
    state: stateOf(row, now),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    decidedAt: row.decidedAt.toISOString(),
  };
}
