import type pg from 'pg';

/** What was taken off the tables, to be put back when they are full. */
export interface Definition {
  readonly create: string;
  readonly table: string;
  readonly isForeign: boolean;
}

/**
 * Takes keys, indexes and references off all tables: a full table is indexed ten times faster than it is filled with
 * indexes on. Putting them back proves that what was generated obeys them; checks stay on throughout.
 */
export async function takeOffConstraints(client: pg.Client): Promise<Definition[]> {
  const { rows } = await client.query<Definition & { drop: string }>(`
    select rel.relname as table, c.contype = 'f' as "isForeign",
      format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as create,
      format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as drop
    from pg_constraint c join pg_class rel on rel.oid = c.conrelid
    where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f')
    union all
    select rel.relname, false, pg_get_indexdef(i.indexrelid), format('drop index %s', i.indexrelid::regclass)
    from pg_index i join pg_class rel on rel.oid = i.indrelid
    where rel.relnamespace = 'public'::regnamespace and rel.relkind = 'r'
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
    order by 2 desc`);
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ table, create, isForeign }) => ({ table, create, isForeign }));
}

/** Puts everything back, on two connections at once; keys before references. */
export async function putBackConstraints(
  clients: readonly pg.Client[],
  all: readonly Definition[],
): Promise<void> {
  const byTable = Map.groupBy(
    all.filter(({ isForeign }) => !isForeign),
    ({ table }) => table,
  );
  const queue = [...byTable.values()];
  await Promise.all(
    clients.map(async (client) => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        for (const { create } of next) await client.query(create);
      }
    }),
  );
  // References lock both tables: one after the other, so that two never wait for each other.
  for (const { create } of all.filter(({ isForeign }) => isForeign))
    await clients[0]!.query(create);
}
