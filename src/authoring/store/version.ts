import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { LessonVersion, VersionRow, WorkVersion } from '../types.ts';

const about = sql`
  v.id, v.title, u.name as author_name, v.origin, v.created_at, coalesce(v.saved_at, v.created_at) as saved_at,
  v.submitted_at, v.published_at`;

const ofLesson = sql`
  ${about}, char_length(v.body) as length,
  v.id is not distinct from l.draft_id as is_draft, v.id is not distinct from l.live_id as is_live`;

const ofWork = sql`
  ${about}, char_length(v.description) as length,
  v.id = w.draft_id as is_draft, v.id is not distinct from w.live_id as is_live`;

const aroundLesson = sql`
  lesson_version v join lesson l on l.id = v.lesson_id left join app_user u on u.id = v.author_id`;

const aroundWork = sql`
  work_version v join work w on w.id = v.work_id left join app_user u on u.id = v.author_id`;

/** A lesson's versions from the newest to the oldest, after `afterId`. */
export async function listLessonVersions(
  db: Db,
  lessonId: string,
  afterId: string | undefined,
  count: number,
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${ofLesson} from ${aroundLesson}
    where v.lesson_id = ${lessonId} ${afterId ? sql`and v.id < ${afterId}` : sql``}
    order by v.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** A work's versions from the newest to the oldest, after `afterId`. */
export async function listWorkVersions(
  db: Db,
  workId: string,
  afterId: string | undefined,
  count: number,
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${ofWork} from ${aroundWork}
    where v.work_id = ${workId} ${afterId ? sql`and v.id < ${afterId}` : sql``}
    order by v.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** One version of just this lesson. */
export async function findLessonVersion(
  db: Db,
  lessonId: string,
  id: string,
): Promise<LessonVersion | undefined> {
  const { rows } = await sql<LessonVersion>`
    select ${ofLesson}, v.kind, v.body, v.asset_id, v.is_trial, v.trial_first, v.duration_sec,
      v.opens_on, v.opens_after_days, v.closes_after_days, v.needs
    from ${aroundLesson}
    where v.id = ${id} and v.lesson_id = ${lessonId}`.execute(db);
  return rows[0];
}

/** One version of just this work. */
export async function findWorkVersion(
  db: Db,
  workId: string,
  id: string,
): Promise<WorkVersion | undefined> {
  const { rows } = await sql<WorkVersion>`
    select ${ofWork}, v.subtitle, v.summary, v.description, v.title_en, v.subtitle_en, v.summary_en, v.description_en,
      v.cover_id, v.category_id, v.tags,
      v.level, v.language, v.planned_count, v.part_ids, v.is_in_order
    from ${aroundWork} where v.id = ${id} and v.work_id = ${workId}`.execute(db);
  return rows[0];
}
