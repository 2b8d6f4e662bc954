import { apiRoute, type Route } from '#platform/http/route.ts';
import { mayReadRules, maySetRules } from '../policy.ts';
import { ExpertParams, Experts, RuleSetInput } from '../schema.ts';
import { appointExpert, dismissExpert, getRules, listAllExperts, setRules } from '../service.ts';

/** By which rules works come to reviewers, and who knows which category. */
export const ruleRoutes: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/review-rules',
    may: mayReadRules,
    summary: { zh: '哪些作品要经过哪些审核', en: 'Which works need which stages of review' },
    answer: RuleSetInput,
    run: (ctx) => getRules(ctx),
  }),
  apiRoute({
    method: 'PUT',
    path: '/review-rules',
    may: maySetRules,
    summary: { zh: '修改审核规则', en: 'Set the rules of review' },
    body: RuleSetInput,
    answer: RuleSetInput,
    run: (ctx, { body }) => setRules(ctx, body),
  }),
  apiRoute({
    method: 'GET',
    path: '/review-experts',
    may: mayReadRules,
    summary: { zh: '各分类的复审专家', en: 'Experts of categories' },
    answer: Experts,
    run: (ctx) => listAllExperts(ctx),
  }),
  apiRoute({
    method: 'PUT',
    path: '/review-experts/:category/:user',
    may: maySetRules,
    summary: { zh: '任命分类专家', en: 'Name an expert of a category' },
    params: ExpertParams,
    run: (ctx, { params }) => appointExpert(ctx, params.category, params.user),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/review-experts/:category/:user',
    may: maySetRules,
    summary: { zh: '免去分类专家', en: 'Let an expert of a category go' },
    params: ExpertParams,
    run: (ctx, { params }) => dismissExpert(ctx, params.category, params.user),
  }),
];
