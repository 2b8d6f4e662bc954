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
import type { Hold } from '#entitlement/types.ts';
import { listTiersCovering } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { showCoupons } from '#coupon/service.ts';
import { listFlashSales, listThresholds, showPrices } from '#pricing/service.ts';
import { descriptionOf } from './rules/address.ts';
import type { CoursePage, Offers } from './types.ts';

/**
 * A published course as its owners see it, its members, or the others; a withdrawn one only for owners. A draft is not there.
 *
 * @throws Refusal work.unknown
 */
export async function getCoursePage(ctx: Ctx, slug: string, hold: Hold): Promise<CoursePage> {
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
    readOffers(ctx, id),
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
    isMember: hold === 'member',
    tiers,
    offers,
  };
}

async function readOffers(ctx: Ctx, workId: string): Promise<Offers> {
  const [prices, thresholds, coupons] = await Promise.all([
    showPrices(ctx, [workId]),
    listThresholds(ctx, workId),
    showCoupons(ctx, workId),
  ]);
  const sales = prices.tags.length > 0 ? await listFlashSales(ctx, workId) : [];
  const bounds = [prices.trueUntil, coupons.trueUntil].filter((at) => at !== null);
  return {
    shown: prices.byWork.get(workId),
    thresholds,
    sales,
    tags: prices.tags,
    coupons,
    trueUntil: bounds.length === 0 ? undefined : new Date(Math.min(...bounds.map(Number))),
  };
}
