import type { WorkFace } from '#catalog/types.ts';
import { languageTag, localePath, type Locale } from '#kernel/locale.ts';

/** Addresses of the shop in the reader's language. */
export const paths = {
  home: (locale: Locale) => localePath(locale, '/'),
  courses: (locale: Locale) => localePath(locale, '/courses'),
  course: (locale: Locale, slug: string) => localePath(locale, coursePath(slug)),
  category: (locale: Locale, slug: string) =>
    localePath(locale, `/categories/${encodeURIComponent(slug)}`),
  tag: (locale: Locale, tag: string) => localePath(locale, `/tags/${encodeURIComponent(tag)}`),
  creator: (locale: Locale, slug: string) =>
    localePath(locale, `/creators/${encodeURIComponent(slug)}`),
  /** Where those who own a course go on. */
  learn: (locale: Locale, slug: string) => localePath(locale, `/learn/${encodeURIComponent(slug)}`),
  lesson: (locale: Locale, slug: string, id: string) =>
    localePath(locale, `/learn/${encodeURIComponent(slug)}/${id}`),
  search: (locale: Locale, q: string) => localePath(locale, `/search?q=${encodeURIComponent(q)}`),
};

/** The address of a course without its language. */
export function coursePath(slug: string): string {
  return `/courses/${encodeURIComponent(slug)}`;
}

/** `path` with the parts of a query that are set. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const text = new URLSearchParams(given).toString();
  return text ? `${path}?${text}` : path;
}

/** A length as ISO 8601 writes it. */
export function isoDuration(sec: number): string {
  return `PT${Math.max(1, Math.round(sec / 60))}M`;
}

/** What a work says of itself at length, and the `lang` of that. */
export function descriptionOf(
  {
    description,
    descriptionEn,
    language,
  }: Pick<WorkFace, 'description' | 'descriptionEn' | 'language'>,
  locale: Locale,
): { readonly text: string; readonly lang: string } {
  if (locale === 'en' && descriptionEn) return { text: descriptionEn, lang: languageTag.en };
  return { text: description, lang: language === 'zh' ? languageTag.zh : language };
}
