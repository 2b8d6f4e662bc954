import { sql } from 'kysely';
import type { ClaimFact } from '#coupon/types.ts';
import type { MemberDiscount } from '#membership/types.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { PromotionFact } from '#pricing/service.ts';
import type { OnSale } from '../types.ts';

interface WantedOffers {
  readonly buyerId: string;
  readonly offerIds: readonly string[];
  readonly idempotencyKey: string;
  readonly claimId?: string | undefined;
  readonly payableAt: Date;
  readonly now: Date;
}

/** Something on sale with what an order for it stands on, under the lock that decides who has it. */
export interface Ground extends OnSale {
  readonly isOwned: boolean;
  /** A team holds an order of theirs for this work. */
  readonly isHeld: boolean;
  /** The order that this one would repeat. */
  readonly earlierId: string | null;
  readonly promotions: readonly PromotionFact[] | null;
  /** What the buyer pays less as a member. */
  readonly member: MemberDiscount | null;
  /** The coupon that was chosen; null where the buyer holds no such. */
  readonly claim: ClaimFact | null;
  /** Answered where a coupon was chosen. */
  readonly isNewcomer: boolean | null;
}

/** What is sold by these ids: works by their offers, or tiers by their plans. */
const onSale = (ids: readonly string[]) => {
  const isOne = ids.length === 1 ? sql`= ${ids[0]}::uuid` : sql`= any(${[...ids]}::uuid[])`;
  return sql`(
    select o.id, o.price, o.currency, o.refund_days, o.access_days, o.retired_at is null as is_current, w.state = 'published' as is_open, w.id as work_id,
      null::uuid as tier_id,
      jsonb_build_object('kind', 'work', 'workId', w.id, 'creatorId', w.creator_id, 'partIds', v.part_ids) as sold
    from offer o join work w on w.id = o.work_id join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where o.id ${isOne}
    union all
    select p.id, p.price, p.currency, null::integer, null::integer, p.retired_at is null, t.state = 'open', null, t.id,
      jsonb_build_object('kind', 'plan', 'tierId', t.id, 'term', p.term, 'days', p.days)
    from tier_plan p join tier t on t.id = p.tier_id where p.id ${isOne})`;
};

/** These things as they can be bought now, those that there are. */
export async function listOnSale(db: Db, ids: readonly string[]): Promise<OnSale[]> {
  const { rows } = await sql<OnSale>`select * from ${onSale(ids)} s`.execute(db);
  return rows;
}

/**
 * Takes the locks that decide who has what these offers sell, and answers what is true behind them: of one offer in one round trip. In
 * the order in which they were asked for; those that are not there are left out.
 */
export async function listGround(tx: Tx, wanted: WantedOffers): Promise<Ground[]> {
  const { buyerId, offerIds, idempotencyKey, payableAt, now, claimId = null } = wanted;
  if (offerIds.length > 1)
    await sql`
      select lock_rights(${buyerId}, array(select work_id from offer where id = any(${[...offerIds]}::uuid[])))`.execute(
      tx,
    );
  const { rows } = await sql<Ground>`
    select s.*, g.* from ${onSale(offerIds)} s
    cross join lateral order_ground(${buyerId}, s.work_id, s.tier_id, s.id, ${idempotencyKey}, ${payableAt}, ${now}, ${claimId}) g`.execute(
    tx,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return offerIds.flatMap((id) => byId.get(id) ?? []);
}

/** Whether an order that waits or was paid has this coupon. */
export async function hasClaim(tx: Tx, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    select from "order" where claim_id = ${claimId} and state in ('pending', 'held', 'paid')`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Whether a buyer has an order with this key, or one for this offer that waits. */
export async function hasSame(
  db: Db,
  {
    buyerId,
    offerId,
    idempotencyKey,
  }: { buyerId: string; offerId: string; idempotencyKey: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from "order" where buyer_id = ${buyerId} and idempotency_key = ${idempotencyKey}
    union all
    select from "order" o join order_line l on l.order_id = o.id
    where o.buyer_id = ${buyerId} and o.state = 'pending' and l.offer_id = ${offerId} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Whether the buyer has an order with this key. */
export async function hasKey(tx: Tx, buyerId: string, idempotencyKey: string): Promise<boolean> {
  const { rows } = await sql`
    select from "order" where buyer_id = ${buyerId} and idempotency_key = ${idempotencyKey}`.execute(
    tx,
  );
  return rows.length > 0;
}
