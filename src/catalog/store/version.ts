import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { LessonDraft, Origin, SavePoint, Standing, WorkFace } from '../types.ts';

/** Who wrote a version, how and when. */
export interface Written {
  readonly id: string;
  readonly authorId: string | null;
  readonly origin: Origin;
  readonly createdAt: Date;
}

export async function insertLessonVersion(
  tx: Tx,
  row: LessonDraft & Written & { lessonId: string },
): Promise<void> {
  await tx
    .insertInto('lessonVersion')
    .values({ ...row, needs: [...row.needs] })
    .execute();
}

const point = sql`v.id, v.author_id, v.origin, v.created_at, v.submitted_at, v.published_at`;

/** A lesson's version as a save point. */
export async function findLessonPoint(db: Db, id: string): Promise<SavePoint | undefined> {
  const { rows } =
    await sql<SavePoint>`select ${point}, v.body from lesson_version v where v.id = ${id}`.execute(
      db,
    );
  return rows[0];
}

/** What a version of a lesson says. */
export function findVersionText(db: Db, id: string): Promise<LessonDraft> {
  return db
    .selectFrom('lessonVersion')
    .select(['title', 'kind', 'body', 'assetId', 'isTrial', 'trialFirst', 'durationSec', 'needs'])
    .select(['opensOn', 'opensAfterDays', 'closesAfterDays'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A work's version as a save point. */
export async function findWorkPoint(db: Db, id: string): Promise<SavePoint | undefined> {
  const { rows } =
    await sql<SavePoint>`select ${point}, v.description as body from work_version v where v.id = ${id}`.execute(
      db,
    );
  return rows[0];
}

/** Counts one save of a lesson's draft. Nothing when it left the draft, or (with `expected`) when somebody saved since. */
export async function countSave(
  tx: Tx,
  lessonId: string,
  expected: number | undefined,
): Promise<number | undefined> {
  const { rows } = await sql<{ revision: number }>`
    update lesson set revision = revision + 1
    where id = ${lessonId} and draft_id is not null and revision = coalesce(${expected ?? null}::int, revision)
    returning revision`.execute(tx);
  return rows[0]?.revision;
}

/** Makes a save point on purpose of one that came by itself: nothing folds into it any more. */
export async function keepPoint(tx: Tx, lessonVersionId: string): Promise<void> {
  await tx
    .updateTable('lessonVersion')
    .set({ origin: 'saved' })
    .where('id', '=', lessonVersionId)
    .where('origin', '=', 'autosaved')
    .execute();
}

/** Folds a save into a version that nobody but its author has seen. False when somebody has. */
export async function foldIntoLesson(
  tx: Tx,
  id: string,
  draft: LessonDraft,
  now: Date,
): Promise<boolean> {
  const written = await tx
    .updateTable('lessonVersion')
    .set({ ...draft, needs: [...draft.needs], savedAt: now })
    .where('id', '=', id)
    .where('submittedAt', 'is', null)
    .where('publishedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Folds a save into a version that nobody but its author has seen. False when somebody has. */
export async function foldIntoWork(
  tx: Tx,
  id: string,
  patch: Partial<WorkFace>,
  now: Date,
): Promise<boolean> {
  const { tags, partIds, ...rest } = patch;
  const written = await tx
    .updateTable('workVersion')
    .set({
      ...rest,
      ...(tags ? { tags: [...tags] } : {}),
      ...(partIds ? { partIds: [...partIds] } : {}),
      savedAt: now,
    })
    .where('id', '=', id)
    .where('submittedAt', 'is', null)
    .where('publishedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Writes a new draft of a work. */
export async function insertWorkVersion(
  tx: Tx,
  row: WorkFace & Written & { workId: string },
): Promise<void> {
  await tx
    .insertInto('workVersion')
    .values({ ...row, tags: [...row.tags], partIds: [...row.partIds] })
    .execute();
  await tx.updateTable('work').set({ draftId: row.id }).where('id', '=', row.workId).execute();
}

/** What a lesson's draft says now, and who said it. */
export async function findStanding(db: Db, lessonId: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select l.revision, v.id as version_id, u.name as author_name, coalesce(v.saved_at, v.created_at) as saved_at,
      v.title, v.kind, v.body, v.asset_id, v.is_trial, v.trial_first, v.duration_sec, v.opens_on, v.opens_after_days, v.closes_after_days, v.needs
    from lesson l join lesson_version v on v.id = l.draft_id left join app_user u on u.id = v.author_id
    where l.id = ${lessonId}`.execute(db);
  return rows[0];
}

/** Notes that the draft of a work, lessons included, was handed in or published: it is never changed again. */
export async function sealDraft(
  tx: Tx,
  workId: string,
  deed: 'submitted' | 'published',
  now: Date,
): Promise<void> {
  const at = deed === 'submitted' ? sql`submitted_at` : sql`published_at`;
  await sql`
    update work_version v set ${at} = ${now}
    from work w where w.id = ${workId} and v.id = w.draft_id and v.${at} is null`.execute(tx);
  await sql`
    update lesson_version v set ${at} = ${now}
    from lesson l where l.work_id = ${workId} and v.id = l.draft_id and v.${at} is null`.execute(
    tx,
  );
}
