import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { PreviewLink, SharedDraft } from '../types.ts';

export interface NewPreviewLink {
  readonly id: string;
  readonly workId: string;
  readonly lessonId: string | null;
  readonly tokenHash: Buffer;
  readonly label: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

export async function insertPreviewLink(tx: Tx, row: NewPreviewLink): Promise<void> {
  await tx.insertInto('previewLink').values(row).execute();
}

const fields = sql`
  k.id, k.work_id, w.creator_id, k.lesson_id, v.title as lesson_title, k.label, k.made_at, k.expires_at, k.ended_at, k.seen_at`;

const around = sql`
  preview_link k join work w on w.id = k.work_id left join lesson l on l.id = k.lesson_id
  left join lesson_version v on v.id = coalesce(l.draft_id, l.live_id)`;

/** The links of a work from the newest to the oldest, after `afterId`. */
export async function listPreviewLinks(
  db: Db,
  workId: string,
  afterId: string | undefined,
  count: number,
): Promise<PreviewLink[]> {
  const { rows } = await sql<PreviewLink>`
    select ${fields} from ${around}
    where k.work_id = ${workId} ${afterId ? sql`and k.id < ${afterId}` : sql``}
    order by k.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

export async function findPreviewLink(db: Db, id: string): Promise<PreviewLink | undefined> {
  const { rows } = await sql<PreviewLink>`
    select ${fields} from ${around} where k.id = ${id} and w.state <> 'deleted'`.execute(db);
  return rows[0];
}

/** Ends a link that works. False when it does not any more. */
export async function endPreviewLink(tx: Tx, id: string, now: Date): Promise<boolean> {
  const written = await tx
    .updateTable('previewLink')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** What the token of this hash opens at `now`. */
export async function findSharedDraft(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<(SharedDraft & { readonly id: string; readonly seenAt: Date | null }) | undefined> {
  return db
    .selectFrom('previewLink as k')
    .innerJoin('work as w', 'w.id', 'k.workId')
    .select(['k.id', 'k.workId', 'k.lessonId', 'k.expiresAt', 'k.seenAt'])
    .where('k.tokenHash', '=', tokenHash)
    .where('k.endedAt', 'is', null)
    .where('k.expiresAt', '>', now)
    .where('w.state', '<>', 'deleted')
    .executeTakeFirst();
}

/** Notes that somebody looked. */
export async function markSeen(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('previewLink').set({ seenAt: now }).where('id', '=', id).execute();
}
