import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';
import type { EntitlementFilter } from './schema.ts';
import type { Access, Entitlement, Hold, Source, Sources, Stretch } from './types.ts';

/** Since when each right to a work holds that holds at `now`: one prepared question, answered from indexes. */
export async function selectRights(
  db: Db,
  userId: string,
  workId: string,
  now: Date,
): Promise<Date[]> {
  const { rows } = await sql<{ since: Date }>`
    select since from right_of_use
    where user_id = ${userId} and work_id = ${workId}
      and starts_at <= ${now} and (ends_at is null or ends_at > ${now})`.execute(db);
  return rows.map(({ since }) => since);
}

/** What gave the right to a work that holds at `now`: an order first, a membership last. */
export async function selectSource(
  db: Db,
  userId: string,
  workId: string,
  now: Date,
): Promise<Access | undefined> {
  const { rows } = await sql<Access>`
    select source_kind as kind, source_id as id from right_of_use
    where user_id = ${userId} and work_id = ${workId}
      and starts_at <= ${now} and (ends_at is null or ends_at > ${now})
    order by source_kind = 'order' desc, source_kind = 'membership', starts_at limit 1`.execute(db);
  return rows[0];
}

/** How somebody holds the work at an address: a right of their own counts before a membership. */
export async function selectHoldAt(db: Db, userId: string, slug: string, now: Date): Promise<Hold> {
  const { rows } = await sql<{ hold: Hold }>`
    select case when e.source_kind = 'membership' then 'member' else 'own' end as hold
    from work w join right_of_use e on e.work_id = w.id
    where w.slug = ${slug} and e.user_id = ${userId}
      and e.starts_at <= ${now} and (e.ends_at is null or e.ends_at > ${now})
    order by e.source_kind = 'membership' limit 1`.execute(db);
  return rows[0]?.hold ?? 'none';
}

/** The same under the lock that decides it, in one round trip; held to the end of `tx`. */
export async function existsAccessForSure(
  tx: Tx,
  userId: string,
  workId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ isOwned: boolean }>`
    select own_for_sure(${userId}, ${workId}, ${now}) as is_owned`.execute(tx);
  return rows[0]!.isOwned;
}

/** Takes the locks that decide who has these works, to the end of `tx`: a bundle's before those of its parts. */
export async function lockRights(
  tx: Tx,
  userId: string,
  workIds: readonly string[],
): Promise<void> {
  await sql`select lock_rights(${userId}, ${workIds}::uuid[])`.execute(tx);
}

/** The stretches for which a user has works of their own that end after `now`, behind their locks. */
export async function selectRunning(
  tx: Tx,
  userId: string,
  workIds: readonly string[],
  now: Date,
): Promise<(Stretch & { readonly workId: string })[]> {
  const { rows } = await sql<Stretch & { workId: string }>`
    select work_id, starts_at, ends_at from entitlement
    where user_id = ${userId} and work_id = any(${workIds}::uuid[]) and revoked_at is null and ends_at > ${now}`.execute(
    tx,
  );
  return rows;
}

