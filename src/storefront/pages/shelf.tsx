import type { ReactNode } from 'react';
import {
  browseShelf,
  categoryShelf,
  getCategory,
  listCategories,
  tagShelf,
  kindShelf,
  wholeCatalogue,
  type Shelf,
} from '#catalog/service.ts';
import { sorts, workKinds, type Category, type WorkKind } from '#catalog/types.ts';
import { kindWords } from '#catalog/words.ts';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route, type View } from '#platform/http/route.ts';
import { priceTag, showPrices, type ShownPrices } from '#pricing/service.ts';
import { AutoSelect } from '#ui/auto-select.tsx';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Tabs, type Tab } from '#ui/tabs.tsx';
import { mayVisit } from '../policy.ts';
import { paths, withQuery } from '../rules/address.ts';
import { ShelfQuery, SlugParams, TagParams } from '../schema.ts';
import { say, sortWords, words } from '../words.ts';
import { siteTags, WorkCards } from './parts.tsx';

const pageLength = 24;

/** A list of works with its place in the shop. */
interface Place {
  /** Without the language. */
  readonly path: string;
  readonly shelf: string;
  readonly title: string;
  readonly description?: string;
  readonly tag: string;
  readonly categories: readonly Category[];
  /** The category it is, with those above it. */
  readonly trail: readonly Category[];
}

/** Everything that is published. */
export const catalogueRoute: Route = pageRoute({
  path: '/courses',
  may: mayVisit,
  query: ShelfQuery,
  isCached: true,
  run: async (ctx, { query }) => {
    const categories = await listCategories(ctx);
    const { kind } = query;
    const [shelf, tag, title] = kind
      ? [kindShelf(kind), kindShelf(kind), kindWords[kind][ctx.locale]]
      : [wholeCatalogue, 'catalogue', words.allCourses[ctx.locale]];
    const place = { path: '/courses', shelf, title, tag, categories, trail: [] };
    return shelfView(ctx, place, query);
  },
});

/** One category with all below it. */
export const categoryRoute: Route = pageRoute({
  path: '/categories/:slug',
  may: mayVisit,
  params: SlugParams,
  query: ShelfQuery,
  isCached: true,
  run: async (ctx, { params, query }) => {
    const { categories, category, trail } = await getCategory(ctx, params.slug);
    const shelf = categoryShelf(category.id);
    const title = nameOf(category, ctx.locale);
    const description = say(words.shelfIntro, ctx.locale, { name: title });
    const path = `/categories/${encodeURIComponent(category.slug)}`;
    return shelfView(
      ctx,
      { path, shelf, title, description, tag: shelf, categories, trail },
      query,
    );
  },
});

/** Works with one tag. */
export const tagRoute: Route = pageRoute({
  path: '/tags/:tag',
  may: mayVisit,
  params: TagParams,
  query: ShelfQuery,
  isCached: true,
  run: async (ctx, { params, query }) => {
    const shelf = tagShelf(params.tag);
    const title = say(words.tag, ctx.locale, { tag: params.tag });
    const path = `/tags/${encodeURIComponent(params.tag)}`;
    return shelfView(ctx, { path, shelf, title, tag: shelf, categories: [], trail: [] }, query);
  },
});

function nameOf(category: Category, locale: Locale): string {
  return inLocale(locale, category.nameZh, category.nameEn);
}

async function shelfView(ctx: Ctx, place: Place, query: ShelfQuery): Promise<View> {
  const shelf = await browseShelf(ctx, { ...query, shelf: place.shelf, limit: pageLength });
  const prices = await showPrices(
    ctx,
    shelf.items.map(({ id }) => id),
  );
  const { after, before } = query;
  const isEmpty = shelf.items.length === 0;
  return show({
    title: place.title,
    ...(place.description ? { description: place.description } : {}),
    canonical: withQuery(place.path, { kind: kindOf(place, query), after, before }),
    // A tag is whatever was typed: an empty one is a page that search engines need not keep.
    isHidden:
      isEmpty || before !== undefined || query.sort !== 'newest' || query.price !== undefined,
    tags: [...siteTags, priceTag, ...prices.tags, place.tag, 'categories', 'creators'],
    trueUntil: prices.trueUntil ?? undefined,
    body: <ShelfBody {...{ ctx, place, query, shelf, prices }} />,
  });
}

/** The kind that a list shows alone: only the whole catalogue is divided by kinds. */
function kindOf(place: Place, { kind }: ShelfQuery) {
  return place.path === '/courses' ? kind : undefined;
}

interface BodyProps {
  readonly ctx: Ctx;
  readonly place: Place;
  readonly query: ShelfQuery;
}

