import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { AssetUse } from '../types.ts';

/** Which assets of a library are looked for. */
export interface LibraryFilter {
  readonly kinds?: readonly string[] | undefined;
  readonly text?: string | undefined;
  /** Only those that nothing names: neither what is live, nor a draft, nor an earlier version of either. */
  readonly isUnused?: boolean | undefined;
}

/** Ids of an owner's assets, newest first. */
export async function selectLibrary(
  db: Db,
  ownerId: string,
  { kinds, text, isUnused }: LibraryFilter,
  page: { readonly limit: number; readonly after: { at: string; id: string } | undefined },
): Promise<{ id: string; createdAt: Date }[]> {
  const { limit, after } = page;
  const { rows } = await sql<{ id: string; createdAt: Date }>`
    select a.id, a.created_at from asset a
    where a.owner_id = ${ownerId}
      ${kinds ? sql`and a.kind = any(${[...kinds]}::text[])` : sql``}
      ${text ? sql`and a.file_name ilike ${`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}` : sql``}
      ${after ? sql`and (a.created_at, a.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      ${isUnused ? nowhere : sql``}
    order by a.created_at desc, a.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

const nowhere = sql`
  and not exists (select from lesson_version v where v.asset_id = a.id)
  and not exists (select from work_version v where v.cover_id = a.id)
  and not exists (select from embedded_asset e where e.asset_id = a.id)
  and not exists (select from creator c where c.avatar_id = a.id)
  and not exists (select from subtitle s where s.subtitle_id = a.id)`;

/**
 * Where assets stand, in drafts and in what is live; `version` when only earlier versions of something name one. Works that
 * were deleted keep the files of their versions too.
 */
export async function selectUses(
  db: Db,
  ids: readonly string[],
): Promise<(AssetUse & { readonly assetId: string })[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AssetUse & { readonly assetId: string }>`
    with named as (select unnest(${[...ids]}::uuid[]) as id),
    standing as (
      select v.asset_id, 'lesson' as kind, l.work_id, l.id as lesson_id, v.title as place,
        coalesce(bool_or(v.id = l.live_id), false) as is_live
      from named n join lesson_version v on v.asset_id = n.id join lesson l on v.id in (l.draft_id, l.live_id)
      group by v.asset_id, l.work_id, l.id, v.title
      union all
      select v.cover_id, 'cover', w.id, null, '', coalesce(bool_or(v.id = w.live_id), false)
      from named n join work_version v on v.cover_id = n.id join work w on v.id in (w.draft_id, w.live_id)
      group by v.cover_id, w.id
      union all
      select e.asset_id, 'text', e.work_id, null, e.path, false
      from named n join embedded_asset e on e.asset_id = n.id
      union all
      select c.avatar_id, 'portrait', null, null, c.name, true
      from named n join creator c on c.avatar_id = n.id
      union all
      select s.subtitle_id, 'subtitle', null, null, m.file_name || ' · ' || s.locale, false
      from named n join subtitle s on s.subtitle_id = n.id join asset m on m.id = s.asset_id
    ),
    shown as (
      select s.*, v.title as work_title
      from standing s left join work w on w.id = s.work_id left join work_version v on v.id = w.draft_id
      where w.state is distinct from 'deleted'
    ),
    earlier as (
      select n.id as asset_id from named n
      where not exists (select from shown s where s.asset_id = n.id)
        and (exists (select from lesson_version v where v.asset_id = n.id)
          or exists (select from work_version v where v.cover_id = n.id)
          or exists (select from embedded_asset e where e.asset_id = n.id))
    )
    select asset_id, kind, work_id, lesson_id, place, is_live, work_title from shown
    union all
    select asset_id, 'version', null, null, '', false, null from earlier
    order by work_title nulls last, kind, place`.execute(db);
  return rows;
}
