import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { uiWords } from './words.ts';

/** A heading of the text on this page. */
export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: 2 | 3;
}

/** The headings of a text as its table of contents; nothing when there are fewer than two. */
export function tocOf(locale: Locale, headings: readonly Heading[]): ReactNode {
  return headings.length < 2 ? undefined : <Toc locale={locale} headings={headings} />;
}

function Toc({
  locale,
  headings,
}: {
  readonly locale: Locale;
  readonly headings: readonly Heading[];
}): ReactNode {
  const words = uiWords(locale);
  return (
    <nav className="toc" aria-label={words.onThisPage}>
      <p aria-hidden="true">{words.onThisPage}</p>
      <ol>
        {headings.map(({ id, text, level }) => (
          <li key={id}>
            <a className={`toc-${level}`} href={`#${id}`}>
              {text}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
