import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { tidy, truncate } from '#kernel/text.ts';
import { headings, writeMarkdown } from './from-html.ts';
import { element, mapElements, textNode, textOf } from './hast.ts';

/** A piece of a publication of elsewhere. */
export interface ForeignItem {
  /** The same as long as it is the same piece, in whatever words. */
  readonly id: string;
  /** HTML, as titles of feeds are. */
  readonly title: string;
  readonly html: string;
  /** Its page: what addresses in its text are seen from. */
  readonly link: string | undefined;
  readonly at: Date | undefined;
  readonly season: number | undefined;
  readonly enclosure: { readonly url: string; readonly type: string } | undefined;
  /** Everybody could read it there. */
  readonly isOpen: boolean;
}

/** A publication of elsewhere, as its file says it. */
export interface Foreign {
  /** How it came, and what it is known by when it comes again. */
  readonly form: 'feed' | 'ghost';
  readonly identity: string;
  readonly title: string;
  readonly description: string;
  readonly link: string | undefined;
  readonly language: string | undefined;
  readonly image: string | undefined;
  readonly tags: readonly string[];
  /** In the order of the file. */
  readonly items: readonly ForeignItem[];
  /** Titles of what is not taken along. */
  readonly left: readonly string[];
}

/** A file that lies elsewhere, and by which path texts and lessons name it. */
export interface FarFile {
  readonly path: string;
  readonly url: string;
  readonly name: string;
}

/** A lesson of a publication in the house's own form. */
export interface IssuePlan {
  readonly source: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly isTrial: boolean;
  readonly medium: string | undefined;
}

/** A publication in the house's own form. */
export interface Publication {
  readonly source: string;
  readonly kind: 'series' | 'album';
  readonly title: string;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly language: string | undefined;
  readonly cover: string | undefined;
  readonly tags: readonly string[];
  /** The first is the oldest. */
  readonly chapters: readonly {
    readonly source: string;
    readonly title: string;
    readonly lessons: readonly IssuePlan[];
  }[];
  /** What texts show, and what lessons play. */
  readonly pictures: readonly FarFile[];
  readonly media: readonly FarFile[];
  readonly left: readonly string[];
  /** Titles of texts that are longer than a lesson may be. */
  readonly tooLong: readonly string[];
}

const longestTitle = 120;
// What a lesson may hold.
const longestBody = 500_000;
const mostItems = 5_000;

/** A short name that is the same for the same thing, and for nothing else. */
export type Naming = (what: string) => string;

/** What a publication becomes here: sound in a row is an album, anything else a series by years or seasons. */
export function planPublication(foreign: Foreign, nameOf: Naming): Publication {
  const far = new FarFiles(nameOf);
  const cover = foreign.image && far.picture(foreign.image, foreign.link);
  const items = inOrder(foreign.items).slice(-mostItems);
  const issues = items.map((item, at) => ({
    item,
    plan: planIssue({ item, at, of: foreign, far, nameOf }),
  }));
  const kept = issues.filter(({ plan }) => plan.body.length <= longestBody);
  const kind = isAlbum(items) ? 'album' : 'series';
  const title = titleOf(foreign.title) || hostOf(foreign.link) || '…';
  const description = toMarkdown(foreign.description, foreign.link, far);
  return {
    source: `${foreign.form}:${nameOf(foreign.identity)}`,
    kind,
    title,
    summary: truncate(wordsOf(foreign.description), 300),
    description: description.length <= 50_000 ? description : '',
    language: foreign.language,
    cover: cover || undefined,
    tags: foreign.tags.map((tag) => truncate(tidy(tag), 20)).slice(0, 10),
    chapters: divide(kept, kind, title),
    pictures: far.pictures,
    media: far.media,
    left: foreign.left,
    tooLong: issues.filter((issue) => !kept.includes(issue)).map(({ plan }) => plan.title),
  };
}

/** Oldest first; what has no date stands where the file, which begins with the newest, has it. Of twins the newest stays. */
function inOrder(items: readonly ForeignItem[]): ForeignItem[] {
  const once = new Map<string, ForeignItem>();
  for (const item of items) if (!once.has(item.id)) once.set(item.id, item);
  const list = [...once.values()].toReversed();
  if (list.some(({ at }) => at === undefined)) return list;
  return list.toSorted((a, b) => a.at!.getTime() - b.at!.getTime());
}

