import type { ReactNode } from 'react';
import type { Locale } from '#kernel/locale.ts';
import { Icon } from './icon.tsx';
import { uiWords } from './words.ts';

/** One button: system, light, dark. Absent without script, where the system's choice holds. */
export function ThemeSwitch({ locale }: { readonly locale: Locale }): ReactNode {
  const words = uiWords(locale);
  return (
    <theme-switch
      data-auto={words.themeAuto}
      data-light={words.themeLight}
      data-dark={words.themeDark}
    >
      <button type="button" className="button button-quiet button-icon" aria-label={words.theme}>
        <Icon name="contrast" />
        <Icon name="sun" />
        <Icon name="moon" />
      </button>
    </theme-switch>
  );
}
