import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Learning, LearningDay, Sales, SalesDay, Span, WorkFigures } from './types.ts';

/** One work on one business day. */
export interface Cell {
  readonly day: string;
  readonly workId: string;
}

const keyOf = ({ day, workId }: Cell) => `${day}:${workId}`;

/** Each cell once, in the order in which they are locked. */
function sorted(cells: readonly Cell[]): Cell[] {
  const byKey = new Map(cells.map((cell) => [keyOf(cell), cell]));
  return [...byKey.keys()].toSorted().map((key) => byKey.get(key)!);
}

/** Makes recounts of one cell wait for each other: each then counts what the one before it committed. */
async function lockCells(tx: Tx, kind: string, keys: readonly string[]): Promise<void> {
  const names = keys.map((key) => `analytics:${kind}:${key}`);
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) name`.execute(
    tx,
  );
}

/** The cells as rows `c (day, work_id)`. */
function rowsOf(cells: readonly Cell[]) {
  const [days, workIds] = [cells.map(({ day }) => day), cells.map(({ workId }) => workId)];
  return sql`unnest(${days}::date[], ${workIds}::uuid[]) as c (day, work_id)`;
}

/** Whether an instant lies in the business day of the row `c`. */
function isOnDay(instant: string) {
  const at = sql.ref(instant);
  return sql`${at} >= c.day::timestamp at time zone 'Asia/Shanghai'
    and ${at} < (c.day + 1)::timestamp at time zone 'Asia/Shanghai'`;
}

/** Counts the sales of each cell anew, from the facts. */
export async function recountSales(tx: Tx, cells: readonly Cell[]): Promise<void> {
  const wanted = sorted(cells);
  await lockCells(tx, 'sales', wanted.map(keyOf));
  await sql`
    insert into sales_day (day, work_id, creator_id, orders, gross, refunded, earned)
    select c.day, w.id, w.creator_id, sold.orders, sold.gross, 0, sold.earned
    from ${rowsOf(wanted)} join work w on w.id = c.work_id cross join lateral (
      select count(*)::int as orders, coalesce(sum(e.gross), 0)::bigint as gross,
             coalesce(sum(e.amount - e.reversed), 0)::bigint as earned
      from earning e where e.creator_id = w.creator_id and e.work_id = w.id and ${isOnDay('e.earned_at')}
    ) sold
    on conflict (day, work_id) do update
    set orders = excluded.orders, gross = excluded.gross, earned = excluded.earned`.execute(tx);
}

/** Counts what went back in each cell anew, from the facts. */
export async function recountRefunds(tx: Tx, cells: readonly Cell[]): Promise<void> {
  const wanted = sorted(cells);
  await lockCells(tx, 'sales', wanted.map(keyOf));
  await sql`
    insert into sales_day (day, work_id, creator_id, orders, gross, refunded, earned)
    select c.day, w.id, w.creator_id, 0, 0, back.refunded, 0
    from ${rowsOf(wanted)} join work w on w.id = c.work_id cross join lateral (
      select coalesce(sum(p.amount), 0)::bigint as refunded
      from refund r join refund_line p on p.refund_id = r.id join order_line l on l.id = p.line_id
      where r.state = 'succeeded' and r.cause in ('buyer', 'staff', 'owned') and l.work_id = w.id and ${isOnDay('r.finished_at')}
    ) back
    on conflict (day, work_id) do update set refunded = excluded.refunded`.execute(tx);
}

/** An order, and a refund of it when that is what happened. */
export interface OrderFact {
  readonly orderId: string;
  readonly refundId?: string;
}

/** The cells of the days on which money of these orders came in, and on which the named refunds went back. */
export async function selectCells(
  db: Db,
  facts: readonly OrderFact[],
): Promise<{ readonly sold: Cell[]; readonly back: Cell[] }> {
  const orderIds = facts.map(({ orderId }) => orderId);
  const refundIds = facts.flatMap(({ refundId }) => refundId ?? []);
  const { rows } = await sql<Cell & { isBack: boolean }>`
    select (o.paid_at at time zone 'Asia/Shanghai')::date as day, l.work_id, false as is_back
    from "order" o join order_line l on l.order_id = o.id
    where o.id = any(${orderIds}::uuid[]) and o.paid_at is not null and l.work_id is not null
    union
    select (r.finished_at at time zone 'Asia/Shanghai')::date, l.work_id, true
    from refund r join refund_line p on p.refund_id = r.id join order_line l on l.id = p.line_id
    where r.id = any(${refundIds}::uuid[]) and r.finished_at is not null and l.work_id is not null`.execute(
    db,
  );
  return {
    sold: rows.filter(({ isBack }) => !isBack),
    back: rows.filter(({ isBack }) => isBack),
  };
}

/** What a cell of learning counts: who learned and how long, and the lessons that they completed on that day. */
const learned = sql`
  insert into learning_day (day, work_id, creator_id, learners, learned_sec, completions)
  select c.day, w.id, w.creator_id, s.learners, s.learned_sec, (
    select count(*)::int from study_day u join progress p on p.user_id = u.user_id and p.work_id = u.work_id
    where u.work_id = w.id and u.day = c.day and ${isOnDay('p.completed_at')})`;
const studied = sql`
  select count(*)::int as learners, coalesce(sum(u.learned_sec), 0)::bigint as learned_sec from study_day u`;
const overwritten = sql`
  on conflict (day, work_id) do update
  set learners = excluded.learners, learned_sec = excluded.learned_sec, completions = excluded.completions`;

/** Counts the learning in each cell anew, from who learned and what they completed. */
export async function recountLearning(tx: Tx, cells: readonly Cell[]): Promise<void> {
  const wanted = sorted(cells);
  await lockCells(tx, 'learning', wanted.map(keyOf));
  await sql`
    ${learned} from ${rowsOf(wanted)} join work w on w.id = c.work_id cross join lateral (
      ${studied} where u.work_id = w.id and u.day = c.day
    ) s ${overwritten}`.execute(tx);
}

/** Counts the learning of a whole day anew; what changes meanwhile is counted the next time. */
export async function recountLearningDay(tx: Tx, day: string): Promise<void> {
  await sql`
    ${learned} from (select distinct u.day, u.work_id from study_day u where u.day = ${day}) c
    join work w on w.id = c.work_id cross join lateral (
      ${studied} where u.work_id = w.id and u.day = c.day
    ) s order by w.id ${overwritten}`.execute(tx);
}

/** Until when the days of learning are counted. */
export async function findCountedUntil(db: Db): Promise<Date | undefined> {
  const row = await db.selectFrom('learningCounted').select('countedUntil').executeTakeFirst();
  return row?.countedUntil;
}

/** Says that the days of learning are counted until `now`; it never goes back. */
export async function markCounted(tx: Tx, now: Date): Promise<void> {
  await sql`
    insert into learning_counted as c (counted_until) values (${now})
    on conflict (is_one) do update set counted_until = greatest(c.counted_until, excluded.counted_until)`.execute(
    tx,
  );
}

/** Counts anew how many did all of each work. */
export async function recountFinishes(tx: Tx, workIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(workIds)].toSorted();
  await lockCells(tx, 'finish', wanted);
  await sql`
    insert into finish_count (work_id, creator_id, learners)
    select w.id, w.creator_id, (select count(*)::int from work_finish f where f.work_id = w.id)
    from work w where w.id = any(${wanted}::uuid[])
    on conflict (work_id) do update set learners = excluded.learners`.execute(tx);
}

/** Counts the accounts made on each day anew. */
export async function recountJoined(tx: Tx, days: readonly string[]): Promise<void> {
  const wanted = [...new Set(days)].toSorted();
  await lockCells(tx, 'joined', wanted);
  await sql`
    insert into joined_day (day, users)
    select c.day, (select count(*)::int from app_user u where ${isOnDay('u.created_at')})
    from unnest(${wanted}::date[]) as c (day)
    on conflict (day) do update set users = excluded.users`.execute(tx);
}

/** The conditions of a span on a table of days. */
function within({ from, to, creatorId, workId }: Span) {
  const creator = creatorId === undefined ? sql`` : sql`and creator_id = ${creatorId}`;
  const work = workId === undefined ? sql`` : sql`and work_id = ${workId}`;
  return sql`day >= ${from} and day <= ${to} ${creator} ${work}`;
}

const salesSums = sql`coalesce(sum(orders), 0)::int as orders, coalesce(sum(gross), 0)::bigint as gross,
  coalesce(sum(refunded), 0)::bigint as refunded, coalesce(sum(earned), 0)::bigint as earned`;
const learningSums = sql`coalesce(sum(learners), 0)::int as learners,
  coalesce(sum(learned_sec), 0)::bigint as learned_sec, coalesce(sum(completions), 0)::int as completions`;

/** Days on which something was sold or given back. */
export async function selectSales(db: Db, span: Span): Promise<SalesDay[]> {
  const { rows } = await sql<SalesDay>`
    select day::text, ${salesSums} from sales_day where ${within(span)} group by day order by day`.execute(
    db,
  );
  return rows;
}

/** Days on which somebody learned. */
export async function selectLearning(db: Db, span: Span): Promise<LearningDay[]> {
  const { rows } = await sql<LearningDay>`
    select day::text, ${learningSums} from learning_day where ${within(span)} group by day order by day`.execute(
    db,
  );
  return rows;
}

/** The sums of a span, in one round trip. */
export async function sumSpan(
  db: Db,
  span: Span,
): Promise<Sales & Learning & { readonly joined: number }> {
  const { rows } = await sql<Sales & Learning & { joined: number }>`
    select * from (select ${salesSums} from sales_day where ${within(span)}) s,
      (select ${learningSums} from learning_day where ${within(span)}) l,
      (select coalesce(sum(users), 0)::int as joined from joined_day where day >= ${span.from} and day <= ${span.to}) j`.execute(
    db,
  );
  return rows[0]!;
}

/** The works of a span, those that sold most first; then those that taught most. */
export async function selectWorks(
  db: Db,
  span: Span,
  locale: Locale,
  limit: number,
): Promise<WorkFigures[]> {
  const { rows } = await sql<WorkFigures>`
    with sold as (select work_id, ${salesSums} from sales_day where ${within(span)} group by work_id),
    taught as (select work_id, ${learningSums} from learning_day where ${within(span)} group by work_id),
    both_sums as (
      select coalesce(s.work_id, t.work_id) as work_id, coalesce(s.orders, 0) as orders, coalesce(s.gross, 0) as gross,
        coalesce(s.refunded, 0) as refunded, coalesce(s.earned, 0) as earned,
        coalesce(t.learners, 0) as learners, coalesce(t.learned_sec, 0) as learned_sec,
        coalesce(t.completions, 0) as completions
      from sold s full join taught t on t.work_id = s.work_id
      order by 3 desc, 6 desc, 1 limit ${sql.lit(limit)}
    )
    select b.*, said_in(${locale}, v.title, v.title_en) as title, said_in(${locale}, c.name, c.name_en) as creator_name,
      w.learner_count as enrolled, coalesce(f.learners, 0) as finished
    from both_sums b join work w on w.id = b.work_id left join finish_count f on f.work_id = w.id
      join work_version v on v.id = coalesce(w.live_id, w.draft_id) join creator c on c.user_id = w.creator_id
    order by b.gross desc, b.learners desc, b.work_id`.execute(db);
  return rows;
}

/** How many learners works of a span's creator or work have now, and how many of them did all. */
export async function sumFinishes(
  db: Db,
  { creatorId, workId }: Span,
): Promise<{ readonly enrolled: number; readonly finished: number }> {
  const { rows } = await sql<{ enrolled: number; finished: number }>`
    select coalesce(sum(w.learner_count), 0)::int as enrolled, coalesce(sum(f.learners), 0)::int as finished
    from work w left join finish_count f on f.work_id = w.id
    where w.state <> 'deleted' ${creatorId === undefined ? sql`` : sql`and w.creator_id = ${creatorId}`}
      ${workId === undefined ? sql`` : sql`and w.id = ${workId}`}`.execute(db);
  return rows[0]!;
}
