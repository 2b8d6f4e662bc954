import { join } from 'node:path';
import { z } from 'zod';
import { affiliateApi } from '#affiliate/api.ts';
import { linkRoutes } from '#affiliate/pages/links.ts';
import { analyticsApi } from '#analytics/api.ts';
import { assessmentApi } from '#assessment/api.ts';
import { authoringApi } from '#authoring/api.ts';
import { catalogApi } from '#catalog/api.ts';
import { claimApi } from '#claim/api.ts';
import { claimPages } from '#claim/pages/routes.ts';
import { commissionApi } from '#commission/api.ts';
import { contentApi } from '#content/api.ts';
import { entitlementApi } from '#entitlement/api.ts';
import { feedApi } from '#feed/api.ts';
import { feedPages } from '#feed/pages/feeds.tsx';
import { invoiceApi } from '#invoice/api.ts';
import { invoicePages } from '#invoice/pages/routes.ts';
import { growthApi } from '#growth/api.ts';
import { growthPages } from '#growth/pages/own.tsx';
import { learningApi } from '#learning/api.ts';
import { learningPages } from '#learning/pages/routes.ts';
import { ledgerApi } from '#ledger/api.ts';
import { mediaApi } from '#media/api.ts';
import { membershipApi } from '#membership/api.ts';
import { membershipPages } from '#membership/pages/routes.ts';
import { moderationApi } from '#moderation/api.ts';
import { offlineApi } from '#offline/api.ts';
import { offlinePages } from '#offline/pages/routes.ts';
import { orderApi } from '#order/api.ts';
import { aftersaleApi } from '#aftersale/api.ts';
import { paymentApi } from '#payment/api.ts';
import { pricingApi } from '#pricing/api.ts';
import { cartApi } from '#cart/api.ts';
import { couponApi } from '#coupon/api.ts';
import { teamApi } from '#team/api.ts';
import { teamPages } from '#team/pages/routes.ts';
import { payoutApi } from '#payout/api.ts';
import { payoutPages } from '#payout/pages/statement.tsx';
import { describeApi } from '#platform/http/openapi.ts';
import { apiRoute, rawRoute, type Route } from '#platform/http/route.ts';
import { assetRoute } from '#platform/http/static.ts';
import { permission, type Permission } from '#platform/policy.ts';
import type { Settings } from '#platform/config.ts';
import { pointsApi } from '#points/api.ts';
import { pointPages } from '#points/pages/routes.ts';
import { readingApi } from '#reading/api.ts';
import { readingPages } from '#reading/pages/routes.ts';
import { reviewApi } from '#review/api.ts';
import { redemptionApi } from '#redemption/api.ts';
import { redemptionPages } from '#redemption/pages/redeem.tsx';
import { searchApi } from '#search/api.ts';
import { settingsApi } from '#settings/api.ts';
import { storefrontApi } from '#storefront/api.ts';
import { storefrontPages } from '#storefront/pages/routes.ts';
import { flowApi } from '#flows/api.ts';
import { flowPages } from '#flows/pages/routes.ts';
import { identityApi } from '#identity/api.ts';
import { upkeepApi } from '#upkeep/api.ts';
import { outboxPages } from '#identity/pages/outbox.tsx';
import { accountPages } from '#identity/pages/account.tsx';
import { loginPages } from '#identity/pages/login.tsx';
import { registerPages } from '#identity/pages/register.tsx';
import { safetyPages } from '#identity/pages/safety.tsx';
import { eventsRoute } from './events.ts';

const clientFiles = join(import.meta.dirname, '../../build/client');

const mayAskHealth = permission('health.ask', { visitor: 'any' });
const mayReadApi = permission('api.describe', { visitor: 'any' });

/** The routes of all domains. */
export const domainRoutes: readonly Route[] = [
  ...upkeepApi,
  ...settingsApi,
  ...identityApi(permissions),
  ...mediaApi,
  ...catalogApi,
  ...commissionApi,
  ...affiliateApi,
  ...linkRoutes,
  ...assessmentApi,
  ...authoringApi,
  ...moderationApi,
  ...reviewApi,
  ...claimApi,
  ...searchApi,
  ...pricingApi,
  ...couponApi,
  ...cartApi,
  ...teamApi,
  ...orderApi,
  ...paymentApi,
  ...aftersaleApi,
  ...entitlementApi,
  ...membershipApi,
  ...redemptionApi,
  ...growthApi,
  ...pointsApi,
  ...ledgerApi,
  ...payoutApi,
  ...invoiceApi,
  ...flowApi,
  ...contentApi,
  ...learningApi,
  ...analyticsApi,
  ...readingApi,
  ...offlineApi,
  ...learningPages,
  ...readingPages,
  ...offlinePages,
  ...feedApi,
  ...feedPages,
  ...flowPages,
  ...teamPages,
  ...payoutPages,
  ...invoicePages,
  ...storefrontApi,
  ...storefrontPages,
  ...membershipPages,
  ...growthPages,
  ...pointPages,
  ...redemptionPages,
  ...claimPages,
  ...registerPages,
  ...loginPages,
  ...safetyPages,
  ...accountPages,
];

/** The policy table: every permission that a route asks for. */
export function permissions(): Permission[] {
  return [...new Map(domainRoutes.map(({ may }) => [may.name, may])).values()];
}

/** Every route of the product: those of the domains, those that only the app knows, and `more`. */
export function allRoutes(
  settings: Settings,
  isHealthy: () => Promise<boolean>,
  more: readonly Route[],
): Route[] {
  const routes: Route[] = [...domainRoutes, eventsRoute, ...outboxPages(settings), ...more];
  const health = rawRoute({
    method: 'GET',
    path: '/healthz',
    may: mayAskHealth,
    run: async () => {
      const isUp = await isHealthy();
      return new Response(isUp ? 'ok\n' : 'not ready\n', {
        status: isUp ? 200 : 503,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
      });
    },
  });
  const description = apiRoute({
    method: 'GET',
    path: '/openapi.json',
    may: mayReadApi,
    summary: { zh: '接口说明（OpenAPI 3.1）', en: 'This description (OpenAPI 3.1).' },
    answer: z.looseObject({}),
    run: async (ctx) =>
      describeApi(routes, ctx.ports.settings.publicUrl) as Record<string, unknown>,
  });
  return [health, assetRoute(clientFiles), description, ...routes];
}
