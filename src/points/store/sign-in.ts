import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { SignIn } from '../types.ts';

/** Somebody's last sign-in up to and on `day`. */
export async function findLast(db: Db, userId: string, day: string): Promise<SignIn | undefined> {
  const { rows } = await sql<SignIn>`
    select day, streak, amount from point_sign_in
    where user_id = ${userId} and day <= ${day}::date order by day desc limit 1`.execute(db);
  return rows[0];
}

/** Writes that somebody signed in on a day. False when they had, that day. */
export async function insertSignIn(
  tx: Tx,
  row: SignIn & { readonly id: string; readonly userId: string; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into point_sign_in (id, user_id, day, streak, amount, at)
    values (${row.id}, ${row.userId}, ${row.day}, ${row.streak}, ${row.amount}, ${row.at})
    on conflict do nothing returning day`.execute(tx);
  return rows.length === 1;
}

/** The days of a month `YYYY-MM` on which somebody signed in. */
export async function selectDays(db: Db, userId: string, month: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select day from point_sign_in
    where user_id = ${userId} and day >= ${`${month}-01`}::date and day < ${`${month}-01`}::date + interval '1 month'
    order by day`.execute(db);
  return rows.map(({ day }) => day);
}
