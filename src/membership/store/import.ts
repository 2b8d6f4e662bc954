import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';

/** A membership that a file asks for. */
interface Brought {
  readonly userId: string;
  readonly tierId: string;
  readonly endsAt: Date | null;
}

/** A membership that a file began or moved. */
export interface Imported {
  readonly userId: string;
  readonly tierId: string;
  readonly isNew: boolean;
}

/**
 * Writes memberships from a file in one statement, whatever was there: one of the import for each person and tier. Another end
 * moves it, the same changes nothing, and what staff took back stays taken. Answers what is new, and what moved.
 */
export async function upsertImported(
  tx: Tx,
  brought: readonly (Brought & { readonly id: string })[],
  by: { readonly now: Date; readonly userId: string | null; readonly reason: string },
): Promise<Imported[]> {
  const { now, userId, reason } = by;
  const ids = brought.map(({ id }) => id);
  const users = brought.map((one) => one.userId);
  const tiers = brought.map(({ tierId }) => tierId);
  const ends = brought.map(({ endsAt }) => endsAt?.toISOString() ?? null);
  const { rows } = await sql<Imported>`
    insert into membership as m (id, user_id, tier_id, source_kind, source_id, granted_by, reason, since, starts_at, ends_at)
    select w.id, w.user_id, w.tier_id, 'import', w.tier_id, ${userId}::uuid, ${reason}, ${now}::timestamptz, ${now}::timestamptz, w.ends_at
    from unnest(${ids}::uuid[], ${users}::uuid[], ${tiers}::uuid[], ${ends}::timestamptz[]) as w (id, user_id, tier_id, ends_at)
    order by w.user_id, w.tier_id
    on conflict (source_kind, source_id, user_id, tier_id) do update set ends_at = excluded.ends_at, reminded_at = null
      where m.revoked_at is null and m.ends_at is distinct from excluded.ends_at
        and (excluded.ends_at is null or excluded.ends_at > m.starts_at)
    returning m.user_id, m.tier_id, m.xmax = 0 as is_new`.execute(tx);
  return rows;
}

/** Which of these tiers there are. */
export async function selectTierNames(
  db: Db,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly nameZh: string; readonly nameEn: string }[]> {
  const { rows } = await sql<{ id: string; nameZh: string; nameEn: string }>`
    select id, name_zh, name_en from tier where id = any(${ids}::uuid[])`.execute(db);
  return rows;
}
