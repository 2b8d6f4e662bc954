import { randomInt } from 'node:crypto';
import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { maskName } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, readTimeCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, isReferenced, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { decidePromoters, promote, readPromoters } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { drawCode } from '../rules/links.ts';
import type {
  ApplicationFilter,
  ApplicationItem,
  CustomerItem,
  Joined,
  LineageItem,
  NewApplication,
  OwnPromotion,
  PromoterFilter,
  PromoterItem,
} from '../schema.ts';
import { selectBindings } from '../store/binding.ts';
import {
  beginPromoter,
  decideApplication,
  endPromoter,
  findApplication,
  findPromoter,
  findUpline,
  insertApplication,
  selectApplications,
  selectLineages,
  selectPromoters,
  setPromoterRate,
  sumPromoter,
  type ApplicationRow,
  type PromoterRow,
} from '../store/promoter.ts';
import type { Promoter } from '../types.ts';
import { assertRoom, termsNow } from './terms.ts';

/**
 * The acting user asks to promote: where the site lets everybody they do at once, else staff decide. It costs nothing, and nothing has to
 * be bought for it.
 *
 * @throws Refusal affiliate.closed, not_agreed, already, ended, waits; nothing is then written
 */
export async function askToPromote(ctx: Ctx, input: NewApplication): Promise<Joined> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, promote, userId);
  const { mode } = await termsNow(ctx);
  if (mode === 'off' || mode === 'appointment') throw refuse('affiliate.closed');
  if (!input.isAgreed) throw refuse('affiliate.not_agreed');
  return inTransaction(ctx, async (tx) => {
    const before = await findPromoter(tx, { userId });
    if (before?.endedAt) throw refuse('affiliate.ended', { reason: before.reason });
    if (before) throw refuse('affiliate.already');
    if (mode === 'open') {
      await begin(tx, ctx, userId);
      return { state: 'active' };
    }
    const row = { id: newId(ctx.now), userId, note: input.note ?? '', askedAt: ctx.now };
    if (!(await insertApplication(tx, row))) throw refuse('affiliate.waits');
    return { state: 'waiting' };
  });
}

/** Makes somebody a promoter, brought by whose customer they are; who ended begins again with their code and upline. */
async function begin(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const uplineId = await findUpline(tx, userId, ctx.now);
  const row = { userId, uplineId, beganAt: ctx.now };
  while (!(await beginPromoter(tx, { ...row, code: drawCode((below) => randomInt(below)) })));
}

/**
 * Lets an applicant promote, audited.
 *
 * @throws Refusal affiliate.unknown_application, decided, own, policy.*; nothing is then written
 */
export async function approveApplication(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { userId } = await decide(tx, ctx, id, { state: 'approved', reason: '' });
    await begin(tx, ctx, userId);
    await recordAudit(tx, ctx, 'promoter.approve', userId, { applicationId: id });
  });
}

/** Turns an application down with a reason, audited. @throws Refusal affiliate.unknown_application, decided, own, policy.* */
export async function refuseApplication(ctx: Ctx, id: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { userId } = await decide(tx, ctx, id, { state: 'refused', reason });
    await recordAudit(tx, ctx, 'promoter.refuse', userId, { applicationId: id, reason });
  });
}

async function decide(
  tx: Tx,
  ctx: Ctx,
  id: string,
  decision: { readonly state: 'approved' | 'refused'; readonly reason: string },
): Promise<ApplicationRow> {
  assertReach(ctx, decidePromoters, null);
  const { userId: decidedBy } = actingUser(ctx);
  const application = await findApplication(tx, id);
  if (!application) throw refuse('affiliate.unknown_application');
  if (application.userId === decidedBy) throw refuse('affiliate.own');
  if (!(await decideApplication(tx, { id, ...decision, decidedBy, decidedAt: ctx.now })))
    throw refuse('affiliate.decided');
  return application;
}

/** Names a promoter, also one who ended, audited. @throws Refusal affiliate.closed, unknown_user, already, policy.* */
export async function appointPromoter(ctx: Ctx, userId: string): Promise<void> {
  assertReach(ctx, decidePromoters, null);
  const { mode } = await termsNow(ctx);
  if (mode === 'off') throw refuse('affiliate.closed');
  try {
    await inTransaction(ctx, async (tx) => {
      const before = await findPromoter(tx, { userId });
      if (before && !before.endedAt) throw refuse('affiliate.already');
      await begin(tx, ctx, userId);
      await recordAudit(tx, ctx, 'promoter.appoint', userId);
    });
  } catch (error) {
    throw isReferenced(error) ? refuse('affiliate.unknown_user') : error;
  }
}

