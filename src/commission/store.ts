import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import { siteSubject } from './rules.ts';
import type { ApplicableRule, Rule, RuleScope, RuleState } from './types.ts';

/** Makes those wait who would change a rate that sales are shared by, the platform's or promoters'. Held to the end of `tx`, and taken first. */
export async function lockRates(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('rates of a sale'))`.execute(tx);
}

/** The highest rate that a rule gives the platform at `now` or later; null when there is no rule. */
export async function selectHighest(tx: Tx, now: Date): Promise<number | null> {
  const { rows } = await sql<{ bps: number | null }>`
    select max(bps) as bps from commission_rule where ends_at is null or ends_at > ${now}`.execute(
    tx,
  );
  return rows[0]!.bps;
}

/** What promoters are promised at most of one sale, both levels together. */
export async function selectPromised(tx: Tx): Promise<number> {
  const { rows } = await sql<{ bps: number }>`
    select level1_bps + level2_bps as bps from promised_most()`.execute(tx);
  return rows[0]!.bps;
}

/** Makes those wait who would change the rules of the same subject; held to the end of `tx`. */
export async function lockSubject(tx: Tx, scope: RuleScope, subjectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`commission:${scope}:${subjectId}`}, 0))`.execute(
    tx,
  );
}

/** Whether there is such a category, creator or work. */
export async function isThere(db: Db, scope: RuleScope, subjectId: string): Promise<boolean> {
  if (scope === 'site') return true;
  const { rows } = await sql<{ isThere: boolean }>`
    select case ${scope}::text
      when 'category' then exists (select from category where id = ${subjectId})
      when 'creator' then exists (select from creator where user_id = ${subjectId})
      else exists (select from work where id = ${subjectId} and state <> 'deleted') end as is_there`.execute(
    db,
  );
  return rows[0]?.isThere ?? false;
}

const columns = sql`r.id, r.scope, r.subject_id, r.bps, r.starts_at, r.ends_at`;

