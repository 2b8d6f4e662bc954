import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Snippet } from '../types.ts';

/** The snippets of a person from the newest to the oldest, after `afterId`. */
export function listSnippets(
  db: Db,
  ownerId: string,
  afterId: string | undefined,
  count: number,
): Promise<Snippet[]> {
  return db
    .selectFrom('snippet')
    .select(['id', 'title', 'body', 'updatedAt'])
    .where('ownerId', '=', ownerId)
    .$if(afterId !== undefined, (query) => query.where('id', '<', afterId!))
    .orderBy('id', 'desc')
    .limit(sql.lit(count))
    .execute();
}

export interface NewSnippet {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly body: string;
  readonly createdAt: Date;
}

/** Keeps a snippet. False when its owner has `most` already; who asks at once waits for the other. */
export async function insertSnippet(tx: Tx, row: NewSnippet, most: number): Promise<boolean> {
  const { id, ownerId, title, body, createdAt } = row;
  await sql`select from app_user where id = ${ownerId} for no key update`.execute(tx);
  const { rows } = await sql`
    insert into snippet (id, owner_id, title, body, created_at, updated_at)
    select ${id}, ${ownerId}, ${title}, ${body}, ${createdAt}, ${createdAt}
    where (select count(*) from snippet where owner_id = ${ownerId}) < ${most}::int
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Changes a snippet of just this person. False when it is not there. */
export async function updateSnippet(
  tx: Tx,
  { id, ownerId }: { readonly id: string; readonly ownerId: string },
  says: { readonly title: string; readonly body: string; readonly updatedAt: Date },
): Promise<boolean> {
  const written = await tx
    .updateTable('snippet')
    .set(says)
    .where('id', '=', id)
    .where('ownerId', '=', ownerId)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Deletes a snippet of just this person. False when it is not there. */
export async function deleteSnippet(tx: Tx, id: string, ownerId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('snippet')
    .where('id', '=', id)
    .where('ownerId', '=', ownerId)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}
