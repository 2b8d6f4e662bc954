import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';
import { publish, type Owed } from './outbox.ts';

/** The queue of reactions that failed at every try. */
export const buriedQueue = 'buried';

/** A reaction that failed at every try, and was laid aside with what it was about. */
export interface BuriedJob {
  readonly id: string;
  readonly owed: Owed;
  /** What was said at the last try, as `errorFields` writes it. */
  readonly said: { readonly error?: string } | null;
  readonly begunAt: Date;
  readonly buriedAt: Date;
}

interface Place {
  readonly at: string;
  readonly id: string;
}

/** Up to `limit` buried jobs, newest first, after `place`; none in a database where no worker ever ran. */
export async function selectBuried(db: Db, limit: number, place?: Place): Promise<BuriedJob[]> {
  if (!(await hasQueues(db))) return [];
  const after = place
    ? sql`and (date_trunc('milliseconds', created_on), id) < (${place.at}::timestamptz, ${place.id}::uuid)`
    : sql``;
  const { rows } = await sql<BuriedJob>`
    select id, data as owed, source_output as said, coalesce(source_created_on, created_on) as begun_at,
           date_trunc('milliseconds', created_on) as buried_at
    from job.job
    where name = ${buriedQueue} and state = 'created' ${after}
    order by date_trunc('milliseconds', created_on) desc, id desc
    limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Takes a buried job up again: it is owed like new, once the transaction is in. Nothing when there is none of that id. */
export async function raiseBuried(tx: Tx, id: string): Promise<Owed | undefined> {
  if (!(await hasQueues(tx))) return undefined;
  const { rows } = await sql<{ owed: Owed }>`
    delete from job.job where name = ${buriedQueue} and id = ${id} and state = 'created' returning data as owed`.execute(
    tx,
  );
  const owed = rows[0]?.owed;
  if (owed) await publish(tx, 'job.again', owed);
  return owed;
}

// The queues' tables are made by the first worker.
async function hasQueues(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    isThere: boolean;
  }>`select to_regclass('job.job') is not null as is_there`.execute(db);
  return rows[0]?.isThere ?? false;
}
