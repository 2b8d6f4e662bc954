import {
  browseShelf,
  creatorIn,
  creatorShelf,
  findLiveEdition,
  getCreator,
  getSlugOfLesson,
  wholeCatalogue,
} from '#catalog/service.ts';
import type { Creator, LiveEdition, OutlineLesson, WorkCard } from '#catalog/types.ts';
import { isId } from '#kernel/id.ts';
import { inLocale, localePath } from '#kernel/locale.ts';
import { deliverSound, findSounds, publicImageUrl, type Sound } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { getSiteSettings } from '#settings/service.ts';
import { refuse } from '../refusals.ts';
import { wordsIn } from '../words.ts';
import { soundName } from './address.ts';
import { writeRss, type FeedHead, type FeedItem } from './write-rss.ts';

const works = 30;
const trialsEach = 10;

/**
 * What the house, or one of its creators, published last, with lessons that are free to try.
 *
 * @throws Refusal creator.unknown
 */
export async function writePublicFeed(ctx: Ctx, creatorSlug?: string): Promise<string> {
  const creator =
    creatorSlug === undefined ? undefined : await getCreator(ctx, { slug: creatorSlug });
  const { items } = await browseShelf(ctx, {
    shelf: creator ? creatorShelf(creator.id) : wholeCatalogue,
    sort: 'newest',
    limit: works,
  });
  const told = await Promise.all(items.map((card) => itemsOf(ctx, card)));
  const { siteName, slogan } = await getSiteSettings(ctx);
  const site = siteName[ctx.locale];
  const head = creator
    ? creatorHead(ctx, creatorIn(creator, ctx.locale), site)
    : siteHead(ctx, site, slogan[ctx.locale]);
  return writeRss(ctx, head, told.flat());
}

function siteHead({ locale }: Ctx, site: string, slogan: string): FeedHead {
  return {
    title: wordsIn(locale)('siteFeed', { site }),
    text: slogan || site,
    link: localePath(locale, '/'),
    self: locale === 'zh' ? '/feed.xml' : `/${locale}/feed.xml`,
    author: site,
    image: undefined,
    isPrivate: false,
  };
}

function creatorHead(ctx: Ctx, creator: Creator, site: string): FeedHead {
  const { slug, name, headline, avatarId } = creator;
  const link = localePath(ctx.locale, `/creators/${encodeURIComponent(slug)}`);
  return {
    title: `${name} · ${site}`,
    text: headline || name,
    link,
    self: `${link}/feed.xml`,
    author: name,
    image: avatarId ? publicImageUrl(ctx.ports, avatarId) : undefined,
    isPrivate: false,
  };
}

/** The announcement of a work, and its trial lessons. */
async function itemsOf(ctx: Ctx, card: WorkCard): Promise<FeedItem[]> {
  const edition = await findLiveEdition(ctx, card.slug);
  if (edition?.work.state !== 'published') return [];
  const said = inLanguage(ctx, card);
  const image = card.coverId ? publicImageUrl(ctx.ports, card.coverId) : undefined;
  const t = wordsIn(ctx.locale);
  const announcement: FeedItem = {
    id: card.id,
    title: `${t('newCourse')}：${said.title}`,
    text: said.summary,
    link: localePath(ctx.locale, `/courses/${encodeURIComponent(card.slug)}`),
    author: said.author,
    at: card.publishedAt,
    image,
  };
  const trials = trialsOf(edition).slice(0, trialsEach);
  const sounds = await findSounds(
    ctx.db,
    trials.flatMap(({ kind, assetId }) => (kind === 'audio' && assetId ? [assetId] : [])),
  );
  return [
    announcement,
    ...trials.map((lesson, index): FeedItem => {
      const sound = sounds.get(lesson.assetId ?? '');
      return {
        id: lesson.id,
        title: `${lesson.title} · ${said.title}`,
        text: `${t('trial')} · ${said.title}`,
        link: localePath(ctx.locale, `/learn/${encodeURIComponent(card.slug)}/${lesson.id}`),
        author: said.author,
        at: card.publishedAt,
        image,
        ...(sound ? { sound: freeSound(ctx, lesson, sound, index + 1) } : {}),
      };
    }),
  ];
}

function freeSound(
  { locale }: Ctx,
  lesson: OutlineLesson,
  { mediaType, sizeBytes }: Sound,
  episode: number,
) {
  const file = `/feeds/free/${lesson.id}/${soundName(mediaType)}`;
  const url = locale === 'zh' ? file : `${file}?lang=${locale}`;
  return { url, mediaType, sizeBytes, durationSec: lesson.durationSec, episode };
}

function inLanguage({ locale }: Ctx, card: WorkCard) {
  return {
    title: inLocale(locale, card.title, card.titleEn),
    summary: inLocale(locale, card.summary, card.summaryEn),
    author: inLocale(locale, card.creatorName, card.creatorNameEn),
  };
}

function trialsOf({ outline }: LiveEdition): OutlineLesson[] {
  return outline.flatMap(({ lessons }) => lessons.filter(({ isTrial }) => isTrial));
}

/** The sound of a lesson that is free to try, while its work is on the shelf. @throws Refusal lesson.unknown, feed.no_episode, media.unknown */
export async function sendFreeSound(
  ctx: Ctx,
  request: Request,
  lessonId: string,
): Promise<Response> {
  if (!isId(lessonId)) throw refuse('feed.no_episode');
  const edition = await findLiveEdition(ctx, await getSlugOfLesson(ctx, lessonId));
  const lesson =
    edition?.work.state === 'published'
      ? trialsOf(edition).find(({ id }) => id === lessonId)
      : undefined;
  if (lesson?.kind !== 'audio' || !lesson.assetId) throw refuse('feed.no_episode');
  return deliverSound(ctx, request, lesson.assetId);
}
