import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Plan, PlannedDeed, PlanState } from '../types.ts';

export interface NewPlan {
  readonly id: string;
  readonly workId: string;
  readonly deed: PlannedDeed;
  readonly dueAt: Date;
  readonly submissionId: string | null;
  readonly plannedBy: string;
  readonly plannedAt: Date;
}

/** Plans something for a work. False when something of the kind is planned already. */
export async function insertPlan(tx: Tx, row: NewPlan): Promise<boolean> {
  const { id, workId, deed, dueAt, submissionId, plannedBy, plannedAt } = row;
  // The state is a literal: as a parameter, a prepared statement could not infer the partial index.
  const { rows } = await sql`
    insert into planned_deed (id, work_id, deed, due_at, submission_id, planned_by, planned_at)
    values (${id}, ${workId}, ${deed}, ${dueAt}, ${submissionId}, ${plannedBy}, ${plannedAt})
    on conflict (work_id, deed) where state = 'waiting' do nothing returning id`.execute(tx);
  return rows.length === 1;
}

const fields = (locale: Locale) => sql`
  p.id, p.work_id, said_in(${locale}, v.title, v.title_en) as work_title, w.creator_id,
  said_in(${locale}, c.name, c.name_en) as creator_name, p.deed, p.due_at, p.planned_at, p.state, p.settled_at, p.failure`;

const around = sql`
  planned_deed p join work w on w.id = p.work_id join work_version v on v.id = w.draft_id
  join creator c on c.user_id = w.creator_id`;

export async function findPlan(db: Db, id: string, locale: Locale): Promise<Plan | undefined> {
  const { rows } =
    await sql<Plan>`select ${fields(locale)} from ${around} where p.id = ${id} and w.state <> 'deleted'`.execute(
      db,
    );
  return rows[0];
}

export interface PlanFilter {
  readonly locale: Locale;
  readonly state?: PlanState | undefined;
  readonly workId?: string | undefined;
  readonly creatorId?: string | undefined;
}

/** Plans from the newest to the oldest, after `afterId`. */
export async function listPlans(
  db: Db,
  filter: PlanFilter,
  afterId: string | undefined,
  count: number,
): Promise<Plan[]> {
  const wanted = [
    sql`w.state <> 'deleted'`,
    ...(filter.state ? [sql`p.state = ${sql.lit(filter.state)}`] : []),
    ...(filter.workId ? [sql`p.work_id = ${filter.workId}`] : []),
    ...(filter.creatorId ? [sql`w.creator_id = ${filter.creatorId}`] : []),
    ...(afterId ? [sql`p.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<Plan>`
    select ${fields(filter.locale)} from ${around} where ${sql.join(wanted, sql` and `)}
    order by p.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** Plans that are due, the longest due first. */
export async function listDue(db: Db, now: Date, count: number): Promise<string[]> {
  const rows = await db
    .selectFrom('plannedDeed')
    .select('id')
    .where('state', '=', sql.lit('waiting'))
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(sql.lit(count))
    .execute();
  return rows.map(({ id }) => id);
}

/** What became of a plan. */
export interface Settlement {
  readonly state: Exclude<PlanState, 'waiting'>;
  readonly settledAt: Date;
  readonly failure?: string;
}

/** Settles a plan that waits. Nothing when it does not any more, however many ask at once. */
export function settlePlan(
  tx: Tx,
  id: string,
  settlement: Settlement,
): Promise<{ readonly workId: string; readonly deed: PlannedDeed } | undefined> {
  return tx
    .updateTable('plannedDeed')
    .set(settlement)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning(['workId', 'deed'])
    .executeTakeFirst();
}

/** Moves a plan that waits to another time. False when it does not any more. */
export async function movePlan(tx: Tx, id: string, dueAt: Date): Promise<boolean> {
  const written = await tx
    .updateTable('plannedDeed')
    .set({ dueAt })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}
