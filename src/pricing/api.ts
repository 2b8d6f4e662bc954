import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { managePromotions } from './policy.ts';
import { NewPromotion, PromotionFilter, PromotionId, PromotionItem } from './schema.ts';
import { beginPromotion, endPromotion, listPromotions } from './service.ts';
import { leftOf } from './rules.ts';
import { promotionKindWords, scopeWords, termStateWords } from './words.ts';

/** Promotions over HTTP. */
export const pricingApi: readonly Route[] = [
  listRoute({
    path: '/promotions',
    may: managePromotions,
    summary: { zh: '促销活动', en: 'Promotions.' },
    query: PromotionFilter,
    item: PromotionItem,
    columns: [
      { title: { zh: '名称', en: 'Name' }, value: ({ name }) => name },
      { title: { zh: '类型', en: 'Kind' }, value: ({ kind }) => promotionKindWords[kind] },
      { title: { zh: '适用于', en: 'About' }, value: ({ scopeKind }) => scopeWords[scopeKind] },
      { title: { zh: '范围', en: 'Which' }, value: ({ scopeNames }) => scopeNames.join(' · ') },
      { title: { zh: '减去（%）', en: 'Off (%)' }, value: ({ offBps }) => offBps && offBps / 100 },
      { title: { zh: '活动价（分）', en: 'Price (minor units)' }, value: ({ price }) => price },
      { title: { zh: '阶梯', en: 'Tiers' }, value: ({ tiers }) => tiers && JSON.stringify(tiers) },
      { title: { zh: '每人限次', en: 'Per customer' }, value: ({ perCustomer }) => perCustomer },
      { title: { zh: '总份数', en: 'Pieces' }, value: ({ stock }) => stock },
      { title: { zh: '已售', en: 'Sold' }, value: ({ sold }) => sold },
      { title: { zh: '待付款', en: 'Held' }, value: ({ held }) => held },
      { title: { zh: '剩余', en: 'Left' }, value: leftOf },
      { title: { zh: '成团人数', en: 'Team' }, value: ({ teamSize }) => teamSize },
      { title: { zh: '开始', en: 'From' }, value: ({ startsAt }) => startsAt },
      { title: { zh: '结束', en: 'Until' }, value: ({ endsAt }) => endsAt },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => termStateWords[state] },
    ],
    run: (ctx, { query, cursor, limit }) => listPromotions(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/promotions',
    may: managePromotions,
    summary: { zh: '新的促销活动', en: 'Begin a promotion.' },
    body: NewPromotion,
    answer: PromotionId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await beginPromotion(ctx, body) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/promotions/:id/ending',
    may: managePromotions,
    summary: { zh: '结束促销活动', en: 'End a promotion now.' },
    params: PromotionId,
    run: (ctx, { params }) => endPromotion(ctx, params.id),
  }),
];
