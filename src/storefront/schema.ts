import { z } from 'zod';
import { Name } from '#catalog/schema.ts';
import { sorts, workKinds } from '#catalog/types.ts';

const cursor = z.string().max(500).optional();

/** How a list of works is asked for by links; what nobody offers falls back to what is usual. */
export const ShelfQuery = z.object({
  sort: z.enum(sorts).catch('newest'),
  price: z.enum(['free', 'paid']).optional().catch(undefined),
  kind: z.enum(workKinds).optional().catch(undefined),
  after: cursor,
  before: cursor,
});
export type ShelfQuery = z.infer<typeof ShelfQuery>;

export const SlugParams = z.object({ slug: Name });
export const TagParams = z.object({ tag: Name });

/** Anything that can be typed. */
export const SearchPageQuery = z.object({ q: z.string().default(''), after: cursor });
