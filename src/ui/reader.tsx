import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { uiWords } from './words.ts';

interface ReaderProps {
  readonly locale: Locale;
  /** The title and facts above the text. */
  readonly head: ReactNode;
  readonly children: ReactNode;
  /** The book's outline: at the side on a desk, folded above the text on a phone; nothing where the text is all. */
  readonly outline?: ReactNode;
  readonly toc?: ReactNode;
}

function Contents({ locale, outline }: Pick<ReaderProps, 'locale' | 'outline'>): ReactNode {
  const words = uiWords(locale);
  return (
    <>
      <details className="reader-fold">
        <summary>
          <Icon name="menu" />
          {words.contents}
          <Icon name="chevron-down" />
        </summary>
        {outline}
      </details>
      <nav className="reader-outline" aria-label={words.contents}>
        {outline}
      </nav>
    </>
  );
}

/** The arrangement of a reading page. */
export function Reader({ locale, head, children, outline, toc }: ReaderProps): ReactNode {
  const words = uiWords(locale);
  return (
    <div className={classes('wrap', 'reader', !outline && 'reader-alone')}>
      {outline && <Contents locale={locale} outline={outline} />}
      <article className="reader-text">
        <header>{head}</header>
        {toc && (
          <details className="reader-fold reader-fold-toc">
            <summary>
              <Icon name="text" />
              {words.onThisPage}
              <Icon name="chevron-down" />
            </summary>
            {toc}
          </details>
        )}
        {children}
      </article>
      {toc && <div className="reader-toc">{toc}</div>}
    </div>
  );
}
