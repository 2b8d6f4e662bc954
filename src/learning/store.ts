import { sql } from 'kysely';
import { businessDay } from '#kernel/time.ts';
import type { Db, Tx } from '#platform/db.ts';
import { fastest, firstCreditSec } from './rules.ts';
import type { Enrolled, Progress } from './types.ts';

/** Whether `e` of `right_of_use` is a right of `user` to the work of `l` and holds at `now`; entitlement's own question, asked inside statements of ours. */
export const holds = (userId: string, now: Date) => sql<boolean>`(
  e.user_id = ${userId} and e.work_id = l.work_id
    and e.starts_at <= ${now} and (e.ends_at is null or e.ends_at > ${now}))`;

const isEntitled = (userId: string, now: Date) => sql<boolean>`exists (
  select from right_of_use e where ${holds(userId, now)})`;

type Version = 'v' | 'first_version';

/** When right `e` opens a lesson version: `opens.at`. */
export const opening = (version: Version) => {
  const v = sql.raw(version);
  return sql`cross join lateral (select greatest(
    e.since, ${v}.opens_on::timestamp at time zone 'Asia/Shanghai',
    e.since + make_interval(hours => 24 * ${v}.opens_after_days)) as at) opens`;
};

/** The rights of `user` to the work of `l` that hold at `now` and have not closed lesson version `v` yet, with when each opens it. */
const stays = (userId: string, version: Version, now: Date) => {
  const v = sql.raw(version);
  return sql`
  select from right_of_use e ${opening(version)}
  where ${holds(userId, now)}
    and (${v}.closes_after_days is null or opens.at + make_interval(hours => 24 * ${v}.closes_after_days) > ${now})`;
};

const hasDone = (userId: string, lesson: 'l' | 'first') => sql<boolean>`exists (
  select from progress p where p.user_id = ${userId} and p.lesson_id = ${sql.raw(lesson)}.id and p.completed_at is not null)`;

/** Whether `user` has done what comes before `l`, as far as they still can, or `l` itself. */
export const needsNothing = (userId: string, now: Date) => sql<boolean>`(
  l.live_needs = '{}' or ${hasDone(userId, 'l')} or not exists (
    select from lesson first join lesson_version first_version on first_version.id = first.live_id
    where first.id = any(l.live_needs) and not ${hasDone(userId, 'first')}
      and (first_version.is_trial or exists (${stays(userId, 'first_version', now)}))))`;

/** Whether a right of `user` opens lesson version `v` of `l` at `now`: `standingAmong`, asked inside one statement of ours. */
const isOpened = (userId: string, now: Date) => sql<boolean>`(
  exists (${stays(userId, 'v', now)} and opens.at <= ${now}) and ${needsNothing(userId, now)})`;

/**
 * How long the recording of `l` is: of two languages the shorter one, for who has heard that one to its end has done the lesson.
 * Progress is of the item, in whichever language.
 */
export const shortest = sql<number>`coalesce((
  select least(v.duration_sec, nullif(tv.duration_sec, 0)) from lesson t join lesson_version tv on tv.id = t.live_id
  where t.original_id = l.id), v.duration_sec)`;

/**
 * When `user` takes a place in a work (`enrolled`, written by the same statement) as a member, without a right of their own, and
 * is not among its learners yet: the event. The user is named each time: what is only joined is sought among everybody's rights.
 */
export const tellingBegun = (userId: string, now: Date) => sql`begun as (
  insert into outbox (event, payload)
  select 'work.begun', jsonb_build_object('userId', ${userId}::text, 'workId', n.work_id) from enrolled n
  where not exists (
    select from entitlement e where e.user_id = ${userId} and e.work_id = n.work_id and e.revoked_at is null)
    and not exists (select from member_learner b where b.work_id = n.work_id and b.user_id = ${userId})
    and exists (
      select from right_of_use e where e.user_id = ${userId} and e.work_id = n.work_id
        and e.starts_at <= ${now} and (e.ends_at is null or e.ends_at > ${now}))
)`;

