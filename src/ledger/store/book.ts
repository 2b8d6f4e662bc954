import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { BookUnit, Flow, Place, Span } from '../types.ts';

/** What moved on the house's own accounts, folded or not, from `from` on. */
const movedSince = (from: string) => sql`
  with house as (
    select id, split_part(code, ':', 1) as place from account where owner_id is null
  ), moved as (
    select h.place, s.since, s.kind, s.incoming, s.outgoing
    from house h join account_sum s on s.account_id = h.id where s.since >= ${from}
    union all
    select h.place, d.since, d.kind, d.incoming, d.outgoing
    from house h join balance_delta d on d.account_id = h.id where d.since >= ${from}
  )`;

export interface FlowRow extends Flow {
  /** The first day of the unit. */
  readonly since: string;
}

/** What moved on the house's own accounts in a span, by unit and kind. */
export async function selectFlows(db: Db, { from, to }: Span, unit: BookUnit): Promise<FlowRow[]> {
  const { rows } = await sql<FlowRow>`
    ${movedSince(from)}
    select date_trunc(${unit}, since)::date::text as since, place, kind,
           sum(incoming)::bigint as incoming, sum(outgoing)::bigint as outgoing
    from moved where since <= ${to} group by 1, 2, 3`.execute(db);
  return rows;
}

/** The same in two spans, one after the other, and the balances at the end of the later one, all as of one instant. */
export async function selectBook(
  db: Db,
  before: Span,
  now: Span,
): Promise<{
  readonly flows: readonly (Flow & { readonly isNow: boolean })[];
  readonly balances: readonly { readonly place: Place; readonly amount: number }[];
}> {
  const { rows } = await sql<Flow & { kind: string | null; isNow: boolean }>`
    ${movedSince(before.from)}
    select place, kind, since >= ${now.from} as is_now, sum(incoming)::bigint as incoming, sum(outgoing)::bigint as outgoing
    from moved where since <= ${now.to} group by 1, 2, 3
    union all
    select place, null, true, sum(amount)::bigint, 0 from (
      select h.place, b.amount from house h join balance b on b.account_id = h.id
      union all select h.place, d.amount from house h join balance_delta d on d.account_id = h.id
      union all select place, outgoing - incoming from moved where since > ${now.to}
    ) parts group by place`.execute(db);
  return {
    flows: rows.filter(({ kind }) => kind !== null),
    balances: rows
      .filter(({ kind }) => kind === null)
      .map(({ place, incoming }) => ({ place, amount: incoming })),
  };
}
