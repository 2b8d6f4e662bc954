import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { EntryFilter } from '../schema.ts';
import type { EntryKind } from '../types.ts';

/** What somebody has earned by `kind` since `since`. */
export async function sumEarned(
  tx: Tx,
  userId: string,
  kind: EntryKind,
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ earned: number }>`
    select coalesce(sum(amount), 0)::bigint as earned from point_entry
    where user_id = ${userId} and kind = ${sql.lit(kind)} and at >= ${since}`.execute(tx);
  return rows[0]!.earned;
}

/** An order with the points that it has earned, and what of them was taken back. */
export interface Purchase {
  readonly userId: string;
  readonly total: number;
  readonly refunded: number;
  /** Null: it was never counted. */
  readonly earned: number | null;
  /** The entry by which they were earned. */
  readonly lotId: string | null;
  readonly takenBack: number;
}

/** What an order is worth now. */
export async function findPurchase(db: Db, orderId: string): Promise<Purchase | undefined> {
  const { rows } = await sql<Purchase>`
    select o.buyer_id as user_id, o.total, o.refunded, e.amount as earned, e.id as lot_id,
      coalesce((select -sum(amount) from point_entry where order_id = o.id and kind = 'refund'), 0)::bigint as taken_back
    from "order" o left join point_entry e on e.order_id = o.id and e.kind = 'purchase'
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
  readonly expiresAt: Date | null;
  readonly reason: string;
  readonly at: Date;
}

/** Up to `limit` entries, the latest first, with what each is about. */
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
      select e.* from point_entry e where ${sql.join(wanted, sql` and `)} order by e.id desc limit ${sql.lit(limit)}
    )
    select p.id, p.user_id, u.name as user_name, p.kind, p.amount, p.expires_at, p.reason, p.at,
      case
        when p.order_id is not null then (select number from "order" where id = p.order_id)
        when p.kind in ('redeem', 'return') then (
          select said_in(${locale}, g.name_zh, g.name_en) from point_redemption r join point_good g on g.id = r.good_id
          where r.id = p.source_id)
        when p.kind = 'lesson' then (
          select v.title from lesson l join lesson_version v on v.id = l.live_id where l.id = p.source_id)
      end as about
    from page p join app_user u on u.id = p.user_id order by p.id desc`.execute(db);
  return rows;
}
