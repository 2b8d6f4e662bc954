import { hour } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { publish } from '#platform/outbox.ts';
import { reopenFailed, selectAssets, selectNotFull } from '../store/asset.ts';
import { selectForgotten, upsertMaking } from '../store/making.ts';

// Longer than any one piece takes: whoever is at work says so at each.
const forgottenMs = 3 * hour;
const batch = 50;

/**
 * Takes up again what nobody works on: assets whose making was begun over `olderThanMs` ago, such as before a disk was full
 * at every try; and, since there is a transcoder, recordings from before. Returns how many.
 */
export async function takeUpUnfinished(ctx: Ctx, olderThanMs = forgottenMs): Promise<number> {
  const before = new Date(ctx.now.getTime() - olderThanMs + 1);
  const forgotten = await selectForgotten(ctx.db, before, batch);
  const fromBefore = ctx.ports.transcoder ? await selectNotFull(ctx.db, batch) : [];
  for (const assetId of forgotten) await inTransaction(ctx, (tx) => askAgain(ctx, tx, assetId));
  for (const assetId of fromBefore) {
    await inTransaction(ctx, async (tx) => {
      await reopenFailed(tx, assetId);
      await askAgain(ctx, tx, assetId);
    });
  }
  return forgotten.length + fromBefore.length;
}

async function askAgain(ctx: Ctx, tx: Tx, assetId: string): Promise<void> {
  const [asset] = await selectAssets(tx, [assetId]);
  if (!asset) return;
  await upsertMaking(tx, assetId, ctx.now);
  if (asset.state === 'processing')
    await publish(tx, 'asset.stored', { assetId, kind: asset.kind });
  else await publish(tx, 'asset.unfinished', { assetId, kind: asset.kind });
}