/** The rules of one subject that hold at `now` or later. */
export async function selectOpen(
  db: Db,
  scope: RuleScope,
  subjectId: string,
  now: Date,
): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select ${columns} from commission_rule r
    where r.scope = ${scope} and r.subject_id = ${subjectId} and (r.ends_at is null or r.ends_at > ${now})
    order by r.starts_at`.execute(db);
  return rows;
}

export async function findRule(db: Db, id: string): Promise<Rule | undefined> {
  const { rows } = await sql<Rule>`
    select ${columns} from commission_rule r where r.id = ${id}`.execute(db);
  return rows[0];
}

export interface NewRuleRow extends Rule {
  readonly note: string;
  readonly decidedBy: string | null;
  readonly decidedAt: Date;
}

/** Writes a rule; two that would hold at once are refused by the table. */
export async function insertRule(tx: Tx, row: NewRuleRow): Promise<void> {
  await tx.insertInto('commissionRule').values(row).execute();
}

/** Ends a rule at `at`, or where it starts when it has not begun by then. False when it ended before. */
export async function endRuleAt(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update commission_rule set ends_at = greatest(starts_at, ${at}::timestamptz)
    where id = ${id} and (ends_at is null or ends_at > greatest(starts_at, ${at}::timestamptz))
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Every category of the works in `chosen` (its column `id`), from the nearest up. */
const shelvesOf = (chosen: RawBuilder<unknown>) => sql`
  shelf as (
    select w.id as work_id, c.id, c.parent_id, 1 as distance
    from ${chosen} w join work k on k.id = w.id join work_version v on v.id = coalesce(k.live_id, k.draft_id)
    join category c on c.id = v.category_id
    union all
    select s.work_id, p.id, p.parent_id, s.distance + 1
    from shelf s join category p on p.id = s.parent_id where s.distance < 20
  )`;

/** The rules that hold for one work at `now` or later. */
export async function selectForWork(db: Db, workId: string, now: Date): Promise<ApplicableRule[]> {
  const { rows } = await sql<ApplicableRule>`
    with recursive chosen as (select ${workId}::uuid as id), ${shelvesOf(sql`chosen`)}, subject as (
      select 'work' as scope, id, 0 as distance from chosen
      union all select 'creator', k.creator_id, 0 from work k join chosen using (id)
      union all select 'category', id, distance from shelf
      union all select 'site', ${siteSubject}::uuid, 0
    )
    select ${columns}, s.distance from subject s
    join commission_rule r on r.subject_id = s.id and r.scope = s.scope
    where r.ends_at is null or r.ends_at > ${now}`.execute(db);
  return rows;
}

/** The rules that hold at `now` or later for all that a creator has no other rule for. */
export async function selectForCreator(
  db: Db,
  creatorId: string,
  now: Date,
): Promise<ApplicableRule[]> {
  const { rows } = await sql<ApplicableRule>`
    select ${columns}, 0 as distance from commission_rule r
    where r.subject_id in (${creatorId}, ${siteSubject}) and r.scope in ('creator', 'site')
      and (r.ends_at is null or r.ends_at > ${now})`.execute(db);
  return rows;
}

export interface WorkRule extends ApplicableRule {
  readonly workId: string;
  readonly title: string;
}

/** The works of a creator that a rule of their own or of a category is about, with these rules. */
export async function selectForWorksOf(
  db: Db,
  creatorId: string,
  locale: Locale,
  now: Date,
): Promise<WorkRule[]> {
  const { rows } = await sql<WorkRule>`
    with recursive chosen as (
      select id from work where creator_id = ${creatorId} and state <> 'deleted'
    ), ${shelvesOf(sql`chosen`)}, subject as (
      select 'work' as scope, id, id as work_id, 0 as distance from chosen
      union all select 'category', id, work_id, distance from shelf
    )
    select ${columns}, s.distance, s.work_id, said_in(${locale}, v.title, v.title_en) as title
    from subject s join commission_rule r on r.subject_id = s.id and r.scope = s.scope
    join work w on w.id = s.work_id join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where r.ends_at is null or r.ends_at > ${now}
    order by title, s.work_id`.execute(db);
  return rows;
}

export interface RuleRow extends Rule {
  readonly subjectName: string | null;
  readonly note: string;
  readonly decidedByName: string | null;
  readonly decidedAt: Date;
}

interface Wanted {
  readonly scope?: RuleScope | undefined;
  readonly state?: RuleState | undefined;
  readonly subjectId?: string | undefined;
  readonly locale: Locale;
  readonly now: Date;
}

/** Up to `limit` rules, those that begin last first. */
export async function selectRules(
  db: Db,
  { scope, state, subjectId, locale, now }: Wanted,
  place: { readonly at: string; readonly id: string } | undefined,
  limit: number,
): Promise<RuleRow[]> {
  const states: Readonly<Record<RuleState, RawBuilder<unknown>>> = {
    in_force: sql`r.starts_at <= ${now} and (r.ends_at is null or r.ends_at > ${now})`,
    planned: sql`r.starts_at > ${now} and (r.ends_at is null or r.ends_at > r.starts_at)`,
    ended: sql`(r.ends_at <= ${now} or r.ends_at = r.starts_at)`,
  };
  const wanted = [
    sql`true`,
    ...(scope ? [sql`r.scope = ${scope}`] : []),
    ...(subjectId ? [sql`r.subject_id = ${subjectId}`] : []),
    ...(state ? [states[state]] : []),
    ...(place ? [sql`(r.starts_at, r.id) < (${place.at}::timestamptz, ${place.id}::uuid)`] : []),
  ];
  const { rows } = await sql<RuleRow>`
    select ${columns}, r.note, r.decided_at, u.name as decided_by_name, case r.scope
      when 'category' then (select said_in(${locale}, name_zh, name_en) from category where id = r.subject_id)
      when 'creator' then (select said_in(${locale}, name, name_en) from creator where user_id = r.subject_id)
      when 'work' then (select said_in(${locale}, v.title, v.title_en) from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id)
                        where w.id = r.subject_id)
      end as subject_name
    from commission_rule r left join app_user u on u.id = r.decided_by
    where ${sql.join(wanted, sql` and `)}
    order by r.starts_at desc, r.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
