import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Icon } from './icon.tsx';
import { uiWords } from './words.ts';

/** Copies `text`; absent without script, since the text itself stands on the page. */
export function CopyButton({
  locale,
  text,
}: {
  readonly locale: Locale;
  readonly text: string;
}): ReactNode {
  const words = uiWords(locale);
  return (
    <copy-button data-text={text} data-done={words.copied}>
      <button type="button" className="button button-small">
        <Icon name="copy" />
        <span aria-live="polite">{words.copy}</span>
      </button>
    </copy-button>
  );
}
