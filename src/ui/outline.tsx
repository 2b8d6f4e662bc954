import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Badge } from './badge.tsx';
import { classes } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import { uiWords } from './words.ts';

/** One step; `locked` ones have no link. */
export interface OutlineLesson {
  readonly title: string;
  /** The language of its title, where that is not the page's. */
  readonly lang?: string | undefined;
  readonly href?: string | undefined;
  readonly kind: 'text' | 'video' | 'audio' | 'file';
  readonly state: 'open' | 'trial' | 'locked' | 'done' | 'current';
  /** Length as shown, such as "12:40". */
  readonly duration?: string | undefined;
  /** When it opens or closes, in words. */
  readonly note?: string | undefined;
}

/** A group of steps; open unless `folded`. */
export interface OutlineChapter {
  readonly title: string;
  readonly lessons: readonly OutlineLesson[];
  readonly folded?: boolean | undefined;
  /** How much is in it, where it is not lessons that are counted. */
  readonly count?: string | undefined;
}

interface OutlineProps {
  readonly locale: Locale;
  readonly chapters: readonly OutlineChapter[];
  /** Small, for the side of a page. */
  readonly compact?: boolean | undefined;
  /** Without the names of groups: all steps stand in one row. */
  readonly flat?: boolean | undefined;
}

/** Chapters and lessons with the reader's state in each. */
export function Outline({ locale, chapters, compact, flat }: OutlineProps): ReactNode {
  const words = uiWords(locale);
  if (flat)
    return (
      <div className={classes('outline', 'outline-flat', compact && 'outline-compact')}>
        <Lessons locale={locale} lessons={chapters.flatMap(({ lessons }) => lessons)} />
      </div>
    );
  return (
    <div className={classes('outline', compact && 'outline-compact')}>
      {chapters.map((chapter) => (
        <details className="outline-chapter" key={chapter.title} open={!chapter.folded}>
          <summary>
            <span className="outline-title">{chapter.title}</span>
            {!compact && (
              <span className="outline-count">
                {chapter.count ?? words.lessons(chapter.lessons.length)}
              </span>
            )}
            <Icon name="chevron-down" />
          </summary>
          <Lessons locale={locale} lessons={chapter.lessons} />
        </details>
      ))}
    </div>
  );
}

function Lessons({
  locale,
  lessons,
}: {
  readonly locale: Locale;
  readonly lessons: readonly OutlineLesson[];
}): ReactNode {
  return (
    <ol>
      {lessons.map((lesson, index) => (
        <li key={index}>
          <Lesson locale={locale} lesson={lesson} />
        </li>
      ))}
    </ol>
  );
}

function Lesson({
  locale,
  lesson,
}: {
  readonly locale: Locale;
  readonly lesson: OutlineLesson;
}): ReactNode {
  const { title, lang, href, state, duration, note } = lesson;
  const words = uiWords(locale);
  const inside = (
    <>
      <Icon name={iconOf(lesson)} />
      <span>
        {lang ? <span lang={lang}>{title}</span> : title}
        {state !== 'open' && state !== 'trial' && (
          <span className="visually-hidden"> ({words[state]})</span>
        )}
      </span>
      <span className="lesson-note">
        {state === 'trial' && <Badge tone="accent">{words.trial}</Badge>}
        {note && <span className="lesson-when">{note}</span>}
        {duration}
      </span>
    </>
  );
  const className = `lesson lesson-${state}`;
  if (!href) return <span className={className}>{inside}</span>;
  return (
    <a className={className} href={href} aria-current={state === 'current' ? 'page' : undefined}>
      {inside}
    </a>
  );
}

function iconOf({ state, kind }: OutlineLesson): IconName {
  if (state === 'locked') return 'lock';
  if (state === 'done') return 'check-circle';
  return kind;
}
