import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Record } from '../rules/stages.ts';
import type { RuleSet } from '../types.ts';

/** The rules that were set last. */
export async function findRuleSet(db: Db): Promise<RuleSet | undefined> {
  const { rows } = await sql<RuleSet>`
    select version, rules, first_hours, deep_hours from review_rule_set order by version desc limit 1`.execute(
    db,
  );
  return rows[0];
}

/** Sets rules after version `set.version`. False when others were set meanwhile, however many ask at once. */
export async function insertRuleSet(
  tx: Tx,
  set: RuleSet,
  by: { readonly setBy: string; readonly setAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into review_rule_set (version, rules, first_hours, deep_hours, set_by, set_at)
    select ${set.version}::int + 1, ${JSON.stringify(set.rules)}::jsonb, ${set.firstHours}, ${set.deepHours}, ${by.setBy}, ${by.setAt}
    where ${set.version}::int = coalesce((select max(version) from review_rule_set), 0)
    on conflict (version) do nothing returning version`.execute(tx);
  return rows.length === 1;
}

/** What the house remembers of a creator's reviews since `since`. */
export async function readRecord(db: Db, creatorId: string, since: Date): Promise<Record> {
  const { rows } = await sql<Record>`
    select count(*) filter (where s.state = 'approved')::int as approved,
      count(*) filter (where s.state = 'returned' and s.decided_at >= ${since})::int + (
        select count(*)::int from takedown t join work o on o.id = t.work_id
        where o.creator_id = ${creatorId} and t.taken_at >= ${since} and t.lifted_at is null) as setbacks
    from submission s join work w on w.id = s.work_id where w.creator_id = ${creatorId}`.execute(
    db,
  );
  return rows[0]!;
}

/** Somebody who knows a category. */
export interface ExpertRow {
  readonly userId: string;
  readonly userName: string;
  readonly categoryId: string;
  readonly categoryName: string;
  readonly appointedAt: Date;
}

/** Every expert, by category; there are as many as an owner names by hand. */
export async function listExperts(db: Db, locale: Locale): Promise<ExpertRow[]> {
  const { rows } = await sql<ExpertRow>`
    select e.user_id, u.name as user_name, e.category_id, e.appointed_at,
      case when ${locale} = 'en' then c.name_en else c.name_zh end as category_name
    from review_expert e join app_user u on u.id = e.user_id join category c on c.id = e.category_id
    order by c.position, c.id, e.appointed_at, e.user_id`.execute(db);
  return rows;
}

/** Names an expert. False when they are one already. */
export async function insertExpert(
  tx: Tx,
  row: { readonly userId: string; readonly categoryId: string; readonly appointedBy: string },
  appointedAt: Date,
): Promise<boolean> {
  const written = await tx
    .insertInto('reviewExpert')
    .values({ ...row, appointedAt })
    .onConflict((on) => on.columns(['categoryId', 'userId']).doNothing())
    .returning('userId')
    .executeTakeFirst();
  return written !== undefined;
}

/** Lets an expert go. False when they were none. */
export async function deleteExpert(tx: Tx, categoryId: string, userId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('reviewExpert')
    .where('categoryId', '=', categoryId)
    .where('userId', '=', userId)
    .returning('userId')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Who knows one of these categories and still reviews. */
export async function listExpertsOf(db: Db, categories: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select distinct e.user_id from review_expert e
    join user_role r on r.user_id = e.user_id and r.role in ('reviewer', 'owner')
    join app_user u on u.id = e.user_id and u.state = 'active'
    where e.category_id = any(${categories}::uuid[])`.execute(db);
  return rows.map(({ userId }) => userId);
}
