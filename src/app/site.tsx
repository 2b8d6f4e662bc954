import type { ReactNode } from 'react';
import { countCart } from '#cart/service.ts';
import { wordsIn as cartWordsIn } from '#cart/words.ts';
import { languageTag, localePath, type Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Problem } from '#platform/http/problem.ts';
import { show, type Framed, type View } from '#platform/http/route.ts';
import { termsNow } from '#points/service/terms.ts';
import { getSiteSettings } from '#settings/service.ts';
import { sealOf, type SiteSettings } from '#settings/schema.ts';
import type { Account } from '#ui/account-menu.tsx';
import type { Assets } from '#ui/assets.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Page, renderFrame, type PageMeta } from '#ui/page.tsx';
import { SiteFooter } from '#ui/site-footer.tsx';
import { SiteHeader, type Brand, type NavLink } from '#ui/site-header.tsx';
import { siteWords } from './words.ts';

/** Makes the frame of the site around a view, for the person who asks. */
export function siteFrame(assets: () => Assets) {
  return async (ctx: Ctx, view: Framed, url: URL): Promise<readonly [string, string]> => {
    const isBare = view.layout === 'bare';
    // A page that says what broke asks for nothing that may be broken.
    const hasCart = !isBare && (view.status ?? 200) < 500;
    const [settings, inCart, points] = await Promise.all([
      getSiteSettings(ctx),
      hasCart ? countCart(ctx) : 0,
      hasCart ? termsNow(ctx) : undefined,
    ]);
    const hasPoints = points?.isOn ?? false;
    const { locale } = ctx;
    const brand = {
      href: localePath(locale, '/'),
      name: settings.siteName[locale],
      seal: sealOf(settings),
    };
    return renderFrame(
      <Page
        locale={locale}
        assets={assets()}
        meta={metaOf(ctx, view, settings, url.pathname)}
        header={isBare ? undefined : <Header {...{ ctx, brand, url, inCart, hasPoints }} />}
        footer={isBare ? undefined : <Footer ctx={ctx} brand={brand} settings={settings} />}
        islands={view.islands}
        waitsFor={view.waitsFor && { ...view.waitsFor, since: ctx.now.getTime() }}
      />,
    );
  };
}

function metaOf(ctx: Ctx, view: Framed, settings: SiteSettings, path: string): PageMeta {
  const { publicUrl } = ctx.ports.settings;
  const plain = view.canonical ?? neutralPath(path);
  const address = (locale: Locale) => publicUrl + localePath(locale, plain);
  const image = view.image === undefined ? undefined : new URL(view.image, publicUrl).href;
  return {
    title: view.title,
    siteName: settings.siteName[ctx.locale],
    description: view.description,
    canonical: address(ctx.locale),
    alternates: [
      { lang: languageTag.zh, href: address('zh') },
      { lang: languageTag.en, href: address('en') },
      { lang: 'x-default', href: address('zh') },
    ],
    image,
    noIndex: view.isHidden ?? (view.status !== undefined && view.status !== 200),
    jsonLd: view.jsonLd?.length === 1 ? view.jsonLd[0] : view.jsonLd && { '@graph': view.jsonLd },
  };
}

/** `path` without its language; with one slash in front, or it would be an address elsewhere. */
function neutralPath(path: string): string {
  return path === '/en' ? '/' : path.replace(/^(?:\/en)?\/+/, '/');
}

interface HeaderProps {
  readonly ctx: Ctx;
  readonly brand: Brand;
  readonly url: URL;
  readonly inCart: number;
  /** Whether there are points to be had here. */
  readonly hasPoints: boolean;
}

