import { isId } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import { after } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readIdCursor, refuseCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { mayListGrowth, mayReadGrowth } from '../policy.ts';
import { standingOf, yearMs, type Standing } from '../rules.ts';
import type { AccountFilter, AccountItem, EntryFilter, EntryItem } from '../schema.ts';
import { countSince, findAccount, selectAccounts } from '../store/account.ts';
import { selectEntries, type EntryRow } from '../store/entry.ts';
import type { Terms } from '../types.ts';
import { termsNow } from './terms.ts';

interface Paged<Filter> {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Somebody's own growth: what counts, where it brings them, and what changed it. */
export interface OwnGrowth extends Standing {
  readonly terms: Terms;
  /** All that was earned less all that was taken back. */
  readonly value: number;
  /** What counts for the level. */
  readonly counted: number;
  readonly entries: Page<EntryItem>;
}

/** The growth of the acting user with a page of what changed it. @throws Refusal policy.signed_out, input.cursor */
export async function getOwn(ctx: Ctx, cursor: string | undefined): Promise<OwnGrowth> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayReadGrowth, userId);
  const terms = await termsNow(ctx);
  const value = (await findAccount(ctx.db, userId))?.value ?? 0;
  const counted =
    terms.formula === 'yearly'
      ? (await countSince(ctx.db, userId, after(ctx.now, -yearMs))).counted
      : value;
  const entries = await pageOfEntries(ctx, { filter: { userId }, cursor, limit: 20 });
  return { terms, value, counted, ...standingOf(terms, counted), entries };
}

/** Everybody's growth, the most first, for those who run the site. @throws Refusal policy.*, input.cursor */
export async function listAccounts(
  ctx: Ctx,
  { filter, cursor, limit }: Paged<AccountFilter>,
): Promise<Page<AccountItem>> {
  assertReach(ctx, mayListGrowth, null);
  const rows = await selectAccounts(ctx.db, { ...filter, behind: placeOf(cursor) }, limit + 1);
  const say = saying(ctx.locale);
  return pageOf(
    rows,
    limit,
    ({ value, userId }) => [value, userId],
    ({ levelZh, levelEn, tierZh, tierEn, ...row }) => ({
      ...row,
      levelName: say(levelZh, levelEn),
      tierName: say(tierZh, tierEn),
    }),
  );
}

const saying = (locale: Locale) => (zh: string | null, en: string | null) =>
  locale === 'en' ? en : zh;

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [value, userId] = readCursor(cursor, 2);
  if (!Number.isSafeInteger(value) || !isId(String(userId))) throw refuseCursor('input.cursor');
  return { value: Number(value), userId: String(userId) };
}

/** What changed growth, the latest first, for those who run the site. @throws Refusal policy.*, input.cursor */
export async function listEntries(ctx: Ctx, query: Paged<EntryFilter>): Promise<Page<EntryItem>> {
  assertReach(ctx, mayListGrowth, null);
  return pageOfEntries(ctx, query);
}

async function pageOfEntries(
  ctx: Ctx,
  { filter, cursor, limit }: Paged<EntryFilter>,
): Promise<Page<EntryItem>> {
  const wanted = { ...filter, beforeId: readIdCursor(cursor) };
  const rows = await selectEntries(ctx.db, wanted, limit + 1, ctx.locale);
  return pageOf(rows, limit, ({ id }) => [id], itemOf);
}

function itemOf({ about, ...row }: EntryRow): EntryItem {
  return { ...row, about: about ?? '', at: bornAt(row.id).toISOString() };
}

// The first 48 bits of an id are the milliseconds of its birth (RFC 9562 §5.7).
const bornAt = (id: string) => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
