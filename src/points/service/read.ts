import { isId } from '#kernel/id.ts';
import { businessDay } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readIdCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayListPoints, mayReadPoints, mayUsePoints } from '../policy.ts';
import { streakNow } from '../rules.ts';
import type { AccountFilter, AccountItem, EntryFilter, EntryItem, OwnPoints } from '../schema.ts';
import { findBalance, selectAccounts } from '../store/account.ts';
import { selectEntries, type EntryRow } from '../store/entry.ts';
import { selectEnds } from '../store/lot.ts';
import { findLast, selectDays } from '../store/sign-in.ts';
import { termsNow } from './terms.ts';

interface Paged<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const endsShown = 6;

/** What the acting user has, what of it ends first, and how they stand with signing in. @throws Refusal policy.signed_out */
export async function getOwn(ctx: Ctx): Promise<OwnPoints> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayUsePoints, userId);
  const terms = await termsNow(ctx);
  const today = businessDay(ctx.now);
  const [balance, ends, last] = await Promise.all([
    findBalance(ctx.db, userId, ctx.now),
    selectEnds(ctx.db, userId, { now: ctx.now, limit: endsShown }),
    findLast(ctx.db, userId, today),
  ]);
  return {
    isOn: terms.isOn,
    balance,
    ends: ends.map(({ at, amount }) => ({ at: at.toISOString(), amount })),
    signIn: terms.isOn && terms.signInOn ? streakNow(today, last, terms) : null,
  };
}

/** The days of a month `YYYY-MM` on which the acting user signed in. @throws Refusal policy.signed_out */
export async function listSignIns(ctx: Ctx, month: string): Promise<string[]> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayUsePoints, userId);
  return selectDays(ctx.db, userId, month);
}

/** Everybody's points, the most first, for those who run the site. @throws Refusal policy.*, input.cursor */
export async function listAccounts(
  ctx: Ctx,
  { filter, cursor, limit }: Paged<AccountFilter>,
): Promise<Page<AccountItem>> {
  assertReach(ctx, mayListPoints, null);
  const rows = await selectAccounts(ctx.db, { ...filter, behind: placeOf(cursor) }, limit + 1);
  return pageOf(
    rows,
    limit,
    ({ balance, userId }) => [balance, userId],
    ({ nextExpiry, ...row }) => ({ ...row, nextExpiry: nextExpiry?.toISOString() ?? null }),
  );
}

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [balance, userId] = readCursor(cursor, 2);
  if (!Number.isSafeInteger(balance) || !isId(String(userId))) throw refuseCursor('input.cursor');
  return { balance: Number(balance), userId: String(userId) };
}

/** What changed points, the latest first: one's own, or everybody's for the owner. @throws Refusal policy.*, input.cursor */
export async function listEntries(ctx: Ctx, query: Paged<EntryFilter>): Promise<Page<EntryItem>> {
  const isAll = reachOf(ctx, mayReadPoints) === 'any';
  return pageOfEntries(ctx, isAll ? query : ownOnly(ctx, query));
}

/** What changed the acting user's own points, the latest first. @throws Refusal policy.signed_out, input.cursor */
export async function listOwnEntries(
  ctx: Ctx,
  query: Omit<Paged<unknown>, 'filter'>,
): Promise<Page<EntryItem>> {
  return pageOfEntries(ctx, ownOnly(ctx, { ...query, filter: {} }));
}

function ownOnly(ctx: Ctx, query: Paged<EntryFilter>): Paged<EntryFilter> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayReadPoints, userId);
  return { ...query, filter: { ...query.filter, userId } };
}

async function pageOfEntries(
  ctx: Ctx,
  { filter, cursor, limit }: Paged<EntryFilter>,
): Promise<Page<EntryItem>> {
  const wanted = { ...filter, beforeId: readIdCursor(cursor) };
  const rows = await selectEntries(ctx.db, wanted, limit + 1, ctx.locale);
  return pageOf(rows, limit, ({ id }) => [id], itemOf);
}

function itemOf({ about, expiresAt, at, ...row }: EntryRow): EntryItem {
  return {
    ...row,
    about: about ?? '',
    at: at.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
