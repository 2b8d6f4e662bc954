import type { WorkKind } from '#catalog/types.ts';
import { inLocale, type Locale } from '#kernel/locale.ts';
import { decimalMoney } from '#kernel/money.ts';
import { coursePath, isoDuration, paths } from './address.ts';
import type { CoursePage } from '../types.ts';

interface Site {
  readonly locale: Locale;
  readonly siteName: string;
  readonly publicUrl: string;
  readonly image: string | undefined;
}

/** What kinds of works are to schema.org. */
const types = {
  course: 'Course',
  series: 'CreativeWorkSeries',
  article: 'Article',
  album: 'PodcastSeries',
  video: 'VideoObject',
  ebook: 'Book',
  download: 'CreativeWork',
  bundle: 'Collection',
} as const satisfies Record<WorkKind, string>;

/** The type of a work, with what only that type has. */
function typeOf({ kind, durationSec, publishedAt, live }: CoursePage['work'], image?: string) {
  const day = publishedAt?.toISOString();
  const workload = isoDuration(durationSec);
  if (kind === 'course')
    return {
      '@type': types.course,
      hasCourseInstance: {
        '@type': 'CourseInstance',
        courseMode: 'online',
        courseWorkload: workload,
      },
    };
  if (kind === 'video')
    // Search engines take a film only with a picture.
    return image
      ? { '@type': types.video, thumbnailUrl: image, uploadDate: day, duration: workload }
      : { '@type': 'CreativeWork', datePublished: day };
  return {
    '@type': types[kind],
    datePublished: day,
    ...(kind === 'article' ? { headline: live.title } : {}),
    ...(kind === 'ebook' ? { bookFormat: 'https://schema.org/EBook' } : {}),
  };
}

/** A work as schema.org describes one, with its way from the root. */
export function courseData({ work, creator, trail, offers }: CoursePage, site: Site): object[] {
  const { locale, siteName, publicUrl, image } = site;
  const { live } = work;
  const { shown } = offers;
  const price = shown?.price ?? work.price;
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
      ...typeOf(work, image ? publicUrl + image : undefined),
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
              ...(shown ? { priceValidUntil: shown.endsAt.toISOString() } : {}),
              category: price > 0 ? 'Paid' : 'Free',
              url,
            },
          }),
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
