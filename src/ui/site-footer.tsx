import { Children, type ReactNode } from 'react';
import type { Brand, NavLink } from './site-header.tsx';

interface SiteFooterProps {
  readonly brand: Brand;
  readonly motto?: string | undefined;
  readonly columns: readonly { readonly title: string; readonly links: readonly NavLink[] }[];
  /** Copyright, registrations, licences: one line of small print. */
  readonly legal?: readonly ReactNode[] | undefined;
}

/** The foot of every page. */
export function SiteFooter({ brand, motto, columns, legal }: SiteFooterProps): ReactNode {
  return (
    <footer className="site-footer">
      <div className="wrap">
        <div className="site-footer-columns">
          <div>
            <p className="brand">
              <span className="brand-seal" aria-hidden="true">
                {brand.seal}
              </span>
              <span>{brand.name}</span>
            </p>
            {motto && <p className="site-footer-motto">{motto}</p>}
          </div>
          {columns.map(({ title, links }) => (
            <nav key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul>
                {links.map(({ href, label }) => (
                  <li key={href}>
                    <a href={href}>{label}</a>
                  </li>
                ))}
              </ul>
            </nav>
          ))}
        </div>
        {legal && (
          <div className="site-footer-legal">
            {Children.map(legal, (line) => (
              <span>{line}</span>
            ))}
          </div>
        )}
      </div>
    </footer>
  );
}
