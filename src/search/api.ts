import { apiRoute, type Route } from '#platform/http/route.ts';
import { cardItem } from '#catalog/schema/public.ts';
import { maySearch } from './policy.ts';
import { SearchAnswer, SearchQuery, SuggestQuery, Suggestions } from './schema.ts';
import { findWorks, suggest } from './service.ts';

/** Search of `/api/v1`. */
export const searchApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/search',
    may: maySearch,
    summary: { zh: '搜索课程与课时', en: 'Search courses and lessons' },
    query: SearchQuery,
    answer: SearchAnswer,
    run: async (ctx, { query }) => {
      const { items, didYouMean, ...found } = await findWorks(ctx, query);
      return {
        ...found,
        didYouMean: [...didYouMean],
        items: items.map(({ work, title, hits }) => ({
          work: cardItem(work),
          title: [...title],
          hits: hits.map((hit) => ({
            lessonId: hit.lessonId,
            language: hit.language,
            isOpen: hit.isOpen,
            title: [...hit.title],
            excerpt: [...hit.excerpt],
            mentions: [...hit.mentions],
          })),
        })),
      };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/search/suggestions',
    may: maySearch,
    summary: { zh: '搜索建议', en: 'Suggestions while typing' },
    query: SuggestQuery,
    answer: Suggestions,
    run: async (ctx, { query }) => ({ suggestions: await suggest(ctx, query.q) }),
  }),
];
