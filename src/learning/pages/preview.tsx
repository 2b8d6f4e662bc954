import { mayOpenShared } from '#authoring/policy.ts';
import { getDraft, getOutline } from '#catalog/service.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, redirectTo, show, type Route, type View } from '#platform/http/route.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { mayPreviewLesson } from '../policy.ts';
import { LessonIdPath, SharedLessonPath, SharedPath, WorkPath } from '../schema.ts';
import { openDraft, openShared } from '../service.ts';
import { say, words } from '../words.ts';
import { draftView } from './draft.tsx';
import { paths } from './parts.tsx';

/** Drafts as learners would see them, for their creators and reviewers. */
const ownRoutes: readonly Route[] = [
  pageRoute({
    path: '/preview/works/:id',
    may: mayPreviewLesson,
    params: WorkPath,
    run: async (ctx, { params }) => {
      const { draft } = await getDraft(ctx, params.id);
      const first = (await getOutline(ctx, params.id, 'draft')).flatMap(
        ({ lessons }) => lessons,
      )[0];
      if (first) return redirectTo(paths.preview(ctx.locale, first.id));
      return emptyView(ctx, draft.title);
    },
  }),
  pageRoute({
    path: '/preview/lessons/:id',
    may: mayPreviewLesson,
    params: LessonIdPath,
    run: async (ctx, { params }) => {
      const { outline, ...opened } = await openDraft(ctx, params.id);
      return draftView(ctx, {
        opened,
        outline,
        notice: words.preview[ctx.locale],
        href: (id) => paths.preview(ctx.locale, id),
      });
    },
  }),
];

function emptyView({ locale }: Ctx, title: string): View {
  const body = <EmptyState level={1} title={words.emptyDraft[locale]} />;
  return show({ title, isHidden: true, body });
}

async function sharedView(ctx: Ctx, token: string, lessonId?: string): Promise<View> {
  const { title, opened, outline, expiresAt } = await openShared(ctx, token, lessonId);
  if (!opened) return emptyView(ctx, title);
  return draftView(ctx, {
    opened,
    outline,
    notice: say(words.shared, ctx.locale, { until: formatInstant(expiresAt) }),
    href: (id) => paths.shared(ctx.locale, token, id),
  });
}

/** Drafts for whoever holds their address: a person whom the creator asked for an opinion. */
const sharedRoutes: readonly Route[] = [
  pageRoute({
    path: '/shared/:token',
    may: mayOpenShared,
    params: SharedPath,
    run: (ctx, { params }) => sharedView(ctx, params.token),
  }),
  pageRoute({
    path: '/shared/:token/:lessonId',
    may: mayOpenShared,
    params: SharedLessonPath,
    run: (ctx, { params }) => sharedView(ctx, params.token, params.lessonId),
  }),
];

export const previewRoutes: readonly Route[] = [...ownRoutes, ...sharedRoutes];
