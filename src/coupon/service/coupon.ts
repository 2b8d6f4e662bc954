import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, touchPage } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { nextChange, ownScope, priceTag, stateAt, termOf } from '#pricing/service.ts';
import { manageCoupons } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { CouponFilter, CouponInput, CouponItem } from '../schema.ts';
import {
  coversWork,
  findCoupon,
  insertCoupon,
  selectCoupons,
  selectOpen,
  selectPublic,
  setPaused,
  type CouponRow,
  type ListedCoupon,
} from '../store/coupon.ts';

const open = new Memory(priceTag, (ctx) => selectOpen(ctx.db, ctx.now));

/** What a page of a work says of coupons. */
export interface ShownCoupons {
  /** Those that everybody may take now. */
  readonly offered: readonly CouponRow[];
  /** Whether there is any coupon that somebody could use for it: then a buyer chooses before the order is placed. */
  readonly isChoice: boolean;
  /** Until when this stays true unless somebody changes it. */
  readonly trueUntil: Date | null;
}

/** What is shown of coupons beside a work's price. */
export async function showCoupons(ctx: Ctx, workId: string): Promise<ShownCoupons> {
  const { now } = ctx;
  const coupons = await open.get(ctx);
  const trueUntil = nextChange(coupons, now);
  if (coupons.length === 0) return { offered: [], isChoice: false, trueUntil };
  const ids = coupons.map(({ id }) => id);
  const [offered, isChoice] = await Promise.all([
    selectPublic(ctx.db, workId, now),
    coversWork(ctx.db, ids, workId),
  ]);
  return { offered, isChoice, trueUntil };
}

/**
 * Makes a coupon, audited. Answers its id.
 *
 * @throws Refusal coupon.code_taken, promotion.past, no_time, unknown_subject, not_yours; policy.*. Nothing is then written.
 */
export async function createCoupon(ctx: Ctx, input: CouponInput): Promise<string> {
  const owned = await ownScope(ctx, input.scope);
  assertReach(ctx, manageCoupons, owned.creatorId);
  const term = termOf(input, ctx.now);
  const { effect, minSpend, scope: _, code = null, startsAt: __, endsAt: ___, ...rest } = input;
  const id = newId(ctx.now);
  const isFixed = effect.kind === 'fixed';
  const row = {
    id,
    code,
    ...rest,
    ...owned,
    ...term,
    off: isFixed ? money(effect.off) : null,
    offBps: isFixed ? null : effect.offBps,
    cap: isFixed || effect.cap === null ? null : money(effect.cap),
    minSpend: money(minSpend),
  };
  await inTransaction(ctx, async (tx) => {
    const made = { createdBy: actingUser(ctx).userId, createdAt: ctx.now };
    if (!(await insertCoupon(tx, { ...row, ...made }))) throw refuse('coupon.code_taken');
    await recordAudit(tx, ctx, 'coupon.create', id, row);
    touchPage(tx, priceTag);
  });
  return id;
}

/**
 * Stops giving a coupon out, or goes on, audited; who holds one keeps it. The same again changes nothing.
 *
 * @throws Refusal coupon.unknown, policy.*
 */
export async function pauseCoupon(ctx: Ctx, id: string, isPaused: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const coupon = await findCoupon(tx, { id });
    if (!coupon) throw refuse('coupon.unknown');
    assertReach(ctx, manageCoupons, coupon.creatorId);
    if (!(await setPaused(tx, id, isPaused))) return;
    await recordAudit(tx, ctx, isPaused ? 'coupon.pause' : 'coupon.resume', id, {
      name: coupon.name,
    });
    touchPage(tx, priceTag);
  });
}

interface ListQuery {
  readonly filter: CouponFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Coupons with what became of them, newest first: a creator's own, or all for the owner. @throws Refusal policy.*, input.cursor */
export async function listCoupons(ctx: Ctx, query: ListQuery): Promise<Page<CouponItem>> {
  const { userId } = actingUser(ctx);
  const creatorId = reachOf(ctx, manageCoupons) === 'any' ? undefined : userId;
  const { locale, now } = ctx;
  const wanted = { ...query.filter, creatorId, locale, now };
  const before = readIdCursor(query.cursor);
  const rows = await selectCoupons(ctx.db, wanted, before, query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    (row) => itemOf(row, now),
  );
}

function itemOf(row: ListedCoupon, now: Date): CouponItem {
  const { creatorId: _, scopeIds: __, isPaused, startsAt, endsAt, ...rest } = row;
  const state = stateAt(row, now);
  return {
    ...rest,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    state: isPaused && state !== 'ended' ? 'paused' : state,
  };
}
