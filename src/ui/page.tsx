import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { languageTag, localePath, type Locale } from '#kernel/locale.ts';
import type { Assets } from './assets.ts';
import { uiWords } from './words.ts';

/** What a page tells search engines and messengers; addresses are absolute. */
export interface PageMeta {
  readonly title: string;
  readonly siteName: string;
  readonly description?: string | undefined;
  readonly canonical?: string | undefined;
  readonly alternates?: readonly { readonly lang: string; readonly href: string }[] | undefined;
  readonly image?: string | undefined;
  readonly kind?: 'website' | 'article' | 'profile' | undefined;
  readonly noIndex?: boolean | undefined;
  readonly jsonLd?: object | undefined;
}

interface PageProps {
  readonly locale: Locale;
  readonly assets: Assets;
  readonly meta: PageMeta;
  readonly children?: ReactNode;
  readonly header?: ReactNode;
  readonly footer?: ReactNode;
  /** Names of the islands on this page. */
  readonly islands?: readonly string[] | undefined;
  readonly waitsFor?: WaitsFor | undefined;
}

/** What the page waits for: it is shown anew when `topic` is told of after `since`, without script every few seconds. */
export interface WaitsFor {
  readonly topic: string;
  readonly everySec: number;
  /** Milliseconds. */
  readonly since: number;
}

/** The whole document around a page's content. */
export function Page(props: PageProps): ReactNode {
  const { locale, assets, meta, children, header, footer, islands = [], waitsFor } = props;
  return (
    <html lang={languageTag[locale]}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <PageHead locale={locale} meta={meta} />
        <PageAssets assets={assets} islands={islands} />
        {waitsFor && (
          <noscript>
            <meta httpEquiv="refresh" content={String(waitsFor.everySec)} />
          </noscript>
        )}
      </head>
      <body>
        <a className="skip-link" href="#main">
          {uiWords(locale).skip}
        </a>
        {header}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        {footer}
        {waitsFor && (
          <wait-for
            data-topic={waitsFor.topic}
            data-since={waitsFor.since}
            data-every={waitsFor.everySec}
          />
        )}
      </body>
    </html>
  );
}

/** The page as the text of an HTML response. */
export function renderPage(page: ReactNode): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

/** A page without content as the text before and behind its content. */
export function renderFrame(page: ReactNode): readonly [string, string] {
  const html = renderPage(page);
  // Text is escaped, so nothing else can look like the end of `main`.
  const place = html.indexOf('</main>');
  return [html.slice(0, place), html.slice(place)];
}

/** What stands in a frame. */
export function renderBody(body: ReactNode): string {
  return renderToStaticMarkup(body);
}

function PageHead({ locale, meta }: Pick<PageProps, 'locale' | 'meta'>): ReactNode {
  const { title, siteName, description, canonical, alternates = [], noIndex } = meta;
  return (
    <>
      <title>{title === siteName ? title : `${title} · ${siteName}`}</title>
      {description && <meta name="description" content={description} />}
      {noIndex && <meta name="robots" content="noindex" />}
      {canonical && <link rel="canonical" href={canonical} />}
      {alternates.map(({ lang, href }) => (
        <link key={lang} rel="alternate" hrefLang={lang} href={href} />
      ))}
      <SharingHead locale={locale} meta={meta} />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="apple-touch-icon" href="/icons/touch-180.png" />
      <link rel="manifest" href={localePath(locale, '/manifest.webmanifest')} />
      <link
        rel="search"
        type="application/opensearchdescription+xml"
        href="/opensearch.xml"
        title={siteName}
      />
      <link
        rel="alternate"
        type="application/rss+xml"
        href={locale === 'zh' ? '/feed.xml' : `/${locale}/feed.xml`}
        title={siteName}
      />
      <meta name="theme-color" media="(prefers-color-scheme: light)" content="#faf9f6" />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#141618" />
      {meta.jsonLd && (
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: jsonForHtml(meta.jsonLd) }}
        />
      )}
    </>
  );
}

/** What a messenger shows of a shared link. */
function SharingHead({ locale, meta }: Pick<PageProps, 'locale' | 'meta'>): ReactNode {
  const { title, siteName, description, canonical, image, kind = 'website' } = meta;
  return (
    <>
      <meta property="og:title" content={title} />
      <meta property="og:site_name" content={siteName} />
      <meta property="og:type" content={kind} />
      <meta property="og:locale" content={locale === 'zh' ? 'zh_CN' : 'en_US'} />
      {description && <meta property="og:description" content={description} />}
      {canonical && <meta property="og:url" content={canonical} />}
      {image && <meta property="og:image" content={image} />}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
    </>
  );
}

function PageAssets({
  assets,
  islands,
}: {
  readonly assets: Assets;
  readonly islands: readonly string[];
}): ReactNode {
  const found = islands.map((name) => assets.island(name)).filter((island) => island !== undefined);
  const styles = new Set([...assets.css, ...found.flatMap(({ css }) => css)]);
  const preloads = new Set(found.flatMap((island) => island.preloads));
  const theme = assets.script('theme');
  const site = assets.script('site');
  return (
    <>
      {/* Blocks rendering on purpose: it sets the chosen theme before the first paint. */}
      {theme && <script src={theme} />}
      {[...styles].map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
      {[...preloads].map((href) => (
        <link key={href} rel="modulepreload" href={href} />
      ))}
      {site && <script type="module" src={site} />}
      {found.map(({ src }) => (
        <script key={src} type="module" src={src} />
      ))}
    </>
  );
}

/** JSON that cannot end the script element it stands in. */
function jsonForHtml(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
