import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { PayeeKind, TransactionKind } from '../types.ts';

export interface AccountRow {
  readonly id: string;
  readonly code: string;
  readonly ownerName: string | null;
  readonly currency: 'CNY';
  readonly balance: number;
}

/** Up to `limit` accounts in the order of their codes. */
export async function selectAccounts(
  db: Db,
  prefix: string | undefined,
  after: string | undefined,
  limit: number,
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select a.id, a.code, u.name as owner_name, a.currency, (b.amount + coalesce((
      select sum(d.amount) from balance_delta d where d.account_id = a.id
    ), 0))::bigint as balance
    from account a join balance b on b.account_id = a.id left join app_user u on u.id = a.owner_id
    where a.code > ${after ?? ''} and starts_with(a.code, ${prefix ?? ''})
    order by a.code limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export interface TransactionRow {
  readonly id: string;
  readonly key: string;
  readonly kind: TransactionKind;
  readonly subjectId: string;
  readonly postedAt: Date;
  readonly movements: { source: string; destination: string; amount: number }[];
}

const movementsOf = sql`(
  select coalesce(json_agg(json_build_object('source', s.code, 'destination', d.code, 'amount', p.amount) order by p.seq), '[]')
  from posting p join account s on s.id = p.source_id join account d on d.id = p.destination_id
  where p.transaction_id = t.id) as movements`;

/** Up to `limit` transactions, newest first. */
export async function selectTransactions(
  db: Db,
  filter: { readonly kind?: TransactionKind | undefined; readonly subjectId?: string | undefined },
  beforeId: string | undefined,
  limit: number,
): Promise<TransactionRow[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (filter.kind) wanted.push(sql`t.kind = ${sql.lit(filter.kind)}`);
  if (filter.subjectId) wanted.push(sql`t.subject_id = ${filter.subjectId}`);
  if (beforeId) wanted.push(sql`t.id < ${beforeId}::uuid`);
  const { rows } = await sql<TransactionRow>`
    select t.id, t.key, t.kind, t.subject_id, t.posted_at, ${movementsOf}
    from transaction t where ${sql.join(wanted, sql` and `)}
    order by t.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Every transaction about one of these subjects, oldest first. */
export async function selectTransactionsAbout(
  db: Db,
  subjectIds: readonly string[],
): Promise<TransactionRow[]> {
  const { rows } = await sql<TransactionRow>`
    select t.id, t.key, t.kind, t.subject_id, t.posted_at, ${movementsOf}
    from transaction t where t.subject_id = any(${subjectIds}::uuid[])
    order by t.id`.execute(db);
  return rows;
}

/** A movement on one of a creator's accounts. */
export interface LineRow {
  readonly transactionId: string;
  readonly seq: number;
  readonly side: number;
  readonly kind: TransactionKind;
  readonly subjectId: string;
  readonly postedAt: Date;
  readonly code: string;
  readonly change: number;
}

export interface LinePlace {
  readonly transactionId: string;
  readonly seq: number;
  readonly side: number;
}

interface WantedLines {
  readonly ownerId: string;
  readonly kind: PayeeKind;
  /** From which id of a transaction on, and up to which; ids sort by birth. */
  readonly ids?: { readonly from: string; readonly until: string } | undefined;
  readonly place: LinePlace | undefined;
  readonly limit: number;
}

/** Up to `limit` lines on the accounts of an owner, newest first: one index range per account and side. */
export async function selectLines(
  db: Db,
  { ownerId, kind, ids, place, limit }: WantedLines,
): Promise<LineRow[]> {
  const within = [
    sql`true`,
    ...(ids
      ? [sql`p.transaction_id >= ${ids.from}::uuid and p.transaction_id < ${ids.until}::uuid`]
      : []),
    ...(place
      ? [sql`(p.transaction_id, p.seq) <= (${place.transactionId}::uuid, ${place.seq}::smallint)`]
      : []),
  ];
  const lines = (column: 'source_id' | 'destination_id') => sql`
    select p.transaction_id, p.seq, ${sql.lit(column === 'source_id' ? 0 : 1)}::int as side, a.code,
           ${column === 'source_id' ? sql`-p.amount` : sql`p.amount`} as change
    from account a cross join lateral (
      select * from posting p where p.${sql.ref(column)} = a.id and ${sql.join(within, sql` and `)}
      order by p.transaction_id desc, p.seq desc limit ${sql.lit(limit + 1)}
    ) p where a.owner_id = ${ownerId} and a.code like ${`${kind}:%`}`;
  const { rows } = await sql<LineRow>`
    select l.*, t.kind, t.subject_id, t.posted_at
    from (${lines('source_id')} union all ${lines('destination_id')}) l
    join transaction t on t.id = l.transaction_id
    where ${place ? sql`(l.transaction_id, l.seq, l.side) < (${place.transactionId}::uuid, ${place.seq}::smallint, ${place.side}::int)` : sql`true`}
    order by l.transaction_id desc, l.seq desc, l.side desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
