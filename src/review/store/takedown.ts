import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Takedown } from '../types.ts';

/** A takedown as it is made. */
export interface NewTakedown {
  readonly id: string;
  readonly workId: string;
  readonly takenBy: string;
  readonly takenAt: Date;
  readonly reasons: string;
  readonly stood: 'published' | 'withdrawn';
}

/** Notes a takedown; the work's own state has decided the race before. */
export async function insertTakedown(tx: Tx, row: NewTakedown): Promise<void> {
  await tx.insertInto('takedown').values(row).execute();
}

/** Holds the row of a work's takedown until the transaction ends; nothing when the work is not taken down. */
export async function holdTakedownOf(tx: Tx, workId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from takedown where work_id = ${workId} and lifted_at is null for update`.execute(tx);
  return rows[0]?.id;
}

/** Lifts a takedown that holds. False when it does not any more, however many ask at once. */
export async function liftHolding(
  tx: Tx,
  id: string,
  lifted: { readonly liftedBy: string | null; readonly liftedAt: Date },
): Promise<boolean> {
  const written = await tx
    .updateTable('takedown')
    .set(lifted)
    .where('id', '=', id)
    .where('liftedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

const fields = (locale: Locale) => sql`
  t.id, t.work_id, said_in(${locale}, v.title, v.title_en) as work_title, w.creator_id, t.taken_by,
  u.name as taker_name, t.taken_at, t.reasons, t.stood, t.lifted_at,
  (select a.id from appeal a where a.takedown_id = t.id) as appeal_id`;

const joined = sql`
  takedown t join work w on w.id = t.work_id join work_version v on v.id = w.draft_id join app_user u on u.id = t.taken_by`;

export async function findTakedown(
  db: Db,
  id: string,
  locale: Locale,
): Promise<Takedown | undefined> {
  const { rows } = await sql<Takedown>`
    select ${fields(locale)} from ${joined} where t.id = ${id} and w.state <> 'deleted'`.execute(
    db,
  );
  return rows[0];
}

export interface TakedownFilter {
  readonly locale: Locale;
  readonly workId?: string | undefined;
  readonly creatorId?: string | undefined;
  readonly isHolding?: boolean | undefined;
}

/** Takedowns from the newest to the oldest, after `afterId`. */
export async function listTakedowns(
  db: Db,
  filter: TakedownFilter,
  afterId: string | undefined,
  count: number,
): Promise<Takedown[]> {
  const { workId, creatorId, isHolding } = filter;
  const wanted = [
    sql`w.state <> 'deleted'`,
    ...(workId ? [sql`t.work_id = ${workId}`] : []),
    ...(creatorId ? [sql`w.creator_id = ${creatorId}`] : []),
    ...(isHolding === undefined ? [] : [sql`(t.lifted_at is null) = ${isHolding}`]),
    ...(afterId ? [sql`t.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<Takedown>`
    select ${fields(filter.locale)} from ${joined} where ${sql.join(wanted, sql` and `)}
    order by t.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}
