import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';

/** A live text as it is filed for comparison. */
export interface FiledText {
  readonly id: string;
  readonly lessonId: string | null;
  readonly slots: Buffer;
  readonly bands: readonly number[];
}

/** Notes that a work is being filed by `version`; whoever files it too waits until this transaction ends. */
export async function beginSketching(
  tx: Tx,
  workId: string,
  version: number,
  now: Date,
): Promise<void> {
  await sql`
    insert into sketch_work (work_id, version, sketched_at) values (${workId}, ${version}, ${now})
    on conflict (work_id) do update set version = excluded.version, sketched_at = excluded.sketched_at`.execute(
    tx,
  );
}

/** Files the texts of a work in place of those that were filed. */
export async function replaceSketches(
  tx: Tx,
  workId: string,
  texts: readonly FiledText[],
): Promise<void> {
  await tx.deleteFrom('textSketch').where('workId', '=', workId).execute();
  for (const { id, lessonId, slots, bands } of texts)
    await sql`
      insert into text_sketch (id, work_id, lesson_id, slots, bands)
      values (${id}, ${workId}, ${lessonId}, ${slots}, ${[...bands]}::int[])`.execute(tx);
}

/** A text of another work that may be alike. */
export interface Candidate {
  readonly workId: string;
  readonly workTitle: string;
  readonly lessonTitle: string | null;
  readonly slots: Buffer;
}

const most = sql.lit(200);

/** Texts of other published works that share a key: at most 200, however many there are. */
export async function selectCandidates(
  tx: Tx,
  workId: string,
  bands: readonly number[],
): Promise<Candidate[]> {
  // What half the house has copied is found in a few of its copies.
  await sql`select set_config('gin_fuzzy_search_limit', '2000', true)`.execute(tx);
  const { rows } = await sql<Candidate>`
    select s.work_id, v.title as work_title, lv.title as lesson_title, s.slots
    from (select * from text_sketch where bands && ${[...bands]}::int[] and work_id <> ${workId} limit ${most}) s
    join work w on w.id = s.work_id and w.state = 'published'
    join work_version v on v.id = w.live_id
    left join lesson l on l.id = s.lesson_id left join lesson_version lv on lv.id = l.live_id`.execute(
    tx,
  );
  return rows;
}

/** Published works that are not filed, or were by an older version; and filed ones that are not published any more. */
export async function selectUnsketched(db: Db, version: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from work w left join sketch_work s on s.work_id = w.id
    where w.state = 'published' and coalesce(s.version, 0) < ${version}
    limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}
