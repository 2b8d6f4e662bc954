import type { Element } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import {
  DetectError,
  MalformedError,
  parseFeed,
  ParseError,
  type AtomFeed,
  type JsonFeed,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import { escapeHtml } from '#kernel/text.ts';
import { mapElements } from './hast.ts';
import type { Foreign, ForeignItem } from './publication.ts';

/** What a feed's file says; a page that names a feed leads to it; anything else is none. */
export type FeedReading =
  | { readonly kind: 'feed'; readonly foreign: Foreign }
  | { readonly kind: 'page'; readonly leadsTo: string }
  | { readonly kind: 'none' };

/** Reads RSS, Atom, RDF and JSON feeds, wherever they were fetched from. */
export function readFeed(text: string, address: string | undefined): FeedReading {
  try {
    const { format, feed } = parseFeed(text);
    return { kind: 'feed', foreign: readers[format](feed as never, address) };
  } catch (error) {
    const isWrong = [DetectError, MalformedError, ParseError].some((kind) => error instanceof kind);
    if (!isWrong) throw error;
    const leadsTo = /^\s*(?:<!doctype html|<html)/i.test(text) && feedOf(text, address);
    return leadsTo ? { kind: 'page', leadsTo } : { kind: 'none' };
  }
}

const feedType = /^application\/(?:rss|atom|feed)\+(?:xml|json)$/i;

/** The feed that a page names. */
function feedOf(page: string, address: string | undefined): string | undefined {
  let found: string | undefined;
  mapElements(fromHtml(page), ({ tagName, properties }: Element) => {
    const { rel, type, href } = properties;
    const isFeed = tagName === 'link' && String(rel).includes('alternate');
    if (isFeed && feedType.test(String(type)) && href)
      found ??= URL.parse(String(href), address)?.href;
    return undefined;
  });
  return found;
}

const readers = { rss: readRss, rdf: readRdf, atom: readAtom, json: readJson } as const;

type Head = Omit<Foreign, 'form' | 'identity' | 'items' | 'left' | 'tags'>;

function foreignOf(
  head: Head,
  identities: readonly (string | undefined)[],
  items: readonly (ForeignItem | undefined)[],
): Foreign {
  const identity = identities.find(Boolean) ?? head.title;
  const there = items.filter((item) => item !== undefined);
  return { ...head, form: 'feed', identity, items: there, left: [], tags: [] };
}

function readRss(feed: RssFeed.Feed<string>, address: string | undefined): Foreign {
  const { title, description, link = address, language, items = [] } = feed;
  const image = first(feed.itunes?.image, feed.image?.url);
  const head = { title: said(title), description: said(description), link, language, image };
  const identities = [feed.podcast?.guid, linkOf(feed.atom?.links, 'self'), address, link];
  return foreignOf(head, identities, items.map(ofRss));
}

function ofRss(item: RssFeed.Item<string>): ForeignItem | undefined {
  const { title, link, guid, itunes, description } = item;
  const [enclosure] = item.enclosures ?? [];
  return itemOf({
    ids: [guid?.value, link, enclosure?.url],
    title: said(title),
    link,
    html: said(first(item.content?.encoded, description, itunes?.summary)),
    at: first(item.pubDate, item.dc?.dates?.[0]),
    season: itunes?.season,
    enclosure,
  });
}

function readRdf(feed: RdfFeed.Feed<string>, address: string | undefined): Foreign {
  const { title = '', description = '', link } = feed;
  const head = { title, description, link: link ?? address, language: undefined };
  const items = (feed.items ?? []).map((item) =>
    itemOf({
      ids: [item.rdf?.about, item.link],
      title: item.title ?? '',
      link: item.link,
      html: item.content?.encoded ?? item.description ?? '',
      at: item.dc?.dates?.[0],
    }),
  );
  return foreignOf({ ...head, image: feed.image?.url }, [address, link], items);
}

function readAtom(feed: AtomFeed.Feed<string>, address: string | undefined): Foreign {
  const link = linkOf(feed.links, 'alternate') ?? address;
  const head = {
    title: htmlOf(feed.title),
    description: htmlOf(feed.subtitle),
    link,
    language: feed.xml?.lang,
    image: feed.logo ?? feed.itunes?.image,
  };
  return foreignOf(head, [feed.id, address, link], (feed.entries ?? []).map(ofAtom));
}

function ofAtom(entry: AtomFeed.Entry<string>): ForeignItem | undefined {
  const { links, content, summary, published, updated } = entry;
  const link = linkOf(links, 'alternate');
  const enclosure = links?.find(({ rel }) => rel === 'enclosure');
  return itemOf({
    ids: [entry.id, link],
    title: htmlOf(entry.title),
    link,
    html: htmlOf(content?.value ? { ...content, value: content.value } : summary),
    at: published ?? updated,
    season: entry.itunes?.season,
    enclosure: enclosure && { url: enclosure.href, type: enclosure.type },
  });
}

function linkOf(
  links: readonly { href?: string; rel?: string }[] | undefined,
  rel: string,
): string | undefined {
  return links?.find((link) => (link.rel ?? 'alternate') === rel)?.href;
}

/** Text of Atom is plain unless it says otherwise (RFC 4287, 3.1.1). */
function htmlOf(text: AtomFeed.Text | undefined): string {
  if (!text) return '';
  const isMarked = text.type === 'html' || text.type === 'xhtml' || text.type === 'text/html';
  return isMarked ? text.value : escapeHtml(text.value);
}

function readJson(feed: JsonFeed.Feed<string>, address: string | undefined): Foreign {
  const { title = '', description = '', home_page_url: home, feed_url: self } = feed;
  const head = {
    title: escapeHtml(title),
    description: escapeHtml(description),
    link: home ?? address,
    language: feed.language,
    image: feed.icon,
  };
  return foreignOf(head, [self, address, home], (feed.items ?? []).map(ofJson));
}

function ofJson(item: JsonFeed.Item<string>): ForeignItem | undefined {
  const { title = '', url, content_html: html, content_text: text = '', attachments } = item;
  const [enclosure] = attachments ?? [];
  return itemOf({
    ids: [item.id, url],
    title: escapeHtml(title),
    link: url,
    html: html ?? `<p>${escapeHtml(text).replaceAll(/\n{2,}/g, '</p><p>')}</p>`,
    at: item.date_published,
    enclosure: enclosure && { url: enclosure.url, type: enclosure.mime_type },
  });
}

interface Said {
  readonly ids: readonly (string | undefined)[];
  readonly title: string;
  readonly link: string | undefined;
  readonly html: string;
  readonly at: string | undefined;
  readonly season?: number | undefined;
  readonly enclosure?:
    | { readonly url?: string | undefined; readonly type?: string | undefined }
    | undefined;
}

/** An item that says anything at all. */
function itemOf({ ids, enclosure, at, season, ...words }: Said): ForeignItem | undefined {
  const url = enclosure?.url;
  if (`${words.title}${words.html}${said(url)}` === '') return undefined;
  return {
    ...words,
    id: ids.find(Boolean) ?? `${words.title} ${said(at)}`,
    at: dateOf(at),
    season,
    enclosure: url === undefined ? undefined : { url, type: said(enclosure?.type) },
    isOpen: false,
  };
}

/** The first that is there. */
function first(...all: readonly (string | undefined)[]): string | undefined {
  return all.find((one) => one !== undefined);
}

function said(text: string | undefined): string {
  return text ?? '';
}

function dateOf(at: string | undefined): Date | undefined {
  const date = new Date(said(at));
  return Number.isFinite(date.getTime()) ? date : undefined;
}
