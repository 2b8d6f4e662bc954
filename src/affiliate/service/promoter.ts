import { randomInt } from 'node:crypto';
import { recordAudit } from '#audit/service.ts';
import { findAddressee } from '#identity/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isReferenced, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { decidePromoters, promote } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { drawCode } from '../rules/links.ts';
import type { Joined, NewApplication } from '../schema.ts';
import {
  beginPromoter,
  decideApplication,
  endPromoter,
  findApplication,
  findPromoter,
  findUpline,
  insertApplication,
  setPromoterRate,
  type ApplicationRow,
} from '../store/promoter.ts';
import { approvedLetter, refusedLetter } from '../words.ts';
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
    await tell(tx, ctx, userId, { words: approvedLetter, known: {} });
    await recordAudit(tx, ctx, 'promoter.approve', userId, { applicationId: id });
  });
}

/** Turns an application down with a reason, audited. @throws Refusal affiliate.unknown_application, decided, own, policy.* */
export async function refuseApplication(ctx: Ctx, id: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { userId } = await decide(tx, ctx, id, { state: 'refused', reason });
    await tell(tx, ctx, userId, { words: refusedLetter, known: { reason } });
    await recordAudit(tx, ctx, 'promoter.refuse', userId, { applicationId: id, reason });
  });
}

/** Writes to an applicant what was decided. */
async function tell(
  tx: Tx,
  ctx: Ctx,
  userId: string,
  letter: {
    readonly words: typeof approvedLetter | typeof refusedLetter;
    readonly known: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const to = await findAddressee(tx, userId);
  if (!to) return;
  const known = { name: to.name, ...letter.known };
  await writeLetter(tx, ctx, to, { words: letter.words, known, path: '/account/promotion' });
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
