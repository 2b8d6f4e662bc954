import type { Route } from '#platform/http/route.ts';
import { buyForms } from './buy.ts';
import { cartRoutes } from './cart.tsx';
import { checkoutRoutes } from './checkout.tsx';
import { couponRoutes } from './coupons.tsx';
import { orderRoute } from './order.tsx';
import { ordersRoute } from './orders.tsx';
import { promotionRoutes } from './promotion.tsx';
import { refundCaseRoutes } from './refund-case.tsx';
import { refundRoutes } from './refund.tsx';
import { subscribeRoutes } from './subscribe.tsx';
import { subscriptionChangeRoutes } from './subscription-change.tsx';
import { subscriptionRoutes } from './subscription.tsx';

/** The pages of buying, paying and refunding. */
export const flowPages: readonly Route[] = [
  ...buyForms,
  ...cartRoutes,
  ...checkoutRoutes,
  ...couponRoutes,
  ordersRoute,
  orderRoute,
  ...promotionRoutes,
  ...refundRoutes,
  ...refundCaseRoutes,
  ...subscribeRoutes,
  ...subscriptionRoutes,
  ...subscriptionChangeRoutes,
];
