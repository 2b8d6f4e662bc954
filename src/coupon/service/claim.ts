import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { after, day, hour, minute } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, touchPage, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { assertWithin } from '#platform/rate-limit.ts';
import type { Write } from '#platform/together.ts';
import type { HeldCoupon } from '#pricing/types.ts';
import { priceTag } from '#pricing/service.ts';
import { holdCoupons, manageCoupons } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { heldOf } from '../rules.ts';
import { Code, type ClaimFilter, type ClaimItem } from '../schema.ts';
import {
  countUsers,
  freeClaim,
  insertClaim,
  lockAgain,
  lockClaim,
  selectClaims,
  selectHeld,
  selectHeldFor,
  usedClaim,
  type ClaimRow,
  type LockedBy,
} from '../store/claim.ts';
import { findCoupon, takeOne, type CouponRow } from '../store/coupon.ts';

/**
 * Takes a coupon that everybody may take. `isNewcomer` is asked of who knows. Answers the claim's id.
 *
 * @throws Refusal coupon.unknown, not_given_out, exhausted, already_claimed, newcomers_only; nothing is then written.
 */
export async function claimCoupon(
  ctx: Ctx,
  id: string,
  isNewcomer: (userId: string) => Promise<boolean>,
): Promise<string> {
  const coupon = await findCoupon(ctx.db, { id });
  if (!coupon || coupon.way !== 'public') throw refuse('coupon.unknown');
  return claim(ctx, coupon, isNewcomer);
}

/**
 * Takes the coupon of a code: so many tries an hour, for codes are short. Answers the claim's id.
 *
 * @throws Refusal coupon.unknown_code, rate.limited, else as `claimCoupon`.
 */
export async function claimByCode(
  ctx: Ctx,
  text: string,
  isNewcomer: (userId: string) => Promise<boolean>,
): Promise<string> {
  const { userId } = actingUser(ctx);
  await assertWithin(
    ctx,
    { key: `coupon:code:${userId}`, limit: 10, windowMs: 10 * minute },
    { key: `coupon:code-hours:${userId}`, limit: 30, windowMs: 24 * hour },
  );
  const code = Code.safeParse(text);
  const coupon = code.success ? await findCoupon(ctx.db, { code: code.data }) : undefined;
  if (!coupon) throw refuse('coupon.unknown_code');
  return claim(ctx, coupon, isNewcomer);
}

async function claim(
  ctx: Ctx,
  coupon: CouponRow,
  isNewcomer: (userId: string) => Promise<boolean>,
): Promise<string> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, holdCoupons, userId);
  if (coupon.isNewcomerOnly && !(await isNewcomer(userId))) throw refuse('coupon.newcomers_only');
  return inTransaction(ctx, async (tx) => {
    const taken = await giveOne(tx, ctx, coupon, { userId, grantedBy: null });
    // The last one is gone: pages that offer it do so no more.
    if (coupon.total === coupon.claimed + 1) touchPage(tx, priceTag);
    return taken;
  });
}

/** These two conditional writes decide every race; the first holds the coupon's row for the second. */
async function giveOne(
  tx: Tx,
  ctx: Ctx,
  coupon: CouponRow,
  to: { readonly userId: string; readonly grantedBy: string | null },
): Promise<string> {
  const { now } = ctx;
  if (!(await takeOne(tx, coupon.id, now))) throw await whyNone(tx, coupon, now);
  const id = newId(now);
  const { validDays, endsAt } = coupon;
  const expiresAt = validDays === null ? endsAt : after(now, validDays * day);
  const claim = { id, couponId: coupon.id, ...to, most: coupon.perCustomer };
  if (!(await insertClaim(tx, { ...claim, claimedAt: now, expiresAt })))
    throw refuse('coupon.already_claimed');
  return id;
}

/**
 * Gives somebody a coupon that staff give, for something else that they did. Answers the claim's id.
 *
 * @throws Refusal coupon.unknown, not_granted, already_claimed, exhausted, not_given_out
 */
export async function giveCoupon(tx: Tx, ctx: Ctx, id: string, userId: string): Promise<string> {
  const coupon = await findCoupon(tx, { id });
  if (!coupon) throw refuse('coupon.unknown');
  if (coupon.way !== 'granted') throw refuse('coupon.not_granted');
  return giveOne(tx, ctx, coupon, { userId, grantedBy: null });
}

