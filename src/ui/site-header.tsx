import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { AccountMenu, type Account } from './account-menu.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { uiWords } from './words.ts';

/** A link of the header or footer. */
export interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean | undefined;
}

/** Where the search form goes, and where its suggestions come from. */
export interface Search {
  readonly action: string;
  readonly suggestions: string;
  readonly placeholder: string;
  readonly query?: string | undefined;
}

/** The same page in the other language. */
export interface OtherLanguage {
  readonly lang: string;
  readonly label: string;
  readonly href: string;
}

/** Who runs the place: its name, and one character for its seal. */
export interface Brand {
  readonly href: string;
  readonly name: string;
  readonly seal: string;
}

/** The way to what somebody gathers to buy. */
export interface CartLink {
  readonly href: string;
  /** Says how many there are, to those who cannot see the number. */
  readonly label: string;
  /** Nobody knows of a visitor. */
  readonly count: number;
  /** A phone has no room for it in the bar. */
  readonly isWideOnly: boolean;
}

interface SiteHeaderProps {
  readonly locale: Locale;
  readonly brand: Brand;
  readonly nav: readonly NavLink[];
  readonly account: Account;
  readonly search?: Search | undefined;
  readonly cart?: CartLink | undefined;
  readonly otherLanguage?: OtherLanguage | undefined;
}

/** The head of every page: brand, ways, search, language, theme, account. */
export function SiteHeader(props: SiteHeaderProps): ReactNode {
  const { locale, brand, nav, account, search, cart, otherLanguage } = props;
  const words = uiWords(locale);
  return (
    <header className="site-header">
      <div className="wrap site-header-bar">
        <a className="brand" href={brand.href}>
          <span className="brand-seal" aria-hidden="true">
            {brand.seal}
          </span>
          <span>{brand.name}</span>
        </a>
        <nav className="site-nav" aria-label={words.mainNav}>
          <NavLinks links={nav} />
        </nav>
        {search && <SearchForm locale={locale} search={search} />}
        <div className="site-tools">
          {otherLanguage && (
            <a
              className="button button-quiet button-small wide-only"
              href={otherLanguage.href}
              lang={otherLanguage.lang}
              hrefLang={otherLanguage.lang}
            >
              {otherLanguage.label}
            </a>
          )}
          {cart && <Cart {...cart} />}
          <ThemeSwitch locale={locale} />
          <AccountMenu locale={locale} account={account} />
          <PhoneMenu {...props} />
        </div>
      </div>
    </header>
  );
}

function Cart({ href, label, count, isWideOnly }: CartLink): ReactNode {
  const look = classes('button button-quiet button-icon cart-link', isWideOnly && 'wide-only');
  return (
    <a className={look} href={href} aria-label={label}>
      <Icon name="cart" />
      {count > 0 && <span className="cart-count">{count}</span>}
    </a>
  );
}

function NavLinks({ links }: { readonly links: readonly NavLink[] }): ReactNode {
  return links.map(({ href, label, current }) => (
    <a key={href} href={href} aria-current={current ? 'page' : undefined}>
      {label}
    </a>
  ));
}

function PhoneMenu({ locale, nav, account, cart, otherLanguage }: SiteHeaderProps): ReactNode {
  const words = uiWords(locale);
  return (
    <details className="menu menu-phone" name="menu">
      <summary aria-label={words.menu}>
        <Icon name="menu" />
        <Icon name="close" />
      </summary>
      <nav className="menu-list" aria-label={words.menu}>
        <NavLinks links={nav} />
        {cart?.isWideOnly && <NavLinks links={[cart]} />}
        {(account.kind === 'visitor' || otherLanguage) && <hr />}
        {account.kind === 'visitor' && <NavLinks links={account.links} />}
        {otherLanguage && (
          <a href={otherLanguage.href} lang={otherLanguage.lang} hrefLang={otherLanguage.lang}>
            <Icon name="globe" />
            {otherLanguage.label}
          </a>
        )}
      </nav>
    </details>
  );
}

function SearchForm({
  locale,
  search,
}: {
  readonly locale: Locale;
  readonly search: Search;
}): ReactNode {
  const words = uiWords(locale);
  return (
    <search-suggest className="site-search" source={search.suggestions}>
      <search>
        <form action={search.action}>
          <button aria-label={words.search}>
            <Icon name="search" />
          </button>
          <input
            type="search"
            name="q"
            aria-label={words.search}
            placeholder={search.placeholder}
            defaultValue={search.query}
            maxLength={100}
            autoComplete="off"
            enterKeyHint="search"
          />
        </form>
      </search>
    </search-suggest>
  );
}
