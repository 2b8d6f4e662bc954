import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import { onlyAfter, type Write } from '#platform/together.ts';
import type { WorkState } from '../types.ts';

/** A work as its publication finds it; its row is held until the transaction ends. */
export interface Held {
  readonly creatorId: string;
  readonly state: WorkState;
  /** Its lessons, or the parts of a bundle. */
  readonly lessons: number;
  /** Parts that nobody can have yet, or any more. */
  readonly shutParts: number;
  readonly isPriced: boolean;
  readonly isInOrder: boolean;
}

/** Holds a work's row and tells what its publication depends on. */
export async function holdWork(tx: Tx, id: string): Promise<Held | undefined> {
  const { rows } = await sql<Held>`
    select w.creator_id, w.state,
      (select count(*) from lesson l join chapter c on c.id = l.chapter_id
        where l.work_id = w.id and l.draft_id is not null and not c.is_dropped) + cardinality(v.part_ids) as lessons,
      (select count(*) from work part where part.id = any(v.part_ids) and part.state <> 'published') as shut_parts,
      exists (select from offer o where o.work_id = w.id and o.retired_at is null) as is_priced, v.is_in_order
    from work w join work_version v on v.id = w.draft_id
    where w.id = ${id} and w.state <> 'deleted' for no key update of w`.execute(tx);
  return rows[0];
}

/** Makes the draft of a work and of its outline what everybody sees, with what each lesson needs, and counts it. */
export async function makeLive(
  tx: Tx,
  id: string,
  needs: ReadonlyMap<string, readonly string[]>,
  now: Date,
): Promise<void> {
  await sql`
    update lesson l set live_id = l.draft_id,
      live_chapter_id = case when l.draft_id is not null then l.chapter_id end,
      live_position = case when l.draft_id is not null then l.position end,
      live_needs = array(select jsonb_array_elements_text(${JSON.stringify(Object.fromEntries(needs))}::jsonb -> l.id::text))::uuid[]
    where l.work_id = ${id}`.execute(tx);
  await sql`
    update chapter set live_title = case when not is_dropped then title end,
      live_position = case when not is_dropped then position end
    where work_id = ${id}`.execute(tx);
  await sql`
    update work w set live_id = w.draft_id, state = 'published', submitted_at = null, updated_at = ${now},
      published_at = case when w.state = 'published' then w.published_at else ${now}::timestamptz end,
      lesson_count = of_lessons.lessons + of_parts.parts, duration_sec = of_lessons.duration_sec + of_parts.duration_sec
    from (
      select count(*)::int as lessons, coalesce(sum(v.duration_sec), 0)::int as duration_sec
      from lesson l join lesson_version v on v.id = l.live_id where l.work_id = ${id} and l.original_id is null
    ) of_lessons, (
      select count(part.id)::int as parts, coalesce(sum(part.duration_sec), 0)::int as duration_sec
      from work own join work_version v on v.id = own.draft_id left join work part on part.id = any(v.part_ids)
      where own.id = ${id}
    ) of_parts
    where w.id = ${id}`.execute(tx);
}

/** Takes a published work out of the catalogue. False when it is not in it. */
export async function makeWithdrawn(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update work set state = 'withdrawn', updated_at = ${now}
    where id = ${id} and state = 'published' returning id`.execute(tx);
  return rows.length === 1;
}

/** Takes a work that is live from everybody. Answers how it stood; nothing when nothing of it is live. */
export async function makeTakenDown(
  tx: Tx,
  id: string,
  now: Date,
): Promise<'published' | 'withdrawn' | undefined> {
  const { rows } = await sql<{ before: 'published' | 'withdrawn' }>`
    with held as (select id, state from work where id = ${id} and state in ('published', 'withdrawn') for no key update)
    update work w set state = 'taken_down', updated_at = ${now} from held where w.id = held.id
    returning held.state as before`.execute(tx);
  return rows[0]?.before;
}

/** Gives a work that was taken down back, as it stood. False when it is not taken down. */
export async function makeRestored(
  tx: Tx,
  id: string,
  state: 'published' | 'withdrawn',
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update work set state = ${state}, updated_at = ${now}
    where id = ${id} and state = 'taken_down' returning id`.execute(tx);
  return rows.length === 1;
}

export async function countWork(tx: Tx, creatorId: string, change: 1 | -1): Promise<void> {
  await sql`update creator set work_count = work_count + ${change}::int where user_id = ${creatorId}`.execute(
    tx,
  );
}

/** The shelves that works stand on, each once. */
export async function listShelves(db: Db, ...workIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ shelf: string }>`
    select distinct shelf from work_place where work_id = any(${[...workIds]}::uuid[])`.execute(db);
  return rows.map(({ shelf }) => shelf);
}

/** Puts a published work on its shelves, and takes it off all others; any other work leaves every shelf. */
export async function shelveWork(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('workPlace').where('workId', '=', id).execute();
  await sql`
    with recursive it as (
      select w.id, w.kind, w.creator_id, w.published_at, w.learner_count, o.price, v.category_id, v.tags
      from work w join work_version v on v.id = w.live_id
      join offer o on o.work_id = w.id and o.retired_at is null
      where w.id = ${id} and w.state = 'published'
    ), branch as (
      select c.id, c.parent_id from category c join it on it.category_id = c.id
      union select c.id, c.parent_id from category c join branch b on b.parent_id = c.id
    ), shelf as (
      select 'all' as name union all select 'kind:' || kind from it
      union all select 'creator:' || creator_id from it
      union all select 'category:' || id from branch
      union select 'tag:' || tag from it, unnest(it.tags) as tag
    )
    insert into work_place (shelf, work_id, published_at, learner_count, price)
    select shelf.name || suffix, it.id, it.published_at, it.learner_count, it.price
    from it, shelf, unnest(array['', case when it.price = 0 then '/free' else '/paid' end]) as suffix
    union all select 'work:' || it.id, it.id, it.published_at, it.learner_count, it.price from it`.execute(
    tx,
  );
}

/** One learner more or less, if the write named `after` changed something, and unless another right says the same. */
export function learnerChange(
  workId: string,
  change: 1 | -1,
  after?: string,
  unless: RawBuilder<boolean> = sql`false`,
): Write {
  return {
    statement: sql`insert into learner_change (work_id, change)
      select ${workId}::uuid, ${change}::smallint where ${onlyAfter(after)} and not ${unless} returning id`,
  };
}

/** Folds changes that wait into the counters; answers the works that changed. */
export async function foldLearnerChanges(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ workId: string }>`
    with gone as (
      delete from learner_change where id in (
        select id from learner_change order by id limit ${sql.lit(limit)} for update skip locked
      ) returning work_id, change
    ), total as (select work_id, sum(change)::int as change from gone group by work_id)
    update work w set learner_count = greatest(w.learner_count + total.change, 0)
    from total where w.id = total.work_id returning w.id as work_id`.execute(tx);
  const ids = rows.map(({ workId }) => workId);
  await sql`
    update work_place p set learner_count = w.learner_count
    from work w where w.id = p.work_id and p.work_id = any(${ids}::uuid[])`.execute(tx);
  return ids;
}
