import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { LateShare } from '../rules/reminder.ts';
import type { Facts, LessonChange, Stage, Submission, SubmissionState } from '../types.ts';

/** What the checklist looks at, in one round trip. */
export async function readFacts(db: Db, workId: string): Promise<Facts | undefined> {
  const { rows } = await sql<Facts>`
    with lesson_of as (
      select l.original_id, v.kind, v.body, v.asset_id
      from lesson l join lesson item on item.id = coalesce(l.original_id, l.id) join chapter c on c.id = item.chapter_id join lesson_version v on v.id = l.draft_id
      where l.work_id = ${workId} and not c.is_dropped
    ), file as (
      select asset_id from lesson_of where asset_id is not null
      union select v.cover_id from work w join work_version v on v.id = w.draft_id where w.id = ${workId} and v.cover_id is not null
      union select asset_id from embedded_asset where work_id = ${workId}
    )
    select v.title, v.summary, (select count(*) from lesson_of where original_id is null) + (
        select count(*) from work part where part.id = any(v.part_ids) and part.state = 'published') as lessons,
      (select count(*) from lesson_of where kind = 'text' and btrim(body, E' \\n\\r\\t') = '') as empty_lessons,
      exists (select from offer o where o.work_id = w.id and o.retired_at is null) as has_price,
      (select count(*) from file join asset a on a.id = file.asset_id where a.state <> 'ready') as media_not_ready
    from work w join work_version v on v.id = w.draft_id
    where w.id = ${workId} and w.state <> 'deleted'`.execute(db);
  return rows[0];
}

export interface NewSubmissionRow {
  readonly id: string;
  readonly workId: string;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly note: string;
  readonly publishAt: Date | null;
}

/** Hands a work in. False when it already is, however many ask at once. */
export async function insertSubmission(tx: Tx, row: NewSubmissionRow): Promise<boolean> {
  const { id, workId, submittedBy, submittedAt, note, publishAt } = row;
  // The state is a literal: as a parameter, a prepared statement could not infer the partial index.
  const { rows } = await sql`
    insert into submission
      (id, work_id, submitted_by, submitted_at, note, publish_at, stage_at, due_at)
    values (${id}, ${workId}, ${submittedBy}, ${submittedAt}, ${note}, ${publishAt}, ${submittedAt}, ${submittedAt})
    on conflict (work_id) where state = 'open' do nothing returning id`.execute(tx);
  return rows.length === 1;
}

/** Says what a work that was just handed in goes through. */
export async function settleWay(
  tx: Tx,
  id: string,
  way: { readonly stage: Stage; readonly needsDeep: boolean; readonly dueAt: Date },
): Promise<void> {
  await tx.updateTable('submission').set(way).where('id', '=', id).execute();
}

export interface Decision {
  readonly state: 'approved' | 'returned';
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly reasons: string;
}

/**
 * Decides a submission that waits in `stage` and that nobody but `decision.decidedBy` has taken. False when that is not so
 * any more.
 */