const soundName = /\.(?:mp3|m4a|ogg|wav|opus|aac)(?:[?#]|$)/i;

function isSound({ enclosure }: ForeignItem): boolean {
  if (!enclosure) return false;
  return enclosure.type.startsWith('audio/') || soundName.test(enclosure.url);
}

/** Sound for the most part, and nothing to be watched. */
function isAlbum(items: readonly ForeignItem[]): boolean {
  const sounds = items.filter(isSound).length;
  const others = items.filter((item) => item.enclosure && !isSound(item)).length;
  return others === 0 && sounds > 0 && sounds * 2 >= items.length;
}

interface Planning {
  readonly item: ForeignItem;
  /** Which of all it is. */
  readonly at: number;
  readonly of: Foreign;
  readonly far: FarFiles;
  readonly nameOf: Naming;
}

function planIssue({ item, at, of, far, nameOf }: Planning): IssuePlan {
  const link = item.link ?? of.link;
  const title =
    titleOf(item.title) ||
    truncate(wordsOf(item.html), 40) ||
    (item.at?.toISOString().slice(0, 10) ?? `#${at + 1}`);
  return {
    source: `${of.form}:${nameOf(item.id)}`,
    title,
    body: toMarkdown(item.html, link, far),
    isTrial: item.isOpen,
    medium: item.enclosure && far.medium(item.enclosure.url, link, title),
  };
}

interface Issue {
  readonly item: ForeignItem;
  readonly plan: IssuePlan;
}

/** Chapters by season where there are any, else by year; an album, and what has no dates, is not divided. */
function divide(
  issues: readonly Issue[],
  kind: 'series' | 'album',
  title: string,
): Publication['chapters'] {
  const hasSeasons = issues.some(({ item }) => item.season !== undefined);
  const isWhole = kind === 'album' || (!hasSeasons && issues.some(({ item }) => !item.at));
  const partOf = ({ item }: Issue) => {
    if (isWhole) return { source: '.', title };
    if (hasSeasons) return { source: `season:${item.season ?? 0}`, title: `S${item.season ?? 0}` };
    const year = String(item.at!.getUTCFullYear());
    return { source: `year:${year}`, title: year };
  };
  const chapters = new Map<string, { source: string; title: string; lessons: IssuePlan[] }>();
  for (const issue of issues) {
    const part = partOf(issue);
    const chapter = chapters.get(part.source) ?? { ...part, lessons: [] };
    chapters.set(part.source, chapter);
    chapter.lessons.push(issue.plan);
  }
  return [...chapters.values()];
}

/** The files that a publication names, each once. */
class FarFiles {
  readonly #files = new Map<string, FarFile>();
  readonly #nameOf: Naming;

  constructor(nameOf: Naming) {
    this.#nameOf = nameOf;
  }

  get pictures(): FarFile[] {
    return [...this.#files.values()].filter(({ path }) => path.startsWith('pictures/'));
  }

  get media(): FarFile[] {
    return [...this.#files.values()].filter(({ path }) => path.startsWith('media/'));
  }

  picture(address: string, from: string | undefined): string | undefined {
    return this.#add('pictures', address, from);
  }

  medium(address: string, from: string | undefined, title: string): string | undefined {
    return this.#add('media', address, from, title);
  }

  // oxlint-disable-next-line max-params -- where to, what, as seen from where, and what it is called
  #add(
    folder: 'pictures' | 'media',
    address: string,
    from: string | undefined,
    title?: string,
  ): string | undefined {
    const url = absolute(address, from);
    if (url === undefined) return undefined;
    const last = new URL(url).pathname.split('/').at(-1) ?? '';
    const [ending = ''] = /\.[A-Za-z0-9]{1,5}$/.exec(last) ?? [];
    const path = `${folder}/${this.#nameOf(url)}${ending.toLowerCase()}`;
    const name = title === undefined ? last : `${title}${ending}`;
    if (!this.#files.has(path)) this.#files.set(path, { path, url, name });
    return path;
  }
}

/** An address of the web, as seen from `from`; undefined when it is none. */
function absolute(address: string, from: string | undefined): string | undefined {
  const url = URL.parse(address.trim(), from) ?? undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function hostOf(link: string | undefined): string {
  return (link && URL.parse(link)?.hostname) ?? '';
}

function titleOf(html: string): string {
  return truncate(wordsOf(html), longestTitle);
}

/** The words of HTML on one line. */
function wordsOf(html: string): string {
  const root = fromHtml(html, { fragment: true });
  mapElements(root, (node) => {
    if (unseen.has(node.tagName)) return [];
    return apart.has(node.tagName) ? [node, textNode(' ')] : undefined;
  });
  return tidy(textOf(root));
}

/** HTML of elsewhere as Markdown; its pictures are named by paths, and links lead where they led. */
function toMarkdown(html: string, from: string | undefined, far: FarFiles): string {
  const root: Root = fromHtml(html, { fragment: true });
  mapElements(root, (node) => replacementOf(node, from, far));
  if (headings(root).length === 0 && textOf(root).trim() === '' && !hasPicture(root)) return '';
  return writeMarkdown(root).trim();
}

function hasPicture(root: Root): boolean {
  let found = false;
  mapElements(root, ({ tagName }) => {
    found ||= tagName === 'img';
    return undefined;
  });
  return found;
}

/** What stands on lines of its own. */
const apart = new Set(['p', 'div', 'br', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote']);
const unseen = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'form',
  'button',
  'svg',
  'link',
]);

function replacementOf(
  node: Element,
  from: string | undefined,
  far: FarFiles,
): ElementContent | ElementContent[] | undefined {
  const said = (name: string) => String(node.properties[name] ?? '');
  if (unseen.has(node.tagName)) return [];
  if (node.tagName === 'img') return pictureOf(node, from, far);
  if (['iframe', 'embed', 'video', 'audio'].includes(node.tagName))
    return linkTo(absolute(said('src') || sourceIn(node), from));
  if (node.tagName === 'a') {
    const href = absolute(said('href'), from);
    return href === undefined ? node.children : { ...node, properties: { href } };
  }
  return undefined;
}

function pictureOf(node: Element, from: string | undefined, far: FarFiles): ElementContent[] {
  const { src, alt, width, height, dataSrc } = node.properties;
  // A picture of one dot is there to count readers.
  if (Number(width) === 1 || Number(height) === 1) return [];
  const path = far.picture(String(dataSrc ?? src ?? ''), from);
  return path === undefined ? [] : [element('img', { src: path, alt: String(alt ?? '') }, [])];
}

function sourceIn({ children }: Element): string {
  const source = children.find((child) => child.type === 'element' && child.tagName === 'source');
  return source?.type === 'element' ? String(source.properties['src'] ?? '') : '';
}

function linkTo(href: string | undefined): ElementContent[] {
  return href === undefined ? [] : [element('p', {}, [element('a', { href }, [textNode(href)])])];
}
