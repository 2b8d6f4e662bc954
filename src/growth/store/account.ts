import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Account } from '../types.ts';

const columns = sql`user_id, value, level_id, tier_id, giving_id`;

/** Somebody's account, made when there is none; held to the end of `tx`, so that what changes it takes turns. Undefined: no such user. */
export async function lockAccount(tx: Tx, userId: string): Promise<Account | undefined> {
  await sql`
    insert into growth_account (user_id) select id from app_user where id = ${userId} and state <> 'deleted'
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<Account>`
    select ${columns} from growth_account where user_id = ${userId} for update`.execute(tx);
  return rows[0];
}

/** Up to `limit` accounts, held, that stand by older terms than `version` or whose growth stopped counting; not those that others hold. */
export async function lockDue(
  tx: Tx,
  version: number,
  now: Date,
  limit: number,
): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select ${columns} from growth_account where user_id in (
      (select user_id from growth_account where settled_version < ${version} limit ${sql.lit(limit)})
      union
      (select user_id from growth_account where look_again_at <= ${now} limit ${sql.lit(limit)}))
    order by user_id limit ${sql.lit(limit)} for update skip locked`.execute(tx);
  return rows;
}

/** Adds to somebody's growth; answers the sum. */
export async function addValue(tx: Tx, userId: string, amount: number): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    update growth_account set value = value + ${amount} where user_id = ${userId} returning value`.execute(
    tx,
  );
  return rows[0]!.value;
}

/** What somebody's growth of the last year comes to, and from when the oldest of it counts. */
export async function countSince(
  db: Db,
  userId: string,
  since: Date,
): Promise<{ readonly counted: number; readonly oldest: Date | null }> {
  const { rows } = await sql<{ counted: number; oldest: Date | null }>`
    select coalesce(sum(amount), 0)::bigint as counted, min(counts_from) as oldest
    from growth_entry where user_id = ${userId} and counts_from > ${since}`.execute(db);
  return rows[0]!;
}

interface Standing {
  readonly levelId: string | null;
  readonly tierId: string | null;
  readonly givingId: string | null;
  readonly settledVersion: number;
  readonly lookAgainAt: Date | null;
}

/** Writes where somebody stands. */
export async function updateStanding(tx: Tx, userId: string, standing: Standing): Promise<void> {
  await tx.updateTable('growthAccount').set(standing).where('userId', '=', userId).execute();
}

interface StepRow {
  readonly id: string;
  readonly userId: string;
  readonly fromLevel: string | null;
  readonly toLevel: string | null;
  readonly value: number;
  readonly at: Date;
}

/** Writes that somebody's level changed. */
export async function insertStep(tx: Tx, row: StepRow): Promise<void> {
  await tx.insertInto('growthStep').values(row).execute();
}

/** Somebody's account; undefined while they have no growth. */
export async function findAccount(db: Db, userId: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select ${columns} from growth_account where user_id = ${userId}`.execute(db);
  return rows[0];
}

/** An account as lists show it. */
export interface AccountRow {
  readonly userId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly value: number;
  readonly levelZh: string | null;
  readonly levelEn: string | null;
  readonly tierZh: string | null;
  readonly tierEn: string | null;
}

interface Wanted {
  readonly levelId?: string | undefined;
  readonly userId?: string | undefined;
  /** The last account of the page before. */
  readonly behind?: { readonly value: number; readonly userId: string } | undefined;
}

/** Up to `limit` accounts, those with the most growth first. */
export async function selectAccounts(
  db: Db,
  { levelId, userId, behind }: Wanted,
  limit: number,
): Promise<AccountRow[]> {
  const wanted = [sql`true`];
  if (levelId) wanted.push(sql`a.level_id = ${levelId}`);
  if (userId) wanted.push(sql`a.user_id = ${userId}`);
  if (behind) wanted.push(sql`(a.value, a.user_id) < (${behind.value}, ${behind.userId}::uuid)`);
  const { rows } = await sql<AccountRow>`
    select a.user_id, u.name as user_name, u.email, a.value, l.name_zh as level_zh, l.name_en as level_en,
      t.name_zh as tier_zh, t.name_en as tier_en
    from growth_account a join app_user u on u.id = a.user_id
    left join growth_level l on l.id = a.level_id left join tier t on t.id = a.tier_id
    where ${sql.join(wanted, sql` and `)}
    order by a.value desc, a.user_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