export async function decide(
  tx: Tx,
  id: string,
  stage: Stage,
  decision: Decision,
): Promise<boolean> {
  const written = await tx
    .updateTable('submission')
    .set(decision)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('stage', '=', stage)
    .where(isFreeFor(decision.decidedBy))
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

const isFreeFor = (userId: string) =>
  sql<boolean>`(assigned_to is null or assigned_to = ${userId})`;

/** Hands a submission on from the first review to the deep one, where nobody has taken it yet. False when it is not there any more. */
export async function passOn(
  tx: Tx,
  id: string,
  by: string,
  next: { readonly stageAt: Date; readonly dueAt: Date },
): Promise<boolean> {
  const written = await tx
    .updateTable('submission')
    .set({ ...next, stage: 'deep', assignedTo: null, assignedAt: null })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('stage', '=', 'first')
    .where('needsDeep', '=', true)
    .where(isFreeFor(by))
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Takes back the open submission of a work. False when there is none. */
export async function withdrawOpen(tx: Tx, workId: string): Promise<boolean> {
  const written = await tx
    .updateTable('submission')
    .set({ state: 'withdrawn' })
    .where('workId', '=', workId)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

const fields = (locale: Locale) => sql`
  s.id, s.work_id, said_in(${locale}, v.title, v.title_en) as work_title, w.creator_id,
  said_in(${locale}, c.name, c.name_en) as creator_name, s.submitted_by, s.submitted_at, s.note,
  s.publish_at, s.state, s.decided_by, s.decided_at, s.reasons, s.stage, s.needs_deep, s.stage_at, s.due_at,
  s.assigned_to, a.name as assignee_name, w.live_id is not null as is_update,
  (select d.reviewer_id from review_verdict d where d.submission_id = s.id and d.stage = 'first') as first_by`;

const around = sql`
  join work w on w.id = s.work_id join work_version v on v.id = w.draft_id join creator c on c.user_id = w.creator_id
  left join app_user a on a.id = s.assigned_to`;

export async function findSubmission(
  db: Db,
  id: string,
  locale: Locale,
): Promise<Submission | undefined> {
  const { rows } = await sql<Submission>`
    select ${fields(locale)} from submission s ${around} where s.id = ${id}`.execute(db);
  return rows[0];
}

export interface SubmissionFilter {
  readonly locale: Locale;
  readonly state?: SubmissionState | undefined;
  readonly workId?: string | undefined;
  readonly creatorId?: string | undefined;
  readonly stage?: Stage | undefined;
  /** Taken by this person, or by nobody. */
  readonly takenBy?: string | null | undefined;
  /** Those whose time was up before this. */
  readonly lateAt?: Date | undefined;
}

/** After which row a list goes on: of open submissions by when they are due, of others by id. */
export type Place = { readonly at: string; readonly id: string } | { readonly id: string };

/** Submissions after `place`: open ones from the most urgent on, others from the newest on. */
export async function listSubmissions(
  db: Db,
  filter: SubmissionFilter,
  place: Place | undefined,
  count: number,
): Promise<Submission[]> {
  const isByDue = filter.state === 'open';
  const wanted = [...conditionsOf(filter), ...(place ? [beyond(place)] : [])];
  const { rows } = await sql<Submission>`
    select ${fields(filter.locale)} from submission s ${around}
    ${wanted.length > 0 ? sql`where ${sql.join(wanted, sql` and `)}` : sql``}
    order by ${isByDue ? sql`s.due_at, s.id` : sql`s.id desc`} limit ${sql.lit(count)}`.execute(db);
  return rows;
}

function conditionsOf(filter: SubmissionFilter): RawBuilder<unknown>[] {
  const { state, workId, creatorId, stage, takenBy, lateAt } = filter;
  return [
    ...(state ? [sql`s.state = ${sql.lit(state)}`] : []),
    ...(workId ? [sql`s.work_id = ${workId}`] : []),
    ...(creatorId ? [sql`w.creator_id = ${creatorId}`] : []),
    ...(stage ? [sql`s.stage = ${sql.lit(stage)}`] : []),
    ...(takenBy === null ? [sql`s.assigned_to is null`] : []),
    ...(takenBy ? [sql`s.assigned_to = ${takenBy}`] : []),
    ...(lateAt ? [sql`s.state = 'open' and s.due_at < ${lateAt}`] : []),
  ];
}

function beyond(place: Place): RawBuilder<unknown> {
  return 'at' in place
    ? sql`(s.due_at, s.id) > (${place.at}::timestamptz, ${place.id}::uuid)`
    : sql`s.id < ${place.id}`;
}

/** Lessons whose draft differs from what is live, each language for itself. */
export async function listChanges(db: Db, workId: string): Promise<LessonChange[]> {
  const { rows } = await sql<LessonChange>`
    select l.id, l.language, v.title, v.kind, l.draft_id, l.live_id,
      case when l.draft_id is null then 'removed' when l.live_id is null then 'added' else 'changed' end as change
    from lesson l join lesson_version v on v.id = coalesce(l.draft_id, l.live_id)
    join lesson item on item.id = coalesce(l.original_id, l.id) join chapter c on c.id = item.chapter_id
    where l.work_id = ${workId} and l.draft_id is distinct from l.live_id
    order by c.position, item.position, item.id, l.original_id nulls first`.execute(db);
  return rows;
}

/** The titles of what was handed in, by the submission's id. */
export async function selectSubmissionTitles(
  db: Db,
  ids: readonly string[],
  locale: Locale,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select s.id, said_in(${locale}, v.title, v.title_en) as name
    from submission s ${around} where s.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}

/** Whether a lesson stands in the draft of a work, or stood there. */
export async function hasLesson(db: Db, workId: string, lessonId: string): Promise<boolean> {
  const found = await db
    .selectFrom('lesson')
    .select('id')
    .where('id', '=', lessonId)
    .where('workId', '=', workId)
    .executeTakeFirst();
  return found !== undefined;
}

/** The versions of what a work says of itself, to compare. */
export async function findFaces(
  db: Db,
  workId: string,
): Promise<{ readonly draftId: string; readonly liveId: string | null }> {
  return db
    .selectFrom('work')
    .select(['draftId', 'liveId'])
    .where('id', '=', workId)
    .executeTakeFirstOrThrow();
}

/** Whether nothing of the work was handed in after this submission. */
export async function isLatest(db: Db, workId: string, id: string): Promise<boolean> {
  const later = await db
    .selectFrom('submission')
    .select('id')
    .where('workId', '=', workId)
    .where('id', '>', id)
    .limit(sql.lit(1))
    .executeTakeFirst();
  return later === undefined;
}

/** How many open submissions are overdue at `now`, by who took them. */
export async function countLate(db: Db, now: Date): Promise<LateShare[]> {
  const { rows } = await sql<LateShare>`
    select s.assigned_to, count(*) as count
    from submission s join work w on w.id = s.work_id
    where s.state = 'open' and s.due_at < ${now} and w.state <> 'deleted'
    group by s.assigned_to`.execute(db);
  return rows;
}
