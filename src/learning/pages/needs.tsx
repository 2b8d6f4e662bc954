import type { ReactNode } from 'react';
import type { OutlineLesson } from '#catalog/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { show, type View } from '#platform/http/route.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { Outline } from '#ui/outline.tsx';
import { standingIn, type Classroom } from '../service.ts';
import { words } from '../words.ts';
import { titleOf } from './language.tsx';
import { chaptersOf, paths } from './parts.tsx';

/** What is shown in the place of a lesson before which others come: which ones, each with the way to it. */
export function needsView(ctx: Ctx, classroom: Classroom, lessonId: string): View {
  const lessons = classroom.outline.flatMap((chapter) => chapter.lessons);
  const lesson = lessons.find(({ id }) => id === lessonId);
  const standing = lesson && standingIn(ctx, classroom, lesson);
  const first = standing?.is === 'needs' ? standing.lessons : [];
  return show({
    title: `${lesson?.title ?? ''} · ${titleOf(ctx.locale, classroom.work)}`,
    status: 403,
    isHidden: true,
    body: <NeedsBody ctx={ctx} classroom={classroom} title={lesson?.title ?? ''} first={first} />,
  });
}

function NeedsBody({
  ctx,
  classroom,
  title,
  first,
}: {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly title: string;
  readonly first: readonly OutlineLesson[];
}): ReactNode {
  const { locale } = ctx;
  const { work, progress } = classroom;
  const home = paths.home(locale, work.slug);
  const steps = chaptersOf([{ id: '', title: '', lessons: first }], {
    locale,
    isEntitled: true,
    isDone: (id) => Boolean(progress.get(id)?.completedAt),
    standing: (lesson) => standingIn(ctx, classroom, lesson),
    href: (id) => paths.lesson(locale, work.slug, id),
  });
  return (
    <div className="wrap wrap-narrow page-body stack">
      <Breadcrumb
        locale={locale}
        items={[{ label: titleOf(locale, work), href: home }, { label: title }]}
      />
      <h1>{title}</h1>
      <Notice>
        <p>
          <strong>{words.needsTitle[locale]}</strong>
        </p>
        <p>{words.needsText[locale]}</p>
      </Notice>
      <Outline locale={locale} flat chapters={steps} />
      <div className="cluster">
        <LinkButton href={home}>{words.toOutline[locale]}</LinkButton>
      </div>
    </div>
  );
}
