import type { Ctx } from '#platform/ctx.ts';
import { cursorAfter, readCursor, refuseCursor } from '#platform/cursor.ts';
import { isId } from '#kernel/id.ts';
import { refuse } from '../refusals.ts';
import {
  categoryShelf,
  creatorShelf,
  kindShelf,
  pricedShelf,
  sortValue,
  tagShelf,
  wholeCatalogue,
} from '../rules.ts';
import { listCategories } from '../store/category.ts';
import { findCreator } from '../store/creator.ts';
import {
  listCards,
  listFirstPlaces,
  listPlaces,
  listSitemap,
  type Band,
  type Place,
} from '../store/place.ts';
import type { Sort, WorkCard, WorkKind } from '../types.ts';

/** Which list, and which part of it: `after` and `before` are cursors of `Shelf`. */
export interface ShelfQuery {
  readonly shelf: string;
  readonly sort: Sort;
  readonly price?: 'free' | 'paid' | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** One page of a list, with the ways on and back. */
export interface Shelf {
  readonly items: WorkCard[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

/** A page of published works from one shelf. @throws Refusal input.cursor */
export async function browseShelf(ctx: Ctx, query: ShelfQuery): Promise<Shelf> {
  const { sort, limit, after, before } = query;
  const backward = before !== undefined;
  const cursor = before ?? after;
  const from = cursor === undefined ? undefined : placeOf(cursor, sort);
  const shelf = pricedShelf(query.shelf, query.price);
  const rows = await listPlaces(ctx.db, { shelf, sort, from, backward, count: limit + 1 });
  const hasMore = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backward) shown.reverse();

  const mark = (card: WorkCard | undefined) =>
    card ? cursorAfter([sortValue(card, sort), card.id]) : null;
  const [hasNext, hasPrevious] = backward ? [true, hasMore] : [hasMore, after !== undefined];
  return {
    items: shown,
    nextCursor: hasNext ? mark(shown.at(-1)) : null,
    previousCursor: hasPrevious ? mark(shown[0]) : null,
  };
}

const bounds = { popular: 2_147_483_647, price: Number.MAX_SAFE_INTEGER };

function placeOf(cursor: string, sort: Sort): Place {
  const [value, workId] = readCursor(cursor, 2);
  const at = sort === 'newest' ? new Date(String(value)) : Number(value);
  const isSound =
    sort === 'newest'
      ? isInstant(at as Date)
      : Number.isSafeInteger(at) && Math.abs(Number(at)) <= bounds[sort];
  if (!isSound || !isId(String(workId))) throw refuseCursor('input.cursor');
  return { value: at, workId: String(workId) };
}

function isInstant(at: Date): boolean {
  return !Number.isNaN(at.getTime()) && at.getUTCFullYear() > 0 && at.getUTCFullYear() < 10_000;
}

/** The shelf that a query of addresses means. @throws Refusal category.unknown, creator.unknown */
export async function findShelf(
  ctx: Ctx,
  query: {
    category?: string | undefined;
    tag?: string | undefined;
    creator?: string | undefined;
    kind?: WorkKind | undefined;
  },
): Promise<string> {
  if (query.category !== undefined) {
    const category = (await listCategories(ctx.db)).find(({ slug }) => slug === query.category);
    if (!category) throw refuse('category.unknown');
    return categoryShelf(category.id);
  }
  if (query.creator !== undefined) {
    const creator = await findCreator(ctx.db, { slug: query.creator });
    if (!creator) throw refuse('creator.unknown');
    return creatorShelf(creator.id);
  }
  if (query.tag !== undefined) return tagShelf(query.tag);
  return query.kind === undefined ? wholeCatalogue : kindShelf(query.kind);
}

/** The first works of several shelves, in one round trip, in order. */
export async function listBands(ctx: Ctx, wanted: readonly Band[]): Promise<WorkCard[][]> {
  const rows = await listFirstPlaces(ctx.db, wanted);
  return wanted.map(({ shelf, sort }) =>
    rows
      .filter((row) => row.shelf === shelf && row.sort === sort)
      .toSorted(
        (a, b) => Number(sortValue(b, sort)) - Number(sortValue(a, sort)) || (a.id < b.id ? 1 : -1),
      ),
  );
}

/** Cards of the works in `ids` that are published, in that order. */
export async function listCardsOf(ctx: Ctx, ids: readonly string[]): Promise<WorkCard[]> {
  const byId = new Map((await listCards(ctx.db, ids)).map((card) => [card.id, card]));
  return ids.map((id) => byId.get(id)).filter((card) => card !== undefined);
}

/** Addresses of published works for machines, newest work first, in steps of `count`. */
export function listSlugs(ctx: Ctx, afterId: string | undefined, count: number) {
  return listSitemap(ctx.db, afterId, count);
}
