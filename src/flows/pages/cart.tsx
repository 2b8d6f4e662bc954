import type { ReactNode } from 'react';
import { z } from 'zod';
import { fillCart, keepCart } from '#cart/policy.ts';
import { OfferOf } from '#cart/schema.ts';
import { getCart, isBought, putInCart, takeFromCart } from '#cart/service.ts';
import type { Cart, CartLine } from '#cart/types.ts';
import { wordsIn, type CartWord } from '#cart/words.ts';
import { newId } from '#kernel/id.ts';
import { localePath } from '#kernel/locale.ts';
import { placeOrders } from '#order/policy.ts';
import { StartPayment } from '#payment/schema.ts';
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
import { listOpenGateways } from '#settings/service/gateways.ts';
import { getSiteSettings } from '#settings/service.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { buyBasket } from '../start-payment.ts';
import { goOn } from './buy.ts';
import { CartLines } from './cart-lines.tsx';
import { CartBar, CartSum } from './cart-sum.tsx';
import { remember, takeUp } from './cart-visitor.ts';
import { Chosen } from './choices.tsx';

const path = '/cart';
const ids = /^[0-9a-f-]{36}(\.[0-9a-f-]{36}){0,99}$/;

const Query = z.object({
  done: z.enum(['added', 'claimed']).optional().catch(undefined),
  gone: z.uuid().optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

/** The cart: what is in it, what it comes to and why, and the forms that change and buy it. */
export const cartRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: keepCart,
    query: Query,
    run: async (ctx, { query, http }) => {
      const { isAny, refusal } = await takeUp(ctx, http);
      const problem = refusal && {
        code: refusal.code,
        status: 409 as const,
        message: refusal.say(ctx.locale),
        fields: {},
        values: {},
      };
      return cartView(ctx, isAny ? { done: 'added' } : query, problem);
    },
  }),
  formRoute({
    path,
    may: fillCart,
    body: OfferOf.extend({ isLater: z.enum(['yes', 'no']).optional() }),
    run: async (ctx, { body: { offerId, isLater }, http }) => {
      const here = localePath(ctx.locale, path);
      if (ctx.actor.kind !== 'user') {
        remember(http, offerId);
        return redirectTo(here);
      }
      await putInCart(ctx, offerId, isLater === 'yes');
      // Who moves a line on this page sees it move.
      return redirectTo(isLater ? here : `${here}?done=added`);
    },
    // Only who is signed in is refused.
    again: (ctx, _, problem) => cartView(ctx, {}, problem),
  }),
  formRoute({
    path: `${path}/removal`,
    may: keepCart,
    body: OfferOf,
    run: async (ctx, { body: { offerId } }) => {
      await takeFromCart(ctx, offerId);
      return redirectTo(localePath(ctx.locale, `${path}?gone=${offerId}`));
    },
    again: (ctx, _, problem) => cartView(ctx, {}, problem),
  }),
  formRoute({
    path: `${path}/checkout`,
    may: placeOrders,
    body: z.object({
      offers: z
        .string()
        .regex(ids)
        .transform((text) => text.split('.')),
      choice: Chosen,
      ...StartPayment.shape,
    }),
    run: async (ctx, { body: { offers: offerIds, choice, gateway } }) => {
      const idempotencyKey = newId(ctx.now);
      const order = await buyBasket(ctx, { offerIds, idempotencyKey, ...choice });
      return goOn(ctx, order.id, gateway);
    },
    again: (ctx, _, problem) => cartView(ctx, {}, problem),
  }),
];

/** The cart with what was just done, or what was wrong with a form that was sent from it. */
export async function cartView(ctx: Ctx, query: Query, problem?: FormProblem): Promise<View> {
  const [cart, gateways, site] = await Promise.all([
    getCart(ctx),
    listOpenGateways(ctx),
    getSiteSettings(ctx),
  ]);
  const t = wordsIn(ctx.locale);
  return show({
    title: t('cart'),
    isHidden: true,
    body:
      cart.lines.length === 0 ? (
        <Empty ctx={ctx} query={query} problem={problem} />
      ) : (
        <>
          <div className="wrap page-body stack">
            <h1>{t('cart')}</h1>
            <Told ctx={ctx} query={query} />
            <div className="split">
              <div className="stack">
                <Part {...{ ctx, site }} title="ticked" lines={cart.lines.filter(isBought)} />
                <Part {...{ ctx, site }} title="apart" lines={cart.lines.filter(isApart)} />
                <Part {...{ ctx, site }} title="later" lines={cart.lines.filter(isKept)} />
              </div>
              <aside className="split-aside" aria-label={t('checkOut')}>
                <CartSum {...{ ctx, cart, gateways, problem }} />
              </aside>
            </div>
          </div>
          <CartBar ctx={ctx} cart={cart} />
        </>
      ),
  });
}

const isKept = ({ isLater }: CartLine) => isLater;
const isApart = ({ isLater, problem }: CartLine) => !isLater && problem !== null;

interface PartProps {
  readonly ctx: Ctx;
  readonly site: Awaited<ReturnType<typeof getSiteSettings>>;
  readonly title: CartWord & ('ticked' | 'apart' | 'later');
  readonly lines: Cart['lines'];
}

function Part({ ctx, site, title, lines }: PartProps): ReactNode {
  if (lines.length === 0) return null;
  return (
    <section className="stack-tight cart-part" aria-labelledby={`cart-${title}`}>
      <h2 id={`cart-${title}`}>
        {wordsIn(ctx.locale)(title)} <small>{lines.length}</small>
      </h2>
      <CartLines {...{ ctx, site, lines }} />
    </section>
  );
}

/** What was just done, and the way back from it. */
function Told({ ctx: { locale }, query }: { ctx: Ctx; query: Query }): ReactNode {
  const t = wordsIn(locale);
  if (query.done === 'added')
    return (
      <Notice tone="success" live>
        {t('added')}
      </Notice>
    );
  if (!query.gone) return null;
  return (
    <Notice live>
      <p>{t('removed')}</p>
      <Form locale={locale} action={localePath(locale, path)} hidden={{ offerId: query.gone }}>
        <div className="cluster">
          <Button size="small">{t('putBack')}</Button>
        </div>
      </Form>
    </Notice>
  );
}

function Empty({
  ctx,
  query,
  problem,
}: {
  readonly ctx: Ctx;
  readonly query: Query;
  readonly problem: FormProblem | undefined;
}): ReactNode {
  const t = wordsIn(ctx.locale);
  const browse = <LinkButton href={localePath(ctx.locale, '/courses')}>{t('browse')}</LinkButton>;
  return (
    <div className="wrap page-body stack">
      {problem && (
        <Notice tone="error" live>
          {problem.message}
        </Notice>
      )}
      <Told ctx={ctx} query={query} />
      <EmptyState level={1} title={t('empty')} text={t('emptyText')} actions={browse} />
    </div>
  );
}
