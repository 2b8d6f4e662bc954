import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayShareDraft } from '../policy.ts';
import { LinkPath, NewPreviewLink, PreviewLinkItem, PreviewLinkMade, WorkPath } from '../schema.ts';
import { endPreviewLink, listPreviewLinks, makePreviewLink } from '../service.ts';

/** Addresses that show drafts. */
export const linkRoutes: readonly Route[] = [
  apiRoute({
    method: 'POST',
    path: '/works/:id/preview-links',
    may: mayShareDraft,
    summary: {
      zh: '生成一个会过期的草稿预览链接',
      en: 'Make an address that shows the draft for a while',
    },
    params: WorkPath,
    body: NewPreviewLink,
    answer: PreviewLinkMade,
    status: 201,
    run: (ctx, { params, body }) => makePreviewLink(ctx, params.id, body),
  }),
  listRoute({
    path: '/works/:id/preview-links',
    may: mayShareDraft,
    summary: { zh: '草稿预览链接', en: 'Addresses that show the draft' },
    params: WorkPath,
    item: PreviewLinkItem,
    columns: [
      { title: { zh: '给谁', en: 'For' }, value: ({ label }) => label },
      { title: { zh: '只看一课', en: 'One lesson' }, value: ({ lessonTitle }) => lessonTitle },
      { title: { zh: '有效', en: 'Works' }, value: ({ isOpen }) => isOpen },
      { title: { zh: '生成时间', en: 'Made' }, value: ({ madeAt }) => madeAt },
      { title: { zh: '到期时间', en: 'Expires' }, value: ({ expiresAt }) => expiresAt },
      { title: { zh: '作废时间', en: 'Ended' }, value: ({ endedAt }) => endedAt },
      { title: { zh: '最近查看', en: 'Last seen' }, value: ({ seenAt }) => seenAt },
    ],
    run: (ctx, { params, cursor, limit }) =>
      listPreviewLinks(ctx, { id: params.id, cursor, limit }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/preview-links/:id',
    may: mayShareDraft,
    summary: { zh: '作废一个预览链接', en: 'End a preview link' },
    params: LinkPath,
    run: (ctx, { params }) => endPreviewLink(ctx, params.id),
  }),
];
