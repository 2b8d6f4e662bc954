import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { createElement } from 'react';
import { Broken, Gate, NotFound } from './shell.tsx';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });

type Loader = () => Promise<Record<string, unknown>>;

/** A screen at `path`, whose code is fetched when somebody goes there. */
function screen(path: string, load: Loader, name: string) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  });
}

const screens = [
  screen('/', () => import('#analytics/studio/dashboard.tsx'), 'DashboardScreen'),
  screen('/works', () => import('#authoring/studio/works.tsx'), 'WorksScreen'),
  screen('/works/$id', () => import('#review/studio/work.tsx'), 'WorkScreen'),
  screen('/face', () => import('#catalog/studio/creator-face.tsx'), 'OwnFaceScreen'),
  screen('/users/$id/face', () => import('#catalog/studio/creator-face.tsx'), 'CreatorFaceScreen'),
  screen(
    '/works/$id/history',
    () => import('#authoring/studio/history-screen.tsx'),
    'WorkHistoryScreen',
  ),
  screen(
    '/works/$id/lessons/$lessonId',
    () => import('#review/studio/lesson.tsx'),
    'ReviewedLessonScreen',
  ),
  screen(
    '/works/$id/lessons/$lessonId/history',
    () => import('#authoring/studio/history-screen.tsx'),
    'LessonHistoryScreen',
  ),
  screen('/import', () => import('#content/studio/import.tsx'), 'ImportScreen'),
  screen('/question-banks', () => import('#assessment/studio/banks.tsx'), 'BanksScreen'),
  screen('/question-banks/$id', () => import('#assessment/studio/bank.tsx'), 'BankScreen'),
  screen('/media', () => import('#catalog/studio/library.tsx'), 'LibraryScreen'),
  screen('/reviews', () => import('#review/studio/queue.tsx'), 'QueueScreen'),
  screen('/reviews/$id', () => import('#review/studio/submission.tsx'), 'SubmissionScreen'),
  screen('/review-rules', () => import('#review/studio/rules.tsx'), 'RulesScreen'),
  screen('/appeals', () => import('#review/studio/appeals.tsx'), 'AppealsScreen'),
  screen('/claims', () => import('#claim/studio/claims.tsx'), 'ClaimsScreen'),
  screen('/plans', () => import('#review/studio/plans.tsx'), 'PlansScreen'),
  screen('/promotions', () => import('#pricing/studio/promotions.tsx'), 'PromotionsScreen'),
  screen('/teams', () => import('#team/studio/teams.tsx'), 'TeamsScreen'),
  screen('/coupons', () => import('#coupon/studio/coupons.tsx'), 'CouponsScreen'),
  screen('/orders', () => import('#payment/studio/orders.tsx'), 'OrdersScreen'),
  screen('/payments', () => import('#payment/studio/payments.tsx'), 'PaymentsScreen'),
  screen('/refunds', () => import('#aftersale/studio/refunds.tsx'), 'RefundsScreen'),
  screen('/fapiao', () => import('#invoice/studio/fapiao.tsx'), 'FapiaoScreen'),
  screen('/earnings', () => import('#payout/studio/earnings.tsx'), 'EarningsScreen'),
  screen('/earnings/$month', () => import('#payout/studio/statement.tsx'), 'OwnStatementScreen'),
  screen('/statements', () => import('#payout/studio/statements.tsx'), 'StatementsScreen'),
  screen('/statements/$id', () => import('#payout/studio/statement.tsx'), 'CreatorStatementScreen'),
  screen('/book', () => import('#ledger/studio/book.tsx'), 'BookScreen'),
  screen('/payouts', () => import('#payout/studio/payouts.tsx'), 'PayoutsScreen'),
  screen('/commission', () => import('#commission/studio/rules.tsx'), 'CommissionScreen'),
  screen('/ledger', () => import('#ledger/studio/ledger.tsx'), 'LedgerScreen'),
  screen('/users', () => import('#identity/studio/users.tsx'), 'UsersScreen'),
  screen(
    '/entitlements',
    () => import('#entitlement/studio/entitlements.tsx'),
    'EntitlementsScreen',
  ),
  screen('/tiers', () => import('#membership/studio/tiers.tsx'), 'TiersScreen'),
  screen('/members', () => import('#membership/studio/members.tsx'), 'MembersScreen'),
  screen('/promotion', () => import('#affiliate/studio/promotion.tsx'), 'PromotionScreen'),
  screen('/growth', () => import('#growth/studio/growth.tsx'), 'GrowthScreen'),
  screen('/points', () => import('#points/studio/points.tsx'), 'PointsScreen'),
  screen('/codes', () => import('#redemption/studio/batches.tsx'), 'BatchesScreen'),
  screen('/codes/$id', () => import('#redemption/studio/codes.tsx'), 'CodesScreen'),
  screen('/categories', () => import('#catalog/studio/categories.tsx'), 'CategoriesScreen'),
  screen('/words', () => import('#moderation/studio/sensitive-words.tsx'), 'SensitiveWordsScreen'),
  screen('/gateways', () => import('#settings/studio/gateways.tsx'), 'GatewaysScreen'),
  screen('/settings', () => import('#settings/studio/settings.tsx'), 'SettingsScreen'),
  screen('/jobs', () => import('#upkeep/studio/jobs.tsx'), 'JobsScreen'),
  screen('/audit', () => import('#audit/studio/audit.tsx'), 'AuditScreen'),
];

/** Conditions are texts: an order's 18 digits must not become a number on their way. */
function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(
    entries.map(([name, value]) => [name, String(value)]),
  ).toString();
  return text ? `?${text}` : '';
}

/** The router of the studio, which lives under `/studio`. */
export function newRouter() {
  return createRouter({
    routeTree: root.addChildren(screens),
    basepath: '/studio',
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }: ErrorComponentProps) =>
      createElement(Broken, { error, reset }),
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: writeSearch,
  });
}
