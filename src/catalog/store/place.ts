import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/db.ts';
import { isOneOfFew } from '../rules.ts';
import type { Sort, WorkCard } from '../types.ts';

const card = sql`
  w.id, w.kind, w.slug, v.title, v.title_en, v.summary, v.summary_en, v.cover_id, w.creator_id, c.name as creator_name,
  c.name_en as creator_name_en, c.slug as creator_slug, v.level, w.lesson_count, w.duration_sec, p.learner_count, p.price, p.published_at`;

const around = sql`
  join work w on w.id = p.work_id join work_version v on v.id = w.live_id join creator c on c.user_id = w.creator_id`;

/** One place in a list: the value it is sorted by, and the work. */
export interface Place {
  readonly value: Date | number;
  readonly workId: string;
}

/** Which stretch of which shelf. `backward` reads towards the first row, nearest first. */
export interface Stretch {
  readonly shelf: string;
  readonly sort: Sort;
  readonly from: Place | undefined;
  readonly backward: boolean;
  readonly count: number;
}

const keys = {
  newest: sql`p.published_at`,
  popular: sql`p.learner_count`,
  price: sql`p.price`,
} as const;
const casts = { newest: sql`timestamptz`, popular: sql`integer`, price: sql`bigint` } as const;

/**
 * A shelf's name in a statement: written out where there are few such names, since with a parameter whose values are so uneven
 * every execution is planned anew, which takes longer than reading.
 */
function nameOf(shelf: string): RawBuilder<unknown> {
  return isOneOfFew(shelf) ? sql.lit(shelf) : sql`${shelf}`;
}

/** A stretch of a shelf: one index range, however many works there are. */
export async function listPlaces(
  db: Db,
  { shelf, sort, from, backward, count }: Stretch,
): Promise<WorkCard[]> {
  const key = keys[sort];
  const rises = (sort === 'price') !== backward;
  const way = rises ? sql`asc` : sql`desc`;
  const beyond = from
    ? sql`and (${key}, p.work_id) ${rises ? sql`>` : sql`<`} (${from.value}::${casts[sort]}, ${from.workId}::uuid)`
    : sql``;
  // The range is cut before the joins, so that their cost is that of one page.
  const { rows } = await sql<WorkCard>`
    select ${card} from (
      select * from work_place p where p.shelf = ${nameOf(shelf)} ${beyond}
      order by ${key} ${way}, p.work_id ${way} limit ${sql.lit(count)}
    ) p ${around} order by ${key} ${way}, p.work_id ${way}`.execute(db);
  return rows;
}

/** The beginning of a shelf. */
export interface Band {
  readonly shelf: string;
  readonly sort: 'newest' | 'popular';
  readonly count: number;
}

/** The first works of several shelves at once, each with the name of its shelf. */
export async function listFirstPlaces(
  db: Db,
  wanted: readonly Band[],
): Promise<(WorkCard & { shelf: string; sort: 'newest' | 'popular' })[]> {
  const bands = wanted.map(
    ({ shelf, sort, count }) => sql`(
      select ${sql.lit(sort)}::text as sort, p.* from work_place p where p.shelf = ${nameOf(shelf)}
      order by ${keys[sort]} desc, p.work_id desc limit ${sql.lit(count)})`,
  );
  if (bands.length === 0) return [];
  const { rows } = await sql<WorkCard & { shelf: string; sort: 'newest' | 'popular' }>`
    select p.shelf, p.sort, ${card} from (${sql.join(bands, sql` union all `)}) p ${around}`.execute(
    db,
  );
  return rows;
}

/** Cards of works by id, in no order; those not in the catalogue are left out. */
export async function listCards(db: Db, ids: readonly string[]): Promise<WorkCard[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<WorkCard>`
    select ${card} from work_place p ${around}
    where p.shelf = 'all' and p.work_id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

/** Slugs and last changes of published works after `afterId`, for machines that read everything. */
export async function listSitemap(
  db: Db,
  afterId: string | undefined,
  count: number,
): Promise<{ id: string; slug: string; updatedAt: Date }[]> {
  const { rows } = await sql<{ id: string; slug: string; updatedAt: Date }>`
    select w.id, w.slug, w.updated_at from work w
    where w.state = 'published' ${afterId ? sql`and w.id < ${afterId}` : sql``}
    order by w.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}
