import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { OwnFeed } from './types.ts';

/** A private feed with its listener. */
export interface FoundFeed extends OwnFeed {
  readonly userId: string;
  readonly userName: string;
  readonly locale: Locale;
  /** False when it was ended, or its listener's account was closed. */
  readonly isOpen: boolean;
}

/** The open feed of a listener. */
export async function findOwn(db: Db, userId: string): Promise<OwnFeed | undefined> {
  const query = db
    .selectFrom('privateFeed')
    .select(['id', 'madeAt', 'fetchedAt'])
    .where('userId', '=', userId)
    .where('endedAt', 'is', null);
  return query.executeTakeFirst();
}

/** A feed, open or ended, by the hash of its token or by its id. */
export async function findFeed(
  db: Db,
  by: { readonly tokenHash: Buffer } | { readonly id: string },
): Promise<FoundFeed | undefined> {
  const where = 'id' in by ? sql`f.id = ${by.id}` : sql`f.token_hash = ${by.tokenHash}`;
  const { rows } = await sql<FoundFeed>`
    select f.id, f.user_id, f.made_at, f.fetched_at, u.name as user_name, u.locale,
      f.ended_at is null and u.state = 'active' as is_open
    from private_feed f join app_user u on u.id = f.user_id where ${where}`.execute(db);
  return rows[0];
}

/** Ends the open feed of a listener. False when there was none. */
export async function endOpen(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('privateFeed')
    .set({ endedAt: now })
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Opens a feed in place of the one that was open: whoever asks at the same time waits. */
export async function replaceOpen(
  tx: Tx,
  row: { id: string; userId: string; tokenHash: Buffer; madeAt: Date },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`feed:${row.userId}`}, 0))`.execute(tx);
  await endOpen(tx, row.userId, row.madeAt);
  await tx.insertInto('privateFeed').values(row).execute();
}

/** Notes that a feed was fetched, once a minute at most. */
export async function markFetched(db: Db, id: string, now: Date): Promise<void> {
  await sql`
    update private_feed set fetched_at = ${now}
    where id = ${id} and (fetched_at is null or fetched_at < ${now}::timestamptz - interval '1 minute')`.execute(
    db,
  );
}

/**
 * Addresses of works with sound that a listener has a right to, the latest right first; who may hear what is learning's to say. A
 * membership brings what they began: a feed with the whole catalogue would be of use to nobody.
 */
export async function selectHeard(
  db: Db,
  userId: string,
  now: Date,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    with had as (
      select work_id, starts_at, ends_at from entitlement where user_id = ${userId} and revoked_at is null
      union all
      select e.work_id, greatest(e.starts_at, n.enrolled_at), e.ends_at
      from enrolment n join right_of_use e on e.user_id = n.user_id and e.work_id = n.work_id
      where n.user_id = ${userId} and e.source_kind = 'membership'
    )
    select w.slug from had e join work w on w.id = e.work_id
    where e.starts_at <= ${now} and (e.ends_at is null or e.ends_at > ${now})
      and exists (
        select from lesson l join lesson_version v on v.id = l.live_id
        where l.work_id = w.id and v.kind = 'audio')
    group by w.slug order by max(e.starts_at) desc, w.slug limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ slug }) => slug);
}
