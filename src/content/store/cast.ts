import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Cast } from '../types.ts';

/** Of everything that decides what a text becomes; raise it when bytes change, and every live text is rendered again. */
export const pipeline = 3;

/** A text of a work as it was rendered, by the hash of its language and Markdown. */
export async function findCast(db: Db, workId: string, hash: Buffer): Promise<Cast | undefined> {
  const row = await db
    .selectFrom('textCast')
    .select(['parts', 'headings', 'files'])
    .where('workId', '=', workId)
    .where('hash', '=', hash)
    .where('pipeline', '=', pipeline)
    .executeTakeFirst();
  return row as Cast | undefined;
}

/** The hashes of a work's texts that were rendered by this pipeline, in hexadecimal. */
export async function selectCastHashes(db: Db, workId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('textCast')
    .select('hash')
    .where('workId', '=', workId)
    .where('pipeline', '=', pipeline)
    .execute();
  return new Set(rows.map(({ hash }) => hash.toString('hex')));
}

/** Notes that all live texts of a work are rendered; whoever renders them too waits until this transaction ends. */
export async function beginCasting(tx: Tx, workId: string, now: Date): Promise<void> {
  await sql`
    insert into cast_work (work_id, pipeline, cast_at) values (${workId}, ${pipeline}, ${now})
    on conflict (work_id) do update set pipeline = excluded.pipeline, cast_at = excluded.cast_at`.execute(
    tx,
  );
}

/** Keeps a rendered text in place of what an older pipeline made of it. */
export async function upsertCast(tx: Tx, workId: string, hash: Buffer, cast: Cast): Promise<void> {
  const { parts, headings, files } = cast;
  const made = {
    pipeline,
    parts: [...parts],
    headings: JSON.stringify(headings),
    files: JSON.stringify(files),
  };
  await tx
    .insertInto('textCast')
    .values({ workId, hash, ...made })
    .onConflict((conflict) => conflict.columns(['workId', 'hash']).doUpdateSet(made))
    .execute();
}

/** Forgets the rendered texts of a work that are not among `hashes`. */
export async function deleteOtherCasts(
  tx: Tx,
  workId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql`delete from text_cast where work_id = ${workId} and hash <> all(${[...hashes]}::bytea[])`.execute(
    tx,
  );
}

/** Works that learners read and whose texts are not rendered, or were by an older pipeline. */
export async function selectUncast(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from work w left join cast_work c on c.work_id = w.id
    where w.state in ('published', 'withdrawn') and coalesce(c.pipeline, 0) < ${pipeline}
    limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ id }) => id);
}