function ShelfBody({
  ctx,
  place,
  query,
  shelf,
  prices,
}: BodyProps & { shelf: Shelf; prices: ShownPrices }): ReactNode {
  const { locale } = ctx;
  const { sort, price } = query;
  const kind = kindOf(place, query);
  const link = (more: Record<string, string | undefined>) =>
    withQuery(localePath(locale, place.path), {
      sort: sort === 'newest' ? undefined : sort,
      price,
      kind,
      ...more,
    });
  const { nextCursor, previousCursor } = shelf;
  return (
    <div className="wrap page-body stack">
      <Breadcrumb locale={locale} items={trailOf(place, locale)} />
      <h1>{place.title}</h1>
      <CategoryTabs ctx={ctx} place={place} query={query} />
      <KindTabs locale={locale} place={place} current={kind} link={link} />
      <div className="cluster cluster-apart">
        <Tabs
          label={words.price[locale]}
          look="chips"
          items={([undefined, 'free', 'paid'] as const).map((which) => ({
            href: link({ price: which }),
            label: words[which ?? 'all'][locale],
            current: price === which,
          }))}
        />
        <AutoSelect
          locale={locale}
          action={localePath(locale, place.path)}
          name="sort"
          label={words.sort[locale]}
          value={sort}
          hidden={{ ...(price ? { price } : {}), ...(kind ? { kind } : {}) }}
          options={sorts.map((value) => ({ value, label: sortWords[value][locale] }))}
        />
      </div>
      {shelf.items.length > 0 ? (
        <WorkCards ctx={ctx} cards={shelf.items} prices={prices} level={2} eager={4} />
      ) : (
        <NoWorks locale={locale} />
      )}
      <Pagination
        locale={locale}
        previous={previousCursor ? { href: link({ before: previousCursor }) } : undefined}
        next={nextCursor ? { href: link({ after: nextCursor }) } : undefined}
      />
    </div>
  );
}

/** Courses, articles, books …: the whole catalogue by kind. */
function KindTabs({
  locale,
  place,
  current,
  link,
}: {
  locale: Locale;
  place: Place;
  current: WorkKind | undefined;
  link: (more: Record<string, string | undefined>) => string;
}): ReactNode {
  if (place.path !== '/courses') return null;
  return (
    <Tabs
      label={words.kind[locale]}
      look="chips"
      items={([undefined, ...workKinds] as const).map((which) => ({
        href: link({ kind: which }),
        label: which ? kindWords[which][locale] : words.allKinds[locale],
        current: current === which,
      }))}
    />
  );
}

function trailOf({ title, trail, path, shelf }: Place, locale: Locale) {
  const above = trail.slice(0, -1).map((category) => ({
    label: nameOf(category, locale),
    href: paths.category(locale, category.slug),
  }));
  const courses = { label: words.courses[locale], href: paths.courses(locale) };
  const home = { label: words.home[locale], href: paths.home(locale) };
  const isAll = path === '/courses' && shelf === wholeCatalogue;
  return [home, ...(isAll ? [] : [courses]), ...above, { label: title }];
}

/** The tree, a level at a time: the siblings of where one is, and what is below it. */
function CategoryTabs({ ctx, place, query }: BodyProps): ReactNode {
  const { locale } = ctx;
  const { categories, trail } = place;
  if (categories.length === 0) return null;
  const keep = { sort: query.sort === 'newest' ? undefined : query.sort, price: query.price };
  const tab = (category: Category): Tab => ({
    href: withQuery(paths.category(locale, category.slug), keep),
    label: nameOf(category, locale),
    current: trail.some(({ id }) => id === category.id),
  });
  const all = {
    href: withQuery(paths.courses(locale), keep),
    label: words.all[locale],
    current: trail.length === 0,
  };
  const levels = [undefined, ...trail].map((above) => ({
    above,
    tabs: categories.filter(({ parentId }) => parentId === (above?.id ?? null)).map(tab),
  }));
  return levels
    .filter(({ tabs }) => tabs.length > 0)
    .map(({ above, tabs }) => (
      <Tabs
        key={above?.id ?? ''}
        label={
          above
            ? say(words.categoriesIn, locale, { name: nameOf(above, locale) })
            : words.categories[locale]
        }
        items={above ? tabs : [all, ...tabs]}
      />
    ));
}

function NoWorks({ locale }: { locale: Locale }): ReactNode {
  return (
    <EmptyState
      title={words.emptyShelf[locale]}
      text={words.emptyShelfText[locale]}
      actions={<LinkButton href={paths.courses(locale)}>{words.allCourses[locale]}</LinkButton>}
    />
  );
}
