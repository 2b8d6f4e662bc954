import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Proof } from '../types.ts';

/** A transaction as `ledger_post` takes it. */
export interface Posted {
  readonly id: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly kind: string;
  readonly subjectId: string;
  readonly at: Date;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly amounts: readonly number[];
}

/** Posts, and answers the id under which it stands. */
export function callPost(posted: Posted): RawBuilder<{ id: string }> {
  const { id, key, bodyHash, kind, subjectId, at, sources, destinations, amounts } = posted;
  return sql`select ledger_post(${id}, ${key}, ${bodyHash}, ${kind}, ${subjectId}, ${at},
    ${sources}::text[], ${destinations}::text[], ${amounts}::bigint[]) as id`;
}

/** Locks balances in a fixed order; held to the end of `tx`. */
export async function callLock(tx: Tx, codes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ code: string; amount: number }>`
    select code, amount from ledger_lock(${codes}::text[])`.execute(tx);
  return new Map(rows.map(({ code, amount }) => [code, amount]));
}

/** Exact balances, folded or not, as of one instant; an account that is not open yet is absent. */
export async function readBalances(db: Db, codes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ code: string; amount: number }>`
    select a.code, (b.amount + coalesce((
      select sum(d.amount) from balance_delta d where d.account_id = b.account_id
    ), 0))::bigint as amount
    from account a join balance b on b.account_id = a.id
    where a.code = any(${codes}::text[])`.execute(db);
  return new Map(rows.map(({ code, amount }) => [code, amount]));
}

/** Whether this transaction is now the only roller. */
export async function tryRollerLock(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ isTaken: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('ledger.fold')) as is_taken`.execute(tx);
  return rows[0]?.isTaken ?? false;
}

/** As many changes are folded at once. */
export const foldBatch = 10_000;

/** Moves waiting changes into their balances and sums; answers how many. */
export async function foldDeltas(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from balance_delta where ctid = any(array(
        select ctid from balance_delta limit ${sql.lit(foldBatch)}
      )) returning account_id, amount, since, kind, incoming, outgoing
    ), sums as (
      -- Balances with limits are another's to lock; nothing is left to add to them.
      select account_id, sum(amount) as amount from gone where amount <> 0 group by account_id
    ), folded as (
      update balance b set amount = b.amount + s.amount from sums s where b.account_id = s.account_id
    ), summed as (
      insert into account_sum as a (account_id, since, kind, incoming, outgoing)
      select account_id, since, kind, sum(incoming), sum(outgoing) from gone group by account_id, since, kind
      on conflict (account_id, since, kind) do update
      set incoming = a.incoming + excluded.incoming, outgoing = a.outgoing + excluded.outgoing
    )
    select count(*) as count from gone`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Every sum by account, day or month, and kind, folded or not. */
const keptSums = sql`
  select account_id, since, kind, sum(incoming) as incoming, sum(outgoing) as outgoing from (
    select account_id, since, kind, incoming, outgoing from account_sum
    union all select account_id, since, kind, incoming, outgoing from balance_delta
  ) parts group by account_id, since, kind`;

/** The same, from the postings. */
const postedSums = sql`
  select m.account_id, case when a.owner_id is null then m.day else date_trunc('month', m.day)::date end as since, m.kind,
         sum(m.incoming) as incoming, sum(m.outgoing) as outgoing
  from (
    select p.source_id as account_id, (t.posted_at at time zone 'Asia/Shanghai')::date as day, t.kind, 0 as incoming, p.amount as outgoing
    from posting p join transaction t on t.id = p.transaction_id
    union all
    select p.destination_id, (t.posted_at at time zone 'Asia/Shanghai')::date, t.kind, p.amount, 0
    from posting p join transaction t on t.id = p.transaction_id
  ) m join account a on a.id = m.account_id group by 1, 2, 3`;

/** Accounts whose sums by day or month are not what their postings sum to, as of one instant. */
export async function listWrongSums(db: Db): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct a.code from (${keptSums}) k
    full join (${postedSums}) p using (account_id, since, kind) join account a on a.id = account_id
    where k.incoming is distinct from p.incoming or k.outgoing is distinct from p.outgoing
    order by 1`.execute(db);
  return rows.map(({ code }) => code);
}

/** Recomputes every balance from its postings, as of one instant. */
export async function recompute(db: Db): Promise<Omit<Proof, 'isProven'>> {
  const { rows } = await sql<{ accounts: number; differing: string[] | null; sum: number }>`
    with moved as (
      select source_id as account_id, -amount as amount from posting
      union all select destination_id, amount from posting
    ), posted as (
      select account_id, sum(amount) as amount from moved group by account_id
    ), kept as (
      select account_id, sum(amount) as amount from (
        select account_id, amount from balance union all select account_id, amount from balance_delta
      ) parts group by account_id
    )
    select count(a.id) as accounts,
           array_agg(coalesce(a.code, 'unknown') order by a.code)
             filter (where a.id is null or coalesce(p.amount, 0) <> coalesce(k.amount, 0)) as differing,
           coalesce(sum(k.amount), 0)::bigint as sum
    from posted p full join kept k on k.account_id = p.account_id
    full join account a on a.id = coalesce(p.account_id, k.account_id)`.execute(db);
  const [row] = rows;
  return { accounts: row?.accounts ?? 0, differing: row?.differing ?? [], sum: row?.sum ?? 0 };
}
