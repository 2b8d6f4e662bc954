import {
  beginningOf,
  creatorIn,
  getCreator,
  getEditionOnSale,
  getLiveEdition,
  listCategories,
  listParts,
  pathTo,
} from '#catalog/service.ts';
import { renderMarkdown } from '#content/service.ts';
import { money } from '#kernel/money.ts';
import { findDiscount, listTiersCovering } from '#membership/service.ts';
import type { MemberDiscount } from '#membership/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { showCoupons } from '#coupon/service.ts';
import {
  listFlashSales,
  listGroupBuys,
  listThresholds,
  reduced,
  showPrices,
} from '#pricing/service.ts';
import { listOpenTeams, teamsTag } from '#team/service.ts';
import { descriptionOf } from './rules/address.ts';
import type { CoursePage, Looker, Offers } from './types.ts';

/**
 * A published course as its owners see it, its members, or the others; a withdrawn one only for owners. A draft is not there.
 *
 * @throws Refusal work.unknown
 */
export async function getCoursePage(
  ctx: Ctx,
  slug: string,
  { hold, tierId, until }: Looker,
): Promise<CoursePage> {
  const isOwned = hold === 'own';
  const edition = await (isOwned ? getLiveEdition : getEditionOnSale)(ctx, slug);
  const { work, outline: chapters } = edition;
  const { id, live } = work;
  const [creator, categories, { html }, parts, tiers, offers] = await Promise.all([
    getCreator(ctx, { id: work.creatorId }),
    listCategories(ctx),
    renderMarkdown(ctx, {
      workId: id,
      body: descriptionOf(live, ctx.locale).text,
      audience: 'public',
    }),
    listParts(ctx, live.partIds),
    listTiersCovering(ctx, id),
    readOffers(ctx, work, tierId),
  ]);
  const lessons = chapters.flatMap((chapter) => chapter.lessons);
  const trials = lessons.filter(({ isTrial }) => isTrial);
  const begun = lessons.find((lesson) => beginningOf(lesson) !== undefined);
  const trail = pathTo(categories, live.categoryId);
  const face = creatorIn(creator, ctx.locale);
  return {
    work,
    creator: face,
    parts,
    chapters,
    trials,
    firstTry: trials[0] ?? begun,
    trail,
    description: html,
    isOwned,
    until,
    isMember: hold === 'member',
    tiers,
    offers,
  };
}

async function readOffers(
  ctx: Ctx,
  { id: workId, price }: CoursePage['work'],
  tierId: string | undefined,
): Promise<Offers> {
  const [prices, thresholds, coupons, discount] = await Promise.all([
    showPrices(ctx, [workId]),
    listThresholds(ctx, workId),
    showCoupons(ctx, workId),
    tierId ? findDiscount(ctx, tierId) : undefined,
  ]);
  const shown = prices.byWork.get(workId);
  const sales = prices.tags.length > 0 ? await listFlashSales(ctx, workId) : [];
  const groups = await readGroups(ctx, workId, prices.hasGroups);
  const ends = groups.flatMap(({ teams }) => teams.map(({ deadline }) => deadline));
  const bounds = [prices.trueUntil, coupons.trueUntil, ...ends].filter((at) => at !== null);
  return {
    shown,
    member: memberPrice(discount, price, shown?.price),
    thresholds,
    sales,
    groups,
    tags: [...prices.tags, ...(groups.length > 0 ? [teamsTag(workId)] : [])],
    coupons,
    trueUntil: bounds.length === 0 ? undefined : new Date(Math.min(...bounds.map(Number))),
  };
}

/** What members pay, where it is less than everybody does now. */
function memberPrice(
  discount: MemberDiscount | undefined,
  listPrice: number | null,
  present: number | undefined,
): Offers['member'] {
  if (!discount || listPrice === null) return undefined;
  const { offBps, ...tier } = discount;
  const price = reduced(money(listPrice), { kind: 'percent', offBps });
  return price < (present ?? listPrice) ? { ...tier, price } : undefined;
}

/** The group buys of a work with a few of their open teams. */
async function readGroups(ctx: Ctx, workId: string, hasAny: boolean): Promise<Offers['groups']> {
  const groups = hasAny ? await listGroupBuys(ctx, workId) : [];
  return Promise.all(
    groups.map(async (group) => ({ ...group, teams: await listOpenTeams(ctx, workId, group.id) })),
  );
}
