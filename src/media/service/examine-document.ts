import { join } from 'node:path';
import type { Ctx } from '#platform/ctx.ts';
import { selectOriginals } from '../store/original.ts';
import { findAssets } from '../service.ts';
import { failDocument, tryStamp } from './stamp.ts';
import { withNear } from './near.ts';

const trialLine = '学员 0000-0000-0000 · 0000';

/**
 * Looks whether a PDF or EPUB can be given to learners: a copy with a stamp is made of it as a buyer's is, and thrown away. One of
 * which none can be made (locked, broken, with a script or a way out of it, too heavy) ends as `failed` with its reason.
 *
 * @throws Refusal media.stamp_busy; it is then looked at later
 */
export async function examineDocument(ctx: Ctx, assetId: string): Promise<void> {
  const asset = (await findAssets(ctx.db, [assetId])).get(assetId);
  const [original] = await selectOriginals(ctx.db, [assetId]);
  if (asset?.state !== 'ready' || !original) return;
  const { kind } = asset;
  if (kind !== 'pdf' && kind !== 'epub') return;
  const why = await withNear(ctx, original.key, (near) =>
    tryStamp(
      { kind, from: near.path, to: join(near.folder, 'to'), line: trialLine },
      asset.ownerId,
    ),
  );
  if (why) await failDocument(ctx, assetId, why);
}
