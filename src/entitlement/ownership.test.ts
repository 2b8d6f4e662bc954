import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openShop } from '#flows/fixtures/shop.ts';
import { after, minute } from '#kernel/time.ts';
import { inTransaction } from '#platform/db.ts';
import { grantEntitlement, isOwnedForSure } from './service.ts';

test('what a machine gave whose clock is ahead is owned for one whose clock is right', async () => {
  const shop = await openShop();
  const { userId } = (await shop.aPerson()).actor;
  const { workId } = await shop.aWork(900);
  const ctx = shop.system();
  const source = { kind: 'order', id: workId } as const;
  await inTransaction(ctx, (tx) =>
    grantEntitlement(tx, { userId, workId, source }, after(ctx.now, minute)),
  );

  assert.ok(await inTransaction(ctx, (tx) => isOwnedForSure(tx, userId, workId, ctx.now)));
  await shop.close();
});