/** A right to be written. */
export interface NewRow {
  readonly id: string;
  readonly userId: string;
  readonly workId: string;
  readonly source: Source;
  readonly grantedBy: string | null;
  readonly reason: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** A right as a write of the name `name`, which changes nothing when this source has given it before. */
export function newEntitlement(name: string, row: NewRow): Write {
  const { id, userId, workId, source, grantedBy, reason, startsAt, endsAt } = row;
  return {
    name,
    statement: sql`
      insert into entitlement (id, user_id, work_id, source_kind, source_id, granted_by, reason, since, starts_at, ends_at)
      values (${id}, ${userId}, ${workId}, ${source.kind}, ${source.id}, ${grantedBy}, ${reason}, least(${startsAt}::timestamptz, (
        select min(b.since) from entitlement b where b.user_id = ${userId} and b.work_id = ${workId} and b.revoked_at is null
          and b.starts_at <= ${startsAt} and b.ends_at >= ${startsAt})), ${startsAt}, ${endsAt})
      on conflict do nothing returning id`,
  };
}

/** Whether somebody has, or had until it ran out, another right to a work than this one, or began it as a member: then they are its learner already. */
export function otherRight({
  id,
  userId,
  workId,
}: Pick<Ended, 'id' | 'userId' | 'workId'>): RawBuilder<boolean> {
  return sql<boolean>`(exists (
    select from entitlement e
    where e.user_id = ${userId} and e.work_id = ${workId} and e.revoked_at is null and e.id <> ${id})
    or exists (select from member_learner b where b.work_id = ${workId} and b.user_id = ${userId}))`;
}

/** Whether somebody has a right of their own to a work, or had it until it ran out. */
export function ownRight(userId: string, workId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from entitlement e where e.user_id = ${userId} and e.work_id = ${workId} and e.revoked_at is null)`;
}

/** A member as a learner of a work, once, unless they have a right of their own. */
export function newMemberLearner(name: string, userId: string, workId: string, at: Date): Write {
  return {
    name,
    isOptional: true,
    statement: sql`
      insert into member_learner (work_id, user_id, begun_at)
      select ${workId}::uuid, ${userId}::uuid, ${at}::timestamptz where not ${ownRight(userId, workId)}
      on conflict do nothing returning work_id`,
  };
}

export interface Ended {
  readonly id: string;
  readonly userId: string;
  readonly workId: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** Ends every right from this source that has not ended; answers those it ended. */
export async function endBySource(tx: Tx, { kind, ids }: Sources, now: Date): Promise<Ended[]> {
  return tx
    .updateTable('entitlement')
    .set({ revokedAt: now })
    .where('sourceKind', '=', kind)
    .where('sourceId', 'in', [...ids])
    .where('revokedAt', 'is', null)
    .returning(['id', 'userId', 'workId', 'startsAt', 'endsAt'])
    .execute();
}

/** Gives back the rights from this source that were ended; answers them. */
export async function reviveBySource(tx: Tx, { kind, ids }: Sources): Promise<Ended[]> {
  return tx
    .updateTable('entitlement')
    .set({ revokedAt: null })
    .where('sourceKind', '=', kind)
    .where('sourceId', 'in', [...ids])
    .where('revokedAt', 'is not', null)
    .returning(['id', 'userId', 'workId', 'startsAt', 'endsAt'])
    .execute();
}

interface Grantees {
  readonly hasUser: boolean;
  readonly workState: string | null;
  /** What is given with it: the parts of a bundle. */
  readonly partIds: readonly string[] | null;
}

/** Whether the user can be given something, and what state the work is in. */
export async function findGrantees(db: Db, userId: string, workId: string): Promise<Grantees> {
  const { rows } = await sql<Grantees>`
    select exists(select 1 from app_user where id = ${userId} and state <> 'deleted') as has_user,
           (select state from work where id = ${workId}) as work_state,
           (select v.part_ids from work w join work_version v on v.id = w.live_id where w.id = ${workId}) as part_ids`.execute(
    db,
  );
  return rows[0]!;
}

/** Up to `limit` rights, newest first. */
export async function selectEntitlements(
  db: Db,
  { locale, ...filter }: EntitlementFilter & { readonly locale: Locale },
  beforeId: string | undefined,
  limit: number,
): Promise<Entitlement[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (filter.userId) wanted.push(sql`e.user_id = ${filter.userId}`);
  if (filter.workId) wanted.push(sql`e.work_id = ${filter.workId}`);
  if (filter.source) wanted.push(sql`e.source_kind = ${sql.lit(filter.source)}`);
  if (beforeId) wanted.push(sql`e.id < ${beforeId}::uuid`);
  const { rows } = await sql<Entitlement>`
    select e.id, e.user_id, u.name as user_name, e.work_id, said_in(${locale}, v.title, v.title_en) as work_title, e.source_kind, e.source_id,
           e.reason, e.starts_at, e.ends_at, e.revoked_at
    from entitlement e join app_user u on u.id = e.user_id join work w on w.id = e.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where ${sql.join(wanted, sql` and `)}
    order by e.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Whose rights these are, and to what. */
export async function selectRightNames(
  db: Db,
  ids: readonly string[],
  locale: Locale,
): Promise<{ id: string; userName: string; workTitle: string }[]> {
  const { rows } = await sql<{ id: string; userName: string; workTitle: string }>`
    select e.id, u.name as user_name, said_in(${locale}, v.title, v.title_en) as work_title
    from entitlement e join app_user u on u.id = e.user_id join work w on w.id = e.work_id
    join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where e.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}
