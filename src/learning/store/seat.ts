import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import { seatFreshSec } from '../rules.ts';

/** One player of a person, as it says that it plays. */
export interface Seat {
  readonly userId: string;
  readonly playerId: string;
  readonly lessonId: string;
  /** How many may play at once. */
  readonly most: number;
  readonly now: Date;
}

/**
 * Keeps a player's seat, in one statement: of those heard of just now the `most` that began last go on, and the others are
 * stopped for good. False when this one is stopped. Two that begin at the same instant may both go on until the next word of
 * either.
 */
export async function keepSeat(db: Db, seat: Seat): Promise<boolean> {
  const { userId, playerId, lessonId, most, now } = seat;
  const { rows } = await sql<{ isKept: boolean }>`
    with forgotten as (
      delete from player_seat where user_id = ${userId} and player_id <> ${playerId}
        and seen_at < ${now}::timestamptz - interval '1 day'
    ), kept as (
      insert into player_seat as s (user_id, player_id, lesson_id, begun_at, seen_at)
      values (${userId}, ${playerId}, ${lessonId}, ${now}, ${now})
      on conflict (user_id, player_id) do update
        set seen_at = greatest(s.seen_at, excluded.seen_at), lesson_id = excluded.lesson_id
        where s.stopped_at is null
      returning s.player_id, s.begun_at
    ), playing as (
      select player_id, begun_at from kept
      union all
      select player_id, begun_at from player_seat where user_id = ${userId} and player_id <> ${playerId}
        and stopped_at is null and seen_at > ${now}::timestamptz - make_interval(secs => ${sql.lit(seatFreshSec)})
    ), surplus as (
      select player_id from playing order by begun_at desc, player_id desc offset ${most}
    ), stopped as (
      update player_seat s set stopped_at = ${now} from surplus
      where s.user_id = ${userId} and s.player_id = surplus.player_id and s.player_id <> ${playerId}
    )
    select exists (select from kept)
      and not exists (select from surplus where player_id = ${playerId}) as is_kept`.execute(db);
  return rows[0]!.isKept;
}

/** A player plays no more: its seat is free. What was stopped stays stopped. */
export async function leaveSeat(db: Db, userId: string, playerId: string): Promise<void> {
  await db
    .deleteFrom('playerSeat')
    .where('userId', '=', userId)
    .where('playerId', '=', playerId)
    .where('stoppedAt', 'is', null)
    .execute();
}