function Header({ ctx, brand, url, inCart, hasPoints }: HeaderProps): ReactNode {
  const { locale } = ctx;
  const plain = neutralPath(url.pathname);
  const other: Locale = locale === 'zh' ? 'en' : 'zh';
  const link = (href: string, label: string): NavLink => ({
    href: localePath(locale, href),
    label,
    current: plain === href,
  });
  return (
    <SiteHeader
      locale={locale}
      brand={brand}
      nav={[
        link('/courses', siteWords.courses[locale]),
        ...(ctx.actor.kind === 'user' ? [link('/learning', siteWords.learning[locale])] : []),
      ]}
      search={{
        action: localePath(locale, '/search'),
        suggestions: '/api/v1/search/suggestions',
        placeholder: siteWords.search[locale],
      }}
      cart={{
        href: localePath(locale, '/cart'),
        label: cartWordsIn(locale)(inCart > 0 ? 'cartOf' : 'cart', { n: String(inCart) }),
        count: inCart,
        isWideOnly: ctx.actor.kind !== 'user',
      }}
      otherLanguage={{
        lang: languageTag[other],
        label: siteWords.otherLanguage[locale],
        href: localePath(other, plain) + url.search,
      }}
      account={accountOf(ctx, link, hasPoints)}
    />
  );
}

function accountOf(
  ctx: Ctx,
  link: (href: string, label: string) => NavLink,
  hasPoints: boolean,
): Account {
  const { actor, locale } = ctx;
  if (actor.kind !== 'user') {
    return {
      kind: 'visitor',
      links: [
        link('/login', siteWords.login[locale]),
        link('/register', siteWords.register[locale]),
      ],
    };
  }
  const studio = { href: `/studio?lang=${locale}`, label: siteWords.studio[locale] };
  return {
    kind: 'user',
    name: actor.name,
    links: [
      link('/learning', siteWords.learning[locale]),
      link('/orders', siteWords.orders[locale]),
      link('/account/membership', siteWords.ownMembership[locale]),
      link('/account/teams', siteWords.ownTeams[locale]),
      link('/coupons', siteWords.coupons[locale]),
      link('/account/promotion', siteWords.ownPromotion[locale]),
      ...(hasPoints ? [link('/points', siteWords.points[locale])] : []),
      link('/account', siteWords.account[locale]),
      ...(actor.roles.length > 0 ? [studio] : []),
    ],
    logout: (
      <form method="post" action={localePath(locale, '/logout')}>
        <Button variant="quiet">{siteWords.logout[locale]}</Button>
      </form>
    ),
  };
}

function Footer({
  ctx,
  brand,
  settings,
}: {
  ctx: Ctx;
  brand: Brand;
  settings: SiteSettings;
}): ReactNode {
  const { locale } = ctx;
  const link = (href: string, label: string) => ({ href: localePath(locale, href), label });
  const outbox = { href: '/dev/outbox', label: siteWords.outbox[locale] };
  const isDevelopment = ctx.ports.settings.mode === 'development';
  return (
    <SiteFooter
      brand={brand}
      motto={settings.slogan[locale]}
      columns={[
        {
          title: siteWords.explore[locale],
          links: [
            link('/', siteWords.home[locale]),
            link('/courses', siteWords.courses[locale]),
            link('/membership', siteWords.membership[locale]),
          ],
        },
        {
          title: siteWords.mine[locale],
          links: [
            link('/learning', siteWords.learning[locale]),
            link('/orders', siteWords.orders[locale]),
            ...(isDevelopment ? [outbox] : []),
          ],
        },
      ]}
      legal={[
        `© ${ctx.now.getUTCFullYear()} ${brand.name}`,
        ...(settings.icp ? [settings.icp] : []),
      ]}
    />
  );
}

/** What a person sees in place of a page that cannot be shown. */
export function problemView(ctx: Ctx, problem: Problem): View {
  const { locale } = ctx;
  const isFault = problem.status >= 500;
  const isMissing = problem.status === 404;
  const title = siteWords[isFault ? 'broken' : isMissing ? 'notFound' : 'refused'][locale];
  return show({
    title,
    isHidden: true,
    body: (
      <div className="wrap">
        <EmptyState
          level={1}
          art={isFault ? 'broken' : 'lost'}
          title={title}
          text={problem.message}
          actions={
            <LinkButton href={localePath(locale, '/')} variant="primary">
              {siteWords.backHome[locale]}
            </LinkButton>
          }
        />
      </div>
    ),
  });
}
