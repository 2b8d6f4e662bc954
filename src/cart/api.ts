import { z } from 'zod';
import { apiRoute, type Route } from '#platform/http/route.ts';
import { chooseOffers, keepCart } from './policy.ts';
import { CartItem, CartPut, CartQuote, OfferOf } from './schema.ts';
import { cartItem, cartQuote, getCart, putInCart, takeFromCart } from './service.ts';

/** The cart over HTTP; buying it spans domains and stands in `flows/api.ts`. */
export const cartApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/cart',
    may: keepCart,
    summary: { zh: '购物车', en: 'The cart.' },
    answer: z.object({ items: z.array(CartItem) }),
    run: async (ctx) => ({ items: (await getCart(ctx)).lines.map(cartItem) }),
  }),
  apiRoute({
    method: 'PUT',
    path: '/cart/:offerId',
    may: chooseOffers,
    summary: {
      zh: '加入购物车，或改为以后再买',
      en: 'Put a work in the cart, or keep it for later.',
    },
    params: OfferOf,
    body: CartPut,
    run: (ctx, { params, body }) => putInCart(ctx, params.offerId, body.isLater),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/cart/:offerId',
    may: keepCart,
    summary: { zh: '移出购物车', en: 'Take a work out of the cart.' },
    params: OfferOf,
    run: (ctx, { params }) => takeFromCart(ctx, params.offerId),
  }),
  apiRoute({
    method: 'GET',
    path: '/cart/quote',
    may: keepCart,
    summary: {
      zh: '试算：勾选的作品一起应付多少，用了哪些优惠',
      en: 'What the ticked works cost together, and why.',
    },
    answer: CartQuote,
    run: async (ctx) => cartQuote(await getCart(ctx)),
  }),
];
