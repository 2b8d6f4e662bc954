import { z } from 'zod';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { grantWorks, readEntitlement } from './policy.ts';
import { EntitlementFilter, EntitlementItem, NewGrant } from './schema.ts';
import { grantWork, listEntitlements, revokeGrant } from './service.ts';
import { sourceWords } from './words.ts';

/** Rights of use over HTTP. */
export const entitlementApi: readonly Route[] = [
  listRoute({
    path: '/entitlements',
    may: readEntitlement,
    summary: { zh: '权益列表', en: 'Rights of use.' },
    query: EntitlementFilter,
    item: EntitlementItem,
    columns: [
      { title: { zh: '学员', en: 'Learner' }, value: ({ userName }) => userName },
      { title: { zh: '课程', en: 'Course' }, value: ({ workTitle }) => workTitle },
      { title: { zh: '来源', en: 'Source' }, value: ({ sourceKind }) => sourceWords[sourceKind] },
      { title: { zh: '说明', en: 'Reason' }, value: ({ reason }) => reason },
      { title: { zh: '开始', en: 'From' }, value: ({ startsAt }) => startsAt },
      { title: { zh: '到期', en: 'Until' }, value: ({ endsAt }) => endsAt },
      { title: { zh: '收回', en: 'Revoked' }, value: ({ revokedAt }) => revokedAt },
    ],
    run: (ctx, { query, cursor, limit }) => listEntitlements(ctx, { filter: query, cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/grants',
    may: grantWorks,
    summary: { zh: '为学员开通课程', en: 'Give a course to a learner.' },
    body: NewGrant,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    run: async (ctx, { body }) => ({ id: await grantWork(ctx, body) }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/grants/:id',
    may: grantWorks,
    summary: { zh: '收回已开通的课程', en: 'Take back a course that was given.' },
    params: z.object({ id: z.uuid() }),
    run: (ctx, { params }) => revokeGrant(ctx, params.id),
  }),
];
