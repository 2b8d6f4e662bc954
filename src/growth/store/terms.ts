import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Level, Terms } from '../types.ts';

/** The rules of growth with the levels that can be reached, the lowest first. */
export async function selectTerms(db: Db): Promise<Terms> {
  const { rows } = await sql<Terms>`
    select is_on, formula, factor_bps, per_yuan, per_lesson, daily_lessons, per_work, version,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', l.id, 'nameZh', l.name_zh, 'nameEn', l.name_en, 'threshold', l.threshold,
          'tierId', l.tier_id, 'tierZh', t.name_zh, 'tierEn', t.name_en) order by l.threshold, l.id)
        from growth_level l left join tier t on t.id = l.tier_id where l.retired_at is null), '[]') as levels
    from growth_terms`.execute(db);
  return rows[0]!;
}

/** Writes the rules on top of `version`, which moves. False when they stand at another. */
export async function replaceTerms(
  tx: Tx,
  { version, ...said }: Omit<Terms, 'levels'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('growthTerms')
    .set({ ...said, version: version + 1 })
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

type SaidLevel = Omit<Level, 'tierZh' | 'tierEn'>;

/** Makes the levels that can be reached exactly these; those that are gone stay for whoever's steps name them. */
export async function replaceLevels(
  tx: Tx,
  levels: readonly SaidLevel[],
  now: Date,
): Promise<void> {
  const rows = levels.map(({ id, nameZh, nameEn, threshold, tierId }) => ({
    id,
    name_zh: nameZh,
    name_en: nameEn,
    threshold,
    tier_id: tierId,
  }));
  await sql`
    update growth_level set retired_at = ${now}
    where retired_at is null and id <> all(${levels.map(({ id }) => id)}::uuid[])`.execute(tx);
  await sql`
    insert into growth_level (id, name_zh, name_en, threshold, tier_id)
    select id, name_zh, name_en, threshold, tier_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as l (id uuid, name_zh text, name_en text, threshold bigint, tier_id uuid)
    on conflict (id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
      threshold = excluded.threshold, tier_id = excluded.tier_id, retired_at = null`.execute(tx);
}

/** How many people have growth, and how many of them do not stand by the terms of `version` yet. */
export async function countPeople(
  db: Db,
  version: number,
): Promise<{ readonly people: number; readonly waiting: number }> {
  const { rows } = await sql<{ people: number; waiting: number }>`
    select (select count(*)::int from growth_account) as people,
      (select count(*)::int from growth_account where settled_version < ${version}) as waiting`.execute(
    db,
  );
  return rows[0]!;
}
