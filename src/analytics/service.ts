import { after, businessDay, hour } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, reachOf, refusePolicy } from '#platform/policy.ts';
import { readAnalytics } from './policy.ts';
import { daysOf, everyDay, spanBefore } from './rules.ts';
import type { SpanQuery, Summary } from './schema.ts';
import {
  findCountedUntil,
  markCounted,
  recountJoined,
  recountFinishes,
  recountLearning,
  recountLearningDay,
  recountRefunds,
  recountSales,
  selectCells,
  selectLearning,
  selectSales,
  selectWorks,
  sumFinishes,
  sumSpan,
  type OrderFact,
} from './store.ts';
import type { Figures, LearningDay, SalesDay, Span, WorkFigures } from './types.ts';

/** The span that was asked for, as far as the reader may see: a creator's is of their own works. */
function spanFor(ctx: Ctx, { from, to, work }: SpanQuery): Span {
  const reach = reachOf(ctx, readAnalytics);
  if (reach === 'none') throw refusePolicy('policy.forbidden');
  return {
    from,
    to,
    workId: work,
    creatorId: reach === 'own' ? actingUser(ctx).userId : undefined,
  };
}

/** Sales of every day of a span. @throws Refusal policy.forbidden */
export async function listSales(ctx: Ctx, query: SpanQuery): Promise<Page<SalesDay>> {
  const span = spanFor(ctx, query);
  const rows = await selectSales(ctx.db, span);
  const nothing = (day: string) => ({ day, orders: 0, gross: 0, refunded: 0, earned: 0 });
  return { items: everyDay(span, rows, nothing), nextCursor: null };
}

/** Learning on every day of a span. @throws Refusal policy.forbidden */
export async function listLearning(ctx: Ctx, query: SpanQuery): Promise<Page<LearningDay>> {
  const span = spanFor(ctx, query);
  const rows = await selectLearning(ctx.db, span);
  const nothing = (day: string) => ({ day, learners: 0, learnedSec: 0, completions: 0 });
  return { items: everyDay(span, rows, nothing), nextCursor: null };
}

/** The `limit` works that sold most in a span. @throws Refusal policy.forbidden */
export async function listTopWorks(
  ctx: Ctx,
  query: SpanQuery,
  limit: number,
): Promise<Page<WorkFigures>> {
  return {
    items: await selectWorks(ctx.db, spanFor(ctx, query), ctx.locale, limit),
    nextCursor: null,
  };
}

/** A span in figures, beside the one before it. @throws Refusal policy.forbidden */
export async function getSummary(ctx: Ctx, query: SpanQuery): Promise<Summary> {
  const span = spanFor(ctx, query);
  const seesAll = span.creatorId === undefined && span.workId === undefined;
  const [now, before, completion] = await Promise.all([
    sumSpan(ctx.db, span),
    sumSpan(ctx.db, spanBefore(span)),
    sumFinishes(ctx.db, span),
  ]);
  const told = (figures: Figures) => ({ ...figures, joined: seesAll ? figures.joined : null });
  return { now: told(now), before: told(before), completion };
}

/** What those who watch sales listen to: of one creator, or of the whole site. */
export function salesTopic(creatorId?: string): string {
  return creatorId === undefined ? 'sales' : `sales:${creatorId}`;
}

/** The sales that the caller may watch. @throws Refusal policy.forbidden */
export function salesTopicFor(ctx: Ctx): string {
  const reach = reachOf(ctx, readAnalytics);
  if (reach === 'none') throw refusePolicy('policy.forbidden');
  return reach === 'any' ? salesTopic() : salesTopic(actingUser(ctx).userId);
}

/**
 * Counts the days anew on which orders were paid and refunds of them went back, and tells those who watch them. Their
 * `creatorIds` are whose works were sold.
 */
export async function countOrders(
  ctx: Ctx,
  facts: readonly (OrderFact & { readonly creatorIds: readonly string[] })[],
): Promise<void> {
  const { sold, back } = await selectCells(ctx.db, facts);
  if (sold.length > 0) await inTransaction(ctx, (tx) => recountSales(tx, sold));
  if (back.length > 0) await inTransaction(ctx, (tx) => recountRefunds(tx, back));
  const creators = facts.flatMap(({ creatorIds }) => creatorIds.map((id) => salesTopic(id)));
  ctx.ports.realtime.tell(new Set([salesTopic(), ...creators]));
}

/** Counts the days anew on which people learned. */
export async function countLearning(
  ctx: Ctx,
  facts: readonly { readonly workId: string; readonly at: Date }[],
): Promise<void> {
  const cells = facts.map(({ workId, at }) => ({ day: businessDay(at), workId }));
  await inTransaction(ctx, (tx) => recountLearning(tx, cells));
}

/** Counts anew how many did all of the works that somebody finished. */
export async function countFinishes(
  ctx: Ctx,
  facts: readonly { readonly workId: string }[],
): Promise<void> {
  await inTransaction(ctx, (tx) =>
    recountFinishes(
      tx,
      facts.map(({ workId }) => workId),
    ),
  );
}

/**
 * Counts the days of learning anew since an hour before they were last counted, however long ago: most of it tells nobody
 * by an event, and the hour is for what was under way then.
 */
export async function countLearningLately(ctx: Ctx): Promise<void> {
  const since = (await findCountedUntil(ctx.db)) ?? ctx.now;
  for (const day of daysOf(businessDay(after(since, -hour)), businessDay(ctx.now)))
    await inTransaction(ctx, (tx) => recountLearningDay(tx, day));
  await inTransaction(ctx, (tx) => markCounted(tx, ctx.now));
}

/** Counts the days anew on which accounts were made. */
export async function countJoined(ctx: Ctx, instants: readonly Date[]): Promise<void> {
  await inTransaction(ctx, (tx) => recountJoined(tx, instants.map(businessDay)));
}
