import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type {
  Edition,
  Gates,
  LessonDraft,
  LessonKind,
  LessonText,
  Origin,
  OutlineChapter,
  OutlineLesson,
  Tongue,
} from '../types.ts';

interface OutlineRow extends Gates {
  readonly chapterId: string;
  readonly chapterTitle: string;
  readonly id: string | null;
  readonly saidBy: string;
  readonly tongue: Tongue | null;
  readonly title: string;
  readonly kind: LessonKind;
  readonly isTrial: boolean;
  readonly trialFirst: number | null;
  readonly durationSec: number;
  readonly assetId: string | null;
}

const lessonFields = sql`
  v.title, v.kind, v.is_trial, v.trial_first, v.duration_sec, v.asset_id, v.opens_on, v.opens_after_days, v.closes_after_days`;

/**
 * Chapters with their lessons in order; the draft shows empty chapters, what is live does not. What is live speaks `locale` where it
 * can, the draft always its own language.
 */
export async function readOutline(
  db: Db,
  workId: string,
  edition: Edition,
  locale: Locale = 'zh',
): Promise<OutlineChapter[]> {
  const asked = edition === 'live' ? liveOutline(workId, locale) : draftOutline(workId);
  const { rows } = await asked.execute(db);
  const chapters = new Map<string, { id: string; title: string; lessons: OutlineLesson[] }>();
  for (const { chapterId, chapterTitle, id, ...lesson } of rows) {
    const chapter = chapters.get(chapterId) ?? { id: chapterId, title: chapterTitle, lessons: [] };
    chapters.set(chapterId, chapter);
    if (id) chapter.lessons.push({ id, ...lesson });
  }
  return [...chapters.values()];
}

// What it says is chosen by the reader's language; its gates, and whether it is a trial, are the item's own.
function liveOutline(workId: string, locale: Locale) {
  return sql<OutlineRow>`
    select c.id as chapter_id, c.live_title as chapter_title, l.id, v.lesson_id as said_by, ${tongueOf('live_id')} as tongue,
      v.title, v.kind, own.is_trial, v.trial_first, v.duration_sec, v.asset_id,
      own.opens_on, own.opens_after_days, own.closes_after_days, l.live_needs as needs
    from lesson l join chapter c on c.id = l.live_chapter_id join lesson_version own on own.id = l.live_id
    left join lesson t on t.original_id = l.id and t.live_id is not null
    join lesson_version v on v.id = case when t.language = ${locale} then t.live_id else l.live_id end
    where l.work_id = ${workId}
    order by c.live_position, c.id, l.live_position, l.id`;
}

function draftOutline(workId: string) {
  return sql<OutlineRow>`
    select c.id as chapter_id, c.title as chapter_title, l.id, l.id as said_by, ${tongueOf('draft_id')} as tongue,
      ${lessonFields}, v.needs
    from chapter c
    left join (lesson l join lesson_version v on v.id = l.draft_id) on l.chapter_id = c.id
    left join lesson t on t.original_id = l.id and t.draft_id is not null
    where c.work_id = ${workId} and not c.is_dropped
    order by c.position, c.id, l.position, l.id`;
}

const tongueOf = (edition: 'draft_id' | 'live_id') => sql`
  case when t.id is not null then jsonb_build_object('id', t.id, 'language', t.language,
    'title', (select title from lesson_version where id = t.${sql.ref(edition)})) end`;

/** What a live lesson says. */
export async function findBody(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('lesson as l')
    .innerJoin('lessonVersion as v', 'v.id', 'l.liveId')
    .select('v.body')
    .where('l.id', '=', id)
    .executeTakeFirst();
  return row?.body;
}

/** What a draft says in one language, and which save that was. */
export interface DraftText extends LessonDraft {
  readonly id: string;
  readonly originalId: string | null;
  readonly sharesId: string | null;
  readonly saidBy: string;
  readonly versionId: string;
  readonly revision: number;
  readonly authorName: string | null;
  readonly savedAt: Date;
}

/** What a lesson's draft says, or that of its tongue, and which save that was. */
export async function findDraftText(db: Db, id: string): Promise<DraftText | undefined> {
  const { rows } = await sql<DraftText>`
    select l.id, l.original_id, l.shares_id, l.id as said_by, ${lessonFields}, v.needs, v.body, v.id as version_id, l.revision,
      u.name as author_name, coalesce(v.saved_at, v.created_at) as saved_at
    from lesson l join lesson_version v on v.id = l.draft_id left join app_user u on u.id = v.author_id
    where l.id = ${id}`.execute(db);
  return rows[0];
}