export interface ProgressWrite {
  readonly userId: string;
  readonly lessonId: string;
  readonly positionSec: number;
  readonly playedSec: number;
  readonly now: Date;
}

export interface ProgressWritten extends Progress {
  readonly durationSec: number;
  readonly workId: string;
}

/**
 * Writes a report and keeps the enrolment, in one statement: the position moves freely, what was learned grows no faster than
 * `creditOf` allows. Undefined when there is no such live lesson that the user may open.
 */
export async function writeProgress(
  db: Db,
  report: ProgressWrite,
): Promise<ProgressWritten | undefined> {
  const { userId, lessonId, positionSec, playedSec, now } = report;
  const today = businessDay(now);
  const first = sql`least(${playedSec}::integer, ${sql.lit(firstCreditSec)})`;
  const next = sql`least(${playedSec}::integer,
    floor(greatest(0, extract(epoch from excluded.updated_at - p.updated_at)) * ${sql.lit(fastest)})::integer)`;
  const { rows } = await sql<ProgressWritten>`
    with opened as (
      select l.id, l.work_id, ${shortest} as duration_sec, ${isEntitled(userId, now)} as is_entitled
      from lesson l join lesson_version v on v.id = l.live_id
      where l.id = ${lessonId} and (v.is_trial or ${isOpened(userId, now)})
    ), enrolled as (
      insert into enrolment as n (user_id, work_id, enrolled_at, last_at, last_lesson_id)
      select ${userId}, o.work_id, ${now}, ${now}, o.id from opened o where o.is_entitled
      on conflict (user_id, work_id) do update
        set last_at = greatest(n.last_at, excluded.last_at), last_lesson_id = excluded.last_lesson_id
      returning n.user_id, n.work_id
    ), ${tellingBegun(userId, now)}, written as (
      insert into progress as p (user_id, lesson_id, work_id, position_sec, learned_sec, credit_sec, updated_at)
      select ${userId}, o.id, o.work_id, ${positionSec}, ${first}, ${first}, ${now}
      from opened o
      on conflict (user_id, lesson_id) do update set
        position_sec = excluded.position_sec,
        learned_sec = p.learned_sec + ${next},
        credit_sec = ${next},
        updated_at = greatest(p.updated_at, excluded.updated_at)
      returning p.*
    ), studied as (
      insert into study_day as d (work_id, day, user_id, learned_sec)
      select w.work_id, ${today}, ${userId}, w.credit_sec from written w
      on conflict (work_id, day, user_id) do update set learned_sec = d.learned_sec + excluded.learned_sec
    )
    select w.lesson_id, w.work_id, w.position_sec, w.learned_sec, w.completed_at, o.duration_sec from written w, opened o`.execute(
    db,
  );
  return rows[0];
}

/** The live lesson that a user may open at `now`, with its work; undefined when there is none. */
export async function findOpenLesson(
  db: Db,
  userId: string,
  lessonId: string,
  now: Date,
): Promise<{ readonly workId: string } | undefined> {
  const { rows } = await sql<{ workId: string }>`
    select l.work_id from lesson l join lesson_version v on v.id = l.live_id
    where l.id = ${lessonId} and (v.is_trial or ${isOpened(userId, now)})`.execute(db);
  return rows[0];
}

/** Who has done which lesson, and when that is written. */
export interface LessonDone {
  readonly userId: string;
  readonly lessonId: string;
  readonly workId: string;
  readonly now: Date;
}

