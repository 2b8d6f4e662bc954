import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Work, WorkCore, WorkDraft, WorkFace, WorkKind } from '../types.ts';
import { insertWorkVersion, type Written } from './version.ts';

const core = sql`
  w.id, w.kind, w.slug, w.creator_id, c.name as creator_name, c.name_en as creator_name_en,
  c.slug as creator_slug, w.state, w.revision, w.face_revision,
  w.submitted_at, w.published_at, w.lesson_count, w.duration_sec, w.learner_count, w.created_at, w.updated_at,
  o.id as offer_id, o.price, o.refund_days, o.access_days`;

const face = sql`
  v.title, v.subtitle, v.summary, v.description, v.title_en, v.subtitle_en, v.summary_en, v.description_en, v.cover_id, v.category_id, v.tags,
  v.level, v.language, v.planned_count, v.part_ids, v.is_in_order`;

const around = sql`
  join creator c on c.user_id = w.creator_id
  left join offer o on o.work_id = w.id and o.retired_at is null`;

type FaceRow = Omit<WorkCore, 'title'> &
  Omit<WorkFace, 'title'> & { title: string; liveId: string | null };

/** A work with what everybody sees of it. Deleted works are not there. */
export async function findWork(
  db: Db,
  where: { id: string } | { slug: string },
): Promise<Work | undefined> {
  const by = 'id' in where ? sql`w.id = ${where.id}` : sql`w.slug = ${where.slug}`;
  const { rows } = await sql<FaceRow>`
    select ${core}, ${face}, w.live_id
    from work w ${around} join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where ${by} and w.state <> 'deleted'`.execute(db);
  const [row] = rows;
  return row && { ...coreOf(row), live: row.liveId ? faceOf(row) : null };
}

/** A work with its draft. Deleted works are not there. */
export async function findDraft(db: Db, id: string): Promise<WorkDraft | undefined> {
  const { rows } = await sql<FaceRow>`
    select ${core}, ${face}, w.live_id
    from work w ${around} join work_version v on v.id = w.draft_id
    where w.id = ${id} and w.state <> 'deleted'`.execute(db);
  const [row] = rows;
  return row && { ...coreOf(row), draft: faceOf(row) };
}

/** The id of the work that a creator's import came from. */
export async function findIdBySource(
  db: Db,
  creatorId: string,
  source: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('work')
    .select('id')
    .where('creatorId', '=', creatorId)
    .where('source', '=', source)
    .where('state', '<>', 'deleted')
    .executeTakeFirst();
  return row?.id;
}

/** Whether any work, deleted ones too, has this address. */
export async function hasSlug(db: Db, slug: string): Promise<boolean> {
  const query = db.selectFrom('work').select('id').where('slug', '=', slug);
  return (await query.executeTakeFirst()) !== undefined;
}

function coreOf(row: FaceRow): WorkCore {
  const {
    id,
    kind,
    slug,
    creatorId,
    creatorName,
    creatorNameEn,
    creatorSlug,
    state,
    revision,
    faceRevision,
    submittedAt,
    publishedAt,
  } = row;
  const { lessonCount, durationSec, learnerCount, createdAt, updatedAt, offerId, price, title } =
    row;
  const { refundDays, accessDays } = row;
  return {
    id,
    kind,
    slug,
    creatorId,
    creatorName,
    creatorNameEn,
    creatorSlug,
    state,
    revision,
    faceRevision,
    submittedAt,
    publishedAt,
    lessonCount,
    durationSec,
    learnerCount,
    createdAt,
    updatedAt,
    offerId,
    price,
    refundDays,
    accessDays,
    title,
  };
}

function faceOf(row: FaceRow): WorkFace {
  const {
    title,
    subtitle,
    summary,
    description,
    titleEn,
    subtitleEn,
    summaryEn,
    descriptionEn,
    coverId,
    categoryId,
    tags,
    level,
    language,
    plannedCount,
    partIds,
    isInOrder,
  } = row;
  return {
    title,
    subtitle,
    summary,
    description,
    titleEn,
    subtitleEn,
    summaryEn,
    descriptionEn,
    coverId,
    categoryId,
    tags,
    level,
    language,
    plannedCount,
    partIds,
    isInOrder,
  };
}

export interface NewWork extends WorkFace {
  readonly id: string;
  readonly kind: WorkKind;
  readonly slug: string;
  readonly creatorId: string;
  readonly source: string | null;
  readonly version: Written;
}