/** Ends a promoter, audited: new sales bring them nothing; what was promised stays theirs. @throws Refusal affiliate.unknown, policy.* */
export async function dismissPromoter(ctx: Ctx, userId: string, reason: string): Promise<void> {
  assertReach(ctx, decidePromoters, null);
  await inTransaction(ctx, async (tx) => {
    if (!(await endPromoter(tx, userId, reason, ctx.now))) throw refuse('affiliate.unknown');
    await recordAudit(tx, ctx, 'promoter.end', userId, { reason });
  });
}

/** Gives a promoter a rate of their own, audited; null: the site's. @throws Refusal affiliate.unknown, too_much, policy.* */
export async function setOwnRate(
  ctx: Ctx,
  userId: string,
  level1Bps: number | null,
): Promise<void> {
  assertReach(ctx, decidePromoters, null);
  await inTransaction(ctx, async (tx) => {
    if (!(await setPromoterRate(tx, userId, level1Bps))) throw refuse('affiliate.unknown');
    await assertRoom(tx, ctx);
    await recordAudit(tx, ctx, 'promoter.rate', userId, { level1Bps });
  });
}

/** The acting user as a promoter, or as one who may become one. @throws Refusal policy.signed_out */
export async function getOwnPromotion(ctx: Ctx): Promise<OwnPromotion> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, promote, userId);
  const [terms, promoter, [last], sums] = await Promise.all([
    termsNow(ctx),
    findPromoter(ctx.db, { userId }),
    selectApplications(ctx.db, { userId }, undefined, 1),
    sumPromoter(ctx.db, userId, ctx.now),
  ]);
  const { mode, level2Bps, frozenDays } = terms;
  return {
    mode,
    ...standing(promoter, last),
    code: promoter?.code ?? null,
    level1Bps: promoter?.level1Bps ?? terms.level1Bps,
    level2Bps,
    frozenDays,
    ...sums,
    text: ctx.locale === 'en' ? terms.textEn : terms.textZh,
  };
}

function standing(
  promoter: Promoter | undefined,
  last: ApplicationRow | undefined,
): Pick<OwnPromotion, 'state' | 'reason'> {
  if (promoter?.endedAt) return { state: 'ended', reason: promoter.reason };
  if (promoter) return { state: 'active', reason: '' };
  if (last?.state === 'waiting') return { state: 'waiting', reason: '' };
  return last?.state === 'refused'
    ? { state: 'refused', reason: last.reason }
    : { state: 'none', reason: '' };
}

interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** The acting promoter's customers, newest first, without a word that tells who they are. @throws Refusal policy.*, input.cursor */
export async function listCustomers(
  ctx: Ctx,
  { cursor, limit }: ListQuery<unknown>,
): Promise<Page<CustomerItem>> {
  const { userId: promoterId } = actingUser(ctx);
  assertReach(ctx, promote, promoterId);
  const rows = await selectBindings(ctx.db, { promoterId }, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ id, name, boundAt, expiresAt, protectedUntil, endedAt }) => ({
      id,
      name: maskName(name),
      boundAt: boundAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      protectedUntil: protectedUntil.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    }),
  );
}

/** Promoters, those who began last first. @throws Refusal policy.*, input.cursor */
export async function listPromoters(
  ctx: Ctx,
  { filter, cursor, limit }: ListQuery<PromoterFilter>,
): Promise<Page<PromoterItem>> {
  assertReach(ctx, readPromoters, null);
  const wanted = { ...filter, now: ctx.now };
  const rows = await selectPromoters(ctx.db, wanted, readTimeCursor(cursor), limit + 1);
  return pageOf(rows, limit, (row) => [row.beganAt, row.userId], promoterItem);
}

function promoterItem({ beganAt, endedAt, ...row }: PromoterRow): PromoterItem {
  return {
    ...row,
    state: endedAt ? 'ended' : 'active',
    beganAt: beganAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** Applications, newest first. @throws Refusal policy.*, input.cursor */
export async function listApplications(
  ctx: Ctx,
  { filter, cursor, limit }: ListQuery<ApplicationFilter>,
): Promise<Page<ApplicationItem>> {
  assertReach(ctx, readPromoters, null);
  const rows = await selectApplications(ctx.db, filter, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ askedAt, decidedAt, ...row }) => ({
      ...row,
      askedAt: askedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
    }),
  );
}

/** Who brought whom, and what it came to: what an authority asks for. @throws Refusal policy.*, input.cursor */
export async function listLineages(
  ctx: Ctx,
  { cursor, limit }: ListQuery<unknown>,
): Promise<Page<LineageItem>> {
  assertReach(ctx, readPromoters, null);
  const rows = await selectLineages(ctx.db, readIdCursor(cursor), limit + 1);
  return pageOf(rows, limit, ({ userId }) => [userId]);
}
