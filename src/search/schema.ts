import { z } from 'zod';
import { CardItem } from '#catalog/schema/public.ts';

/** Anything that can be typed; what is too long is cut, never refused. */
export const SearchQuery = z.object({
  q: z.string().default(''),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const SuggestQuery = z.object({ q: z.string().default('') });
export const Suggestions = z.object({ suggestions: z.array(z.string()) });

const marks = z.array(z.object({ text: z.string(), isHit: z.boolean() }));

export const SearchAnswer = z.object({
  query: z.string(),
  items: z.array(
    z.object({
      work: CardItem,
      title: marks,
      hits: z.array(
        z.object({
          lessonId: z.string().nullable(),
          /** The language that it was found in, where the lesson is there in two. */
          language: z.enum(['zh', 'en']).nullable(),
          isOpen: z.boolean(),
          title: marks,
          excerpt: marks,
          mentions: z.array(z.string()),
        }),
      ),
    }),
  ),
  nextCursor: z.string().nullable(),
  isLoose: z.boolean(),
  didYouMean: z.array(z.string()),
});
export type SearchAnswer = z.input<typeof SearchAnswer>;
