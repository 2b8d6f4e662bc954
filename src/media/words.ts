import type { Words } from '#kernel/locale.ts';
import type { subtitleLocales } from './types.ts';

/** What a file is. */
export const assetKindWords = {
  video: { zh: '视频', en: 'Video' },
  audio: { zh: '音频', en: 'Audio' },
  image: { zh: '图片', en: 'Picture' },
  pdf: { zh: 'PDF', en: 'PDF' },
  epub: { zh: 'EPUB', en: 'EPUB' },
  subtitle: { zh: '字幕', en: 'Subtitles' },
  file: { zh: '文件', en: 'File' },
} as const satisfies Record<string, Words>;

/** How far a file is. */
export const assetStateWords = {
  processing: { zh: '处理中', en: 'Processing' },
  ready: { zh: '可用', en: 'Ready' },
  failed: { zh: '失败', en: 'Failed' },
} as const satisfies Record<string, Words>;

/** Languages of subtitles, each in its own words. */
const subtitleLanguages: Readonly<Record<(typeof subtitleLocales)[number], string>> = {
  zh: '中文',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
  fr: 'Français',
  de: 'Deutsch',
  es: 'Español',
  pt: 'Português',
  it: 'Italiano',
  ru: 'Русский',
  ar: 'العربية',
  vi: 'Tiếng Việt',
  th: 'ไทย',
  id: 'Bahasa Indonesia',
};

/** What subtitles in `locale` (BCP 47) are called. */
export function subtitleLanguage(locale: string): string {
  const names: Readonly<Record<string, string>> = subtitleLanguages;
  return names[locale] ?? locale;
}