/** Says that a lesson is done. False when it was done before. */
export async function completeProgress(tx: Tx, done: LessonDone): Promise<boolean> {
  const { userId, lessonId, workId, now } = done;
  const { numAffectedRows = 0n } = await sql`
    insert into progress as p (user_id, lesson_id, work_id, completed_at, updated_at)
    values (${userId}, ${lessonId}, ${workId}, ${now}, ${now})
    on conflict (user_id, lesson_id) do update set completed_at = excluded.completed_at where p.completed_at is null`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

/** Counts a lesson that was done just now in its course. True when it was the last one that was missing. */
export async function countCompleted(tx: Tx, done: LessonDone): Promise<boolean> {
  const { userId, lessonId, workId, now } = done;
  const { rows } = await sql<{ isFinished: boolean }>`
    with enrolled as (
      insert into enrolment as n (user_id, work_id, enrolled_at, last_at, last_lesson_id, completed_count)
      values (${userId}, ${workId}, ${now}, ${now}, ${lessonId}, 1)
      on conflict (user_id, work_id) do update set completed_count = n.completed_count + 1,
        last_at = greatest(n.last_at, excluded.last_at), last_lesson_id = excluded.last_lesson_id
      returning n.user_id, n.work_id, n.completed_count
    ), ${tellingBegun(userId, now)}, studied as (
      insert into study_day (work_id, day, user_id)
      select work_id, ${businessDay(now)}, user_id from enrolled on conflict do nothing
    ), finished as (
      insert into work_finish (work_id, user_id, finished_at)
      select c.work_id, c.user_id, ${now} from enrolled c join work w on w.id = c.work_id
      where w.lesson_count > 0 and c.completed_count >= w.lesson_count
      on conflict do nothing returning work_id
    )
    select exists (select from finished) as is_finished`.execute(tx);
  return rows[0]?.isFinished ?? false;
}

/** Gives learners their places in courses; twice is once. */
export async function insertEnrolments(
  tx: Tx,
  places: readonly { readonly userId: string; readonly workId: string }[],
  now: Date,
): Promise<void> {
  const userIds = places.map(({ userId }) => userId);
  const workIds = places.map(({ workId }) => workId);
  await sql`
    insert into enrolment (user_id, work_id, enrolled_at, last_at)
    select user_id, work_id, ${now}, ${now}
    from unnest(${userIds}::uuid[], ${workIds}::uuid[]) as place (user_id, work_id) order by 1, 2
    on conflict (user_id, work_id) do nothing`.execute(tx);
}

/** How far a learner is in each lesson of a work that was begun. */
export async function selectProgress(db: Db, userId: string, workId: string): Promise<Progress[]> {
  return db
    .selectFrom('progress')
    .select(['lessonId', 'positionSec', 'learnedSec', 'completedAt'])
    .where('userId', '=', userId)
    .where('workId', '=', workId)
    .execute();
}

/** The lesson in which a learner was last. */
export async function findLastLesson(
  db: Db,
  userId: string,
  workId: string,
): Promise<string | null> {
  const query = db
    .selectFrom('enrolment')
    .select('lastLessonId')
    .where('userId', '=', userId)
    .where('workId', '=', workId);
  return (await query.executeTakeFirst())?.lastLessonId ?? null;
}

export interface EnrolledQuery {
  readonly userId: string;
  readonly now: Date;
  readonly limit: number;
  readonly after: { readonly lastAt: string; readonly workId: string } | undefined;
}

/** The courses that somebody learns and still may, the one they were in last first. */
export async function selectEnrolled(
  db: Db,
  { userId, now, limit, after }: EnrolledQuery,
): Promise<Enrolled[]> {
  const place = after
    ? sql`and (l.last_at, l.work_id) < (${after.lastAt}::timestamptz, ${after.workId}::uuid)`
    : sql``;
  const { rows } = await sql<Enrolled>`
    select l.work_id, l.enrolled_at, l.last_at, l.last_lesson_id, l.completed_count,
      w.kind, w.slug, w.lesson_count, v.title, v.title_en, v.cover_id, (
        select case when bool_or(o.ends_at is null) then null else max(o.ends_at) end from entitlement o
        where o.user_id = l.user_id and o.work_id = l.work_id and o.revoked_at is null and (o.ends_at is null or o.ends_at > ${now})) as ends_at
    from enrolment l join work w on w.id = l.work_id join work_version v on v.id = w.live_id
    where l.user_id = ${userId} and ${isEntitled(userId, now)} ${place}
    order by l.last_at desc, l.work_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
