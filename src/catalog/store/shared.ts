import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { LessonKind, LessonShare, SharedPlace, WorkState } from '../types.ts';

/** An item that another work may share, as its work's reader would find it. */
export interface Shareable {
  readonly id: string;
  readonly workId: string;
  readonly creatorId: string;
  readonly workState: WorkState;
  readonly versionId: string;
}

/** The item whose text is shared in the end, live or else as its draft says; nothing when it left both or is a tongue. */
export async function findShareable(db: Db, lessonId: string): Promise<Shareable | undefined> {
  const { rows } = await sql<Shareable>`
    select o.id, o.work_id, w.creator_id, w.state as work_state, coalesce(o.live_id, o.draft_id) as version_id
    from lesson l join lesson o on o.id = coalesce(l.shares_id, l.id) join work w on w.id = o.work_id
    where l.id = ${lessonId} and l.original_id is null and coalesce(o.live_id, o.draft_id) is not null
      and w.state not in ('deleted', 'taken_down')`.execute(db);
  return rows[0];
}

export async function setShare(tx: Tx, lessonId: string, sharesId: string | null): Promise<void> {
  await tx.updateTable('lesson').set({ sharesId }).where('id', '=', lessonId).execute();
}

/** A version of an item that is to say what the item it shares says now. */
export interface Behind {
  readonly lessonId: string;
  readonly versionId: string;
  readonly kind: LessonKind;
  readonly isDraft: boolean;
  readonly isLive: boolean;
}

// A picture of the same name that is another one would show in the place of the right one: such a text waits.
const standsInTheWay = sql`
  exists (
    select from embedded_asset theirs join embedded_asset ours on ours.path = theirs.path
    where theirs.work_id = o.work_id and ours.work_id = l.work_id and ours.asset_id <> theirs.asset_id
      and position(theirs.path in s.body) > 0)`;

const saysOtherwise = sql`
  (v.kind, v.body, v.asset_id, v.duration_sec) is distinct from (s.kind, s.body, s.asset_id, s.duration_sec)`;

const fromShared = sql`
  from lesson l join lesson o on o.id = l.shares_id join lesson_version s on s.id = o.live_id
  join work origin on origin.id = o.work_id and origin.state in ('published', 'withdrawn')`;

/** The versions of a work, in its draft and in what is live, that say something else than the items they share. */
export async function listBehind(db: Db, workId: string): Promise<Behind[]> {
  const { rows } = await sql<Behind>`
    select l.id as lesson_id, v.id as version_id, s.kind,
      v.id is not distinct from l.draft_id as is_draft, v.id is not distinct from l.live_id as is_live
    ${fromShared} join lesson_version v on v.id in (l.draft_id, l.live_id)
    where l.work_id = ${workId} and ${saysOtherwise} and not ${standsInTheWay}
    order by l.id, v.id`.execute(db);
  return rows;
}

/** Writes what an item shares beside what stays its own: title, trial, schedule and needs of the version before. */
export async function insertShared(
  tx: Tx,
  { lessonId, versionId }: Behind,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    insert into lesson_version (id, lesson_id, title, kind, body, asset_id, is_trial, trial_first, duration_sec,
      opens_on, opens_after_days, closes_after_days, needs, origin, created_at)
    select ${id}, l.id, v.title, s.kind, s.body, s.asset_id, v.is_trial, case when s.kind = v.kind then v.trial_first end,
      s.duration_sec, v.opens_on, v.opens_after_days, v.closes_after_days, v.needs, 'shared', ${now}
    ${fromShared} join lesson_version v on v.id = ${versionId}
    where l.id = ${lessonId}`.execute(tx);
}

/** Makes a version what the draft says, what everybody sees, or both. */
export async function placeShared(
  tx: Tx,
  { lessonId, isDraft, isLive }: Pick<Behind, 'lessonId' | 'isDraft' | 'isLive'>,
  versionId: string,
  now: Date,
): Promise<void> {
  await sql`
    update lesson set revision = revision + ${isDraft ? 1 : 0}::int,
      draft_id = case when ${isDraft} then ${versionId}::uuid else draft_id end,
      live_id = case when ${isLive} then ${versionId}::uuid else live_id end
    where id = ${lessonId}`.execute(tx);
  if (isLive)
    await sql`update lesson_version set published_at = ${now} where id = ${versionId}`.execute(tx);
}

/** Lets a work's texts name the files that the items it shares name. What the work names itself stays. */
export async function nameShared(tx: Tx, workId: string): Promise<void> {
  await sql`
    insert into embedded_asset (work_id, path, asset_id)
    select distinct on (theirs.path) l.work_id, theirs.path, theirs.asset_id
    from lesson l join lesson o on o.id = l.shares_id
    join lesson_version s on s.id = coalesce(o.live_id, o.draft_id)
    join embedded_asset theirs on theirs.work_id = o.work_id and position(theirs.path in s.body) > 0
    where l.work_id = ${workId}
    order by theirs.path
    on conflict do nothing`.execute(tx);
}

/** A name that the text of an item gives to one picture and this work to another. */
export async function findNameTwice(
  db: Db,
  workId: string,
  { workId: originId, versionId }: Pick<Shareable, 'workId' | 'versionId'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ path: string }>`
    select theirs.path
    from lesson_version s join embedded_asset theirs on theirs.work_id = ${originId} and position(theirs.path in s.body) > 0
    join embedded_asset ours on ours.work_id = ${workId} and ours.path = theirs.path and ours.asset_id <> theirs.asset_id
    where s.id = ${versionId} order by theirs.path limit 1`.execute(db);
  return rows[0]?.path;
}

/** The works in which items of a work are shared, in a steady order. */
export async function listSharers(db: Db, workId: string): Promise<string[]> {
  const { rows } = await sql<{ workId: string }>`
    select distinct l.work_id from lesson o join lesson l on l.shares_id = o.id
    where o.work_id = ${workId} order by l.work_id`.execute(db);
  return rows.map((row) => row.workId);
}

/** What is live of a work is as long as its items are now. */
export async function recountLength(tx: Tx, workId: string, now: Date): Promise<void> {
  await sql`
    update work set updated_at = ${now}, duration_sec = (
      select coalesce(sum(v.duration_sec), 0)::int from lesson l join lesson_version v on v.id = l.live_id
      where l.work_id = ${workId} and l.original_id is null)
    where id = ${workId}`.execute(tx);
}

/** Where an item's text comes from, and where else it stands. */
export async function findShare(db: Db, lessonId: string): Promise<LessonShare> {
  const { rows: from } = await sql<SharedPlace & { readonly isBehind: boolean }>`
    select o.id as lesson_id, o.work_id, wv.title as work_title, sv.title, coalesce((
      select ${saysOtherwise} from lesson_version s where s.id = o.live_id), false) as is_behind
    from lesson l join lesson o on o.id = l.shares_id join work w on w.id = o.work_id
    join lesson_version v on v.id = l.draft_id
    join work_version wv on wv.id = w.draft_id join lesson_version sv on sv.id = coalesce(o.draft_id, o.live_id)
    where l.id = ${lessonId}`.execute(db);
  const { rows: places } = await sql<SharedPlace>`
    select l.id as lesson_id, l.work_id, wv.title as work_title, v.title
    from lesson l join work w on w.id = l.work_id and w.state <> 'deleted' join work_version wv on wv.id = w.draft_id
    join lesson_version v on v.id = coalesce(l.draft_id, l.live_id)
    where l.shares_id = ${lessonId} order by l.id limit ${sql.lit(mostPlaces)}`.execute(db);
  return { from: from[0] ?? null, places };
}

const mostPlaces = 100;
