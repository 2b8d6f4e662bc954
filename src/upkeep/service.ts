import { recordAudit } from '#audit/service.ts';
import { raiseBuried, selectBuried, type BuriedJob } from '#platform/buried.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayReadJobs, mayRetryJobs } from './policy.ts';
import { refuse } from './refusals.ts';
import type { BuriedJobItem } from './schema.ts';

/**
 * What failed at every try, newest first.
 *
 * @throws Refusal policy.forbidden, input.cursor
 */
export async function listBuriedJobs(
  ctx: Ctx,
  query: { readonly cursor: string | undefined; readonly limit: number },
): Promise<Page<BuriedJobItem>> {
  assertReach(ctx, mayReadJobs, null);
  const rows = await selectBuried(ctx.db, query.limit + 1, readTimeCursor(query.cursor));
  return pageOf(rows, query.limit, ({ buriedAt: instant, id: key }) => [instant, key], toItem);
}

/**
 * Lets what failed try again, as if it had never been tried.
 *
 * @throws Refusal policy.forbidden, job.unknown
 */
export async function retryBuriedJob(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayRetryJobs, null);
  await inTransaction(ctx, async (tx) => {
    const owed = await raiseBuried(tx, id);
    if (!owed) throw refuse('job.unknown');
    await recordAudit(tx, ctx, 'job.retry', id, { reaction: owed.reaction });
  });
}

function toItem({ id, owed, said, begunAt, buriedAt }: BuriedJob): BuriedJobItem {
  return {
    id,
    reaction: owed.reaction,
    payload: owed.payload,
    failure: said?.error ?? null,
    begunAt: begunAt.toISOString(),
    buriedAt: buriedAt.toISOString(),
  };
}
