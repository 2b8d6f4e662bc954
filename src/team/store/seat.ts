import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Member, Team } from '../types.ts';

export const teamColumns = sql`t.id, t.promotion_id, t.work_id, t.leader_id, t.size, t.short_from, t.taken, t.state, t.opened_at,
  t.deadline, t.ended_at`;

interface Wish {
  readonly orderId: string;
  readonly promotionId: string;
  readonly userId: string;
  readonly wantedId: string | null;
}

/** Notes that an order is at a group's price, and which team it means. */
export async function insertWish(tx: Tx, wish: Wish): Promise<void> {
  await tx.insertInto('teamSeat').values(wish).execute();
}

/** What an order meant to join, with the terms of its group buy; undefined for an order at no group's price. */
export interface WishedTerms extends Wish {
  readonly workId: string;
  readonly size: number;
  readonly hours: number;
  readonly shortFrom: number | null;
  readonly endsAt: Date;
}

export async function findWish(tx: Tx, orderId: string): Promise<WishedTerms | undefined> {
  const { rows } = await sql<WishedTerms>`
    select s.order_id, s.promotion_id, s.user_id, s.wanted_id, p.scope_ids[1] as work_id, p.team_size as size,
      p.team_hours as hours, p.short_from, p.ends_at
    from team_seat s join promotion p on p.id = s.promotion_id where s.order_id = ${orderId}`.execute(
    tx,
  );
  return rows[0];
}

/** Takes a place in an open team for who paid at `paidAt`; the last one completes it. Undefined when none is left or its time is over. */
export async function takePlace(
  tx: Tx,
  id: string,
  { paidAt, now }: { paidAt: Date; now: Date },
): Promise<Team | undefined> {
  const { rows } = await sql<Team>`
    update team t set taken = taken + 1, state = case when taken + 1 = size then 'full' else state end,
      ended_at = case when taken + 1 = size then ${now}::timestamptz end
    where id = ${id} and state = 'open' and taken < size and deadline > ${paidAt} returning ${teamColumns}`.execute(
    tx,
  );
  return rows[0];
}

/** Opens a team with its leader in it. */
export async function insertTeam(
  tx: Tx,
  row: Omit<Team, 'taken' | 'state' | 'endedAt'> & { readonly closeAt: Date },
): Promise<void> {
  await tx
    .insertInto('team')
    .values({ ...row, taken: 1 })
    .execute();
}

/** Gives an order its place. */
export async function seatOrder(tx: Tx, orderId: string, teamId: string, at: Date): Promise<void> {
  await tx
    .updateTable('teamSeat')
    .set({ teamId, joinedAt: at })
    .where('orderId', '=', orderId)
    .execute();
}

/** The team of an order under its row lock, when it has a place that it has not left. */
export async function lockTeamOf(tx: Tx, orderId: string): Promise<Team | undefined> {
  const { rows } = await sql<Team>`
    select ${teamColumns} from team t
    where t.id = (select team_id from team_seat where order_id = ${orderId} and left_at is null) for update`.execute(
    tx,
  );
  return rows[0];
}

/** Frees the place of an order in its locked, open team; who came next leads, and an empty team has failed. */
export async function freePlace(tx: Tx, orderId: string, teamId: string, now: Date): Promise<void> {
  await tx.updateTable('teamSeat').set({ leftAt: now }).where('orderId', '=', orderId).execute();
  await sql`
    update team t set taken = taken - 1,
      leader_id = coalesce((
        select s.user_id from team_seat s where s.team_id = t.id and s.left_at is null
        order by s.joined_at, s.order_id limit 1), leader_id),
      state = case when taken = 1 then 'failed' else state end,
      ended_at = case when taken = 1 then ${now}::timestamptz end,
      settled_at = case when taken = 1 then ${now}::timestamptz end
    where id = ${teamId} and state = 'open'`.execute(tx);
}

/** The team that an order has a place in, as its buyer is told. */
export interface SeatedTeam {
  readonly id: string;
  readonly state: Team['state'];
  readonly missing: number;
  readonly deadline: Date;
  /** They meant another, which was full or over when they paid. */
  readonly isOverflow: boolean;
}

export async function findSeatedTeam(db: Db, orderId: string): Promise<SeatedTeam | undefined> {
  const { rows } = await sql<SeatedTeam>`
    select t.id, t.state, t.size - t.taken as missing, t.deadline, coalesce(s.wanted_id <> t.id, false) as is_overflow
    from team_seat s join team t on t.id = s.team_id where s.order_id = ${orderId} and s.left_at is null`.execute(
    db,
  );
  return rows[0];
}

/** Who is in a team or was, in the order in which they came. */
export async function selectMembers(db: Db, teamId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select s.order_id, s.user_id, u.name as user_name, s.joined_at, s.left_at
    from team_seat s join app_user u on u.id = s.user_id
    where s.team_id = ${teamId} order by s.joined_at, s.order_id`.execute(db);
  return rows;
}

/** The orders that mean a team and are not in any. */
export async function selectWishes(db: Db, teamId: string): Promise<string[]> {
  const { rows } = await sql<{ orderId: string }>`
    select order_id from team_seat where wanted_id = ${teamId} and team_id is null`.execute(db);
  return rows.map(({ orderId }) => orderId);
}
