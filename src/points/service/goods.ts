import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction } from '#platform/db.ts';
import { assertReach, reachOf } from '#platform/policy.ts';
import { beginBatch } from '#redemption/service.ts';
import { mayEditGoods } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { stateOfGood } from '../rules.ts';
import type { GoodChange, GoodItem, NewGood } from '../schema.ts';
import {
  existsSubject,
  findGood,
  insertGood,
  selectGoodNames,
  selectGoods,
  updateGood,
} from '../store/good.ts';
import type { Good } from '../types.ts';
import { termsNow } from './terms.ts';

function termOf({ startsAt, endsAt }: Pick<GoodChange, 'startsAt' | 'endsAt'>, now: Date) {
  const term = {
    startsAt: startsAt === undefined ? now : new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
  };
  if (term.endsAt && term.endsAt <= term.startsAt) throw refuse('points.no_time');
  return term;
}

/**
 * Puts a good on the shelf, audited. One that gives codes has a batch of its own, into which they are drawn. Answers its id.
 *
 * @throws Refusal points.unknown_subject, points.no_time, policy.*; nothing is then written
 */
export async function createGood(ctx: Ctx, input: NewGood): Promise<string> {
  assertReach(ctx, mayEditGoods, null);
  const { kind, workId = null, couponId = null, tierId = null, days = null, ...said } = input;
  const id = newId(ctx.now);
  const term = termOf(said, ctx.now);
  await inTransaction(ctx, async (tx) => {
    const subject = { workId, couponId, tierId };
    if (kind !== 'physical' && !(await existsSubject(tx, subject)))
      throw refuse('points.unknown_subject');
    const isCode = kind === 'code';
    const batchId = isCode
      ? await beginBatch(tx, ctx, { name: said.nameZh, workId, tierId, days })
      : null;
    const gives = isCode
      ? { workId: null, couponId: null, tierId: null, days: null, batchId }
      : { ...subject, days: kind === 'tier' ? days : null, batchId };
    await insertGood(tx, { id, kind, ...said, ...term, ...gives, createdAt: ctx.now });
    await recordAudit(tx, ctx, 'point_good.create', id, {
      kind,
      name: said.nameZh,
      price: said.price,
    });
  });
  return id;
}

/**
 * Changes what is said of a good, audited; who has one keeps it.
 *
 * @throws Refusal points.unknown_good, points.below_taken, points.no_time, policy.*; nothing is then written
 */
export async function changeGood(ctx: Ctx, id: string, change: GoodChange): Promise<void> {
  assertReach(ctx, mayEditGoods, null);
  await inTransaction(ctx, async (tx) => {
    const good = await findGood(tx, id);
    if (!good) throw refuse('points.unknown_good');
    const term = termOf(
      { ...change, startsAt: change.startsAt ?? good.startsAt.toISOString() },
      ctx.now,
    );
    if (!(await updateGood(tx, id, { ...change, ...term })))
      throw refuse('points.below_taken', { n: (await findGood(tx, id))?.taken ?? 0 });
    const { nameZh: name, price, stock, isHidden } = change;
    await recordAudit(tx, ctx, 'point_good.change', id, { name, price, stock, isHidden });
  });
}

interface ListQuery {
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** What is had for points, the latest first: what is on the shelf, and for who keeps it everything. @throws Refusal input.cursor */
export async function listGoods(ctx: Ctx, query: ListQuery): Promise<Page<GoodItem>> {
  const isAll = reachOf(ctx, mayEditGoods) === 'any';
  return pageOfGoods(ctx, query, isAll);
}

/** What everybody sees on the shelf; nothing while points are off. @throws Refusal input.cursor */
export async function listShelf(ctx: Ctx, query: ListQuery): Promise<Page<GoodItem>> {
  return pageOfGoods(ctx, query, false);
}

async function pageOfGoods(
  ctx: Ctx,
  { cursor, limit }: ListQuery,
  isAll: boolean,
): Promise<Page<GoodItem>> {
  const wanted = { shownAt: isAll ? undefined : ctx.now, beforeId: readIdCursor(cursor) };
  if (!isAll && !(await termsNow(ctx)).isOn) return { items: [], nextCursor: null };
  const rows = await selectGoods(ctx.db, wanted, limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (good) => goodItem(good, ctx.now),
  );
}

/** A good on the shelf. @throws Refusal points.unknown_good, points.off */
export async function getGood(ctx: Ctx, id: string): Promise<GoodItem> {
  if (!(await termsNow(ctx)).isOn) throw refuse('points.off');
  const good = await findGood(ctx.db, id);
  if (!good || good.isHidden) throw refuse('points.unknown_good');
  return goodItem(good, ctx.now);
}

function goodItem(good: Good, now: Date): GoodItem {
  const { workId: _, couponId: __, tierId: ___, batchId: ____, isHidden: _____, ...said } = good;
  return {
    ...said,
    startsAt: good.startsAt.toISOString(),
    endsAt: good.endsAt?.toISOString() ?? null,
    state: stateOfGood(good, now),
  };
}

/** What goods and redemptions are called; whoever asks has checked who may know. */
export async function nameGoods(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await selectGoodNames(ctx.db, ids, ctx.locale);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
