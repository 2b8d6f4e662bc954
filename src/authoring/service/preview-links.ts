import { createHash } from 'node:crypto';
import { recordAudit } from '#audit/service.ts';
import { getDraft, getDraftLesson } from '#catalog/service.ts';
import { newId, newToken } from '#kernel/id.ts';
import { localePath } from '#kernel/locale.ts';
import { after, day, minute } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayShareDraft } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { NewPreviewLink, PreviewLinkItem, PreviewLinkMade } from '../schema.ts';
import {
  endPreviewLink as endRow,
  findPreviewLink,
  findSharedDraft,
  insertPreviewLink,
  listPreviewLinks as listRows,
  markSeen,
} from '../store/preview-link.ts';
import type { PreviewLink, SharedDraft } from '../types.ts';
import type { HistoryQuery } from './versions.ts';

/**
 * Makes an address that shows a draft, or one lesson of it, to whoever holds it. The address is told this once.
 *
 * @throws Refusal work.unknown, lesson.unknown, preview_link.other_lesson, policy.*
 */
export async function makePreviewLink(
  ctx: Ctx,
  workId: string,
  input: NewPreviewLink,
): Promise<PreviewLinkMade> {
  const { userId } = actingUser(ctx);
  const { creatorId } = await getDraft(ctx, workId);
  assertReach(ctx, mayShareDraft, creatorId);
  const lessonId = input.lessonId ?? null;
  if (lessonId !== null && (await getDraftLesson(ctx, lessonId)).workId !== workId)
    throw refuse('preview_link.other_lesson');

  const [id, token] = [newId(ctx.now), newToken()];
  const expiresAt = after(ctx.now, input.days * day);
  await inTransaction(ctx, async (tx) => {
    const row = { id, workId, lessonId, label: input.label, madeBy: userId, madeAt: ctx.now };
    await insertPreviewLink(tx, { ...row, tokenHash: hashOf(token), expiresAt });
    if (userId !== creatorId) await recordAudit(tx, ctx, 'preview_link.make', id, { workId });
  });
  const address = `${ctx.ports.settings.publicUrl}${localePath(ctx.locale, `/shared/${token}`)}`;
  return { id, address, expiresAt: expiresAt.toISOString() };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A page of a work's preview links, newest first. @throws Refusal work.unknown, input.cursor, policy.* */
export async function listPreviewLinks(
  ctx: Ctx,
  { id, cursor, limit }: HistoryQuery,
): Promise<Page<PreviewLinkItem>> {
  const { creatorId } = await getDraft(ctx, id);
  assertReach(ctx, mayShareDraft, creatorId);
  const rows = await listRows(ctx.db, id, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => itemOf(row, ctx.now),
  );
}

/** Ends a preview link at once. @throws Refusal preview_link.unknown, ended, policy.* */
export async function endPreviewLink(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const link = await findPreviewLink(tx, id);
    if (!link) throw refuse('preview_link.unknown');
    assertReach(ctx, mayShareDraft, link.creatorId);
    if (!(await endRow(tx, id, ctx.now))) throw refuse('preview_link.ended');
    if (ctx.actor.kind === 'user' && ctx.actor.userId !== link.creatorId)
      await recordAudit(tx, ctx, 'preview_link.end', id, { workId: link.workId });
  });
}

const seenMs = minute;

/** What a preview link opens for whoever holds its token. @throws Refusal preview_link.unknown, also when it has ended */
export async function openPreviewLink(ctx: Ctx, token: string): Promise<SharedDraft> {
  const found = await findSharedDraft(ctx.db, hashOf(token), ctx.now);
  if (!found) throw refuse('preview_link.unknown');
  const { id, seenAt, ...shared } = found;
  if (!seenAt || after(seenAt, seenMs) < ctx.now) await markSeen(ctx.db, id, ctx.now);
  return shared;
}

function itemOf(row: PreviewLink, now: Date): PreviewLinkItem {
  const { id, lessonId, lessonTitle, label } = row;
  return {
    id,
    lessonId,
    lessonTitle,
    label,
    isOpen: row.endedAt === null && row.expiresAt > now,
    madeAt: row.madeAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
  };
}
