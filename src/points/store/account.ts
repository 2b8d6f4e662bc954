import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Account } from '../types.ts';

/** Somebody's account, made when there is none; held to the end of `tx`, so that what changes it takes turns. Undefined: no such user. */
export async function lockAccount(tx: Tx, userId: string): Promise<Account | undefined> {
  await sql`
    insert into point_account (user_id) select id from app_user where id = ${userId} and state <> 'deleted'
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<Account>`
    select user_id, balance, next_expiry from point_account where user_id = ${userId} for update`.execute(
    tx,
  );
  return rows[0];
}

/** What somebody has at `now`, in one indexed read: their balance less what of it ended since. */
export async function findBalance(db: Db, userId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ balance: number }>`
    select a.balance - case when a.next_expiry <= ${now} then
      (select coalesce(sum(remaining), 0) from point_lot l
       where l.user_id = a.user_id and l.remaining > 0 and l.expires_at <= ${now}) else 0 end as balance
    from point_account a where a.user_id = ${userId}`.execute(db);
  return rows[0]?.balance ?? 0;
}

/** Adds to somebody's balance (below zero it takes) and finds when their first lot ends. Answers the balance. */
export async function addBalance(tx: Tx, userId: string, amount: number): Promise<number> {
  const { rows } = await sql<{ balance: number }>`
    update point_account a set balance = balance + ${amount},
      next_expiry = (select min(expires_at) from point_lot l where l.user_id = a.user_id and l.remaining > 0)
    where user_id = ${userId} returning balance`.execute(tx);
  return rows[0]!.balance;
}

/** Looks at somebody's points at `at` or earlier, whether there is something to tell about their end. */
export async function remindFrom(tx: Tx, userId: string, at: Date): Promise<void> {
  await sql`
    update point_account set remind_at = least(remind_at, ${at}::timestamptz) where user_id = ${userId}`.execute(
    tx,
  );
}

/** Writes when to look again; null: when something is earned. */
export async function setRemindAt(tx: Tx, userId: string, at: Date | null): Promise<void> {
  await sql`update point_account set remind_at = ${at} where user_id = ${userId}`.execute(tx);
}

/** Up to `limit` people, their accounts held, of whose points some ended by `now`; not those that others hold. */
export async function lockExpired(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select user_id from point_account where next_expiry <= ${now}
    order by next_expiry, user_id limit ${sql.lit(limit)} for update skip locked`.execute(tx);
  return rows.map(({ userId }) => userId);
}

/** Up to `limit` people, their accounts held, whom to look at by `now` whether there is something to tell. */
export async function lockReminders(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select user_id from point_account where remind_at <= ${now}
    order by remind_at, user_id limit ${sql.lit(limit)} for update skip locked`.execute(tx);
  return rows.map(({ userId }) => userId);
}

/** An account as lists show it. */
export interface AccountRow extends Account {
  readonly userName: string;
  readonly email: string | null;
}

interface Wanted {
  readonly userId?: string | undefined;
  /** The last account of the page before. */
  readonly behind?: { readonly balance: number; readonly userId: string } | undefined;
}

/** Up to `limit` accounts, those with the most points first. */
export async function selectAccounts(
  db: Db,
  { userId, behind }: Wanted,
  limit: number,
): Promise<AccountRow[]> {
  const wanted = [sql`true`];
  if (userId) wanted.push(sql`a.user_id = ${userId}`);
  if (behind)
    wanted.push(sql`(a.balance, a.user_id) < (${behind.balance}, ${behind.userId}::uuid)`);
  const { rows } = await sql<AccountRow>`
    select a.user_id, u.name as user_name, u.email, a.balance, a.next_expiry
    from point_account a join app_user u on u.id = a.user_id
    where ${sql.join(wanted, sql` and `)}
    order by a.balance desc, a.user_id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
