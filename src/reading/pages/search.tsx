import type { ReactNode } from 'react';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { mayRead } from '../policy.ts';
import { excerptOf } from '../rules/place.ts';
import { BookPath, SearchQuery } from '../schema.ts';
import { findWords } from '../service.ts';
import type { FoundBlock } from '../types.ts';
import { say, words } from '../words.ts';
import { BookTrail, chapterName, paths, SearchForm } from './parts.tsx';

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
          <Found ctx={ctx} lessonId={params.lessonId} q={q} items={opened.found.items} />
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
  readonly lessonId: string;
  readonly q: string;
  readonly items: readonly FoundBlock[];
}

function Found({ ctx: { locale }, lessonId, q, items }: FoundProps): ReactNode {
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
            <a href={paths.chapter(locale, lessonId, chapter, `b${block}`)}>
              {chapterName(title, chapter, locale)}
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
