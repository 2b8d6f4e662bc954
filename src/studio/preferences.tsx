import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { isLocale, languageTag, type Locale, type Words } from '#kernel/locale.ts';

export const themeChoices = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** What the reader prefers: a language, and the theme that the site's cookie keeps too. */
export interface Preferences {
  readonly locale: Locale;
  readonly theme: ThemeChoice;
  readonly isDark: boolean;
  setLocale(locale: Locale): void;
  setTheme(theme: ThemeChoice): void;
}

const languageKey = 'studio-language';
const yearSec = 31_536_000;
const darkQuery = '(prefers-color-scheme: dark)';
const Context = createContext<Preferences | undefined>(undefined);

/** The language in force outside of components, for the API. */
let spoken: Locale = firstLocale();

export function currentLocale(): Locale {
  return spoken;
}

function firstLocale(): Locale {
  const asked = new URLSearchParams(location.search).get('lang');
  const kept = localStorage.getItem(languageKey);
  if (isLocale(asked)) return asked;
  if (isLocale(kept)) return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function firstTheme(): ThemeChoice {
  const theme = document.documentElement.dataset['theme'];
  return themeChoices.find((choice) => choice === theme) ?? 'auto';
}

/** Keeps the reader's language and theme, and tells the document of them. */
export function PreferencesProvider({ children }: { children: ReactNode }): ReactNode {
  const [locale, setLocale] = useState(spoken);
  const [theme, setTheme] = useState(firstTheme);
  const isSystemDark = useMedia(darkQuery);
  const isDark = theme === 'dark' || (theme === 'auto' && isSystemDark);

  useEffect(() => {
    localStorage.setItem(languageKey, locale);
    document.documentElement.lang = languageTag[locale];
  }, [locale]);

  const value = useMemo<Preferences>(
    () => ({
      locale,
      theme,
      isDark,
      setLocale: (next) => {
        spoken = next;
        setLocale(next);
      },
      setTheme: (next) => {
        keepTheme(next);
        setTheme(next);
      },
    }),
    [locale, theme, isDark],
  );
  return <Context value={value}>{children}</Context>;
}

function keepTheme(theme: ThemeChoice): void {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  document.cookie = `theme=${theme}; path=/; samesite=lax; max-age=${theme === 'auto' ? 0 : yearSec}`;
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const note = () => setHolds(list.matches);
    note();
    list.addEventListener('change', note);
    return () => list.removeEventListener('change', note);
  }, [query]);
  return holds;
}

/** Whether the screen is a phone's: lists become cards, the menu a drawer. */
export function usePhone(): boolean {
  return useMedia('(max-width: 767px)');
}

export function usePreferences(): Preferences {
  const preferences = use(Context);
  if (!preferences) throw new Error('PreferencesProvider is missing');
  return preferences;
}

type Spoken<Dictionary> = { readonly [Key in keyof Dictionary]: string };

/** The texts of `dictionary` in the reader's language. */
export function useWords<Dictionary extends Readonly<Record<string, Words>>>(
  dictionary: Dictionary,
): Spoken<Dictionary> {
  const { locale } = usePreferences();
  return useMemo(
    () =>
      Object.fromEntries(
        Object.entries(dictionary).map(([key, words]) => [key, words[locale]]),
      ) as Spoken<Dictionary>,
    [dictionary, locale],
  );
}
