import type { ReactNode } from 'react';
import { escapeHtml } from '#kernel/text.ts';
import { signBook } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, redirectTo, show, type Route } from '#platform/http/route.ts';
import { Pagination } from '#ui/pagination.tsx';
import { Reader } from '#ui/reader.tsx';
import { mayRead } from '../policy.ts';
import { BookPath, ChapterPath } from '../schema.ts';
import { openChapter, openWhere, toItem, type OpenChapter } from '../service.ts';
import { words } from '../words.ts';
import { BookTrail, chapterName, Contents, paths } from './parts.tsx';
import { Elsewhere, islandData, NoteDialog, Sizes, Tools } from './tools.tsx';

/** Books: opened where one was, read chapter by chapter. */
export const chapterRoutes: readonly Route[] = [
  pageRoute({
    path: '/read/:lessonId',
    may: mayRead,
    params: BookPath,
    run: async (ctx, { params }) => {
      const { book, place } = await openWhere(ctx, params.lessonId);
      return redirectTo(paths.place(ctx.locale, params.lessonId, book, place));
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
    ...islandData(locale, lesson.id),
    'data-chapter': number,
    'data-marks': JSON.stringify(marks.map(toItem)),
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
        <Tools ctx={ctx} lessonId={lesson.id}>
          <Sizes locale={locale} />
        </Tools>
        <Elsewhere ctx={ctx} lessonId={lesson.id} />
        <div
          className="prose book-text"
          dangerouslySetInnerHTML={{ __html: htmlOf(ctx, opened) }}
        />
        <p className="book-message" role="status" data-book="message" />
        <NoteDialog locale={locale} />
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
