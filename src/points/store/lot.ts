import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Entry } from '../types.ts';

/** Writes an entry. False when this source has been written for this person before. */
export async function insertEntry(tx: Tx, entry: Entry): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('pointEntry')
    .values(entry)
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Makes the lot of an entry that adds, of which `owed` goes at once to what its holder owed. */
export async function insertLot(
  tx: Tx,
  { id, userId, amount, expiresAt }: Entry,
  owed: number,
): Promise<void> {
  await sql`
    insert into point_lot (id, user_id, amount, remaining, expires_at)
    values (${id}, ${userId}, ${amount}, ${amount - owed}, ${expiresAt})`.execute(tx);
  if (owed > 0)
    await sql`insert into point_use (entry_id, lot_id, amount) values (${id}, ${id}, ${owed})`.execute(
      tx,
    );
}

/**
 * Takes up to `amount` points for the entry `entryId` from its holder's lots: of `first`, then of those that end first. The
 * account is held. Answers how many were there to be taken.
 */
export async function takeFromLots(
  tx: Tx,
  taking: {
    readonly entryId: string;
    readonly userId: string;
    readonly first?: string | undefined;
  },
  amount: number,
): Promise<number> {
  const { entryId, userId, first = null } = taking;
  const { rows } = await sql<{ taken: number }>`
    with stood as (
      select id, remaining, sum(remaining) over (
        order by id is not distinct from ${first}::uuid desc, expires_at, id) - remaining as before
      from point_lot where user_id = ${userId} and remaining > 0
    ), taken as (
      insert into point_use (entry_id, lot_id, amount)
      select ${entryId}::uuid, id, least(remaining, ${amount} - before) from stood where before < ${amount}
      returning lot_id, amount
    ), less as (
      update point_lot l set remaining = remaining - t.amount from taken t where l.id = t.lot_id returning t.amount
    )
    select coalesce(sum(amount), 0)::bigint as taken from less`.execute(tx);
  return rows[0]!.taken;
}

/** What points somebody has that end by `until`, and the instant after `until` at which the next end; lots of one instant together. */
export async function selectEnds(
  db: Db,
  userId: string,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<{ readonly at: Date; readonly amount: number }[]> {
  const { rows } = await sql<{ at: Date; amount: number }>`
    select expires_at as at, sum(remaining)::bigint as amount from point_lot
    where user_id = ${userId} and remaining > 0 and expires_at > ${now}
    group by expires_at order by expires_at limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** What of somebody's points ends after `now` and by `until`, and when the first ends after that. */
export async function findEnding(
  tx: Tx,
  userId: string,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<{ readonly amount: number; readonly first: Date | null; readonly next: Date | null }> {
  const { rows } = await sql<{ amount: number; first: Date | null; next: Date | null }>`
    select coalesce(sum(remaining) filter (where expires_at <= ${until}), 0)::bigint as amount,
      min(expires_at) as first, min(expires_at) filter (where expires_at > ${until}) as next
    from point_lot where user_id = ${userId} and remaining > 0 and expires_at > ${now}`.execute(tx);
  return rows[0]!;
}

/** A lot that ended with something left. */
export interface EndedLot {
  readonly id: string;
  readonly userId: string;
  readonly remaining: number;
}

/** The lots of these people that ended by `now` with something left. Their accounts are held. */
export async function selectEnded(
  tx: Tx,
  userIds: readonly string[],
  now: Date,
): Promise<EndedLot[]> {
  const { rows } = await sql<EndedLot>`
    select id, user_id, remaining from point_lot
    where user_id = any(${[...userIds]}::uuid[]) and remaining > 0 and expires_at <= ${now}
    order by expires_at, id`.execute(tx);
  return rows;
}

/** Writes that these lots ended, each with the id of its entry: nothing is left of them, and their holders have so much less. */
export async function endLots(
  tx: Tx,
  lots: readonly (EndedLot & { readonly entryId: string })[],
  now: Date,
): Promise<void> {
  const ended = sql`unnest(${lots.map(({ entryId }) => entryId)}::uuid[], ${lots.map(({ id }) => id)}::uuid[],
    ${lots.map(({ userId }) => userId)}::uuid[], ${lots.map(({ remaining }) => remaining)}::bigint[])
    as e (entry_id, lot_id, user_id, amount)`;
  await sql`
    insert into point_entry (id, user_id, kind, source_id, amount, at)
    select entry_id, user_id, 'expiry', lot_id, -amount, ${now}::timestamptz from ${ended}`.execute(
    tx,
  );
  await sql`
    insert into point_use (entry_id, lot_id, amount) select entry_id, lot_id, amount from ${ended}`.execute(
    tx,
  );
  await sql`
    update point_lot set remaining = 0 where id = any(${lots.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  );
  await sql`
    update point_account a set balance = a.balance - e.amount,
      next_expiry = (select min(expires_at) from point_lot l where l.user_id = a.user_id and l.remaining > 0)
    from (select user_id, sum(amount) as amount from ${ended} group by user_id) e
    where a.user_id = e.user_id`.execute(tx);
}
