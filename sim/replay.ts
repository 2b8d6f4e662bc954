import { createHash } from 'node:crypto';
import type { Db } from '#platform/db.ts';
import { ask } from './callers.ts';
import { rowsOf } from './invariants/invariant.ts';
import type { Memory } from './operations/memory.ts';
import { settleHere } from './quiesce.ts';
import type { World } from './world.ts';

// What decides about money and access; not when something was last asked about, nor which notices were heard.
const facts: Readonly<Record<string, string>> = {
  order: `select id, state, total, refunded, refunding, paid_at, closed_at, refund_until from "order" order by id`,
  order_line: 'select * from order_line order by id',
  order_discount: 'select d.* from order_discount d order by d::text',
  order_share: 'select * from order_share order by line_id, level',
  payment: 'select id, state, amount, out_trade_no from payment order by id',
  capture: 'select * from capture order by id',
  refund: 'select id, state, amount, out_refund_no, attempt, finished_at from refund order by id',
  refund_line: 'select * from refund_line order by refund_id, line_id',
  entitlement: 'select * from entitlement order by id',
  earning: 'select * from earning order by order_line_id',
  earning_reversal: 'select * from earning_reversal order by refund_id, order_line_id',
  earning_share: 'select * from earning_share order by order_line_id, level',
  membership: `select id, user_id, tier_id, source_kind, source_id, starts_at, ends_at, revoked_at from membership order by id`,
  redemption_code: 'select id, redeemed_by, redeemed_at from redemption_code order by id',
  coupon_claim: 'select * from coupon_claim order by id',
  flash_piece: 'select * from flash_piece order by promotion_id, ordinal',
  team: 'select id, state, taken, ended_at, settled_at from team order by id',
  team_seat: 'select order_id, team_id, joined_at, left_at from team_seat order by order_id',
  point_entry: 'select id, user_id, kind, source_id, amount from point_entry order by id',
  payout: 'select id, state, amount, out_bill_no, finished_at from payout order by id',
  transaction: 'select * from transaction order by id',
  posting: 'select * from posting order by transaction_id, seq',
  balance: `select account_id, sum(amount) as amount from (
      select account_id, amount from balance union all select account_id, amount from balance_delta
    ) parts group by account_id order by account_id`,
};

/** A digest of every fact, by table. */
export async function digestFacts(db: Db): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const [table, text] of Object.entries(facts)) {
    const rows = await rowsOf<object>(db, text);
    digests.set(table, createHash('sha256').update(JSON.stringify(rows)).digest('hex'));
  }
  return digests;
}

/** Says everything once more that was ever said: every notice, every order by its old key, every sweep and every bill. */
export async function replayAll(world: World, memory: Memory): Promise<void> {
  world.simulator.replayNotices();
  const isOld = await oldKeys(world.observer.db, memory);
  for (const { buyerId, offerId, offerIds, key: idempotencyKey } of memory.asked) {
    if (!isOld(buyerId, idempotencyKey)) continue;
    await (offerIds
      ? ask(world, buyerId, 'POST /cart/orders', { offerIds, idempotencyKey })
      : ask(world, buyerId, 'POST /orders', { offerId, idempotencyKey }));
  }
  await settleHere(world);
  for (const { run } of world.sweeps) await run(world.systemCtx());
}

/**
 * Which keys are those of an order: it stands under the key, or somebody was told of it and it is lost. Who asked by another key
 * while an order waited was told of that one; later, the key is as good as new.
 */
async function oldKeys(
  db: Db,
  { orders }: Memory,
): Promise<(buyerId: string, key: string) => boolean> {
  const standing = await rowsOf<{ id: string; buyerId: string; idempotencyKey: string }>(
    db,
    'select id, buyer_id, idempotency_key from "order"',
  );
  const ids = new Set(standing.map(({ id }) => id));
  const lost = orders.filter(({ id }) => !ids.has(id));
  const keys = new Set([
    ...standing.map(({ buyerId, idempotencyKey }) => `${buyerId} ${idempotencyKey}`),
    ...lost.map(({ buyerId, key }) => `${buyerId} ${key}`),
  ]);
  return (buyerId, key) => keys.has(`${buyerId} ${key}`);
}

/** Which tables are not what they were. */
export function differing(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...before.keys()].filter((table) => before.get(table) !== after.get(table));
}
