import { maskName } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readCursor, readIdCursor, readTimeCursor, type Page } from '#platform/cursor.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { promote, readPromoters } from '../policy.ts';
import type {
  ApplicationFilter,
  ApplicationItem,
  CampaignItem,
  CustomerItem,
  LineageItem,
  OwnPromotion,
  PromoterFilter,
  PromoterItem,
} from '../schema.ts';
import { selectBindings } from '../store/binding.ts';
import { selectCampaigns } from '../store/campaign.ts';
import {
  findPromoter,
  selectApplications,
  selectLineages,
  selectPromoters,
  sumPromoter,
  type ApplicationRow,
  type PromoterRow,
} from '../store/promoter.ts';
import type { Promoter } from '../types.ts';
import { termsNow } from './terms.ts';

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

/** Campaigns by name, with the orders that they brought. @throws Refusal policy.*, input.cursor */
export async function listCampaigns(
  ctx: Ctx,
  { cursor, limit }: ListQuery<unknown>,
): Promise<Page<CampaignItem>> {
  assertReach(ctx, readPromoters, null);
  const [campaign = '', source = '', medium = ''] = (
    cursor === undefined ? [] : readCursor(cursor, 3)
  ).map(String);
  const place = cursor === undefined ? undefined : { campaign, source, medium };
  const rows = await selectCampaigns(ctx.db, place, limit + 1);
  return pageOf(rows, limit, (row) => [row.campaign, row.source, row.medium]);
}
