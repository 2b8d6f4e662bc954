import { sql } from 'kysely';
import { businessDay } from '#kernel/time.ts';
import type { Db, Tx } from '#platform/db.ts';
import { holds, needsNothing, opening, shortest, tellingBegun } from '../store.ts';

/** A live lesson that a right of somebody opens. */
export interface OpenStay {
  readonly lessonId: string;
  /** The version that learners see, the later one where it is said in two languages. */
  readonly editionId: string;
  /** When the last right that opens it ends for this lesson; null: never. */
  readonly until: Date | null;
}

/** Which of these lessons are open to a learner at `now` by a right of theirs (`standingAmong`), and until when. */
export async function selectOpenStays(
  db: Db,
  userId: string,
  lessonIds: readonly string[],
  now: Date,
): Promise<OpenStay[]> {
  const { rows } = await sql<OpenStay>`
    select l.id as lesson_id, greatest(l.live_id, t.live_id) as edition_id,
      nullif(max(coalesce(least(e.ends_at, closes.at), 'infinity'::timestamptz)), 'infinity') as until
    from lesson l join work w on w.id = l.work_id join lesson_version v on v.id = l.live_id
    left join lesson t on t.original_id = l.id
    join right_of_use e on ${holds(userId, now)} ${opening('v')}
    cross join lateral (select opens.at + make_interval(hours => 24 * v.closes_after_days) as at) closes
    where l.id = any(${lessonIds}::uuid[]) and w.state <> 'taken_down'
      and opens.at <= ${now} and (closes.at is null or closes.at > ${now})
      and ${needsNothing(userId, now)}
    group by l.id, l.live_id, t.live_id`.execute(db);
  return rows;
}

/** What was learned of one lesson without network, as it is brought in. */
export interface Brought {
  readonly userId: string;
  readonly lessonId: string;
  /** Seconds that were not counted before. */
  readonly addedSec: number;
  /** Where the learner was, and when they were there: what is known of a later time stays. */
  readonly positionSec: number;
  readonly at: Date;
}

export interface StudyWritten {
  readonly workId: string;
  readonly learnedSec: number;
  readonly completedAt: Date | null;
  readonly durationSec: number;
}

/** Adds it to the progress, in one statement: nothing goes backwards. Undefined when there is no such live lesson any more. */
export async function writeStudy(tx: Tx, brought: Brought): Promise<StudyWritten | undefined> {
  const { userId, lessonId, addedSec, positionSec, at } = brought;
  const { rows } = await sql<StudyWritten>`
    with studied_lesson as (
      select l.id, l.work_id, ${shortest} as duration_sec from lesson l join lesson_version v on v.id = l.live_id
      where l.id = ${lessonId}
    ), enrolled as (
      insert into enrolment as n (user_id, work_id, enrolled_at, last_at, last_lesson_id)
      select ${userId}, s.work_id, ${at}, ${at}, s.id from studied_lesson s
      on conflict (user_id, work_id) do update set
        last_lesson_id = case when excluded.last_at >= n.last_at then excluded.last_lesson_id else n.last_lesson_id end,
        last_at = greatest(n.last_at, excluded.last_at)
      returning n.user_id, n.work_id
    ), ${tellingBegun(userId, at)}, written as (
      insert into progress as p (user_id, lesson_id, work_id, position_sec, learned_sec, credit_sec, updated_at)
      select ${userId}, s.id, s.work_id, ${positionSec}, ${addedSec}, ${addedSec}, ${at} from studied_lesson s
      on conflict (user_id, lesson_id) do update set
        position_sec = case when excluded.updated_at >= p.updated_at then excluded.position_sec else p.position_sec end,
        learned_sec = p.learned_sec + excluded.learned_sec,
        updated_at = greatest(p.updated_at, excluded.updated_at)
      returning p.*
    ), counted as (
      insert into study_day as d (work_id, day, user_id, learned_sec)
      select w.work_id, ${businessDay(at)}, ${userId}, ${addedSec}::integer from written w where ${addedSec}::integer > 0
      on conflict (work_id, day, user_id) do update set learned_sec = d.learned_sec + excluded.learned_sec
    )
    select w.work_id, w.learned_sec, w.completed_at, s.duration_sec from written w, studied_lesson s`.execute(
    tx,
  );
  return rows[0];
}
