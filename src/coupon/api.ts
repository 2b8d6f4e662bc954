import { decimalMoney, money } from '#kernel/money.ts';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { scopeWords } from '#pricing/words.ts';
import { holdCoupons, manageCoupons } from './policy.ts';
import {
  ClaimFilter,
  ClaimItem,
  CouponFilter,
  CouponGrant,
  CouponId,
  CouponItem,
  CouponPause,
  NewCoupon,
} from './schema.ts';
import { grantCoupon, listClaims } from './service/claim.ts';
import { createCoupon, listCoupons, pauseCoupon } from './service/coupon.ts';
import { claimStateWords, claimWayWords, couponStateWords } from './words.ts';

const yuan = (amount: number | null) => (amount === null ? null : decimalMoney(money(amount)));

/** Coupons over HTTP; taking one stands in `flows/api.ts`, for who is a newcomer is known by orders. */
export const couponApi: readonly Route[] = [
  listRoute({
    path: '/coupons',
    may: manageCoupons,
    summary: { zh: '优惠券', en: 'Coupons.' },
    query: CouponFilter,
    item: CouponItem,
    columns: [
      { title: { zh: '名称', en: 'Name' }, value: ({ name }) => name },
      { title: { zh: '减（元）', en: 'Off (CNY)' }, value: ({ off }) => yuan(off) },
      { title: { zh: '减（%）', en: 'Off (%)' }, value: ({ offBps }) => offBps && offBps / 100 },
      { title: { zh: '最多减（元）', en: 'At most (CNY)' }, value: ({ cap }) => yuan(cap) },
      { title: { zh: '满（元）', en: 'From (CNY)' }, value: ({ minSpend }) => yuan(minSpend) },
      { title: { zh: '适用于', en: 'About' }, value: ({ scopeKind }) => scopeWords[scopeKind] },
      { title: { zh: '范围', en: 'Which' }, value: ({ scopeNames }) => scopeNames.join(' · ') },
      { title: { zh: '领取方式', en: 'How' }, value: ({ way }) => claimWayWords[way] },
      { title: { zh: '优惠码', en: 'Code' }, value: ({ code }) => code },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => couponStateWords[state] },
      { title: { zh: '开始', en: 'From' }, value: ({ startsAt }) => startsAt },
      { title: { zh: '结束', en: 'Until' }, value: ({ endsAt }) => endsAt },
      { title: { zh: '总数', en: 'Total' }, value: ({ total }) => total },
      { title: { zh: '已领', en: 'Taken' }, value: ({ claimed }) => claimed },
      { title: { zh: '已用', en: 'Used' }, value: ({ used }) => used },
      {
        title: { zh: '带来成交（元）', en: 'Revenue (CNY)' },
        value: ({ revenue }) => yuan(revenue),
      },
      { title: { zh: '共减（元）', en: 'Taken off (CNY)' }, value: ({ saved }) => yuan(saved) },
    ],
    run: (ctx, { query, cursor, limit }) => listCoupons(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/coupons',
    may: manageCoupons,
    summary: { zh: '新的优惠券', en: 'Make a coupon.' },
    body: NewCoupon,
    answer: CouponId,
    status: 201,
    run: async (ctx, { body }) => ({ id: await createCoupon(ctx, body) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/coupons/:id/pause',
    may: manageCoupons,
    summary: { zh: '暂停或恢复发放', en: 'Stop giving a coupon out, or go on.' },
    params: CouponId,
    body: CouponPause,
    run: (ctx, { params, body }) => pauseCoupon(ctx, params.id, body.isPaused),
  }),
  apiRoute({
    method: 'POST',
    path: '/coupons/:id/grants',
    may: manageCoupons,
    summary: { zh: '发给指定的人', en: 'Give a coupon to people.' },
    params: CouponId,
    body: CouponGrant,
    run: (ctx, { params, body }) => grantCoupon(ctx, params.id, body.userIds),
  }),
  listRoute({
    path: '/coupon-claims',
    may: holdCoupons,
    summary: { zh: '我的优惠券', en: 'My coupons.' },
    query: ClaimFilter,
    item: ClaimItem,
    columns: [
      { title: { zh: '名称', en: 'Name' }, value: ({ name }) => name },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => claimStateWords[state] },
      { title: { zh: '领取时间', en: 'Taken' }, value: ({ claimedAt }) => claimedAt },
      { title: { zh: '有效期至', en: 'Valid until' }, value: ({ expiresAt }) => expiresAt },
      { title: { zh: '使用时间', en: 'Used' }, value: ({ usedAt }) => usedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listClaims(ctx, { filter: query, cursor, limit }),
  }),
];
