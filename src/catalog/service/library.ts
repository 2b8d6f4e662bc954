import { describeAssets } from '#media/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readTimeCursor, type Page } from '#platform/cursor.ts';
import { actingUser } from '#platform/policy.ts';
import type { LibraryItem } from '../schema/library.ts';
import { selectLibrary, selectUses, type LibraryFilter } from '../store/library.ts';
import type { AssetUse } from '../types.ts';

/**
 * A page of one's own assets with where each stands, newest first.
 *
 * @throws Refusal input.cursor, policy.signed_out
 */
export async function listLibrary(
  ctx: Ctx,
  filter: LibraryFilter,
  cursor: string | undefined,
  limit: number,
): Promise<Page<LibraryItem>> {
  const after = readTimeCursor(cursor);
  const owner = actingUser(ctx).userId;
  const rows = await selectLibrary(ctx.db, owner, filter, { limit: limit + 1, after });
  const ids = rows.map(({ id }) => id);
  const [assets, uses] = await Promise.all([describeAssets(ctx, ids), selectUses(ctx.db, ids)]);
  const standing = Map.groupBy(uses, ({ assetId }) => assetId);
  const page = pageOf(
    rows,
    limit,
    ({ createdAt, id }) => [createdAt, id],
    ({ id }) => id,
  );
  return {
    ...page,
    // What was removed while we looked is not there any more.
    items: page.items.flatMap((id) => {
      const asset = assets.get(id);
      return asset ? [{ ...asset, uses: (standing.get(id) ?? []).map(useOf) }] : [];
    }),
  };
}

function useOf({ kind, workId, workTitle, lessonId, place, isLive }: AssetUse): AssetUse {
  return { kind, workId, workTitle, lessonId, place, isLive };
}
