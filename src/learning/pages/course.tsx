import type { ReactNode } from 'react';
import { itemWords, thisKindWords } from '#catalog/words.ts';
import { publicPicture } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, redirectTo, show, type Route } from '#platform/http/route.ts';
import { refusePolicy } from '#platform/policy.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { Cover } from '#ui/cover.tsx';
import { Notice } from '#ui/notice.tsx';
import { Progress } from '#ui/progress.tsx';
import { mayLearn } from '../policy.ts';
import { onlyPiece } from '../rules.ts';
import { LearnPath } from '../schema.ts';
import { findClassroom, findNextLesson, type Classroom } from '../service.ts';
import { say, words } from '../words.ts';
import { endedView } from './ended.tsx';
import { Inside, readHoldings, type Holdings } from './holdings.tsx';
import { titleOf } from './language.tsx';
import { paths } from './parts.tsx';

interface Props {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly nextId: string | undefined;
}

/** A course's home for those who have it: how far they are, and where to go on. */
export const courseHome: Route = pageRoute({
  path: '/learn/:slug',
  may: mayLearn,
  params: LearnPath,
  run: async (ctx, { params }) => {
    const classroom = await findClassroom(ctx, params.slug);
    if (!classroom) throw refusePolicy('policy.not_found');
    if (!classroom.isEntitled)
      return (await endedView(ctx, classroom)) ?? redirectTo(paths.course(ctx.locale, params.slug));
    const isDown = classroom.work.state === 'taken_down';
    const only = isDown ? undefined : onlyPiece(classroom);
    if (only) return redirectTo(paths.piece(ctx.locale, params.slug, only));
    const nextId = isDown ? undefined : await findNextLesson(ctx, classroom);
    return show({
      title: titleOf(ctx.locale, classroom.work),
      isHidden: true,
      body: (
        <CourseHome
          ctx={ctx}
          classroom={classroom}
          nextId={nextId}
          has={await readHoldings(ctx, classroom)}
        />
      ),
    });
  },
});

interface HomeProps extends Props {
  readonly has: Holdings;
}

function CourseHome({ ctx, classroom, nextId, has }: HomeProps): ReactNode {
  const { locale } = ctx;
  const { work } = classroom;
  const title = titleOf(ctx.locale, classroom.work);
  const coverId = work.live?.coverId;
  return (
    <div className="wrap page-body stack">
      <Breadcrumb
        locale={locale}
        items={[{ label: words.myLearning[locale], href: paths.shelf(locale) }, { label: title }]}
      />
      <div className="split">
        <div className="stack">
          <h1>{title}</h1>
          {work.state === 'taken_down' && (
            <Notice tone="warning">
              {say(words.takenDown, locale, { this: thisKindWords[work.kind][locale] })}
            </Notice>
          )}
          <section className="stack-tight">
            <h2>{itemWords[work.kind].all[locale]}</h2>
            <Inside {...{ ctx, classroom, has }} />
          </section>
        </div>
        <div className="split-top">
          <Cover
            title={title}
            picture={
              coverId
                ? { ...publicPicture(ctx.ports, coverId, 1280), width: 1200, height: 900 }
                : undefined
            }
            eager
            sizes="(width < 64rem) 100vw, 24rem"
          />
        </div>
        <aside className="split-aside" aria-label={words.progress[locale]}>
          <Standing ctx={ctx} classroom={classroom} nextId={nextId} />
        </aside>
      </div>
    </div>
  );
}

function Standing({ ctx, classroom, nextId }: Props): ReactNode {
  const { locale } = ctx;
  const { work, outline, progress } = classroom;
  const ids = outline.flatMap(({ lessons }) => lessons.map(({ id }) => id));
  const done = ids.filter((id) => progress.get(id)?.completedAt).length;
  // What is handed over is not learned, and a bundle is learned in its parts.
  const isLearned = work.kind !== 'download' && work.kind !== 'bundle';
  const word = progress.size === 0 ? 'begin' : done === ids.length ? 'again' : 'goOn';
  return (
    <div className="panel stack">
      {isLearned && (
        <Progress
          label={words.progress[locale]}
          value={done}
          max={Math.max(1, ids.length)}
          text={say(words.doneOf, locale, { done, all: ids.length })}
        />
      )}
      {isLearned && nextId && (
        <LinkButton href={paths.lesson(locale, work.slug, nextId)} variant="primary" wide>
          {words[word][locale]}
        </LinkButton>
      )}
      <LinkButton href={paths.course(locale, work.slug)} variant="quiet" wide>
        {words.about[locale]}
      </LinkButton>
    </div>
  );
}
