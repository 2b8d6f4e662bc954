import type { ReactNode } from 'react';
import { hasChapters } from '#catalog/service.ts';
import type { Lesson } from '#catalog/types.ts';
import { renderMarkdown } from '#content/service.ts';
import type { Rendered } from '#content/types.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type Redirect,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { refusePolicy } from '#platform/policy.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Outline } from '#ui/outline.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Reader } from '#ui/reader.tsx';
import { tocOf } from '#ui/toc.tsx';
import { mayLearn, mayOpenLesson } from '../policy.ts';
import { onlyPiece } from '../rules.ts';
import { LearnLessonPath, LessonIdPath } from '../schema.ts';
import {
  addressOf,
  completeLesson,
  findClassroom,
  openLesson,
  standingIn,
  type Classroom,
  type OpenedLesson,
} from '../service.ts';
import { findBeginning } from '../service/beginning.ts';
import { isKeepable } from '../service/study.ts';
import { words } from '../words.ts';
import { beginningView } from './beginning.tsx';
import { endedView } from './ended.tsx';
import { KeepBox } from './keep-box.tsx';
import { needsView } from './needs.tsx';
import { chaptersOf, lengthOf, Medium, paths } from './parts.tsx';
import { Language, langOf, titleOf } from './language.tsx';

interface LessonPage {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly opened: OpenedLesson;
  readonly text: Rendered;
}

async function lessonView(ctx: Ctx, slug: string, lessonId: string): Promise<View | Redirect> {
  const classroom = await findClassroom(ctx, slug);
  if (!classroom) throw refusePolicy('policy.not_found');
  const opened = await tryOpen(ctx, classroom, lessonId);
  if ('kind' in opened) return opened;

  const { lesson } = opened;
  const text = await renderMarkdown(ctx, {
    workId: lesson.workId,
    body: lesson.body,
    audience: lesson.isTrial ? 'trial' : 'entitled',
    renewAt: `/api/v1/lessons/${lesson.id}/playback?lang=${ctx.locale}&asset=`,
    filesAt: paths.file(ctx.locale, lesson.id, ''),
  });
  return show({
    title: `${lesson.title} · ${titleOf(ctx.locale, classroom.work)}`,
    canonical: `/learn/${encodeURIComponent(slug)}/${lesson.id}`,
    isHidden: !lesson.isTrial || classroom.work.state !== 'published',
    layout: 'reading',
    islands: [
      ...(opened.playback || text.hasPlayer ? ['player'] : []),
      ...(mayKeep(classroom, opened) ? ['keep'] : []),
    ],
    body: <LessonBody {...{ ctx, classroom, opened, text }} />,
  });
}

/** Who has the course keeps its lessons on their devices. */
function mayKeep({ isEntitled }: Classroom, opened: OpenedLesson): boolean {
  return isEntitled && isKeepable(opened);
}

/** Who may not open a lesson tries its beginning, is led to the course, where it can be had, or told what comes first. */
async function tryOpen(
  ctx: Ctx,
  classroom: Classroom,
  lessonId: string,
): Promise<OpenedLesson | View | Redirect> {
  try {
    return await openLesson(ctx, classroom, lessonId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'learning.not_entitled') return orBeginning(ctx, classroom, lessonId);
    if (error.code === 'learning.needs_first') return needsView(ctx, classroom, lessonId);
    throw error;
  }
}

async function orBeginning(
  ctx: Ctx,
  classroom: Classroom,
  lessonId: string,
): Promise<View | Redirect> {
  const ended = await endedView(ctx, classroom);
  if (ended) return ended;
  const beginning = await findBeginning(ctx, classroom, lessonId);
  if (beginning) return beginningView({ ctx, classroom, beginning });
  return redirectTo(paths.course(ctx.locale, classroom.work.slug));
}

function LessonBody({ ctx, classroom, opened, text }: LessonPage): ReactNode {
  const { locale } = ctx;
  const { work, outline, isEntitled, progress } = classroom;
  const { lesson } = opened;
  const steps = chaptersOf(outline, {
    locale,
    language: work.live.language,
    currentId: lesson.id,
    isEntitled,
    isDone: (id) => Boolean(progress.get(id)?.completedAt),
    standing: (step) => standingIn(ctx, classroom, step),
    href: (id) => paths.lesson(locale, work.slug, id),
  });
  return (
    <Reader
      locale={locale}
      outline={
        onlyPiece(classroom) ? undefined : (
          <Outline locale={locale} chapters={steps} compact flat={!hasChapters(work.kind)} />
        )
      }
      toc={tocOf(locale, text.headings)}
      head={<LessonHead ctx={ctx} classroom={classroom} lesson={lesson} />}
    >
      <Medium
        ctx={ctx}
        opened={opened}
        progress={progress.get(lesson.id)}
        sleeve={sleeveOf({ ctx, classroom, lesson })}
      />
      {text.html && (
        <div
          className="prose"
          lang={langOf(ctx, work, lesson)}
          dangerouslySetInnerHTML={{ __html: text.html }}
        />
      )}
      {mayKeep(classroom, opened) && <KeepBox ctx={ctx} opened={opened} />}
      <Ending ctx={ctx} classroom={classroom} lesson={lesson} />
      <Ways ctx={ctx} classroom={classroom} lesson={lesson} />
    </Reader>
  );
}