/** Writes a work with its first draft. False when the slug or the source is taken. */
export async function insertWork(tx: Tx, work: NewWork): Promise<boolean> {
  const { id, kind, slug, creatorId, source, version, ...says } = work;
  const { id: versionId, createdAt } = version;
  const { rows } = await sql`
    insert into work (id, kind, slug, creator_id, source, draft_id, created_at, updated_at)
    values (${id}, ${kind}, ${slug}, ${creatorId}, ${source}, ${versionId}, ${createdAt}, ${createdAt})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length === 0) return false;
  await insertWorkVersion(tx, { ...says, ...version, workId: id });
  return true;
}

/** What a guarded edit finds out about the work it opened. */
export interface Opened {
  readonly kind: WorkKind;
  readonly creatorId: string;
  readonly draftId: string;
  readonly faceRevision: number;
}

/** What of a draft is saved: its `face`, of which `revision` was read, or its outline and lessons. */
export type Part = { readonly of: 'outline' } | { readonly of: 'face'; readonly revision?: number };

/**
 * Counts one save of a work's draft and holds the work's row. Nothing when it is gone, in review, or when somebody saved
 * the face since it was read.
 */
export async function openDraft(
  tx: Tx,
  id: string,
  now: Date,
  part: Part,
): Promise<Opened | undefined> {
  const [step, expected] = part.of === 'face' ? [1, part.revision ?? null] : [0, null];
  const { rows } = await sql<Opened>`
    update work set revision = revision + 1, face_revision = face_revision + ${step}::int, updated_at = ${now}
    where id = ${id} and state <> 'deleted' and submitted_at is null
      and face_revision = coalesce(${expected}::int, face_revision)
    returning kind, creator_id, draft_id, face_revision`.execute(tx);
  return rows[0];
}

/** Closes a draft to edits while a reviewer looks at it. False when it already is, or the work is gone. */
export async function lockDraft(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update work set submitted_at = ${now}
    where id = ${id} and state <> 'deleted' and submitted_at is null returning id`.execute(tx);
  return rows.length === 1;
}

/** Opens a draft to edits again. */
export async function unlockDraft(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    update work set submitted_at = null where id = ${id} and submitted_at is not null returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Deletes a work that was never published. False when it was, or is in review, or is gone. */
export async function deleteDraft(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update work set state = 'deleted', updated_at = ${now}
    where id = ${id} and state = 'draft' and live_id is null and submitted_at is null returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** The filters of the list of works. */
export interface WorkFilter {
  readonly creatorId?: string | undefined;
  readonly kind?: WorkKind | undefined;
  readonly isPart?: 'true' | undefined;
  readonly state?: 'draft' | 'submitted' | 'published' | 'withdrawn' | 'taken_down' | undefined;
  readonly text?: string | undefined;
}

export interface WorkRow extends WorkCore {
  readonly coverId: string | null;
  readonly titleEn: string;
}

/** Works from the newest to the oldest after `afterId`, with the titles of their drafts. */
export async function listWorks(
  db: Db,
  filter: WorkFilter,
  afterId: string | undefined,
  count: number,
): Promise<WorkRow[]> {
  const { creatorId, kind, isPart, state, text } = filter;
  const wanted = [
    sql`w.state <> 'deleted'`,
    ...(creatorId ? [sql`w.creator_id = ${creatorId}`] : []),
    ...(kind ? [sql`w.kind = ${kind}`] : []),
    ...(isPart ? [sql`w.kind <> 'bundle'`] : []),
    ...(state === 'submitted' ? [sql`w.submitted_at is not null`] : []),
    ...(state && state !== 'submitted' ? [sql`w.state = ${state}`] : []),
    ...(text ? [sql`strpos(lower(v.title), lower(${text})) > 0`] : []),
    ...(afterId ? [sql`w.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<WorkRow>`
    select ${core}, v.title, v.title_en, v.cover_id
    from work w ${around} join work_version v on v.id = w.draft_id
    where ${sql.join(wanted, sql` and `)}
    order by w.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** Changes a work's address. False when another work has it. */
export async function updateSlug(tx: Tx, id: string, slug: string): Promise<boolean> {
  const { rows } = await sql`
    update work set slug = ${slug}
    where id = ${id} and not exists (select from work other where other.slug = ${slug} and other.id <> ${id})
    returning id`.execute(tx);
  return rows.length === 1;
}

/** The titles of works in any state, by id. */
export async function selectTitles(
  db: Db,
  ids: readonly string[],
  locale: Locale,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select w.id, said_in(${locale}, v.title, v.title_en) as name
    from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where w.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}
