import type { Route } from '#platform/http/route.ts';
import { buyForms } from './buy.ts';
import { orderRoute } from './order.tsx';
import { ordersRoute } from './orders.tsx';
import { refundRoutes } from './refund.tsx';

/** The pages of buying, paying and refunding. */
export const flowPages: readonly Route[] = [...buyForms, ordersRoute, orderRoute, ...refundRoutes];
