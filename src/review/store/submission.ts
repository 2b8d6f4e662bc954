import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Facts, LessonChange, Submission, SubmissionState } from '../types.ts';

/** What the checklist looks at, in one round trip. */
export async function readFacts(db: Db, workId: string): Promise<Facts | undefined> {
  const { rows } = await sql<Facts>`
    with lesson_of as (
      select v.kind, v.body, v.asset_id
      from lesson l join chapter c on c.id = l.chapter_id join lesson_version v on v.id = l.draft_id
      where l.work_id = ${workId} and not c.is_dropped
    ), file as (
      select asset_id from lesson_of where asset_id is not null
      union select v.cover_id from work w join work_version v on v.id = w.draft_id where w.id = ${workId} and v.cover_id is not null
      union select asset_id from embedded_asset where work_id = ${workId}
    )
    select v.title, v.summary, (select count(*) from lesson_of) as lessons,
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
    insert into submission (id, work_id, submitted_by, submitted_at, note, publish_at)
    values (${id}, ${workId}, ${submittedBy}, ${submittedAt}, ${note}, ${publishAt})
    on conflict (work_id) where state = 'open' do nothing returning id`.execute(tx);
  return rows.length === 1;
}

export interface Decision {
  readonly state: 'approved' | 'returned';
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly reasons: string;
}

/** Decides an open submission of somebody else's work. False when it is not open any more. */
export async function decide(tx: Tx, id: string, decision: Decision): Promise<boolean> {
  const written = await tx
    .updateTable('submission')
    .set(decision)
    .where('id', '=', id)
    .where('state', '=', 'open')
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
  s.publish_at, s.state, s.decided_by, s.decided_at, s.reasons`;

const around = sql`
  join work w on w.id = s.work_id join work_version v on v.id = w.draft_id join creator c on c.user_id = w.creator_id`;

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
}

/** Submissions from the newest to the oldest, after `afterId`. */
export async function listSubmissions(
  db: Db,
  filter: SubmissionFilter,
  afterId: string | undefined,
  count: number,
): Promise<Submission[]> {
  const wanted = [
    ...(filter.state ? [sql`s.state = ${sql.lit(filter.state)}`] : []),
    ...(filter.workId ? [sql`s.work_id = ${filter.workId}`] : []),
    ...(filter.creatorId ? [sql`w.creator_id = ${filter.creatorId}`] : []),
    ...(afterId ? [sql`s.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<Submission>`
    select ${fields(filter.locale)} from submission s ${around}
    ${wanted.length > 0 ? sql`where ${sql.join(wanted, sql` and `)}` : sql``}
    order by s.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** Lessons whose draft differs from what is live. */
export async function listChanges(db: Db, workId: string): Promise<LessonChange[]> {
  const { rows } = await sql<LessonChange>`
    select l.id, v.title, v.kind,
      case when l.draft_id is null then 'removed' when l.live_id is null then 'added' else 'changed' end as change
    from lesson l join lesson_version v on v.id = coalesce(l.draft_id, l.live_id)
    join chapter c on c.id = l.chapter_id
    where l.work_id = ${workId} and l.draft_id is distinct from l.live_id
    order by c.position, l.position, l.id`.execute(db);
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
