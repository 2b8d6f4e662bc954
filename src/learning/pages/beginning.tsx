import type { ReactNode } from 'react';
import { hasChapters } from '#catalog/service.ts';
import { renderMarkdown } from '#content/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { show, type View } from '#platform/http/route.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { Outline } from '#ui/outline.tsx';
import { PlayerShell } from '#ui/player-shell.tsx';
import { Price } from '#ui/price.tsx';
import { Reader } from '#ui/reader.tsx';
import { tocOf } from '#ui/toc.tsx';
import { onlyPiece } from '../rules.ts';
import type { Classroom } from '../service.ts';
import type { Beginning } from '../service/beginning.ts';
import { say, words } from '../words.ts';
import { Language, langOf, titleOf } from './language.tsx';
import { chaptersOf, lengthOf, paths } from './parts.tsx';

interface Props {
  readonly ctx: Ctx;
  readonly classroom: Classroom;
  readonly beginning: Beginning;
}

/** The beginning of a lesson for who does not have the course: what may be tried, and how to go on. */
export async function beginningView(props: Props): Promise<View> {
  const { ctx, classroom, beginning } = props;
  const { lesson, first, playback } = beginning;
  const { work } = classroom;
  // As on pages for everybody: pictures are shown, recordings and documents come with the lesson.
  const text = await renderMarkdown(ctx, {
    workId: work.id,
    body: first === undefined ? '' : lesson.body,
    first,
    audience: 'public',
  });
  return show({
    title: `${lesson.title} · ${titleOf(ctx.locale, work)}`,
    canonical: `/learn/${encodeURIComponent(work.slug)}/${lesson.id}`,
    layout: 'reading',
    islands: playback ? ['player'] : [],
    body: (
      <Reader
        locale={ctx.locale}
        outline={onlyPiece(classroom) ? undefined : <Steps {...props} />}
        toc={tocOf(ctx.locale, text.headings)}
        head={<Head {...props} />}
      >
        {playback && (
          <PlayerShell
            locale={ctx.locale}
            kind="video"
            title={lesson.title}
            sources={[{ src: playback.src, type: playback.type }]}
            data={{ failed: words.playFailed[ctx.locale] }}
          />
        )}
        {text.html && (
          <div
            className="prose"
            lang={langOf(ctx, work, lesson)}
            dangerouslySetInnerHTML={{ __html: text.html }}
          />
        )}
        <GoOn {...props} />
      </Reader>
    ),
  });
}

function Steps({ ctx: { locale }, classroom, beginning }: Props): ReactNode {
  const { work, outline } = classroom;
  const steps = chaptersOf(outline, {
    locale,
    language: work.live.language,
    currentId: beginning.lesson.id,
    isEntitled: false,
    isDone: () => false,
    href: (id) => paths.lesson(locale, work.slug, id),
  });
  return <Outline locale={locale} chapters={steps} compact flat={!hasChapters(work.kind)} />;
}

function Head({ ctx, classroom: { work }, beginning: { lesson } }: Props): ReactNode {
  const { locale } = ctx;
  const length = lengthOf(lesson, locale);
  return (
    <>
      <Breadcrumb
        locale={locale}
        items={[
          { label: titleOf(locale, work), href: paths.course(locale, work.slug) },
          { label: hasChapters(work.kind) ? lesson.chapterTitle : lesson.title },
        ]}
      />
      <h1 lang={langOf(ctx, work, lesson)}>{lesson.title}</h1>
      <Meta items={[words.beginning[locale], ...(length ? [length] : [])]} />
      <Language ctx={ctx} work={work} lesson={lesson} />
    </>
  );
}

/** Where the beginning ends: that it does, what the rest costs, and the way to it. */
function GoOn({ ctx: { locale }, classroom: { work }, beginning }: Props): ReactNode {
  const isSeen = beginning.playback !== undefined;
  const title = titleOf(locale, work);
  return (
    <Notice title={words[isSeen ? 'beginningSeen' : 'beginningRead'][locale]}>
      <p>{say(words.beginningText, locale, { title })}</p>
      <div className="cluster">
        <Price locale={locale} amount={work.price ?? 0} />
        <LinkButton href={paths.course(locale, work.slug)} variant="primary">
          {words[(work.price ?? 0) > 0 ? 'beginningBuy' : 'beginningJoin'][locale]}
        </LinkButton>
      </div>
    </Notice>
  );
}
