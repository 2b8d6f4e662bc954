import type { ReactNode } from 'react';
import { sayLeft } from '#entitlement/words.ts';
import { inLocale, localePath } from '#kernel/locale.ts';
import { kindWords } from '#catalog/words.ts';
import { publicPicture } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Page } from '#platform/cursor.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { LinkButton } from '#ui/button.tsx';
import { Badge } from '#ui/badge.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Meta } from '#ui/meta.tsx';
import { Progress } from '#ui/progress.tsx';
import { mayLearn } from '../policy.ts';
import { CursorQuery } from '../schema.ts';
import { listEnrolled } from '../service.ts';
import type { Enrolled } from '../types.ts';
import { say, words } from '../words.ts';
import { paths } from './parts.tsx';

const pageSize = 24;

/** The courses that one learns. */
export const shelfRoute: Route = pageRoute({
  path: '/learning',
  may: mayLearn,
  query: CursorQuery,
  run: async (ctx, { query }) => {
    const page = await listEnrolled(ctx, { cursor: query.cursor, limit: pageSize });
    return show({
      title: words.myLearning[ctx.locale],
      isHidden: true,
      body: <Shelf ctx={ctx} page={page} isFirst={query.cursor === undefined} />,
    });
  },
});

interface ShelfProps {
  readonly ctx: Ctx;
  readonly page: Page<Enrolled>;
  readonly isFirst: boolean;
}

function Shelf({ ctx, page, isFirst }: ShelfProps): ReactNode {
  const { locale } = ctx;
  if (page.items.length === 0) {
    const browse = (
      <LinkButton href={localePath(locale, '/courses')}>{words.browse[locale]}</LinkButton>
    );
    return (
      <div className="wrap page-body">
        <EmptyState
          level={1}
          title={words.noCourses[locale]}
          text={words.noCoursesText[locale]}
          actions={browse}
        />
      </div>
    );
  }
  const shelf = paths.shelf(locale);
  return (
    <div className="wrap page-body stack">
      <h1>{words.myLearning[locale]}</h1>
      <div className="cards">
        {page.items.map((course) => (
          <EnrolledCard key={course.workId} ctx={ctx} course={course} />
        ))}
      </div>
      <Pagination
        locale={locale}
        previous={isFirst ? undefined : { href: shelf, label: words.firstPage[locale] }}
        next={
          page.nextCursor
            ? { href: `${shelf}?cursor=${page.nextCursor}`, label: words.more[locale] }
            : undefined
        }
      />
    </div>
  );
}

function EnrolledCard({
  ctx,
  course,
}: {
  readonly ctx: Ctx;
  readonly course: Enrolled;
}): ReactNode {
  const { locale } = ctx;
  const { kind, slug, coverId, lessonCount } = course;
  const done = Math.min(course.completedCount, lessonCount);
  const picture = coverId
    ? { ...publicPicture(ctx.ports, coverId, 1280), width: 1200, height: 900 }
    : undefined;
  return (
    <Card
      level={2}
      href={paths.home(locale, slug)}
      title={inLocale(locale, course.title, course.titleEn)}
      picture={picture}
      badge={kind === 'course' ? undefined : <Badge>{kindWords[kind][locale]}</Badge>}
      foot={
        <>
          {course.endsAt && <Meta items={[sayLeft(course.endsAt, ctx.now, locale)]} />}
          {kind !== 'bundle' && kind !== 'download' && (
            <Progress
              label={words.progress[locale]}
              value={done}
              max={Math.max(1, lessonCount)}
              text={say(words.doneOf, locale, { done, all: lessonCount })}
            />
          )}
        </>
      }
    />
  );
}
