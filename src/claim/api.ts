import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayCounter, mayDecideClaims, mayReadClaims } from './policy.ts';
import { ClaimDecision, ClaimItem, ClaimParams, ClaimQuery, CounterNotice } from './schema.ts';
import { counterClaim, decideClaim, listClaimItems } from './service.ts';
import { claimStateWords } from './words.ts';

/** Claims of copyright in `/api/v1`. */
export const claimApi: readonly Route[] = [
  listRoute({
    path: '/claims',
    may: mayReadClaims,
    summary: { zh: '侵权投诉', en: 'Claims of copyright' },
    query: ClaimQuery,
    item: ClaimItem,
    columns: [
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '讲师', en: 'Creator' }, value: ({ creatorName }) => creatorName },
      { title: { zh: '状态', en: 'State' }, value: ({ state }) => claimStateWords[state] },
      { title: { zh: '投诉人', en: 'Claimant' }, value: ({ name }) => name },
      { title: { zh: '邮箱', en: 'E-mail' }, value: ({ email }) => email },
      { title: { zh: '被侵权的作品', en: 'Work claimed' }, value: ({ original }) => original },
      { title: { zh: '理由', en: 'Why' }, value: ({ reasons }) => reasons },
      { title: { zh: '处理意见', en: 'Decision' }, value: ({ answer }) => answer },
      {
        title: { zh: '不侵权声明', en: 'Counter-notice' },
        value: ({ counterWords }) => counterWords,
      },
      { title: { zh: '诉讼', en: 'Lawsuit' }, value: ({ lawsuit }) => lawsuit },
      { title: { zh: '收到时间', en: 'Made' }, value: ({ madeAt }) => madeAt },
      { title: { zh: '应处理完', en: 'Due' }, value: ({ dueAt }) => dueAt },
      { title: { zh: '恢复时间', en: 'Comes back' }, value: ({ restoreAt }) => restoreAt },
    ],
    run: (ctx, { query: { state, late }, cursor, limit }) =>
      listClaimItems(ctx, { state, isLate: late }, cursor, limit),
  }),
  apiRoute({
    method: 'PUT',
    path: '/claims/:id/decision',
    may: mayDecideClaims,
    summary: { zh: '处理侵权投诉', en: 'Decide a claim of copyright' },
    params: ClaimParams,
    body: ClaimDecision,
    run: (ctx, { params, body }) => decideClaim(ctx, params.id, body),
  }),
  apiRoute({
    method: 'POST',
    path: '/claims/:id/counter-notice',
    may: mayCounter,
    summary: { zh: '提交不侵权声明', en: 'Answer to a claim of copyright' },
    params: ClaimParams,
    body: CounterNotice,
    run: (ctx, { params, body }) => counterClaim(ctx, params.id, body),
  }),
];
