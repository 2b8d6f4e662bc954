import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { uiWords } from './words.ts';

interface BreadcrumbProps {
  readonly locale: Locale;
  /** From the root to the parent of this page, or to the page itself (then without `href`). */
  readonly items: readonly { readonly label: string; readonly href?: string | undefined }[];
}

/** The way from the root to this page. */
export function Breadcrumb({ locale, items }: BreadcrumbProps): ReactNode {
  return (
    <nav aria-label={uiWords(locale).breadcrumb}>
      <ol className="breadcrumb">
        {items.map(({ label, href }) => (
          <li key={label}>
            {href ? <a href={href}>{label}</a> : <span aria-current="page">{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
