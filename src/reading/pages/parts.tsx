import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { onlyPiece } from '#learning/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button } from '#ui/button.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import type { OpenBook } from '../service.ts';
import type { Book, ContentsLine, Place } from '../types.ts';
import { say, words } from '../words.ts';

/** Addresses of the reader in the reader's language. */
export const paths = {
  book: (locale: Locale, lessonId: string) => localePath(locale, `/read/${lessonId}`),
  chapter: (locale: Locale, lessonId: string, chapter: number, anchor = '') =>
    localePath(locale, `/read/${lessonId}/chapters/${chapter}`) + (anchor ? `#${anchor}` : ''),
  page: (locale: Locale, lessonId: string, page: number) =>
    localePath(locale, `/read/${lessonId}/pages/${page}`),
  /** A place in a book: a block of a chapter, or so far down a page. */
  place: (locale: Locale, lessonId: string, { pages }: Book, { chapter, block }: Place) =>
    pages
      ? `${paths.page(locale, lessonId, chapter)}#t${Math.min(block, 9)}`
      : paths.chapter(locale, lessonId, chapter, `b${block}`),
  search: (locale: Locale, lessonId: string) => localePath(locale, `/read/${lessonId}/search`),
  marks: (locale: Locale, lessonId: string) => localePath(locale, `/read/${lessonId}/marks`),
  lesson: (locale: Locale, lessonId: string) => localePath(locale, `/lessons/${lessonId}`),
};

/** What a chapter is called. */
export function chapterName(title: string, number: number, locale: Locale): string {
  return title || say(words.chapter, locale, { n: number });
}

/** What a chapter of an EPUB is called, or a page of a PDF. */
export function nameOf({ pages }: Book, title: string, number: number, locale: Locale): string {
  if (!pages) return chapterName(title, number, locale);
  const page = say(words.page, locale, { n: number });
  return title ? `${page} · ${title}` : page;
}

interface ContentsProps {
  readonly ctx: Ctx;
  readonly lessonId: string;
  readonly book: Book;
  readonly current?: number;
}

/** The contents of a book, with the chapter that one reads. */
export function Contents({ ctx, lessonId, book, current }: ContentsProps): ReactNode {
  const { locale } = ctx;
  const lines = linesOf(book, locale);
  // Pages between two lines of the contents belong to the one before.
  const here = book.pages
    ? lines.findLast(({ chapter }) => chapter <= (current ?? 0))
    : lines.find(({ chapter }) => chapter === current);
  return (
    <ol className="book-contents">
      {lines.map((line) => (
        <li key={`${line.chapter}#${line.anchor}${line.title}`} data-level={line.level}>
          <a
            href={
              book.pages
                ? paths.page(locale, lessonId, line.chapter)
                : paths.chapter(locale, lessonId, line.chapter, line.anchor)
            }
            data-page={book.pages ? line.chapter : undefined}
            aria-current={line === here ? 'page' : undefined}
          >
            {line.title}
          </a>
        </li>
      ))}
    </ol>
  );
}

/** A book without contents of its own has its chapters by their numbers. */
function linesOf({ contents, chapterCount }: Book, locale: Locale): readonly ContentsLine[] {
  if (contents.length > 0) return contents;
  return Array.from({ length: chapterCount }, (_, index) => ({
    title: chapterName('', index + 1, locale),
    level: 1,
    chapter: index + 1,
    anchor: '',
  }));
}

/** Where one is: the course, the lesson, the book. */
export function BookTrail({ ctx, opened }: { ctx: Ctx; opened: OpenBook }): ReactNode {
  const { locale } = ctx;
  const { lesson, classroom } = opened;
  return (
    <Breadcrumb
      locale={locale}
      items={[
        {
          label: classroom.work.live?.title ?? '',
          // The home of a work that is this book alone is the book.
          href: localePath(
            locale,
            `/${onlyPiece(classroom) ? 'courses' : 'learn'}/${encodeURIComponent(classroom.work.slug)}`,
          ),
        },
        { label: lesson.title, href: paths.lesson(locale, lesson.id) },
      ]}
    />
  );
}

/** Searches the book. */
export function SearchForm({
  ctx,
  lessonId,
  value,
}: {
  readonly ctx: Ctx;
  readonly lessonId: string;
  readonly value?: string;
}): ReactNode {
  const { locale } = ctx;
  return (
    <Form locale={locale} action={paths.search(locale, lessonId)} method="get">
      <InputField
        locale={locale}
        type="search"
        name="q"
        id="book-search"
        label={words.search[locale]}
        value={value}
        maxLength={100}
      />
      <Button size="small">{words.doSearch[locale]}</Button>
    </Form>
  );
}
