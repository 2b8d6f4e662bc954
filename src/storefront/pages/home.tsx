import { inLocale } from '#kernel/locale.ts';
import type { ReactNode } from 'react';
import {
  categoryShelf,
  creatorIn,
  listBands,
  listCategories,
  listFrontCreators,
  wholeCatalogue,
} from '#catalog/service.ts';
import type { Category, Creator, WorkCard } from '#catalog/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { priceTag, showPrices, type ShownPrices } from '#pricing/service.ts';
import { getSiteSettings } from '#settings/service.ts';
import { LinkButton } from '#ui/button.tsx';
import { Cover } from '#ui/cover.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Hero } from '#ui/hero.tsx';
import { Section } from '#ui/section.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { mayVisit } from '../policy.ts';
import { paths } from '../rules/address.ts';
import { words } from '../words.ts';
import { coverOf, CreatorCard, siteTags, WorkCards } from './parts.tsx';

const mostCategories = 6;
const bandLength = 8;
const shelfLength = 4;

interface Shown {
  readonly newest: readonly WorkCard[];
  readonly popular: readonly WorkCard[];
  readonly shelves: readonly { readonly category: Category; readonly cards: readonly WorkCard[] }[];
  readonly creators: readonly Creator[];
  readonly prices: ShownPrices;
}

/** The front page. */
export const homePage: Route = pageRoute({
  path: '/',
  may: mayVisit,
  isCached: true,
  run: async (ctx) => {
    const [settings, shown] = await Promise.all([getSiteSettings(ctx), readHome(ctx)]);
    const { locale } = ctx;
    const siteName = settings.siteName[locale];
    return show({
      title: siteName,
      description: settings.slogan[locale],
      canonical: '/',
      tags: [...siteTags, priceTag, ...shown.prices.tags, 'catalogue', 'categories', 'creators'],
      trueUntil: shown.prices.trueUntil ?? undefined,
      jsonLd: [siteData(ctx, siteName)],
      body: <Home ctx={ctx} siteName={siteName} slogan={settings.slogan[locale]} shown={shown} />,
    });
  },
});

async function readHome(ctx: Ctx): Promise<Shown> {
  const [categories, creators] = await Promise.all([listCategories(ctx), listFrontCreators(ctx)]);
  const roots = categories.filter(({ parentId }) => parentId === null).slice(0, mostCategories);
  const wanted = [
    { shelf: wholeCatalogue, sort: 'newest' as const, count: bandLength },
    { shelf: wholeCatalogue, sort: 'popular' as const, count: bandLength },
    ...roots.map(({ id }) => ({
      shelf: categoryShelf(id),
      sort: 'popular' as const,
      count: shelfLength,
    })),
  ];
  const [newest = [], popular = [], ...bands] = await listBands(ctx, wanted);
  const shelves = roots
    .map((category, index) => ({ category, cards: bands[index] ?? [] }))
    .filter(({ cards }) => cards.length > 0);
  const prices = await showPrices(
    ctx,
    [newest, popular, ...bands].flat().map(({ id }) => id),
  );
  return { newest, popular, shelves, creators, prices };
}

function Home(props: { ctx: Ctx; siteName: string; slogan: string; shown: Shown }): ReactNode {
  const { ctx, siteName, slogan, shown } = props;
  const { locale } = ctx;
  const all = { href: paths.courses(locale), label: words.allCourses[locale] };
  const isEmpty = shown.newest.length === 0;
  // Popular is what somebody learns; and a shelf of its own needs enough to stand on it.
  const learned = shown.popular.filter(({ learnerCount }) => learnerCount > 0);
  const shelves = shown.shelves.filter(({ cards }) => cards.length >= shelfLength);
  return (
    <>
      <Hero
        eyebrow={siteName}
        title={slogan || siteName}
        text={words.hero[locale]}
        actions={
          <LinkButton href={all.href} variant="primary">
            {words.browse[locale]}
          </LinkButton>
        }
      >
        {!isEmpty && <HeroShelf ctx={ctx} cards={shown.popular.slice(0, 3)} />}
      </Hero>
      {isEmpty && <EmptyState title={words.emptyHome[locale]} text={words.emptyHomeText[locale]} />}
      {!isEmpty && (
        <Section title={words.newest[locale]} more={all}>
          <div className="stack">
            <Tabs
              label={words.categories[locale]}
              look="chips"
              items={shown.shelves.map(({ category }) => ({
                href: paths.category(locale, category.slug),
                label: inLocale(locale, category.nameZh, category.nameEn),
              }))}
            />
            <WorkCards ctx={ctx} cards={shown.newest} prices={shown.prices} />
          </div>
        </Section>
      )}
      {learned.length >= shelfLength && (
        <Section
          tinted
          title={words.popular[locale]}
          more={{ href: `${all.href}?sort=popular`, label: words.more[locale] }}
        >
          <WorkCards ctx={ctx} cards={learned} prices={shown.prices} />
        </Section>
      )}
      {shelves.map(({ category, cards }) => (
        <Section
          key={category.id}
          title={inLocale(locale, category.nameZh, category.nameEn)}
          more={{ href: paths.category(locale, category.slug), label: words.more[locale] }}
        >
          <WorkCards ctx={ctx} cards={cards} prices={shown.prices} />
        </Section>
      ))}
      {shown.creators.length > 0 && <Teachers ctx={ctx} creators={shown.creators} />}
    </>
  );
}

function HeroShelf({ ctx, cards }: { ctx: Ctx; cards: readonly WorkCard[] }): ReactNode {
  return (
    <div className="hero-shelf">
      {cards.map(({ id, title, titleEn, coverId }) => (
        <Cover
          key={id}
          title={inLocale(ctx.locale, title, titleEn)}
          picture={coverOf(ctx, coverId)}
          eager
          sizes="(width < 48rem) 60vw, 20rem"
        />
      ))}
    </div>
  );
}

function Teachers({ ctx, creators }: { ctx: Ctx; creators: readonly Creator[] }): ReactNode {
  return (
    <Section tinted title={words.teachers[ctx.locale]}>
      <div className="rows">
        {creators.map((creator) => (
          <CreatorCard key={creator.id} ctx={ctx} creator={creatorIn(creator, ctx.locale)} />
        ))}
      </div>
    </Section>
  );
}

/** The site for search engines, with its search (schema.org WebSite). */
function siteData(ctx: Ctx, name: string): object {
  const { publicUrl } = ctx.ports.settings;
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name,
    url: publicUrl + paths.home(ctx.locale),
    potentialAction: {
      '@type': 'SearchAction',
      target: `${publicUrl}${paths.search(ctx.locale, '')}{query}`,
      'query-input': 'required name=query',
    },
  };
}
