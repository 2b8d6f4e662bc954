import { localePath, locales, type Locale } from '#kernel/locale.ts';
import type { Route } from '#platform/http/route.ts';
import type { Audience, Reach } from '#platform/policy.ts';

/** One way to ask: a route with a method and, for pages, a language. */
export interface Ask {
  readonly route: Route;
  readonly method: string;
  /** `/api/v1/works/:id`, `/en/courses/:slug`. */
  readonly pattern: string;
  /** `PATCH /works/:id`, `page /courses/:slug`: how the tables of this folder name it. */
  readonly name: string;
  readonly locale: Locale;
}

/** What the protocol of uploads does at an address; OPTIONS tells nothing about anything. */
function uploadMethods(path: string): readonly string[] {
  return path.endsWith('/:id') ? ['HEAD', 'PATCH', 'DELETE'] : ['POST'];
}

/** Every way to ask `route`. */
export function asksOf(route: Route): Ask[] {
  const { path } = route;
  if (route.kind === 'page' || route.kind === 'form') {
    const method = route.kind === 'page' ? 'GET' : 'POST';
    return locales.map((locale) => ({
      route,
      method,
      pattern: localePath(locale, path),
      name: `${route.kind} ${path}`,
      locale,
    }));
  }
  if (route.kind === 'raw') {
    const methods = route.method === 'ANY' ? uploadMethods(path) : [route.method];
    return methods.map((method) => ({
      route,
      method,
      pattern: path,
      name: `${method} ${path}`,
      locale: 'zh',
    }));
  }
  const method = route.kind === 'list' ? 'GET' : route.method;
  return [{ route, method, pattern: `/api/v1${path}`, name: `${method} ${path}`, locale: 'zh' }];
}

const parameter = /:([A-Za-z]+)(?:\{[^}]*\})?|\*$/g;

/** The names of the parameters in a path, `*` for what follows. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(parameter)].map(([whole, name]) => name ?? whole);
}

/** A path with its parameters filled in; `values` are encoded already. */
export function fillPath(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(parameter, (whole, name: string | undefined) => {
    const value = values[name ?? whole];
    if (value === undefined)
      throw new Error(`nothing is known to put in place of ${name ?? whole} of ${pattern}`);
    return value;
  });
}

const strength: Readonly<Record<Reach, number>> = { none: 0, own: 1, any: 2 };

/** How far somebody of `audiences` may reach: read from the table alone, not by the code that is tested. */
export function reachFor(route: Route, audiences: readonly Audience[]): Reach {
  const reaches = audiences.map((audience) => route.may.who[audience] ?? 'none');
  return reaches.toSorted((a, b) => strength[b] - strength[a])[0] ?? 'none';
}