function sleeveOf({ ctx, classroom, lesson }: InClassroom) {
  const { work } = classroom;
  const { previous, next } = waysFrom({ ctx, classroom, lesson });
  return {
    artist: work.creatorName,
    album: titleOf(ctx.locale, work),
    previous: previous?.href,
    next: next?.href,
  };
}

interface InClassroom {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly lesson: Lesson;
}

function LessonHead({ ctx, classroom, lesson }: InClassroom): ReactNode {
  const { locale } = ctx;
  const { work, isEntitled } = classroom;
  const up =
    isEntitled && !onlyPiece(classroom)
      ? paths.home(locale, work.slug)
      : paths.course(locale, work.slug);
  const length = lengthOf(lesson, locale);
  return (
    <>
      <Breadcrumb
        locale={locale}
        items={[
          { label: titleOf(locale, work), href: up },
          { label: hasChapters(work.kind) ? lesson.chapterTitle : lesson.title },
        ]}
      />
      <h1 lang={langOf(ctx, work, lesson)}>{lesson.title}</h1>
      {length && <Meta items={[length]} />}
      <Language ctx={ctx} work={work} lesson={lesson} />
    </>
  );
}

/** What one can do at the end of a lesson. */
function Ending({ ctx, classroom, lesson }: InClassroom): ReactNode {
  const { locale } = ctx;
  const { work, isEntitled, progress } = classroom;
  if (!isEntitled) {
    return (
      <Notice>
        <p>{words.trialNote[locale]}</p>
        <div className="cluster">
          <LinkButton href={paths.course(locale, work.slug)}>{words.about[locale]}</LinkButton>
        </div>
      </Notice>
    );
  }
  if (progress.get(lesson.id)?.completedAt)
    return <Notice tone="success">{words.isDone[locale]}</Notice>;
  return (
    <form method="post" action={`${paths.lesson(locale, work.slug, lesson.id)}/done`}>
      <Button variant="primary">
        <Icon name="check" />
        {words[lesson.next ? 'markDoneNext' : 'markDone'][locale]}
      </Button>
    </form>
  );
}

/** Where one can go from a lesson: to its neighbours, as far as they are open. */
function waysFrom({ ctx, classroom, lesson }: InClassroom) {
  const { locale } = ctx;
  const { work, isEntitled } = classroom;
  const way = (to: Lesson['next'], label: string) =>
    to && (to.isTrial || (isEntitled && standingIn(ctx, classroom, to).is === 'open'))
      ? {
          href: paths.lesson(locale, work.slug, to.id),
          title: to.title,
          lang: langOf(ctx, work, to),
          label,
        }
      : undefined;
  return {
    previous: way(lesson.previous, words.previous[locale]),
    next: way(lesson.next, words.next[locale]),
  };
}

function Ways(props: InClassroom): ReactNode {
  return <Pagination locale={props.ctx.locale} {...waysFrom(props)} />;
}

/** Where one goes from a lesson that was done just now: to the next, where that is open, else home. */
function wayOn(ctx: Ctx, classroom: Classroom, { id, next }: Lesson): string {
  const { slug } = classroom.work;
  const done = { lessonId: id, positionSec: 0, learnedSec: 0, completedAt: ctx.now };
  const after = { ...classroom, progress: new Map(classroom.progress).set(id, done) };
  const isOpen = next && (next.isTrial || standingIn(ctx, after, next).is === 'open');
  return isOpen ? paths.lesson(ctx.locale, slug, next.id) : paths.home(ctx.locale, slug);
}

/** Lessons: read, watched, listened to, marked as done. */
export const lessonRoutes: readonly Route[] = [
  pageRoute({
    path: '/learn/:slug/:lessonId',
    may: mayOpenLesson,
    params: LearnLessonPath,
    run: (ctx, { params }) => lessonView(ctx, params.slug, params.lessonId),
  }),
  formRoute({
    path: '/learn/:slug/:lessonId/done',
    may: mayLearn,
    params: LearnLessonPath,
    run: async (ctx, { params }) => {
      const classroom = await findClassroom(ctx, params.slug);
      if (!classroom) throw refusePolicy('policy.not_found');
      const { lesson } = await openLesson(ctx, classroom, params.lessonId);
      await completeLesson(ctx, lesson.id);
      return redirectTo(wayOn(ctx, classroom, lesson));
    },
  }),
  pageRoute({
    path: '/lessons/:id',
    may: mayOpenLesson,
    params: LessonIdPath,
    run: async (ctx, { params }) => {
      const { slug } = await addressOf(ctx, params.id);
      return redirectTo(paths.lesson(ctx.locale, slug, params.id));
    },
  }),
];
