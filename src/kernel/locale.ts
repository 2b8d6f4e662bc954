/** The languages of the house. `zh` is zh-CN and lives at `/`, `en` at `/en`. */
export const locales = ['zh', 'en'] as const;

export type Locale = (typeof locales)[number];

/** A sentence in every language of the house; a missing one does not compile. */
export type Words = Readonly<Record<Locale, string>>;

/** The value of HTML's `lang` for a locale (BCP 47). */
export const languageTag: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en' };

export function isLocale(value: unknown): value is Locale {
  return value === 'zh' || value === 'en';
}

/** The path of `path` (always begins with a slash) in `locale`. */
export function localePath(locale: Locale, path: string): string {
  if (locale === 'zh') return path;
  return path === '/' ? '/en' : `/en${path}`;
}

/** A text with its `{names}` filled in, in one pass: what is put in is never filled in again. */
export function fill(
  text: string,
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** What somebody wrote, for a reader of `locale`: the English words for English readers where there are some (in SQL `said_in`). */
export function inLocale(locale: Locale, own: string, english: string | undefined): string {
  return locale === 'en' && english ? english : own;
}
