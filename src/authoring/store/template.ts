import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';

/** A work that its creator begins others from. */
export interface TemplateRow {
  readonly id: string;
  readonly title: string;
  readonly lessonCount: number;
  readonly madeAt: Date;
}

/** The templates of a creator from the newest work to the oldest, after `afterId`. */
export async function listTemplates(
  db: Db,
  ownerId: string,
  afterId: string | undefined,
  count: number,
): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`
    select w.id, v.title, t.made_at,
      (select count(*) from lesson l join chapter c on c.id = l.chapter_id
        where l.work_id = w.id and l.draft_id is not null and not c.is_dropped) as lesson_count
    from work_template t join work w on w.id = t.work_id join work_version v on v.id = w.draft_id
    where t.owner_id = ${ownerId} and w.state <> 'deleted' ${afterId ? sql`and t.work_id < ${afterId}` : sql``}
    order by t.work_id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** Makes a template of a work; twice is once. */
export async function insertTemplate(
  tx: Tx,
  row: { readonly workId: string; readonly ownerId: string; readonly madeAt: Date },
): Promise<void> {
  await tx
    .insertInto('workTemplate')
    .values(row)
    .onConflict((conflict) => conflict.column('workId').doNothing())
    .execute();
}

/** Makes a work no template any more. False when it is none. */
export async function deleteTemplate(tx: Tx, workId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('workTemplate')
    .where('workId', '=', workId)
    .returning('workId')
    .executeTakeFirst();
  return gone !== undefined;
}
