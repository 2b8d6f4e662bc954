import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Icon } from './icon.tsx';
import { uiWords } from './words.ts';

interface Way {
  readonly href: string;
  /** What lies there, when it has a name: the next lesson's title. */
  readonly title?: string | undefined;
  /** The language of that name, where it is not the page's own. */
  readonly lang?: string | undefined;
  /** Replaces the word "previous" or "next". */
  readonly label?: string | undefined;
}

interface PaginationProps {
  readonly locale: Locale;
  readonly previous?: Way | undefined;
  readonly next?: Way | undefined;
}

/** The way back and on through a list or a book; nothing when there is neither. */
export function Pagination({ locale, previous, next }: PaginationProps): ReactNode {
  if (!previous && !next) return null;
  const words = uiWords(locale);
  return (
    <nav className="pagination" aria-label={words.pages}>
      {previous && (
        <a href={previous.href} rel="prev">
          <span className="pagination-way">
            <Icon name="chevron-left" />
            {previous.label ?? words.previous}
          </span>
          {previous.title && (
            <span className="pagination-title" lang={previous.lang}>
              {previous.title}
            </span>
          )}
        </a>
      )}
      {next && (
        <a href={next.href} rel="next">
          <span className="pagination-way">
            {next.label ?? words.next}
            <Icon name="chevron-right" />
          </span>
          {next.title && (
            <span className="pagination-title" lang={next.lang}>
              {next.title}
            </span>
          )}
        </a>
      )}
    </nav>
  );
}
