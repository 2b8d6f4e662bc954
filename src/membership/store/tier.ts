import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Cover, NamedCover, Plan, Tier, TierName } from '../types.ts';
import type { TierFields } from '../schema.ts';

type TierRow = Omit<Tier, 'covers' | 'plans'> & {
  readonly covers: readonly NamedCover[];
  readonly plans: readonly Plan[];
};

/** Tiers in their order with what they cover and cost now: all, the open ones, or one. */
export async function selectTiers(
  db: Db,
  which: { readonly openOnly?: boolean; readonly id?: string } = {},
): Promise<Tier[]> {
  const wanted = [
    sql`true`,
    ...(which.openOnly ? [sql`t.state = 'open'`] : []),
    ...(which.id ? [sql`t.id = ${which.id}`] : []),
  ];
  const { rows } = await sql<TierRow>`
    select t.id, t.name_zh, t.name_en, t.summary_zh, t.summary_en, t.benefits_zh, t.benefits_en, t.discount_bps,
      t.position, t.state,
      coalesce((
        select jsonb_agg(jsonb_build_object('scope', c.scope, 'subjectId', c.subject_id,
          'nameZh', coalesce(g.name_zh, k.name, v.title), 'slug', coalesce(g.slug, k.slug, w.slug),
          'nameEn', coalesce(g.name_en, nullif(k.name_en, ''), k.name, nullif(v.title_en, ''), v.title))
          order by array_position(array['all', 'category', 'creator', 'work'], c.scope), c.shelf)
        from tier_cover c
        left join category g on c.scope = 'category' and g.id = c.subject_id
        left join creator k on c.scope = 'creator' and k.user_id = c.subject_id
        left join work w on c.scope = 'work' and w.id = c.subject_id
        left join work_version v on v.id = w.live_id
        where c.tier_id = t.id), '[]') as covers,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', l.id, 'term', l.term, 'days', l.days, 'price', l.price,
          'renews', l.renews, 'trialDays', l.trial_days, 'keepBps', l.keep_bps)
          order by array_position(array['month', 'quarter', 'year', 'days'], l.term), l.days)
        from tier_plan l where l.tier_id = t.id and l.retired_at is null), '[]') as plans
    from tier t where ${sql.join(wanted, sql` and `)}
    order by t.position, t.created_at, t.id`.execute(db);
  return rows;
}

/** What the open tiers are called that cover a work, in their order. */
export async function selectCovering(db: Db, workId: string): Promise<TierName[]> {
  const { rows } = await sql<TierName>`
    select t.id, t.name_zh, t.name_en from tier_work o join tier t on t.id = o.tier_id
    where o.work_id = ${workId} and t.state = 'open' order by t.position, t.created_at, t.id`.execute(
    db,
  );
  return rows;
}

type Said = Omit<TierFields, 'covers' | 'plans'>;

/** Writes a tier. A name that is taken raises a duplicate of `tier_name_zh` or `tier_name_en`. */
export async function insertTier(
  tx: Tx,
  row: Said & { readonly id: string; readonly createdAt: Date },
): Promise<void> {
  await tx.insertInto('tier').values(row).execute();
}

/** Changes what a tier says of itself. False when there is none. */
export async function updateTier(tx: Tx, id: string, said: Said): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tier')
    .set(said)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes the tier's row, so that two who change what it covers or costs take turns. False when there is none. */
export async function lockTier(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from tier where id = ${id} for update`.execute(tx);
  return rows.length === 1;
}

/** A bundle's parts are covered with it, as they are now. */
export async function withParts(db: Db, workIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from work w where w.id = any(${workIds}::uuid[]) and w.state <> 'deleted'
    union
    select part.id from work w join work_version v on v.id = w.live_id
    cross join lateral unnest(v.part_ids) as part (id)
    where w.id = any(${workIds}::uuid[]) and w.kind = 'bundle'`.execute(db);
  return rows.map(({ id }) => id);
}

/** How many of these categories, creators and works are there. */
export async function countSubjects(db: Db, covers: readonly Cover[]): Promise<number> {
  const of = (scope: Cover['scope']) =>
    covers.filter((cover) => cover.scope === scope).map(({ subjectId }) => subjectId);
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from category where id = any(${of('category')}::uuid[]))
      + (select count(*) from creator where user_id = any(${of('creator')}::uuid[]))
      + (select count(*) from work where id = any(${of('work')}::uuid[]) and state <> 'deleted') as n`.execute(
    db,
  );
  return rows[0]!.n;
}

/** Makes the covers of a tier exactly these. Answers how many went away. */
export async function replaceCovers(
  tx: Tx,
  tierId: string,
  covers: readonly Cover[],
): Promise<number> {
  const scopes = covers.map(({ scope }) => scope);
  const subjects = covers.map(({ subjectId }) => subjectId);
  const wanted = sql`unnest(${scopes}::text[], ${subjects}::uuid[]) as w (scope, subject_id)`;
  const gone = await sql`
    delete from tier_cover c where c.tier_id = ${tierId} and not exists (
      select from ${wanted} where w.scope = c.scope and w.subject_id = c.subject_id)`.execute(tx);
  await sql`
    insert into tier_cover (tier_id, scope, subject_id)
    select distinct ${tierId}::uuid, w.scope, w.subject_id from ${wanted} on conflict do nothing`.execute(
    tx,
  );
  return Number(gone.numAffectedRows ?? 0);
}

/** Retires the plans of a tier that are not among these by all their terms, and writes those that are new. */
export async function replacePlans(
  tx: Tx,
  tierId: string,
  plans: readonly Plan[],
  now: Date,
): Promise<void> {
  const rows = plans.map(({ trialDays, keepBps, ...plan }) => ({
    ...plan,
    trial_days: trialDays,
    keep_bps: keepBps,
  }));
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as w (id uuid, term text, days int, price bigint, renews boolean, trial_days int, keep_bps int)`;
  const same = sql`w.term = l.term and w.days is not distinct from l.days and w.price = l.price
    and w.renews = l.renews and w.trial_days = l.trial_days and w.keep_bps = l.keep_bps`;
  await sql`
    update tier_plan l set retired_at = ${now}
    where l.tier_id = ${tierId} and l.retired_at is null and not exists (select from ${wanted} where ${same})`.execute(
    tx,
  );
  await sql`
    insert into tier_plan (id, tier_id, term, days, price, renews, trial_days, keep_bps, created_at)
    select w.id, ${tierId}::uuid, w.term, w.days, w.price, w.renews, w.trial_days, w.keep_bps, ${now}::timestamptz from ${wanted}
    where not exists (
      select from tier_plan l where l.tier_id = ${tierId} and l.retired_at is null and ${same})`.execute(
    tx,
  );
}

/** Deletes a tier that nobody was ever a member of. */
export async function deleteTier(tx: Tx, id: string): Promise<'gone' | 'used' | 'unknown'> {
  const { rows } = await sql<{ isUsed: boolean }>`
    select exists (select from membership where tier_id = t.id) as is_used from tier t where t.id = ${id}`.execute(
    tx,
  );
  if (!rows[0]) return 'unknown';
  if (rows[0].isUsed) return 'used';
  await tx.deleteFrom('tier').where('id', '=', id).execute();
  return 'gone';
}
