import type { RssFeed } from 'feedsmith';
import { languageTag } from '#kernel/locale.ts';
import { escapeHtml } from '#kernel/text.ts';
import type { Ctx } from '#platform/ctx.ts';

/** Something that a feed tells of. */
export interface FeedItem {
  /** The same for everybody and for ever. */
  readonly id: string;
  readonly title: string;
  /** Plain text. */
  readonly text: string;
  /** A path of ours. */
  readonly link: string;
  readonly author: string;
  readonly at: Date;
  readonly image: string | undefined;
  readonly sound?: {
    readonly url: string;
    readonly mediaType: string;
    readonly sizeBytes: number;
    readonly durationSec: number;
    readonly episode: number;
  };
}

/** A feed as a whole. */
export interface FeedHead {
  readonly title: string;
  /** Plain text. */
  readonly text: string;
  readonly link: string;
  /** The address of the feed itself; none for one that nobody should pass on. */
  readonly self: string | undefined;
  readonly author: string;
  readonly image: string | undefined;
  readonly isPrivate: boolean;
}

/** A feed as RSS 2.0 with the namespaces that podcast apps read. Addresses are made absolute. */
export async function writeRss(
  ctx: Ctx,
  head: FeedHead,
  items: readonly FeedItem[],
): Promise<string> {
  // The library is loaded when somebody asks for a feed: most processes never do.
  const { generateRssFeed } = await import('feedsmith');
  const absolute = (path: string) => new URL(path, ctx.ports.settings.publicUrl).href;
  const image = head.image === undefined ? undefined : absolute(head.image);
  const link = absolute(head.link);
  return generateRssFeed({
    title: titled(head.title),
    link,
    description: html(head.text),
    language: languageTag[ctx.locale],
    ...(items[0] ? { lastBuildDate: items[0].at } : {}),
    ...(image ? { image: { url: image, title: titled(head.title), link } } : {}),
    ...(head.self
      ? {
          atom: {
            links: [{ href: absolute(head.self), rel: 'self', type: 'application/rss+xml' }],
          },
        }
      : {}),
    itunes: {
      author: titled(head.author),
      explicit: false,
      type: head.isPrivate ? 'serial' : 'episodic',
      categories: [{ text: 'Education' }],
      ...(image ? { image } : {}),
      ...(head.isPrivate ? { block: true } : {}),
    },
    podcast: { medium: 'course', ...(head.isPrivate ? { locked: { value: true } } : {}) },
    items: items.map((item) => itemOf(item, absolute, head.isPrivate)),
  } satisfies RssFeed.Feed<Date>);
}

function itemOf(
  item: FeedItem,
  absolute: (path: string) => string,
  isPrivate: boolean,
): RssFeed.Item<Date> {
  const { sound } = item;
  return {
    title: titled(item.title),
    link: absolute(item.link),
    description: html(item.text),
    guid: { value: item.id, isPermaLink: false },
    pubDate: item.at,
    ...(sound
      ? {
          enclosures: [
            { url: absolute(sound.url), length: sound.sizeBytes, type: sound.mediaType },
          ],
        }
      : {}),
    itunes: {
      author: titled(item.author),
      explicit: false,
      ...(item.image ? { image: absolute(item.image) } : {}),
      ...(sound
        ? { duration: sound.durationSec, episode: sound.episode, episodeType: 'full' }
        : {}),
      ...(isPrivate ? { block: true } : {}),
    },
  };
}

/** Some readers take titles for HTML and some for text: signs that would make an element are written wide. */
function titled(text: string): string {
  return plain(text).replaceAll('<', '＜').replaceAll('>', '＞');
}

/** What XML 1.0 cannot say is left out. */
function plain(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}

/** Descriptions are HTML to readers: text that people typed is none. */
function html(text: string): string {
  return escapeHtml(plain(text));
}
