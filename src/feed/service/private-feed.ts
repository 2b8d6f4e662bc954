import { isId } from '#kernel/id.ts';
import { inLocale, localePath } from '#kernel/locale.ts';
import { after, second } from '#kernel/time.ts';
import { findClassroom, openById, standingIn } from '#learning/service.ts';
import { deliverSound, findSounds, publicImageUrl } from '#media/service.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { getSiteSettings } from '#settings/service.ts';
import { refuse } from '../refusals.ts';
import { findFeed, markFetched, selectHeard, type FoundFeed } from '../store.ts';
import { wordsIn } from '../words.ts';
import { episodeSignature, hashOf, isSignature, soundName } from './address.ts';
import { writeRss, type FeedItem } from './write-rss.ts';

const works = 100;
const mostEpisodes = 500;

/** What the holder of a podcast address may hear now. @throws Refusal feed.unknown, feed.ended */
export async function writePrivateFeed(ctx: Ctx, token: string): Promise<string> {
  const feed = await openFeed(ctx, { tokenHash: hashOf(token) });
  await markFetched(ctx.db, feed.id, ctx.now);
  const inside = asListener(ctx, feed);
  const { siteName } = await getSiteSettings(ctx);
  const site = siteName[feed.locale];
  const t = wordsIn(feed.locale);
  const items: FeedItem[] = [];
  for (const slug of await selectHeard(ctx.db, feed.userId, ctx.now, works))
    items.push(...(await episodesOf(inside, feed, slug)));
  const head = {
    title: t('feedTitle', { name: feed.userName, site }),
    text: t('feedText', { site }),
    link: localePath(feed.locale, '/learning'),
    self: undefined,
    author: site,
    image: items.find(({ image }) => image !== undefined)?.image,
    isPrivate: true,
  };
  return writeRss(inside, head, items.slice(0, mostEpisodes));
}

async function openFeed(ctx: Ctx, by: Parameters<typeof findFeed>[1]): Promise<FoundFeed> {
  const feed = await findFeed(ctx.db, by);
  if (!feed) throw refuse('feed.unknown');
  if (!feed.isOpen) throw refuse('feed.ended');
  return feed;
}

/** The listener, as far as learning goes: the address is no session and opens nothing else. */
function asListener(ctx: Ctx, { id, userId, userName, locale }: FoundFeed): Ctx<User> {
  const actor = { kind: 'user', userId, name: userName, roles: [], sessionId: id } as const;
  return { ...ctx, locale, actor };
}

/** The sound of a course that is open to the listener, in the order of its lessons. */
async function episodesOf(ctx: Ctx<User>, feed: FoundFeed, slug: string): Promise<FeedItem[]> {
  const classroom = await findClassroom(ctx, slug);
  if (!classroom?.isEntitled) return [];
  const { work, outline, rights } = classroom;
  const heard = outline
    .flatMap(({ lessons }) => lessons)
    .filter(({ kind }) => kind === 'audio')
    .filter((lesson) => standingIn(ctx, classroom, lesson).is === 'open');
  const sounds = await findSounds(
    ctx.db,
    heard.flatMap(({ assetId }) => assetId ?? []),
  );
  const since = rights.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? ctx.now;
  const title = inLocale(ctx.locale, work.live.title, work.live.titleEn);
  const image = work.live.coverId ? publicImageUrl(ctx.ports, work.live.coverId) : undefined;
  return heard.flatMap((lesson, index) => {
    const sound = sounds.get(lesson.assetId ?? '');
    if (!sound) return [];
    const { mediaType, sizeBytes } = sound;
    const signature = episodeSignature(ctx.ports.secret, feed.id, lesson.id);
    return {
      id: lesson.id,
      title: `${lesson.title} · ${title}`,
      text: title,
      link: localePath(ctx.locale, `/learn/${encodeURIComponent(slug)}/${lesson.id}`),
      author: inLocale(ctx.locale, work.creatorName, work.creatorNameEn),
      // Apps sort by time: lessons follow each other from when the right began.
      at: after(since, index * second),
      image,
      sound: {
        url: `/feeds/episodes/${feed.id}/${lesson.id}/${signature}/${soundName(mediaType)}`,
        mediaType,
        sizeBytes,
        durationSec: lesson.durationSec,
        episode: index + 1,
      },
    };
  });
}

/**
 * The sound of an episode, in whichever ranges are asked for: while the feed is open, and its listener may hear it.
 *
 * @throws Refusal feed.no_episode, feed.ended, learning.*, media.unknown
 */
export async function sendEpisode(
  ctx: Ctx,
  request: Request,
  { feedId, lessonId, signature }: { feedId: string; lessonId: string; signature: string },
): Promise<Response> {
  const expected = episodeSignature(ctx.ports.secret, feedId, lessonId);
  if (!isId(feedId) || !isId(lessonId) || !isSignature(signature, expected))
    throw refuse('feed.no_episode');
  const feed = await openFeed(ctx, { id: feedId });
  const { lesson, classroom } = await openById(asListener(ctx, feed), lessonId);
  // A lesson that is free to try is in the public feed; here rights decide alone.
  if (!classroom.isEntitled || lesson.kind !== 'audio' || !lesson.assetId)
    throw refuse('feed.no_episode');
  return deliverSound(ctx, request, lesson.assetId);
}
