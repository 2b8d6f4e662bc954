import { sql } from 'kysely';
import type { Tx } from '#platform/db.ts';

/** Takes an open submission that nobody has taken. False when somebody has, however many ask at once. */
export async function takeFree(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const written = await tx
    .updateTable('submission')
    .set({ assignedTo: by, assignedAt: at })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('assignedTo', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Gives back an open submission that `by` has taken. False when they have not. */
export async function giveBackTaken(tx: Tx, id: string, by: string): Promise<boolean> {
  const written = await tx
    .updateTable('submission')
    .set({ assignedTo: null, assignedAt: null })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('assignedTo', '=', by)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Gives an open submission to somebody, or to nobody, whoever has it; answers who had it. Nothing when it is not open. */
export async function assignOpen(
  tx: Tx,
  id: string,
  to: string | null,
  at: Date,
): Promise<{ readonly before: string | null } | undefined> {
  const { rows } = await sql<{ before: string | null }>`
    with held as (select id, assigned_to from submission where id = ${id} and state = 'open' for update)
    update submission s set assigned_to = ${to}, assigned_at = ${to === null ? null : at}
    from held where s.id = held.id returning held.assigned_to as before`.execute(tx);
  return rows[0];
}
