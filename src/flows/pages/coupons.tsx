import type { ReactNode } from 'react';
import { z } from 'zod';
import { holdCoupons } from '#coupon/policy.ts';
import { ClaimFilter, type ClaimItem } from '#coupon/schema.ts';
import { claimStates } from '#coupon/types.ts';
import { listClaims } from '#coupon/service.ts';
import { claimStateWords, sayScope, sayTerms } from '#coupon/words.ts';
import { isId } from '#kernel/id.ts';
import { inLocale, localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Notice } from '#ui/notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { Ticket } from '#ui/ticket.tsx';
import { takeCoupon } from '../claim-coupon.ts';
import { wordsIn } from '../words.ts';
import { cartView } from './cart.tsx';
import { checkoutView } from './checkout.tsx';
import { CodeForm } from './code-form.tsx';

const path = '/coupons';
const pageSize = 20;

const Query = ClaimFilter.extend({
  state: z.enum(claimStates).catch('unused').default('unused'),
  cursor: z.string().max(500).optional(),
  done: z.literal('claimed').optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

/** What somebody holds, the way to redeem a code, and the form by which coupons are taken. */
export const couponRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: holdCoupons,
    query: Query,
    run: (ctx, { query }) => couponsView(ctx, query),
  }),
  formRoute({
    path,
    may: holdCoupons,
    body: z.object({
      couponId: z.uuid().optional(),
      couponCode: z.string().max(40).optional(),
      offerId: z.uuid().optional(),
      from: z.literal('cart').optional(),
    }),
    run: async (ctx, { body }) => {
      await takeCoupon(
        ctx,
        body.couponId ? { couponId: body.couponId } : { code: body.couponCode ?? '' },
      );
      return redirectTo(localePath(ctx.locale, nextOf(body)));
    },
    again: (ctx, _, problem) => {
      if (problem.values['from'] === 'cart') return cartView(ctx, {}, problem);
      const offerId = problem.values['offerId'];
      return offerId && isId(offerId)
        ? checkoutView(ctx, offerId, problem)
        : couponsView(ctx, { state: 'unused' }, problem);
    },
  }),
];

/** Where who took a coupon goes on: with what they were buying, if anything. */
function nextOf({ offerId, from }: { offerId?: string | undefined; from?: 'cart' | undefined }) {
  if (from) return '/cart';
  return offerId ? `/checkout/${offerId}` : `${path}?done=claimed`;
}

async function couponsView(
  ctx: Ctx,
  { state, cursor, done }: Query,
  problem?: FormProblem,
): Promise<View> {
  const page = await listClaims(ctx, { filter: { state }, cursor, limit: pageSize });
  const t = wordsIn(ctx.locale);
  const here = localePath(ctx.locale, path);
  const at = (which: string) => `${here}?state=${which}`;
  return show({
    title: t('coupons'),
    isHidden: true,
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{t('coupons')}</h1>
        {done && (
          <Notice tone="success" live>
            {t('claimedDone')}
          </Notice>
        )}
        <CodeForm ctx={ctx} problem={problem} />
        <Tabs
          label={t('state')}
          items={claimStates.map((which) => ({
            href: at(which),
            label: claimStateWords[which][ctx.locale],
            current: which === state,
          }))}
        />
        {page.items.length === 0 ? (
          <EmptyState title={t('noCoupons')} text={t('noCouponsText')} />
        ) : (
          <ul className="tickets">{page.items.map((claim) => ticketOf(ctx, claim))}</ul>
        )}
        <Pagination
          locale={ctx.locale}
          previous={cursor === undefined ? undefined : { href: at(state) }}
          next={page.nextCursor ? { href: `${at(state)}&cursor=${page.nextCursor}` } : undefined}
        />
      </div>
    ),
  });
}

function ticketOf(ctx: Ctx, claim: ClaimItem): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const [effect, ...conditions] = sayTerms(claim, locale);
  const state = claimStateWords[claim.state][locale];
  return (
    <Ticket
      key={claim.id}
      worth={effect!}
      title={inLocale(locale, claim.name, claim.nameEn)}
      meta={[sayScope(claim.scopeNames, locale), ...conditions]}
      more={[t('validUntil', { at: formatInstant(new Date(claim.expiresAt)) })]}
      isPast={claim.state !== 'unused'}
      badge={claim.state !== 'unused' && <Badge>{state}</Badge>}
      action={
        claim.orderId && <a href={localePath(locale, `/orders/${claim.orderId}`)}>{t('toOrder')}</a>
      }
    />
  );
}
