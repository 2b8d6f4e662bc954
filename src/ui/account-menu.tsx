import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Avatar } from './avatar.tsx';
import { classes } from './classes.ts';
import type { NavLink } from './site-header.tsx';
import { uiWords } from './words.ts';

/** Who is looking: a visitor with the ways in (the last one stands out), or a person with a menu. */
export type Account =
  | { readonly kind: 'visitor'; readonly links: readonly NavLink[] }
  | {
      readonly kind: 'user';
      readonly name: string;
      readonly avatar?: string | undefined;
      readonly links: readonly NavLink[];
      /** The form that logs out, styled as a menu row by its button. */
      readonly logout?: ReactNode;
    };

/** The right end of the header: ways in, or the menu of the person. */
export function AccountMenu({
  locale,
  account,
}: {
  readonly locale: Locale;
  readonly account: Account;
}): ReactNode {
  if (account.kind === 'visitor') {
    return account.links.map(({ href, label }, index, { length }) => (
      <a
        key={href}
        href={href}
        className={classes(
          'button button-small',
          index === length - 1 ? 'button-ink' : 'button-quiet wide-only',
        )}
      >
        {label}
      </a>
    ));
  }
  return (
    <details className="menu" name="menu">
      <summary aria-label={`${uiWords(locale).account}: ${account.name}`}>
        <Avatar name={account.name} src={account.avatar} size="small" />
      </summary>
      <div className="menu-list">
        <p className="menu-who">{account.name}</p>
        {account.links.map(({ href, label, current }) => (
          <a key={href} href={href} aria-current={current ? 'page' : undefined}>
            {label}
          </a>
        ))}
        {account.logout && (
          <>
            <hr />
            {account.logout}
          </>
        )}
      </div>
    </details>
  );
}