/** What each path names. A route with a parameter that no row names fails the test: no route without a row. */
const nouns: readonly (readonly [pattern: RegExp, noun: string])[] = [
  [/^(page|form) \/read\/:lessonId\/marks\/:id(\/removal)?$/, 'bookMark'],
  [/^[A-Z]+ \/book-marks\/:id$/, 'bookMark'],
  [/^page \/read\/:lessonId\/pages\//, 'pdf'],
  [/^(page|form) \/read\/:lessonId(\/|$)/, 'book'],
  [/^[A-Z]+ \/readings\/:lessonId(\/|$)/, 'book'],
  [/^(PUT|DELETE) \/works\/:id\/withdrawal$/, 'liveWork'],
  [/^POST \/works\/:id\/takedown$/, 'liveWork'],
  [/^DELETE \/works\/:id\/submission$/, 'submittedWork'],
  [/^page \/preview\/works\/:id$/, 'work'],
  [/^GET \/works\/:id\/preview-links$/, 'sharedWork'],
  [/^page \/shared\/:token(\/:lessonId)?$/, 'sharedDraft'],
  [/^DELETE \/works\/:id\/template$/, 'template'],
  [/^DELETE \/preview-links\/:id$/, 'previewLink'],
  [/^[A-Z]+ \/snippets\/:id$/, 'snippet'],
  [/^[A-Z]+ \/plans\/:id(\/|$)/, 'plan'],
  [/^page \/preview\/lessons\/:id$/, 'lesson'],
  [/^[A-Z]+ \/works\/:id\/versions\/:version(\/|$)/, 'workVersion'],
  [/^[A-Z]+ \/works\/:id(\/|$)/, 'work'],
  [/^[A-Z]+ \/chapters\/:id(\/|$)/, 'chapter'],
  [/^GET (\/en)?\/lessons\/:id\/files\/:asset$/, 'classroom'],
  [/^(GET|POST) \/lessons\/:id\/offline$/, 'classroom'],
  [/^DELETE \/offline-keeps\/:id$/, 'offlineKeep'],
  [/^(GET \/lessons\/:id\/playback|page \/lessons\/:id)$/, 'classroom'],
  [/^[A-Z]+ \/lessons\/:id\/versions\/:version(\/|$)/, 'lessonVersion'],
  [/^[A-Z]+ \/lessons\/:id(\/|$)/, 'lesson'],
  [/^(page|form) \/learn\/:slug(\/|$)/, 'classroom'],
  [/^[A-Z]+ \/progress\/:lessonId(\/|$)/, 'classroom'],
  [/^(GET \/catalogue|page \/courses)\/:slug$/, 'liveWork'],
  [/^(page|form) \/courses\/:slug\/claim$/, 'liveWork'],
  [/^(page|form) \/claims\/:id\/:key(\/|$)/, 'claimLink'],
  [/^PUT \/claims\/:id\/decision$/, 'claim'],
  [/^POST \/claims\/:id\/counter-notice$/, 'upheldClaim'],
  [/^page \/tags\/:tag$/, 'tag'],
  [/^([A-Z]+|page) \/categories\/:(id|slug)$/, 'category'],
  [/^([A-Z]+|page) \/creators\/:(id|slug)$/, 'creator'],
  [/^GET \/creators\/:id\/(commission|statement-lines)$/, 'creator'],
  [/^(GET|page) \/creators\/:id\/statements(\/:month)?$/, 'creator'],
  [/^PUT \/promotions\/:id\/ending$/, 'promotion'],
  [/^(GET|page) \/teams\/:id(\/|$)/, 'team'],
  [/^(PUT|POST) \/coupons\/:id\/(pause|grants)$/, 'coupon'],
  [/^GET \/offers\/:id\/quote$/, 'offer'],
  [/^(page|form) \/checkout\/:offerId$/, 'offer'],
  [/^PUT \/cart\/:offerId$/, 'offer'],
  [/^DELETE \/cart\/:offerId$/, 'cartLine'],
  [/^(page|form) \/subscribe\/:planId$/, 'renewingPlan'],
  [/^form \/account\/subscription\/:id\/resume$/, 'pausedSubscription'],
  [/^form \/account\/subscription\/:id\/retry$/, 'failedSubscription'],
  [/^(page|form) \/account\/subscription\/:id\/(pause|keep|method|cancel|plan)$/, 'subscription'],
  [/^PUT \/commission-rules\/:id\/ending$/, 'rule'],
  [/^GET \/s\/:code/, 'shortLink'],
  [/^PUT \/promoters\/applications\/:id\//, 'application'],
  [/^PUT \/promoters\/:id\//, 'promoter'],
  [/^PUT \/submissions\/:id\/deep-review$/, 'deepSubmission'],
  [/^[A-Z]+ \/submissions\/:id(\/|$)/, 'submission'],
  [/^[A-Z]+ \/takedowns\/:id(\/|$)/, 'takedown'],
  [/^[A-Z]+ \/appeals\/:id(\/|$)/, 'appeal'],
  [/^[A-Z]+ \/review-comments\/:id(\/|$)/, 'reviewComment'],
  [/^[A-Z]+ \/review-experts\/:category\/:user$/, 'expert'],
  [/^[A-Z]+ (\/api\/v1)?\/assets\/:id(\/file|\/rungs)?$/, 'asset'],
  [/^[A-Z]+ \/assets\/:id\/subtitles(\/:locale)?$/, 'recording'],
  [/^[A-Z]+ \/sensitive-words\/:id$/, 'sensitiveWord'],
  [/^[A-Z]+ \/imports\/:id$/, 'import'],
  [/^[A-Z]+ (\/api\/v1)?\/question-banks\/:id(\/|$)/, 'questionBank'],
  [/^[A-Z]+ (\/api\/v1)?\/exports\/:id(\/file)?$/, 'export'],
  [/^[A-Z]+ \/api\/v1\/uploads\/:id$/, 'upload'],
  [/^[A-Z]+ \/media\/.*:/, 'address'],
  [/^GET (\/en)?\/creators\/:slug\/feed\.xml$/, 'creator'],
  [/^GET \/feeds\//, 'podcast'],
  [/^[A-Z]+ \/users\/:id(\/|$)/, 'user'],
  [/^[A-Z]+ \/sessions\/:id$/, 'session'],
  [/^[A-Z]+ \/grants\/:id$/, 'grant'],
  [/^[A-Z]+ \/tiers\/:id$/, 'tier'],
  [/^[A-Z]+ \/code-batches\/:id\/(codes|freeze)$/, 'codeBatch'],
  [/^[A-Z]+ \/redemption-codes\/:id\/freeze$/, 'redemptionCode'],
  [/^PUT \/points\/goods\/:id$/, 'pointGood'],
  [/^(POST|page|form) \/points\/(goods|mall)\/:id(\/redemptions)?$/, 'pointGood'],
  [/^PUT \/points\/redemptions\/:id\/(shipment|cancellation)$/, 'pointRedemption'],
  [/^DELETE \/members\/:id\/pause$/, 'pausedMembership'],
  [/^(PUT|POST) \/members\/:id\/(pause|revocation)$/, 'membership'],
  [/^[A-Z]+ \/payouts\/:id\//, 'payout'],
  [/^POST \/buried-jobs\/:id\//, 'buriedJob'],
  [/^page \/orders\/:id\/invoice$/, 'invoicedOrder'],
  [/^form \/orders\/:id\/(invoice|fapiao)$/, 'paidOrder'],
  [/^(page|form) \/orders\/:id\/fapiao(\/withdrawal)?$/, 'askedOrder'],
  [/^GET (\/en)?\/invoices\/:id\/file$/, 'invoice'],
  [/^(GET|PUT) (\/api\/v1)?\/fapiao\/:id\/file$/, 'issuedFapiao'],
  [/^PUT \/fapiao\/:id\/(issue|refusal)$/, 'fapiao'],
  [/^PUT \/red-letters\/:id\/issue$/, 'redLetter'],
  [/^([A-Z]+|page|form) \/orders\/:id\/(refund|refund-preview|refunds)$/, 'paidOrder'],
  [/^(POST|form) \/orders\/:id\/refund-cases?$/, 'lateOrder'],
  [/^form \/orders\/:id\/refund-case\/withdrawal$/, 'askedOrder'],
  [/^PUT \/refund-cases\/:id\/confirmation$/, 'proposedCase'],
  [/^PUT \/refund-cases\/:id\//, 'refundCase'],
  [/^([A-Z]+|page|form) \/orders\/:(id|number)(\/|$)/, 'order'],
  [/^PUT \/transfers\/:id\/receipt$/, 'transfer'],
  [/^PUT \/refunds\/:id\/payment$/, 'transferRefund'],
  [/^DELETE \/gateway-accounts\/:kind\/opening$/, 'openGatewayAccount'],
  [/^(PUT|POST) \/gateway-accounts\/:kind\//, 'gatewayAccount'],
  [/^POST \/payment\/notices\/:gateway$/, 'gateway'],
  [/^GET \/(assets\/:name\{|studio\/\*)/, 'file'],
];

/** What the path of `ask` names; undefined when it has no parameter, `unknown` when no row names it. */
export function nounOf({ name, route }: Ask): string | undefined {
  if (parametersOf(route.path).length === 0) return undefined;
  return nouns.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
}

/** Rows of the table that name no route any more. */
export function idleRows(asks: readonly Ask[]): string[] {
  return nouns
    .filter(([pattern]) => !asks.some(({ name }) => pattern.test(name)))
    .map(([pattern]) => pattern.source);
}
