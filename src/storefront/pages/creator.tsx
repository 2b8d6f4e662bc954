import type { ReactNode } from 'react';
import { browseShelf, creatorIn, creatorShelf, getCreator } from '#catalog/service.ts';
import { plainText } from '#content/service.ts';
import { truncate } from '#kernel/text.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { publicImageUrl } from '#media/service.ts';
import { priceTag, showPrices } from '#pricing/service.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { mayVisit } from '../policy.ts';
import { paths, withQuery } from '../rules/address.ts';
import { ShelfQuery, SlugParams } from '../schema.ts';
import { words } from '../words.ts';
import { CreatorCard, siteTags, WorkCards } from './parts.tsx';

/** Who somebody is that publishes here, and what they made. */
export const creatorRoute: Route = pageRoute({
  path: '/creators/:slug',
  may: mayVisit,
  params: SlugParams,
  query: ShelfQuery,
  isCached: true,
  run: async (ctx, { params, query }) => {
    const { locale } = ctx;
    const creator = creatorIn(await getCreator(ctx, { slug: params.slug }), locale);
    const shelf = creatorShelf(creator.id);
    const { items, nextCursor, previousCursor } = await browseShelf(ctx, {
      ...query,
      shelf,
      limit: 24,
    });
    const prices = await showPrices(
      ctx,
      items.map(({ id }) => id),
    );
    const about = await plainText(creator.bio, `${creator.id} ${locale}`);
    const path = `/creators/${encodeURIComponent(creator.slug)}`;
    const link = (more: Record<string, string>) => withQuery(localePath(locale, path), more);
    const image = creator.avatarId ? publicImageUrl(ctx.ports, creator.avatarId) : undefined;
    return show({
      title: creator.name,
      description: truncate(creator.headline || about, 150),
      canonical: withQuery(path, { after: query.after, before: query.before }),
      ...(image ? { image } : {}),
      isHidden: items.length === 0,
      tags: [...siteTags, priceTag, ...prices.tags, shelf],
      trueUntil: prices.trueUntil ?? undefined,
      jsonLd: [
        {
          '@context': 'https://schema.org',
          '@type': 'Person',
          name: creator.name,
          description: creator.headline,
        },
      ],
      body: (
        <div className="wrap page-body stack">
          <Breadcrumb
            locale={locale}
            items={[
              { label: words.home[locale], href: paths.home(locale) },
              { label: creator.name },
            ]}
          />
          <h1 className="visually-hidden">{creator.name}</h1>
          <CreatorCard ctx={ctx} creator={creator} level={2} />
          {about && <About text={about} />}
          {items.length > 0 ? (
            <WorkCards ctx={ctx} cards={items} prices={prices} eager={4} />
          ) : (
            <EmptyState title={words.emptyShelf[locale]} />
          )}
          <FeedLink locale={locale} path={path} />
          <Pagination
            locale={locale}
            previous={previousCursor ? { href: link({ before: previousCursor }) } : undefined}
            next={nextCursor ? { href: link({ after: nextCursor }) } : undefined}
          />
        </div>
      ),
    });
  },
});

/** Where readers and podcast apps follow a creator. */
function FeedLink({ locale, path }: { readonly locale: Locale; readonly path: string }): ReactNode {
  return (
    <p>
      <a href={localePath(locale, `${path}/feed.xml`)} rel="alternate" type="application/rss+xml">
        {words.feed[locale]}
      </a>
    </p>
  );
}

function About({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="lead">
      {text.split('\n').map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </div>
  );
}
