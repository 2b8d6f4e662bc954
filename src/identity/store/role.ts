import { sql } from 'kysely';
import type { Tx } from '#platform/db.ts';
import type { Role } from '#platform/policy.ts';

/** Takes the lock under which owners come and go, to the end of `tx`: they are counted in a later statement. */
export async function lockOwners(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('identity.owners'))`.execute(tx);
}

/** How many owners besides `userId` can sign in. */
export async function countOtherOwners(tx: Tx, userId: string): Promise<number> {
  const { rows } = await sql<{ others: number }>`
    select count(*) as others from user_role join app_user on app_user.id = user_role.user_id
    where role = 'owner' and state = 'active' and user_id <> ${userId}`.execute(tx);
  return rows[0]!.others;
}

/** Gives a role. False when the person has it. */
export async function insertRole(
  tx: Tx,
  grant: { userId: string; role: Role; grantedAt: Date; grantedBy: string | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('userRole')
    .values(grant)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes a role. False when the person does not have it. */
export async function deleteRole(tx: Tx, userId: string, role: Role): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('userRole')
    .where('userId', '=', userId)
    .where('role', '=', role)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
