import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Keep, Study } from './types.ts';

export interface NewKeep {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly lessonId: string;
  readonly workId: string;
  readonly now: Date;
  readonly endsAt: Date;
}

/** Writes that a device keeps a lesson; one that keeps it already goes on with the same. Answers its id. */
export async function upsertKeep(db: Db, keep: NewKeep): Promise<string> {
  const { id, userId, sessionId, lessonId, workId, now, endsAt } = keep;
  const { rows } = await sql<{ id: string }>`
    insert into offline_keep as k (id, user_id, session_id, lesson_id, work_id, kept_at, ends_at)
    values (${id}, ${userId}, ${sessionId}, ${lessonId}, ${workId}, ${now}, ${endsAt})
    on conflict (session_id, lesson_id) where ended_at is null do update set ends_at = excluded.ends_at
    returning k.id`.execute(db);
  return rows[0]!.id;
}

/** One's own keeps among these, with the length of their recordings. */
export async function selectKeeps(db: Db, userId: string, ids: readonly string[]): Promise<Keep[]> {
  const { rows } = await sql<Keep>`
    select k.id, k.lesson_id, k.kept_at, k.ends_at, k.ended_at,
      coalesce(v.duration_sec, 0) as duration_sec
    from offline_keep k join lesson l on l.id = k.lesson_id left join lesson_version v on v.id = l.live_id
    where k.id = any(${ids}::uuid[]) and k.user_id = ${userId}`.execute(db);
  return rows;
}

/** The keeps of somebody that have not ended, of one work or of all. */
export async function selectKeepsOf(
  db: Db,
  userId: string,
  workId?: string,
): Promise<{ readonly id: string; readonly lessonId: string }[]> {
  const query = db
    .selectFrom('offlineKeep')
    .select(['id', 'lessonId'])
    .where('userId', '=', userId)
    .where('endedAt', 'is', null);
  return (workId === undefined ? query : query.where('workId', '=', workId)).execute();
}

/** Lets keeps stay until another time. */
export async function prolongKeeps(
  db: Db,
  stays: readonly { readonly id: string; readonly endsAt: Date }[],
): Promise<void> {
  if (stays.length === 0) return;
  const ids = stays.map(({ id }) => id);
  const ends = stays.map(({ endsAt }) => endsAt.toISOString());
  await sql`
    update offline_keep k set ends_at = stay.ends_at
    from unnest(${ids}::uuid[], ${ends}::timestamptz[]) as stay (id, ends_at)
    where k.id = stay.id and k.ended_at is null and k.ends_at <> stay.ends_at`.execute(db);
}

/** Ends keeps of somebody that have not ended. Answers how many. */
export async function endKeeps(
  db: Db,
  userId: string,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await db
    .updateTable('offlineKeep')
    .set({ endedAt: now })
    .where('id', 'in', ids)
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export interface KeepRow {
  readonly id: string;
  readonly lessonId: string;
  readonly title: string;
  readonly keptAt: Date;
  readonly endsAt: Date;
}

/** What the devices of somebody keep, the latest first. */
export async function selectKept(
  db: Db,
  wanted: {
    readonly userId: string;
    readonly now: Date;
    readonly limit: number;
    readonly beforeId: string | undefined;
  },
): Promise<KeepRow[]> {
  const { userId, now, limit, beforeId } = wanted;
  const { rows } = await sql<KeepRow>`
    select k.id, k.lesson_id, k.kept_at, k.ends_at, v.title
    from offline_keep k join lesson l on l.id = k.lesson_id
    join lesson_version v on v.id = coalesce(l.live_id, l.draft_id)
    where k.user_id = ${userId} and k.ended_at is null and k.ends_at > ${now}
      ${beforeId ? sql`and k.id < ${beforeId}::uuid` : sql``}
    order by k.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Forgets keeps that ended before `before`: no device has anything to say of them any more. Answers how many. */
export async function deleteKeeps(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('offlineKeep')
    .where('endsAt', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** What is known of the study of a lesson after something was added to it. */
export interface StudyAdded {
  readonly addedSec: number;
  readonly placeSec: number;
  readonly placeAt: Date;
}

/**
 * Adds to what is known (`join` of the rules), in one statement: unions and a latest place, so the order and the number of
 * times do not matter. Undefined when it is in more pieces than anybody learns in, and nothing was added.
 */
export async function addStudy(
  tx: Tx,
  userId: string,
  lessonId: string,
  { heard, spent, place }: Study,
): Promise<StudyAdded | undefined> {
  const [from, to] = [heard.map(([start]) => start), heard.map(([, end]) => end)];
  const instant = (ms: number) => new Date(ms).toISOString();
  const [since, until] = [
    spent.map(([start]) => instant(start)),
    spent.map(([, end]) => instant(end)),
  ];
  const { rows } = await sql<StudyAdded>`
    with told as (
      select
        coalesce((select range_agg(int4range(a, b)) from unnest(${from}::int[], ${to}::int[]) as part (a, b)), '{}') as heard,
        coalesce((select range_agg(tstzrange(a, b))
          from unnest(${since}::timestamptz[], ${until}::timestamptz[]) as part (a, b)), '{}') as spent
    )
    insert into offline_study as s (user_id, lesson_id, heard, spent, credit_sec, added_sec, place_sec, place_at, place_by)
    select ${userId}, ${lessonId}, heard, spent, offline_credit(heard, spent), offline_credit(heard, spent),
      ${place.sec}, ${instant(place.at)}::timestamptz, ${place.by}
    from told
    on conflict (user_id, lesson_id) do update set
      heard = s.heard + excluded.heard,
      spent = s.spent + excluded.spent,
      credit_sec = offline_credit(s.heard + excluded.heard, s.spent + excluded.spent),
      added_sec = offline_credit(s.heard + excluded.heard, s.spent + excluded.spent) - s.credit_sec,
      (place_sec, place_at, place_by) = (
        select p.place_sec, p.place_at, p.place_by
        from (values (s.place_sec, s.place_at, s.place_by),
          (excluded.place_sec, excluded.place_at, excluded.place_by)) as p (place_sec, place_at, place_by)
        order by p.place_at desc, p.place_by desc limit 1)
      where (select count(*) from unnest(s.spent)) < 5000
    returning s.added_sec, s.place_sec, s.place_at`.execute(tx);
  return rows[0];
}