async function whyNone(tx: Tx, { id }: CouponRow, now: Date) {
  const coupon = await findCoupon(tx, { id });
  const isOpen = coupon && !coupon.isPaused && coupon.startsAt <= now && coupon.endsAt > now;
  return refuse(isOpen ? 'coupon.exhausted' : 'coupon.not_given_out');
}

/**
 * Gives a coupon to people, audited; who has as many as each may is refused, and then nobody gets any.
 *
 * @throws Refusal coupon.unknown, not_granted, unknown_user, already_claimed, exhausted, not_given_out, policy.*
 */
export async function grantCoupon(ctx: Ctx, id: string, userIds: readonly string[]): Promise<void> {
  const people = [...new Set(userIds)].toSorted();
  await inTransaction(ctx, async (tx) => {
    const coupon = await findCoupon(tx, { id });
    if (!coupon) throw refuse('coupon.unknown');
    assertReach(ctx, manageCoupons, coupon.creatorId);
    if (coupon.way !== 'granted') throw refuse('coupon.not_granted');
    if ((await countUsers(tx, people)) !== people.length) throw refuse('coupon.unknown_user');
    const grantedBy = actingUser(ctx).userId;
    for (const userId of people) await giveOne(tx, ctx, coupon, { userId, grantedBy });
    await recordAudit(tx, ctx, 'coupon.grant', id, { userIds: people });
  });
}

/** What the acting user holds and could use, as an order for a work meets it; null: for a membership, which coupons over everything are about. */
export async function listHeld(ctx: Ctx, workId: string | null): Promise<HeldCoupon[]> {
  const { userId } = actingUser(ctx);
  return (await selectHeld(ctx.db, userId, workId, ctx.now)).map(heldOf);
}

/** The same as an order for several works meets it: each coupon about those of the works for which it holds. */
export async function listHeldFor(ctx: Ctx, workIds: readonly string[]): Promise<HeldCoupon[]> {
  const { userId } = actingUser(ctx);
  const held = await selectHeldFor(ctx.db, userId, workIds, ctx.now);
  return held.map(({ fact, coveredIds }) => ({ ...heldOf(fact), scope: new Set(coveredIds) }));
}

interface ListQuery {
  readonly filter: ClaimFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** The acting user's coupons, those taken last first. @throws Refusal policy.*, input.cursor */
export async function listClaims(
  ctx: Ctx,
  { filter, cursor, limit }: ListQuery,
): Promise<Page<ClaimItem>> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, holdCoupons, userId);
  const { now, locale } = ctx;
  const wanted = { ...filter, userId, now, locale };
  const rows = await selectClaims(ctx.db, wanted, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => claimItem(row, now),
  );
}

function claimItem(row: ClaimRow, now: Date): ClaimItem {
  const isExpired = row.state === 'unused' && row.expiresAt <= now;
  return {
    ...row,
    state: isExpired ? 'expired' : row.state,
    startsAt: row.startsAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    claimedAt: row.claimedAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
  };
}

type Spent = LockedBy & { readonly paid: number; readonly saved: number };

/** An order that waits takes its buyer's coupon. False when another one was quicker. */
export function holdClaim(tx: Tx, spent: Spent, now: Date): Promise<boolean> {
  return lockClaim(tx, spent, now);
}

/** The write by which a coupon is used with the order that holds it. */
export function usingClaim(held: Omit<LockedBy, 'userId'>, now: Date): Write {
  return usedClaim(held, now);
}

/** An order that was closed is paid after all: it takes its coupon again. False when another order has it by now. */
export function holdClaimAgain(tx: Tx, spent: Omit<Spent, 'userId'>): Promise<boolean> {
  return lockAgain(tx, spent);
}

/** An order closes: its buyer has the coupon again. */
export async function releaseClaim(tx: Tx, held: Omit<LockedBy, 'userId'>): Promise<void> {
  await freeClaim(tx, held, 'locked', undefined);
}

/** All money of an order went back: its buyer has the coupon again, if it is still valid. */
export async function returnClaim(
  tx: Tx,
  held: Omit<LockedBy, 'userId'>,
  now: Date,
): Promise<void> {
  await freeClaim(tx, held, 'used', now);
}
