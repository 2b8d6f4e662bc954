import type { Locale } from '#kernel/locale.ts';
import { decimalMoney } from '#kernel/money.ts';
import { coursePath, inLocale, isoDuration, paths } from './address.ts';
import type { CoursePage } from '../types.ts';

interface Site {
  readonly locale: Locale;
  readonly siteName: string;
  readonly publicUrl: string;
  readonly image: string | undefined;
}

/** A course as schema.org describes one, with its way from the root. */
export function courseData({ work, creator, trail }: CoursePage, site: Site): object[] {
  const { locale, siteName, publicUrl, image } = site;
  const { live, price } = work;
  const url = publicUrl + paths.course(locale, work.slug);
  const steps = [
    ...trail.map(({ nameZh, nameEn, slug }) => ({
      name: inLocale(locale, nameZh, nameEn),
      item: publicUrl + paths.category(locale, slug),
    })),
    { name: inLocale(locale, live.title, live.titleEn), item: publicUrl + coursePath(work.slug) },
  ];
  return [
    {
      '@context': 'https://schema.org',
      '@type': 'Course',
      name: inLocale(locale, live.title, live.titleEn),
      description: inLocale(locale, live.summary, live.summaryEn),
      url,
      inLanguage: live.language === 'zh' ? 'zh-CN' : live.language,
      ...(image ? { image: publicUrl + image } : {}),
      provider: { '@type': 'Organization', name: siteName, url: publicUrl },
      author: { '@type': 'Person', name: creator.name },
      isAccessibleForFree: price === 0,
      ...(price === null
        ? {}
        : {
            offers: {
              '@type': 'Offer',
              price: decimalMoney(price),
              priceCurrency: 'CNY',
              category: price > 0 ? 'Paid' : 'Free',
              url,
            },
          }),
      hasCourseInstance: {
        '@type': 'CourseInstance',
        courseMode: 'online',
        courseWorkload: isoDuration(work.durationSec),
      },
    },
    {
      '@context': 'https://schema.org',
      '@type': 'BreadcrumbList',
      itemListElement: steps.map((step, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        ...step,
      })),
    },
  ];
}
