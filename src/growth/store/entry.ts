import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { EntryFilter } from '../schema.ts';
import type { Entry, EntryKind } from '../types.ts';

/** Writes an entry. False when this source has been counted for this person before. */
export async function insertEntry(tx: Tx, entry: Entry): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('growthEntry')
    .values(entry)
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** How often somebody has earned by `kind` since `since`. */
export async function countEntries(
  tx: Tx,
  userId: string,
  kind: EntryKind,
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from growth_entry
    where user_id = ${userId} and counts_from >= ${since} and kind = ${sql.lit(kind)}`.execute(tx);
  return rows[0]!.n;
}

/** An order with what it has earned, and what of that was taken back. */
export interface Purchase {
  readonly userId: string;
  readonly total: number;
  readonly refunded: number;
  /** Undefined: it was never counted. */
  readonly earned: number | null;
  readonly countsFrom: Date | null;
  readonly takenBack: number;
}

/** What an order is worth now. */
export async function findPurchase(db: Db, orderId: string): Promise<Purchase | undefined> {
  const { rows } = await sql<Purchase>`
    select o.buyer_id as user_id, o.total, o.refunded, e.amount as earned, e.counts_from,
      coalesce((select -sum(amount) from growth_entry where order_id = o.id and kind = 'refund'), 0)::bigint as taken_back
    from "order" o left join growth_entry e on e.order_id = o.id and e.kind = 'purchase'
    where o.id = ${orderId}`.execute(db);
  return rows[0];
}

/** An entry as lists show it. */
export interface EntryRow {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly kind: EntryKind;
  readonly about: string | null;
  readonly amount: number;
  readonly reason: string;
}

/** Up to `limit` entries, the latest first, with what each was earned by. */
export async function selectEntries(
  db: Db,
  { userId, kind, beforeId }: EntryFilter & { readonly beforeId: string | undefined },
  limit: number,
  locale: Locale,
): Promise<EntryRow[]> {
  const wanted = [sql`true`];
  if (userId) wanted.push(sql`e.user_id = ${userId}`);
  if (kind) wanted.push(sql`e.kind = ${sql.lit(kind)}`);
  if (beforeId) wanted.push(sql`e.id < ${beforeId}::uuid`);
  const { rows } = await sql<EntryRow>`
    with page as (
      select e.* from growth_entry e where ${sql.join(wanted, sql` and `)} order by e.id desc limit ${sql.lit(limit)}
    )
    select p.id, p.user_id, u.name as user_name, p.kind, p.amount, p.reason,
      case
        when p.order_id is not null then (select number from "order" where id = p.order_id)
        when p.kind = 'work' then title_of_sold(p.source_id, null, ${locale})
        when p.kind = 'lesson' then (
          select v.title from lesson l join lesson_version v on v.id = l.live_id where l.id = p.source_id)
      end as about
    from page p join app_user u on u.id = p.user_id order by p.id desc`.execute(db);
  return rows;
}