export interface ChapterRow {
  readonly id: string;
  readonly workId: string;
  readonly title: string;
  readonly position: number;
  readonly isDropped: boolean;
  readonly source: string | null;
}

export interface LessonPlace extends LessonDraft {
  readonly id: string;
  readonly workId: string;
  /** The item that it says again in `language`; null for an item itself. */
  readonly originalId: string | null;
  readonly language: Locale | null;
  /** The item of another work whose text and file it shares. */
  readonly sharesId: string | null;
  /** Where the item stands. */
  readonly chapterId: string;
  readonly position: number;
  readonly source: string | null;
  /** Null: the next publication takes the lesson away. */
  readonly draftId: string | null;
  /** How what it says last came about. */
  readonly origin: Origin;
}

/** All chapters of a work, dropped ones too. */
export function listChapters(db: Db, workId: string): Promise<ChapterRow[]> {
  return db
    .selectFrom('chapter')
    .select(['id', 'workId', 'title', 'position', 'isDropped', 'source'])
    .where('workId', '=', workId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** All lessons of a work with what their drafts say (removed ones: what they last said), in the draft's order. */
export async function listLessons(db: Db, workId: string): Promise<LessonPlace[]> {
  const { rows } = await sql<LessonPlace>`
    select ${placeFields} from lesson l ${lastSaid}
    where l.work_id = ${workId} and l.original_id is null order by l.chapter_id, l.position, l.id`.execute(
    db,
  );
  return rows;
}

/** What the lessons of a work say in a second language, likewise. */
export async function listTongues(db: Db, workId: string): Promise<LessonPlace[]> {
  const { rows } = await sql<LessonPlace>`
    select ${placeFields} from lesson l ${lastSaid}
    where l.work_id = ${workId} and l.original_id is not null order by l.id`.execute(db);
  return rows;
}

/** What a lesson says, or last said, in a second language. */
export async function findTongue(db: Db, lessonId: string): Promise<LessonPlace | undefined> {
  const { rows } = await sql<LessonPlace>`
    select ${placeFields} from lesson l ${lastSaid} where l.original_id = ${lessonId}`.execute(db);
  return rows[0];
}

const placeFields = sql`
  l.id, l.work_id, l.original_id, l.language, l.shares_id,
  coalesce(l.chapter_id, (select item.chapter_id from lesson item where item.id = l.original_id)) as chapter_id, l.position, l.source, l.draft_id, ${lessonFields}, v.needs, v.body, v.origin`;

const lastSaid = sql`
  join lateral (
    select * from lesson_version any_version where any_version.lesson_id = l.id
    order by any_version.id = l.draft_id desc nulls last, any_version.id desc limit 1
  ) v on true`;

/** One lesson with what its draft says. */
export async function findLessonPlace(db: Db, id: string): Promise<LessonPlace | undefined> {
  const { rows } =
    await sql<LessonPlace>`select ${placeFields} from lesson l ${lastSaid} where l.id = ${id}`.execute(
      db,
    );
  return rows[0];
}

/** The texts of a work's lessons in one edition, in their order; what one says in a second language comes after it. */
export async function listTexts(db: Db, workId: string, edition: Edition): Promise<LessonText[]> {
  const [version, own, chapter, order] =
    edition === 'live'
      ? [
          sql`v.id = l.live_id`,
          sql`item.live_id`,
          sql`c.id = item.live_chapter_id`,
          sql`c.live_position, c.id, item.live_position, item.id, l.original_id nulls first`,
        ]
      : [
          sql`v.id = l.draft_id`,
          sql`item.draft_id`,
          sql`c.id = item.chapter_id and not c.is_dropped`,
          sql`c.position, c.id, item.position, item.id, l.original_id nulls first`,
        ];
  const { rows } = await sql<LessonText>`
    select l.id, item.id as item_id, l.language, v.title, v.kind, v.body, own.is_trial, v.trial_first
    from lesson l join lesson item on item.id = coalesce(l.original_id, l.id) join chapter c on ${chapter}
    join lesson_version v on ${version} join lesson_version own on own.id = ${own}
    where l.work_id = ${workId} order by ${order}`.execute(db);
  return rows;
}

/** The address of the work in which an item is live. */
export async function findSlugOf(db: Db, lessonId: string): Promise<string | undefined> {
  const { rows } = await sql<{ slug: string }>`
    select w.slug from lesson l join work w on w.id = l.work_id
    where l.id = ${lessonId} and l.live_chapter_id is not null and w.state <> 'deleted'`.execute(
    db,
  );
  return rows[0]?.slug;
}

/** The work that a lesson or chapter stands in, while its draft has it. */
export async function findWorkIdOf(
  db: Db,
  table: 'lesson' | 'chapter',
  id: string,
): Promise<string | undefined> {
  const row = await db.selectFrom(table).select('workId').where('id', '=', id).executeTakeFirst();
  return row?.workId;
}

/** The creator of the work that a lesson stands in, while either edition has it. */
export async function findCreatorOfLesson(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ creatorId: string }>`
    select w.creator_id from lesson l join work w on w.id = l.work_id
    where l.id = ${id} and coalesce(l.draft_id, l.live_id) is not null and w.state <> 'deleted'`.execute(
    db,
  );
  return rows[0]?.creatorId;
}

/** A lesson with those that come before it, as drafts say; one that left the draft has no title and needs none. */
export interface NeedsRow {
  readonly id: string;
  readonly title: string | null;
  readonly needs: readonly string[];
}

/** What each lesson of a work's draft needs; those that left it are there, too. */
export async function listNeeds(db: Db, workId: string): Promise<NeedsRow[]> {
  const { rows } = await sql<NeedsRow>`
    select l.id, v.title, coalesce(v.needs, '{}') as needs
    from lesson l left join lesson_version v on v.id = l.draft_id
    where l.work_id = ${workId} and l.original_id is null`.execute(db);
  return rows;
}

/** What lessons are called, in the draft or where they left it in what is live. */
export async function selectLessonTitles(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select l.id, v.title from lesson l join lesson_version v on v.id = coalesce(l.draft_id, l.live_id)
    where l.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

export async function insertChapter(tx: Tx, row: Omit<ChapterRow, 'isDropped'>): Promise<void> {
  await tx.insertInto('chapter').values(row).execute();
}

export async function updateChapter(
  tx: Tx,
  id: string,
  patch: Partial<Omit<ChapterRow, 'id' | 'workId'>>,
): Promise<void> {
  await tx.updateTable('chapter').set(patch).where('id', '=', id).execute();
}

/** The position behind the last one. */
export async function lastPosition(
  tx: Tx,
  table: 'chapter' | 'lesson',
  parentId: string,
): Promise<number> {
  const parent = table === 'chapter' ? sql`work_id` : sql`chapter_id`;
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(position) + 1, 0) as last from ${sql.table(table)} where ${parent} = ${parentId}`.execute(
    tx,
  );
  return rows[0]?.last ?? 0;
}

export interface NewLesson {
  readonly id: string;
  readonly workId: string;
  readonly originalId?: string;
  readonly language?: Locale;
  readonly chapterId: string | null;
  readonly position: number;
  readonly source: string | null;
  readonly draftId: string;
  readonly createdAt: Date;
}

export async function insertLesson(tx: Tx, row: NewLesson): Promise<void> {
  await tx.insertInto('lesson').values(row).execute();
}

export async function placeLesson(
  tx: Tx,
  id: string,
  place: { chapterId?: string; position?: number; draftId?: string | null },
): Promise<void> {
  await tx.updateTable('lesson').set(place).where('id', '=', id).execute();
}

/** Takes lessons out of the draft, in all their languages. */
export async function removeLessons(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update lesson set draft_id = null
    where id = any(${[...ids]}::uuid[]) or original_id = any(${[...ids]}::uuid[])`.execute(tx);
}

/** Drops a chapter with its lessons from the draft. */
export async function dropChapter(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('chapter').set({ isDropped: true }).where('id', '=', id).execute();
  const rows = await tx.selectFrom('lesson').select('id').where('chapterId', '=', id).execute();
  await removeLessons(
    tx,
    rows.map((row) => row.id),
  );
}

/** Numbers rows of a work by their order in `ids`. */
export async function orderRows(
  tx: Tx,
  table: 'chapter' | 'lesson',
  ids: readonly string[],
): Promise<void> {
  await sql`
    update ${sql.table(table)} t set position = o.position - 1
    from unnest(${[...ids]}::uuid[]) with ordinality as o (id, position) where t.id = o.id`.execute(
    tx,
  );
}

/** Lets the texts of a work name the files that those of another name. */
export async function copyEmbedded(tx: Tx, from: string, to: string): Promise<void> {
  await sql`
    insert into embedded_asset (work_id, path, asset_id)
    select ${to}, path, asset_id from embedded_asset where work_id = ${from}`.execute(tx);
}
