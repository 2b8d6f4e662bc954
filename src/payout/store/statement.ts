import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db } from '#platform/db.ts';
import type { MonthFlow, SplitSum } from '../types.ts';

/** What moved on the accounts of one creator up to a month, folded or not, by month and kind. */
const flowsOf = (creatorId: string, month: string) => sql`
  select to_char(m.since, 'YYYY-MM') as month, m.part, m.kind,
         sum(m.incoming)::bigint as incoming, sum(m.outgoing)::bigint as outgoing
  from (
    select split_part(a.code, ':', 3) as part, s.since, s.kind, s.incoming, s.outgoing
    from account a join account_sum s on s.account_id = a.id where a.owner_id = ${creatorId} and a.code like 'creator:%'
    union all
    select split_part(a.code, ':', 3), d.since, d.kind, d.incoming, d.outgoing
    from account a join balance_delta d on d.account_id = a.id where a.owner_id = ${creatorId} and a.code like 'creator:%'
  ) m where m.since <= ${`${month}-01`} group by 1, 2, 3`;

/** What moved on a creator's accounts in every month up to `month`. */
export async function selectFlows(db: Db, creatorId: string, month: string): Promise<MonthFlow[]> {
  const { rows } = await sql<MonthFlow>`${flowsOf(creatorId, month)}`.execute(db);
  return rows;
}

export interface MonthRows {
  readonly flows: readonly MonthFlow[];
  readonly sales: SplitSum;
  readonly refunds: SplitSum;
}

const split = sql`
  select count(*) as count, coalesce(sum(gross), 0) as gross, coalesce(sum(fee), 0) as fee, coalesce(sum(promotion), 0) as promotion,
         coalesce(sum(commission), 0) as commission, coalesce(sum(amount), 0) as creator`;

/** All that a statement says, as of one instant: what moved up to its month, and what its sales and refunds were shared into. */
export async function selectMonth(
  db: Db,
  creatorId: string,
  month: string,
  between: readonly [Date, Date],
): Promise<MonthRows> {
  const own = sql`where creator_id = ${creatorId} and recorded_at >= ${between[0]} and recorded_at < ${between[1]}`;
  const { rows } = await sql<MonthRows>`
    select (select coalesce(json_agg(f), '[]') from (${flowsOf(creatorId, month)}) f) as flows,
           (select row_to_json(s) from (${split} from earning ${own}) s) as sales,
           (select row_to_json(r) from (${split} from earning_reversal ${own}) r) as refunds`.execute(
    db,
  );
  return rows[0]!;
}

export interface CreatorMonthRow {
  readonly creatorId: string;
  readonly creatorName: string;
  readonly opening: number;
  readonly earned: number;
  readonly takenBack: number;
  readonly payouts: number;
  readonly returned: number;
  readonly closing: number;
}

interface WantedCreators {
  readonly month: string;
  readonly locale: Locale;
  readonly text: string | undefined;
  readonly afterId: string | undefined;
  readonly limit: number;
}

/** A month of up to `limit` creators who have accounts, the latest who joined first. */
export async function selectCreatorMonths(
  db: Db,
  { month, locale, text, afterId, limit }: WantedCreators,
): Promise<CreatorMonthRow[]> {
  const first = sql`${`${month}-01`}::date`;
  const { rows } = await sql<CreatorMonthRow>`
    with page as (
      select c.user_id, said_in(${locale}, c.name, c.name_en) as name from creator c
      where exists (select from account a where a.owner_id = c.user_id and a.code like 'creator:%')
        and ${text ? sql`strpos(lower(c.name || ' ' || c.name_en), lower(${text})) > 0` : sql`true`}
        and ${afterId ? sql`c.user_id < ${afterId}::uuid` : sql`true`}
      order by c.user_id desc limit ${sql.lit(limit)}
    ), moved as (
      select p.user_id, s.since, s.kind, s.incoming, s.outgoing
      from page p join account a on a.owner_id = p.user_id and a.code like 'creator:%' join account_sum s on s.account_id = a.id
      union all
      select p.user_id, d.since, d.kind, d.incoming, d.outgoing
      from page p join account a on a.owner_id = p.user_id and a.code like 'creator:%' join balance_delta d on d.account_id = a.id
    )
    select p.user_id as creator_id, p.name as creator_name,
      coalesce(sum(m.incoming - m.outgoing) filter (where m.since < ${first}), 0)::bigint as opening,
      coalesce(sum(m.incoming) filter (where m.since = ${first} and m.kind = 'sale'), 0)::bigint as earned,
      coalesce(sum(m.outgoing) filter (where m.since = ${first} and m.kind = 'refund'), 0)::bigint as taken_back,
      coalesce(sum(m.outgoing) filter (where m.since = ${first} and m.kind = 'payout'), 0)::bigint as payouts,
      coalesce(sum(m.incoming) filter (where m.since = ${first} and m.kind = 'payout_back'), 0)::bigint as returned,
      coalesce(sum(m.incoming - m.outgoing) filter (where m.since <= ${first}), 0)::bigint as closing
    from page p left join moved m using (user_id)
    group by p.user_id, p.name order by p.user_id desc`.execute(db);
  return rows;
}

/** What orders and payouts are called: their numbers, and which of a creator's works an order bought. */
export interface SubjectName {
  readonly id: string;
  readonly number: string;
  readonly workTitle: string | null;
}

/** The names of the orders and payouts in `ids`, as one creator may know them. */
export async function selectSubjects(
  db: Db,
  ids: readonly string[],
  { creatorId, locale }: { readonly creatorId: string; readonly locale: Locale },
): Promise<Map<string, SubjectName>> {
  const { rows } = await sql<SubjectName>`
    select o.id, o.number, string_agg(said_in(${locale}, v.title, v.title_en), ' · ' order by l.position) as work_title
    from "order" o join order_line l on l.order_id = o.id join work w on w.id = l.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id) where o.id = any(${ids}::uuid[]) and l.creator_id = ${creatorId}
    group by o.id
    union all
    select id, out_bill_no, null from payout where id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a creator is called for a reader of `locale`; undefined when there is none. */
export async function findCreatorName(
  db: Db,
  id: string,
  locale: Locale,
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select said_in(${locale}, name, name_en) as name from creator where user_id = ${id}`.execute(
    db,
  );
  return rows[0]?.name;
}
