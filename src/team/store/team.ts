import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { TeamRow, TeamState } from '../types.ts';
import { teamColumns } from './seat.ts';

const named = (teams: RawBuilder<unknown>, locale: Locale) => sql<TeamRow>`
  select ${teamColumns}, w.creator_id, w.slug as work_slug, said_in(${locale}, v.title, v.title_en) as work_title,
    u.name as leader_name, p.name, p.name_en
  from ${teams} t join work w on w.id = t.work_id join work_version v on v.id = coalesce(w.live_id, w.draft_id)
  join app_user u on u.id = t.leader_id join promotion p on p.id = t.promotion_id`;

export async function findTeam(db: Db, id: string, locale: Locale): Promise<TeamRow | undefined> {
  const teams = named(sql`team`, locale);
  const { rows } = await sql<TeamRow>`${teams} where t.id = ${id}`.execute(db);
  return rows[0];
}

/** Up to `limit` open teams of a group buy, those that end first. */
export async function selectOpenTeams(
  db: Db,
  {
    workId,
    promotionId,
    now,
    locale,
  }: { workId: string; promotionId: string; now: Date; locale: Locale },
  limit: number,
): Promise<TeamRow[]> {
  const teams = sql`(
    select * from team where work_id = ${workId} and state = 'open' and deadline > ${now} and promotion_id = ${promotionId}
    order by deadline limit ${sql.lit(limit)})`;
  const { rows } = await sql<TeamRow>`${named(teams, locale)} order by t.deadline, t.id`.execute(
    db,
  );
  return rows;
}

interface Wanted {
  readonly locale: Locale;
  readonly state?: TeamState | undefined;
  readonly promotionId?: string | undefined;
  readonly creatorId?: string | undefined;
}

/** Up to `limit` teams, the newest first. */
export async function selectTeams(
  db: Db,
  { locale, state, promotionId, creatorId }: Wanted,
  beforeId: string | undefined,
  limit: number,
): Promise<TeamRow[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (state) wanted.push(sql`t.state = ${sql.lit(state)}`);
  if (promotionId) wanted.push(sql`t.promotion_id = ${promotionId}`);
  if (creatorId)
    wanted.push(sql`t.work_id in (select id from work where creator_id = ${creatorId})`);
  if (beforeId) wanted.push(sql`t.id < ${beforeId}::uuid`);
  const page = sql`(
    select t.* from team t where ${sql.join(wanted, sql` and `)} order by t.id desc limit ${sql.lit(limit)})`;
  const { rows } = await sql<TeamRow>`${named(page, locale)} order by t.id desc`.execute(db);
  return rows;
}

/** A team that somebody is in or was, by the order that they paid. */
export interface OwnTeam extends TeamRow {
  readonly orderId: string;
  readonly leftAt: Date | null;
}

/** Up to `limit` teams of a user, the latest of their orders first. */
export async function selectOwnTeams(
  db: Db,
  { userId, locale }: { userId: string; locale: Locale },
  beforeOrder: string | undefined,
  limit: number,
): Promise<OwnTeam[]> {
  const before = beforeOrder ? sql`and s.order_id < ${beforeOrder}::uuid` : sql``;
  const teams = sql`(
    select t.*, s.order_id, s.left_at from team_seat s join team t on t.id = s.team_id
    where s.user_id = ${userId} ${before} order by s.order_id desc limit ${sql.lit(limit)})`;
  const { rows } = await sql<OwnTeam>`
    select o.*, n.work_title, n.work_slug, n.leader_name, n.name, n.name_en, n.creator_id
    from ${teams} o join lateral (${named(sql`(select o.*)`, locale)}) n on true order by o.order_id desc`.execute(
    db,
  );
  return rows;
}

/** Up to `limit` open teams whose time and its grace are over. */
export async function selectDueTeams(db: Db, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from team where state = 'open' and close_at <= ${now} order by close_at limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Up to `limit` teams that ended and whose members wait. */
export async function selectUnsettled(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from team where state <> 'open' and settled_at is null order by ended_at limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Looks at a team again at `closeAt`. */
export async function putOffEnd(tx: Tx, id: string, closeAt: Date): Promise<void> {
  await tx
    .updateTable('team')
    .set({ closeAt })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

interface Ended {
  readonly state: TeamState;
  readonly workId: string;
}

/** Ends an open team whose time is over; with enough in it, where its group buy allows that, as complete. Undefined when it ended before. */
export async function endOverdue(tx: Tx, id: string, now: Date): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    update team set ended_at = ${now}, state = case when taken >= short_from then 'short' else 'failed' end
    where id = ${id} and state = 'open' and close_at <= ${now} returning state, work_id`.execute(
    tx,
  );
  return rows[0];
}

/** Notes that every member of an ended team was served. */
export async function markSettled(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('team')
    .set({ settledAt: now })
    .where('id', '=', id)
    .where('settledAt', 'is', null)
    .execute();
}
