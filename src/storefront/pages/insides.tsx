import type { ReactNode } from 'react';
import { beginningOf, hasChapters, lookOf } from '#catalog/service.ts';
import type { OutlineLesson } from '#catalog/types.ts';
import { itemWords, sayBeginning, sayGates } from '#catalog/words.ts';
import type { Locale } from '#kernel/locale.ts';
import { businessDay, formatDuration } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Meta } from '#ui/meta.tsx';
import { Outline, type OutlineLesson as Step } from '#ui/outline.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { descriptionOf, paths } from '../rules/address.ts';
import { coming } from '../rules/calendar.ts';
import type { CoursePage } from '../types.ts';
import { say, sayCount, words } from '../words.ts';
import { Parts } from './parts-of-bundle.tsx';
import { CreatorCard } from './parts.tsx';

interface Props {
  readonly ctx: Ctx;
  readonly page: CoursePage;
}

/** The pieces of a running publication that are not open yet, by their days; other kinds tell it piece by piece. */
export function comingOf(ctx: Ctx, { work, chapters }: CoursePage): readonly OutlineLesson[] {
  if (work.kind !== 'series') return [];
  return coming(
    chapters.flatMap(({ lessons }) => lessons),
    businessDay(ctx.now),
  );
}

/** How much there is: of a running publication what is out, and what is meant to come. */
export function sayItems(ctx: Ctx, page: CoursePage): string | undefined {
  const { locale } = ctx;
  const { kind, lessonCount, live } = page.work;
  if (kind !== 'series') return sayCount(kind, lessonCount, locale);
  const n = lessonCount - comingOf(ctx, page).length;
  const all = live.plannedCount;
  // A plan that was outgrown is no plan any more.
  if (all === null || all < lessonCount) return say(words.published, locale, { n });
  return say(words.planned, locale, { n, all });
}

/** What comes when. */
function Calendar({ ctx, page }: Props): ReactNode {
  const { locale } = ctx;
  const items = comingOf(ctx, page);
  if (items.length === 0) return null;
  return (
    <section className="stack-tight" aria-label={words.coming[locale]}>
      <h3>{words.coming[locale]}</h3>
      <ul className="rows">
        {items.slice(0, shownComing).map(({ id, title, opensOn }) => (
          <li key={id}>
            {title}
            <Meta
              items={[
                <time key="day" dateTime={opensOn ?? ''}>
                  {opensOn}
                </time>,
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

const shownComing = 12;

/** What a work says of itself, what is in it, who made it. */
export function Insides({ ctx, page }: Props): ReactNode {
  const { locale } = ctx;
  const { work, creator, description } = page;
  const { live } = work;
  const { tags } = live;
  const items = itemWords[work.kind];
  return (
    <>
      <Tabs
        label={words.about[locale]}
        items={[
          ...(description ? [{ href: '#about', label: words.about[locale] }] : []),
          {
            href: '#outline',
            label: items.all[locale],
            ...(work.kind === 'article' || work.kind === 'series'
              ? {}
              : { count: work.lessonCount }),
          },
          { href: '#creator', label: words.instructor[locale] },
        ]}
      />
      {description && (
        <section id="about" aria-label={words.about[locale]}>
          <div
            className="prose"
            lang={descriptionOf(live, locale).lang}
            dangerouslySetInnerHTML={{ __html: description }}
          />
        </section>
      )}
      <Contents ctx={ctx} page={page} />
      <section id="creator" className="stack-tight">
        <h2>{words.instructor[locale]}</h2>
        <CreatorCard ctx={ctx} creator={creator} />
      </section>
      {tags.length > 0 && (
        <Tabs
          label={words.tags[locale]}
          look="chips"
          items={tags.map((tag) => ({ href: paths.tag(locale, tag), label: tag }))}
        />
      )}
    </>
  );
}

/** What can be tried of a lesson, when it opens and what comes first; nothing where it simply is open. */
function noteOf(
  lesson: OutlineLesson,
  { work, chapters, isOwned, isMember }: CoursePage,
  locale: Locale,
): string | undefined {
  if (lesson.isTrial) return undefined;
  const isBegun = !isOwned && !isMember && beginningOf(lesson) !== undefined;
  const gates = sayGates(lesson, { chapters, isInOrder: work.live.isInOrder }, locale);
  const said = [isBegun ? sayBeginning(lesson, locale) : '', gates].filter(Boolean);
  return said.join(locale === 'zh' ? '，' : ', ') || undefined;
}

function stepOf(lesson: OutlineLesson, page: CoursePage, locale: Locale): Step {
  const { work, isOwned, isMember } = page;
  const { id, title, kind, isTrial, durationSec } = lesson;
  const canTry = isTrial || beginningOf(lesson) !== undefined;
  const state = isOwned || isMember ? 'open' : canTry ? 'trial' : 'locked';
  return {
    title,
    kind: lookOf(kind),
    state,
    href: state === 'locked' ? undefined : paths.lesson(locale, work.slug, id),
    duration: durationSec > 0 ? formatDuration(durationSec) : undefined,
    note: noteOf(lesson, page, locale),
  };
}

/** What is in it: the works of a bundle, else chapters and items, and what comes when. */
function Contents({ ctx, page }: Props): ReactNode {
  const { locale } = ctx;
  const { work, chapters } = page;
  const items = itemWords[work.kind];
  return (
    <section id="outline" className="stack-tight">
      <h2>{items.all[locale]}</h2>
      {work.live.isInOrder && <p className="hint">{words.inOrder[locale]}</p>}
      <Calendar ctx={ctx} page={page} />
      {work.kind === 'bundle' ? (
        <Parts page={page} locale={locale} />
      ) : (
        <Outline
          locale={locale}
          flat={!hasChapters(work.kind)}
          chapters={chapters.map(({ title, lessons }) => ({
            title,
            count: say(items.count, locale, { n: lessons.length }),
            lessons: lessons.map((lesson) => stepOf(lesson, page, locale)),
          }))}
        />
      )}
    </section>
  );
}
