import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Stretch } from '../types.ts';

/** The last end of somebody's own rights to a work; null: never; undefined: they have had none. A right that was taken back is none. */
export async function selectEnd(
  db: Db,
  userId: string,
  work: { readonly id: string } | { readonly slug: string },
): Promise<Date | null | undefined> {
  const id = 'id' in work ? work.id : sql`(select id from work where slug = ${work.slug})`;
  const { rows } = await sql<{ isForGood: boolean | null; endsAt: Date | null }>`
    select bool_or(ends_at is null) as is_for_good, max(ends_at) as ends_at from entitlement
    where user_id = ${userId} and work_id = ${id} and revoked_at is null`.execute(db);
  const { isForGood, endsAt } = rows[0]!;
  if (isForGood === null) return undefined;
  return isForGood ? null : endsAt;
}

/** From when until when lines of orders gave their works, by line; those that gave one for ever, or none yet, are left out. */
export async function selectGiven(
  db: Db,
  lines: readonly { readonly id: string; readonly workId: string }[],
): Promise<(Stretch & { readonly lineId: string })[]> {
  const [ids, workIds] = [lines.map(({ id }) => id), lines.map(({ workId }) => workId)];
  const { rows } = await sql<Stretch & { lineId: string }>`
    select e.source_id as line_id, e.starts_at, e.ends_at
    from unnest(${ids}::uuid[], ${workIds}::uuid[]) as l (id, work_id)
    join entitlement e on e.source_kind = 'order' and e.source_id = l.id and e.work_id = l.work_id
    where e.ends_at is not null and e.revoked_at is null`.execute(db);
  return rows;
}

/** A stretch that was taken back. */
interface Gone {
  readonly userId: string;
  readonly workId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Moves the days that follow a stretch which was taken back up to what is before it, or to now: days that are bought next lie upon none. */
export async function closePause(tx: Tx, gone: Gone, now: Date): Promise<void> {
  const { userId, workId, startsAt, endsAt } = gone;
  const mine = sql`user_id = ${userId} and work_id = ${workId} and revoked_at is null`;
  await sql`
    update entitlement e set since = least(e.since, e.starts_at - pause.by),
      starts_at = e.starts_at - pause.by, ends_at = e.ends_at - pause.by
    from (
      select min(starts_at) - greatest(${startsAt}::timestamptz, ${now}::timestamptz,
        (select max(ends_at) from entitlement where ${mine} and starts_at < ${endsAt})) as by
      from entitlement where ${mine} and starts_at >= ${endsAt} and ends_at is not null
    ) pause
    where ${mine} and e.starts_at >= ${endsAt} and e.ends_at is not null and pause.by > interval '0'`.execute(
    tx,
  );
}
