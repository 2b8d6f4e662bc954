import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Appeal, AppealState } from '../types.ts';

/** An appeal as it is made: against a return or a takedown. */
export interface NewAppeal {
  readonly id: string;
  readonly submissionId: string | null;
  readonly takedownId: string | null;
  readonly workId: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly words: string;
}

/** Makes an appeal. False when there was one against the same, however many ask at once. */
export async function insertAppeal(tx: Tx, row: NewAppeal): Promise<boolean> {
  const written = await tx
    .insertInto('appeal')
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Decides an open appeal. False when it is not open any more, however many ask at once. */
export async function settleAppeal(
  tx: Tx,
  id: string,
  decision: {
    readonly state: Exclude<AppealState, 'open'>;
    readonly decidedBy: string;
    readonly decidedAt: Date;
    readonly answer: string;
  },
): Promise<boolean> {
  const written = await tx
    .updateTable('appeal')
    .set(decision)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Makes a return undone: the submission goes on to its deep review, or is approved. */
export async function overturnReturn(
  tx: Tx,
  id: string,
  to:
    | { readonly state: 'open'; readonly stageAt: Date; readonly dueAt: Date }
    | { readonly state: 'approved'; readonly decidedBy: string; readonly decidedAt: Date },
): Promise<boolean> {
  const change =
    to.state === 'open'
      ? { ...to, stage: 'deep' as const, decidedBy: null, decidedAt: null, reasons: '' }
      : { ...to, reasons: '' };
  const written = await tx
    .updateTable('submission')
    .set({ ...change, assignedTo: null, assignedAt: null })
    .where('id', '=', id)
    .where('state', '=', 'returned')
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

const fields = (locale: Locale) => sql`
  a.id, a.submission_id, a.takedown_id, a.work_id, said_in(${locale}, v.title, v.title_en) as work_title, w.creator_id,
  said_in(${locale}, c.name, c.name_en) as creator_name, a.made_at, a.words, a.state, a.decided_at, a.answer,
  coalesce(s.reasons, t.reasons) as against,
  array_remove(array[t.taken_by] || array(
    select d.reviewer_id from review_verdict d where d.submission_id = a.submission_id), null) as judges`;

const joined = sql`
  appeal a join work w on w.id = a.work_id join work_version v on v.id = w.draft_id join creator c on c.user_id = w.creator_id
  left join submission s on s.id = a.submission_id left join takedown t on t.id = a.takedown_id`;

export async function findAppeal(db: Db, id: string, locale: Locale): Promise<Appeal | undefined> {
  const { rows } = await sql<Appeal>`
    select ${fields(locale)} from ${joined} where a.id = ${id}`.execute(db);
  return rows[0];
}

export interface AppealFilter {
  readonly locale: Locale;
  readonly state?: AppealState | undefined;
  readonly workId?: string | undefined;
  readonly creatorId?: string | undefined;
}

/** Appeals from the newest to the oldest, after `afterId`. */
export async function listAppeals(
  db: Db,
  filter: AppealFilter,
  afterId: string | undefined,
  count: number,
): Promise<Appeal[]> {
  const { state, workId, creatorId } = filter;
  const wanted = [
    sql`w.state <> 'deleted'`,
    ...(state ? [sql`a.state = ${sql.lit(state)}`] : []),
    ...(workId ? [sql`a.work_id = ${workId}`] : []),
    ...(creatorId ? [sql`w.creator_id = ${creatorId}`] : []),
    ...(afterId ? [sql`a.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<Appeal>`
    select ${fields(filter.locale)} from ${joined} where ${sql.join(wanted, sql` and `)}
    order by a.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}
