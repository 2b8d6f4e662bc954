import type { ReactNode } from 'react';
import { escapeHtml } from '#kernel/text.ts';
import { signBook } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, redirectTo, show, type Route } from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { Dialog, DialogClose } from '#ui/dialog.tsx';
import { TextAreaField } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Reader } from '#ui/reader.tsx';
import { mayRead } from '../policy.ts';
import { BookPath, ChapterPath } from '../schema.ts';
import { getPlace, openChapter, toItem, type OpenChapter } from '../service.ts';
import { words } from '../words.ts';
import { BookTrail, chapterName, Contents, paths, SearchForm } from './parts.tsx';

/** Books: opened where one was, read chapter by chapter. */
export const chapterRoutes: readonly Route[] = [
  pageRoute({
    path: '/read/:lessonId',
    may: mayRead,
    params: BookPath,
    run: async (ctx, { params }) => {
      const { chapter, block } = await getPlace(ctx, params.lessonId);
      return redirectTo(paths.chapter(ctx.locale, params.lessonId, chapter, `b${block}`));
    },
  }),
  pageRoute({
    path: '/read/:lessonId/chapters/:chapter',
    may: mayRead,
    params: ChapterPath,
    run: async (ctx, { params }) => {
      const opened = await openChapter(ctx, params.lessonId, params.chapter);
      const title = chapterName(opened.chapter.title, opened.number, ctx.locale);
      return show({
        title: `${title} · ${opened.lesson.title}`,
        isHidden: true,
        layout: 'reading',
        islands: ['book'],
        body: <ChapterBody ctx={ctx} opened={opened} />,
      });
    },
  }),
];

interface InChapter {
  readonly ctx: Ctx;
  readonly opened: OpenChapter;
}

function ChapterBody({ ctx, opened }: InChapter): ReactNode {
  const { locale } = ctx;
  const { lesson, book, number, marks } = opened;
  const data = {
    'data-place': `/api/v1/readings/${lesson.id}/place`,
    'data-mark': `/api/v1/readings/${lesson.id}/marks`,
    'data-chapter': number,
    'data-chapters': paths.book(locale, lesson.id),
    'data-marks': JSON.stringify(marks.map(toItem)),
    'data-marked': words.marked[locale],
    'data-failed': words.markFailed[locale],
    'data-select': words.selectFirst[locale],
  };
  return (
    <Reader
      locale={locale}
      outline={<Contents ctx={ctx} lessonId={lesson.id} book={book} current={number} />}
      head={
        <>
          <BookTrail ctx={ctx} opened={opened} />
          <h1 className="book-title">{lesson.title}</h1>
        </>
      }
    >
      <div className="book" data-island="book" {...data}>
        <Tools ctx={ctx} opened={opened} />
        <Elsewhere ctx={ctx} opened={opened} />
        <div
          className="prose book-text"
          dangerouslySetInnerHTML={{ __html: htmlOf(ctx, opened) }}
        />
        <p className="book-message" role="status" data-book="message" />
        <NoteDialog ctx={ctx} />
        <Ways ctx={ctx} opened={opened} />
      </div>
    </Reader>
  );
}

/** A chapter with the addresses of its pictures for the one who reads it. */
function htmlOf(ctx: Ctx, { book, chapter }: OpenChapter): string {
  const base = signBook(ctx, book.assetId);
  return chapter.parts
    .map((part, index) => {
      const picture = chapter.pictures[index];
      if (!picture) return part;
      const [src, alt] = [escapeHtml(base + picture.name), escapeHtml(picture.alt)];
      const size = `width="${picture.width}" height="${picture.height}"`;
      return `${part}<img src="${src}" alt="${alt}" ${size} loading="lazy" decoding="async">`;
    })
    .join('');
}

const sizes = ['smaller', 'larger'] as const;
const themes = [
  ['site', 'themeSite'],
  ['light', 'themeLight'],
  ['sepia', 'themeSepia'],
  ['dark', 'themeDark'],
] as const;

function Tools({ ctx, opened }: InChapter): ReactNode {
  const { locale } = ctx;
  const lessonId = opened.lesson.id;
  return (
    <details className="book-tools">
      <summary>
        <Icon name="menu" />
        {words.tools[locale]}
      </summary>
      <div className="stack-tight">
        <SearchForm ctx={ctx} lessonId={lessonId} />
        <div className="cluster">
          <LinkButton href={paths.marks(locale, lessonId)} size="small">
            <Icon name="edit" />
            {words.marks[locale]}
          </LinkButton>
          <LinkButton href={paths.lesson(locale, lessonId)} size="small" variant="quiet">
            {words.backToLesson[locale]}
          </LinkButton>
        </div>
        <div className="cluster" data-book="looks" hidden>
          {sizes.map((size) => (
            <button key={size} type="button" className="button button-small" data-book={size}>
              {words[size][locale]}
            </button>
          ))}
        </div>
        <div
          className="cluster"
          role="group"
          aria-label={words.theme[locale]}
          data-book="looks"
          hidden
        >
          {themes.map(([theme, label]) => (
            <button
              key={theme}
              type="button"
              className="button button-small"
              data-book="theme"
              value={theme}
              aria-pressed={theme === 'site'}
            >
              {words[label][locale]}
            </button>
          ))}
        </div>
      </div>
    </details>
  );
}

/** Shown by the island when the reader went on with another device; and what to do with selected words. */
function Elsewhere({ ctx, opened }: InChapter): ReactNode {
  const { locale } = ctx;
  const lessonId = opened.lesson.id;
  return (
    <>
      <p className="notice book-elsewhere" data-book="elsewhere" role="status" hidden>
        {words.elsewhere[locale]}{' '}
        <a data-book="there" href={paths.book(locale, lessonId)}>
          {words.goThere[locale]}
        </a>
      </p>
      <div className="book-selected" data-book="selected" hidden>
        <button type="button" className="button button-small" data-book="mark">
          {words.markSelected[locale]}
        </button>
        <button type="button" className="button button-small" data-book="noted">
          {words.markWithNote[locale]}
        </button>
      </div>
    </>
  );
}

function NoteDialog({ ctx: { locale } }: { readonly ctx: Ctx }): ReactNode {
  return (
    <Dialog id="book-note" title={words.markWithNote[locale]}>
      <form className="form" data-book="note">
        <blockquote data-book="quote" />
        <TextAreaField
          locale={locale}
          name="note"
          label={words.note[locale]}
          maxLength={5_000}
          optional
          rows={4}
        />
        <div className="cluster">
          <Button variant="primary">{words.saveNote[locale]}</Button>
          <DialogClose locale={locale} label={words.cancel[locale]} />
        </div>
      </form>
    </Dialog>
  );
}

function Ways({ ctx, opened }: InChapter): ReactNode {
  const { locale } = ctx;
  const { lesson, book, number } = opened;
  const way = (to: number, label: string) => {
    if (to < 1 || to > book.chapterCount) return undefined;
    const named = book.contents.find(({ chapter }) => chapter === to)?.title ?? '';
    return {
      href: paths.chapter(locale, lesson.id, to),
      title: chapterName(named, to, locale),
      label,
    };
  };
  return (
    <Pagination
      locale={locale}
      previous={way(number - 1, words.previous[locale])}
      next={way(number + 1, words.next[locale])}
    />
  );
}
