import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import type { Tx } from '#platform/db.ts';
import { assertReach } from '#platform/policy.ts';
import { mayReadAudit } from './policy.ts';
import type { AuditFilter } from './schema.ts';
import type { Deed } from './types.ts';
import { insertAudit, selectAudit, type AuditRow } from './store.ts';

/** Writes down, in the deed's own transaction, who did what to what: `deed` is `<noun>.<verb>`, `subject` an id. */
// oxlint-disable-next-line max-params -- five plain words that every deed of the house repeats
export async function recordAudit(
  tx: Tx,
  ctx: Ctx,
  deed: string,
  subject: string,
  detail: object = {},
): Promise<void> {
  await insertAudit(tx, {
    id: newId(ctx.now),
    at: ctx.now,
    actorId: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    deed,
    subject,
    detail,
    ip: ctx.ip ?? null,
  });
}

/** What a list of the audit is asked for. */
export interface AuditQuery {
  readonly filter: AuditFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/**
 * A page of the audit, newest first.
 *
 * @throws Refusal policy.forbidden, input.cursor
 */
export async function listAudit(ctx: Ctx, query: AuditQuery): Promise<Page<Deed>> {
  assertReach(ctx, mayReadAudit, null);
  const place = readTimeCursor(query.cursor);
  const rows = await selectAudit(ctx.db, query.filter, query.limit + 1, place);
  return pageOf(rows, query.limit, ({ at: instant, id: key }) => [instant, key], toItem);
}

function toItem(row: AuditRow): Deed {
  return { ...row, at: row.at.toISOString(), detail: row.detail as Record<string, unknown> };
}
