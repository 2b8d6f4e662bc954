import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { mayRead } from '../policy.ts';
import { excerptOf } from '../rules/place.ts';
import { BookPath, SearchQuery } from '../schema.ts';
import { findWords, type OpenBook } from '../service.ts';
import type { FoundBlock, Place } from '../types.ts';
import { say, words } from '../words.ts';
import { BookTrail, nameOf, paths, SearchForm } from './parts.tsx';

const pageSize = 20;

/** Words found in a book. */
export const searchRoute: Route = pageRoute({
  path: '/read/:lessonId/search',
  may: mayRead,
  params: BookPath,
  query: SearchQuery,
  run: async (ctx, { params, query }) => {
    const { locale } = ctx;
    const { q, cursor } = query;
    const opened = await findWords(ctx, params.lessonId, { q, cursor, limit: pageSize });
    const title = q ? say(words.searchFor, locale, { q }) : words.search[locale];
    const address = (place: string) =>
      `${paths.search(locale, params.lessonId)}?${new URLSearchParams({ q, cursor: place }).toString()}`;
    const { nextCursor } = opened.found;
    return show({
      title: `${title} · ${opened.lesson.title}`,
      isHidden: true,
      islands: ['book'],
      body: (
        <div className="wrap wrap-narrow page-body stack">
          <BookTrail ctx={ctx} opened={opened} />
          <h1>{title}</h1>
          <SearchForm ctx={ctx} lessonId={params.lessonId} value={q} />
          <Found ctx={ctx} opened={opened} q={q} items={opened.found.items} />
          <Pagination
            locale={locale}
            next={nextCursor ? { href: address(nextCursor), label: words.more[locale] } : undefined}
          />
        </div>
      ),
    });
  },
});

interface FoundProps {
  readonly ctx: Ctx;
  readonly opened: OpenBook;
  readonly q: string;
  readonly items: readonly FoundBlock[];
}

function Found({ ctx: { locale }, opened, q, items }: FoundProps): ReactNode {
  const { book } = opened;
  if (items.length === 0) {
    const title = q ? say(words.nothing, locale, { q }) : words.searchPrompt[locale];
    return <EmptyState art="search" title={title} text={q ? words.nothingText[locale] : ''} />;
  }
  return (
    <ul className="book-list">
      {items.map(({ chapter, block, title, text }) => {
        const [before, found, after] = excerptOf(text, q) ?? [text.slice(0, 80), '', ''];
        return (
          <li key={`${chapter}-${block}`}>
            <a href={foundAt(locale, opened, { chapter, block }, q)}>
              {nameOf(book, title, chapter, locale)}
            </a>
            <p>
              {before}
              <mark>{found}</mark>
              {after}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** Where words were found; a page of a PDF paints them. */
function foundAt(locale: Locale, { lesson, book }: OpenBook, place: Place, q: string): string {
  if (!book.pages) return paths.place(locale, lesson.id, book, place);
  return `${paths.page(locale, lesson.id, place.chapter)}?${new URLSearchParams({ q }).toString()}`;
}
