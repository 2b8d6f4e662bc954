import { z } from 'zod';
import { escapeHtml } from '#kernel/text.ts';
import type { Foreign, ForeignItem } from './publication.ts';

// What Ghost writes at Settings → Export (all versions since 1.0): `{ db: [{ meta, data: { posts, tags, … } }] }`, in older
// ones without the list. Only what is read here is named; a post is HTML beside the form in which its editor keeps it.
const text = z.string().nullish();
const post = z.object({
  id: z.coerce.string(),
  uuid: text,
  title: text,
  slug: text,
  html: text,
  plaintext: text,
  status: text,
  type: text,
  page: z.unknown().optional(),
  visibility: text,
  published_at: text,
  created_at: text,
  feature_image: text,
});
const data = z.object({
  posts: z.array(post),
  tags: z.array(z.object({ id: z.coerce.string(), name: text, visibility: text })).default([]),
  posts_tags: z
    .array(z.object({ post_id: z.coerce.string(), tag_id: z.coerce.string() }))
    .default([]),
  settings: z.array(z.object({ key: text, value: z.unknown().optional() })).default([]),
});
const database = z.object({ data });
const exported = z.union([z.object({ db: z.array(database).min(1) }), database]);

type Data = z.infer<typeof data>;
type Post = z.infer<typeof post>;

/** What an export of Ghost says; undefined when it is none. */
export function readGhost(value: unknown): Foreign | undefined {
  const read = exported.safeParse(value);
  if (!read.success) return undefined;
  const { data: of } = 'db' in read.data ? read.data.db[0]! : read.data;
  const isPage = (one: Post) => one.type === 'page' || one.page === true || one.page === 1;
  const isTaken = (one: Post) => one.status === 'published' && !isPage(one);
  const site = addressOf(of);
  return {
    form: 'ghost',
    identity: site ?? said(of, 'title') ?? 'ghost',
    title: escapeHtml(said(of, 'title') ?? 'Ghost'),
    description: escapeHtml(said(of, 'description') ?? ''),
    link: site,
    language: said(of, 'locale') ?? said(of, 'lang'),
    image: rooted(said(of, 'cover_image'), site),
    tags: tagsOf(of),
    // A feed begins with the newest, and so do we.
    items: of.posts
      .filter(isTaken)
      .map((one) => itemOf(one, site))
      .toReversed(),
    left: of.posts.filter((one) => !isTaken(one)).map(({ title, slug }) => title || slug || '…'),
  };
}

function said({ settings }: Data, key: string): string | undefined {
  const value = settings.find((setting) => setting.key === key)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Where the site was: an export does not say it, but the pictures of its posts often do. */
function addressOf(of: Data): string | undefined {
  const url = said(of, 'url');
  if (url !== undefined) return url;
  for (const { feature_image: image, html } of of.posts) {
    const [, site] = /(https?:\/\/[^\s"']+?)\/content\/images\//.exec(`${image} ${html}`) ?? [];
    if (site !== undefined) return `${site}/`;
  }
  return undefined;
}

// Ghost writes its own address as this, for whoever imports.
const placeholder = /__GHOST_URL__/g;

function rooted(value: string | null | undefined, site: string | undefined): string | undefined {
  return value?.replace(placeholder, (site ?? '').replace(/\/$/, '')) || undefined;
}

function itemOf(one: Post, site: string | undefined): ForeignItem {
  const at = new Date(one.published_at ?? one.created_at ?? '');
  const image = rooted(one.feature_image, site);
  const head = image ? `<p><img src="${escapeHtml(image)}" alt=""></p>` : '';
  const body = one.html ?? (one.plaintext ? `<p>${escapeHtml(one.plaintext)}</p>` : '');
  return {
    id: one.uuid ?? one.id,
    title: escapeHtml(one.title ?? ''),
    html: head + (rooted(body, site) ?? ''),
    link: site,
    at: Number.isFinite(at.getTime()) ? at : undefined,
    season: undefined,
    enclosure: undefined,
    isOpen: one.visibility === 'public',
  };
}

/** The ten tags that most posts have; those that Ghost keeps to itself begin with `#`. */
function tagsOf({ tags, posts_tags: pairs }: Data): string[] {
  const uses = new Map<string, number>();
  for (const { tag_id: id } of pairs) uses.set(id, (uses.get(id) ?? 0) + 1);
  const shown = tags.filter(
    ({ name, visibility }) => name?.[0] !== '#' && visibility !== 'internal',
  );
  return shown
    .toSorted((a, b) => (uses.get(b.id) ?? 0) - (uses.get(a.id) ?? 0))
    .slice(0, 10)
    .map(({ name }) => name ?? '')
    .filter(Boolean);
}
