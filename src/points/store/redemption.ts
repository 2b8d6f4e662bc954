import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { RedemptionFilter, Shipment } from '../schema.ts';
import type { GoodKind, Parcel, RedemptionState } from '../types.ts';

export interface NewRedemption {
  readonly id: string;
  readonly goodId: string;
  readonly userId: string;
  readonly key: string;
  readonly price: number;
  readonly state: RedemptionState;
  readonly at: Date;
}

/** Writes a redemption. False when its holder's key was used before; whoever uses it at the same moment waits here. */
export async function insertRedemption(tx: Tx, row: NewRedemption): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('pointRedemption')
    .values(row)
    .onConflict((on) => on.columns(['userId', 'key']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** The redemption of a key. */
export async function findByKey(
  db: Db,
  userId: string,
  key: string,
): Promise<{ readonly id: string; readonly goodId: string } | undefined> {
  return db
    .selectFrom('pointRedemption')
    .select(['id', 'goodId'])
    .where('userId', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** How many of a good somebody has, what was cancelled not counted. */
export async function countOwn(db: Db, goodId: string, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from point_redemption
    where good_id = ${goodId} and user_id = ${userId} and state <> 'cancelled'`.execute(db);
  return rows[0]!.n;
}

/** Keeps what a code says, sealed. */
export async function keepSealed(tx: Tx, id: string, sealed: Buffer): Promise<void> {
  await tx.updateTable('pointRedemption').set({ sealed }).where('id', '=', id).execute();
}

/** Writes where a thing is sent. */
export async function insertParcel(tx: Tx, redemptionId: string, parcel: Parcel): Promise<void> {
  await tx
    .insertInto('pointParcel')
    .values({ redemptionId, ...parcel })
    .execute();
}

/** Where somebody had the last thing sent. */
export async function findLastParcel(db: Db, userId: string): Promise<Parcel | undefined> {
  const { rows } = await sql<Parcel>`
    select p.receiver, p.phone, p.address from point_redemption r join point_parcel p on p.redemption_id = r.id
    where r.user_id = ${userId} order by r.id desc limit 1`.execute(db);
  return rows[0];
}

/** A redemption that does not wait any more. */
export interface Ended {
  readonly userId: string;
  readonly goodId: string;
  readonly price: number;
}

/** Ends a redemption that waits. Undefined when there is none that does, however many decide at once. */
export async function endWaiting(
  tx: Tx,
  id: string,
  ending: { readonly state: 'shipped' | 'cancelled'; readonly answer: string; readonly at: Date },
): Promise<Ended | undefined> {
  const { state, answer, at: endedAt } = ending;
  return tx
    .updateTable('pointRedemption')
    .set({ state, answer, endedAt })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning(['userId', 'goodId', 'price'])
    .executeTakeFirst();
}

/** Whether there is such a redemption. */
export async function existsRedemption(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from point_redemption where id = ${id}`.execute(db);
  return rows.length === 1;
}

/** Writes how a thing was sent. */
export async function setShipment(tx: Tx, redemptionId: string, sent: Shipment): Promise<void> {
  await tx.updateTable('pointParcel').set(sent).where('redemptionId', '=', redemptionId).execute();
}

/** What a redemption took, by the end that the points had. */
export async function selectSpent(
  tx: Tx,
  redemptionId: string,
): Promise<{ readonly expiresAt: Date; readonly amount: number }[]> {
  const { rows } = await sql<{ expiresAt: Date; amount: number }>`
    select l.expires_at, sum(u.amount)::bigint as amount from point_entry e
    join point_use u on u.entry_id = e.id join point_lot l on l.id = u.lot_id
    where e.kind = 'redeem' and e.source_id = ${redemptionId}
    group by l.expires_at order by l.expires_at`.execute(tx);
  return rows;
}

/** A redemption as lists show it. */
export interface RedemptionRow {
  readonly id: string;
  readonly at: Date;
  readonly userId: string;
  readonly userName: string;
  readonly goodId: string;
  readonly goodName: string;
  readonly kind: GoodKind;
  readonly price: number;
  readonly state: RedemptionState;
  readonly sealed: Buffer | null;
  readonly slug: string | null;
  readonly receiver: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly carrier: string | null;
  readonly number: string | null;
  readonly answer: string;
}

interface Wanted extends RedemptionFilter {
  readonly userId?: string | undefined;
  readonly beforeId: string | undefined;
  readonly locale: Locale;
}

/** Up to `limit` redemptions, the latest first. */
export async function selectRedemptions(
  db: Db,
  { state, goodId, userId, beforeId, locale }: Wanted,
  limit: number,
): Promise<RedemptionRow[]> {
  const wanted = [sql`true`];
  if (state) wanted.push(sql`r.state = ${sql.lit(state)}`);
  if (goodId) wanted.push(sql`r.good_id = ${goodId}`);
  if (userId) wanted.push(sql`r.user_id = ${userId}`);
  if (beforeId) wanted.push(sql`r.id < ${beforeId}::uuid`);
  const { rows } = await sql<RedemptionRow>`
    select r.id, r.at, r.user_id, u.name as user_name, r.good_id, said_in(${locale}, g.name_zh, g.name_en) as good_name,
      g.kind, r.price, r.state, r.sealed, r.answer, w.slug, p.receiver, p.phone, p.address, p.carrier, p.number
    from point_redemption r join point_good g on g.id = r.good_id join app_user u on u.id = r.user_id
    left join work w on w.id = g.work_id left join point_parcel p on p.redemption_id = r.id
    where ${sql.join(wanted, sql` and `)}
    order by r.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
