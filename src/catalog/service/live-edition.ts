import type { Locale } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import { Memories } from '#platform/memory.ts';
import { refuse } from '../refusals.ts';
import { creatorShelf, stepIn } from '../rules.ts';
import { findBody, findSlugOf, readOutline } from '../store/outline.ts';
import { findWork } from '../store/work.ts';
import type { Lesson, LiveEdition } from '../types.ts';

const remembered = 1_000;

const editions = new Memories<LiveEdition>(
  remembered,
  ({ work }) => [`work:${work.id}`, creatorShelf(work.creatorId), 'creators'],
  async ({ db }, key) => {
    const [locale, slug] = partsOf(key);
    const work = await findWork(db, { slug });
    if (!work?.live || work.state === 'draft') return undefined;
    return {
      work: { ...work, live: work.live },
      outline: await readOutline(db, work.id, 'live', locale),
    };
  },
);

// The outline speaks the reader's language where it can, so each language is remembered for itself.
function partsOf(key: string): [Locale, string] {
  return [key.startsWith('en:') ? 'en' : 'zh', key.slice(3)];
}

/** What everybody sees of the work at an address, on sale or withdrawn; undefined where nothing is live. */
export function findLiveEdition(ctx: Ctx, slug: string): Promise<LiveEdition | undefined> {
  return editions.get(ctx, `${ctx.locale}:${slug}`);
}

/** The same. @throws Refusal work.unknown where nothing is live */
export async function getLiveEdition(ctx: Ctx, slug: string): Promise<LiveEdition> {
  const edition = await findLiveEdition(ctx, slug);
  if (!edition) throw refuse('work.unknown');
  return edition;
}

/** What anybody can buy at an address. @throws Refusal work.unknown, for a withdrawn work too */
export async function getEditionOnSale(ctx: Ctx, slug: string): Promise<LiveEdition> {
  const edition = await getLiveEdition(ctx, slug);
  if (edition.work.state !== 'published') throw refuse('work.unknown');
  return edition;
}

/**
 * A live lesson of an edition, with its whole text. Whether the reader may see it is for the caller to decide.
 *
 * @throws Refusal lesson.unknown
 */
export async function getLessonIn(
  ctx: Ctx,
  { work, outline }: LiveEdition,
  id: string,
): Promise<Lesson> {
  const step = stepIn(outline, id);
  const body = step && (await findBody(ctx.db, step.saidBy));
  if (body === undefined) throw refuse('lesson.unknown');
  return { ...step!, workId: work.id, body };
}

/** The address of the work that a live lesson stands in. @throws Refusal lesson.unknown */
export async function getSlugOfLesson(ctx: Ctx, id: string): Promise<string> {
  const slug = await findSlugOf(ctx.db, id);
  if (slug === undefined) throw refuse('lesson.unknown');
  return slug;
}
