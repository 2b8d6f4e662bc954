import { z } from 'zod';
import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayReadJobs, mayRetryJobs } from './policy.ts';
import { BuriedJobItem } from './schema.ts';
import { listBuriedJobs, retryBuriedJob } from './service.ts';

/** What the house could not do, over HTTP. */
export const upkeepApi: readonly Route[] = [
  listRoute({
    path: '/buried-jobs',
    may: mayReadJobs,
    summary: { zh: '反复失败而搁置的后台任务', en: 'Background jobs that failed at every try.' },
    item: BuriedJobItem,
    columns: [
      { title: { zh: '搁置时间', en: 'Laid aside' }, value: ({ buriedAt }) => buriedAt },
      { title: { zh: '任务', en: 'Job' }, value: ({ reaction }) => reaction },
      { title: { zh: '内容', en: 'About' }, value: ({ payload }) => JSON.stringify(payload) },
      { title: { zh: '失败原因', en: 'Failure' }, value: ({ failure }) => failure },
      { title: { zh: '开始时间', en: 'Begun' }, value: ({ begunAt }) => begunAt },
    ],
    run: (ctx, { cursor, limit }) => listBuriedJobs(ctx, { cursor, limit }),
  }),
  apiRoute({
    method: 'POST',
    path: '/buried-jobs/:id/retries',
    may: mayRetryJobs,
    summary: { zh: '让搁置的任务重试', en: 'Let a job that was laid aside try again.' },
    params: z.object({ id: z.uuid() }),
    run: (ctx, { params }) => retryBuriedJob(ctx, params.id),
  }),
];
