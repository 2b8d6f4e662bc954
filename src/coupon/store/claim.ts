import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Write } from '#platform/together.ts';
import type { ClaimFilter } from '../schema.ts';
import type { ClaimFact } from '../types.ts';
import { termColumns, type Terms } from './coupon.ts';

export interface NewClaim {
  readonly id: string;
  readonly couponId: string;
  readonly userId: string;
  readonly most: number;
  readonly claimedAt: Date;
  readonly expiresAt: Date;
  readonly grantedBy: string | null;
}

/** Puts a coupon into somebody's hand. False when they had as many as each may. The coupon's row is held: ordinals have no gaps. */
export async function insertClaim(tx: Tx, claim: NewClaim): Promise<boolean> {
  const { rows } = await sql`
    insert into coupon_claim (id, coupon_id, user_id, ordinal, claimed_at, expires_at, granted_by)
    select ${claim.id}::uuid, ${claim.couponId}::uuid, ${claim.userId}::uuid, count(*) + 1, ${claim.claimedAt}::timestamptz,
      ${claim.expiresAt}::timestamptz, ${claim.grantedBy}::uuid
    from coupon_claim k where k.coupon_id = ${claim.couponId} and k.user_id = ${claim.userId}
    having count(*) < ${claim.most}
    on conflict do nothing returning id`.execute(tx);
  return rows.length === 1;
}

/** How many of these people there are. */
export async function countUsers(db: Db, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app_user where id = any(${[...ids]}::uuid[]) and state <> 'deleted'`.execute(
    db,
  );
  return rows[0]!.count;
}

export interface LockedBy {
  readonly claimId: string;
  readonly userId: string;
  readonly orderId: string;
}

/** An order that waits takes a coupon. False when it is not there to be taken, however many ask at once. */
export async function lockClaim(
  tx: Tx,
  { claimId, userId, orderId, paid, saved }: LockedBy & { paid: number; saved: number },
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('couponClaim')
    .set({ state: 'locked', orderId, paid, saved })
    .where('id', '=', claimId)
    .where('userId', '=', userId)
    .where('state', '=', 'unused')
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** A coupon that an order took is used with it; changes nothing where the order does not hold it. */
export function usedClaim({ claimId, orderId }: Omit<LockedBy, 'userId'>, now: Date): Write {
  return {
    statement: sql`
      update coupon_claim set state = 'used', used_at = ${now}
      where id = ${claimId} and order_id = ${orderId} and state = 'locked' returning id`,
  };
}

/** Takes a coupon back for an order that was closed and is paid after all. False when another order has it by now. */
export async function lockAgain(
  tx: Tx,
  { claimId, orderId, paid, saved }: Omit<LockedBy, 'userId'> & { paid: number; saved: number },
): Promise<boolean> {
  const { rows } = await sql`
    update coupon_claim set state = 'locked', order_id = ${orderId}, paid = ${paid}, saved = ${saved}
    where id = ${claimId} and (state = 'unused' or (state = 'locked' and order_id = ${orderId})) returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Gives a coupon back that an order held or used. */
export async function freeClaim(
  tx: Tx,
  { claimId, orderId }: Omit<LockedBy, 'userId'>,
  from: 'locked' | 'used',
  validAt: Date | undefined,
): Promise<boolean> {
  let freeing = tx
    .updateTable('couponClaim')
    .set({ state: 'unused', orderId: null, usedAt: null, paid: null, saved: null })
    .where('id', '=', claimId)
    .where('orderId', '=', orderId)
    .where('state', '=', from);
  if (validAt) freeing = freeing.where('expiresAt', '>', validAt);
  const { numUpdatedRows } = await freeing.executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export interface ClaimRow extends Terms {
  readonly id: string;
  readonly couponId: string;
  readonly scopeNames: string[];
  readonly state: 'unused' | 'locked' | 'used';
  readonly startsAt: Date;
  readonly expiresAt: Date;
  readonly claimedAt: Date;
  readonly usedAt: Date | null;
  readonly orderId: string | null;
}

/** Up to `limit` coupons of one holder, those they took last first. */
export async function selectClaims(
  db: Db,
  wanted: ClaimFilter & { readonly userId: string; readonly now: Date; readonly locale: Locale },
  beforeId: string | undefined,
  limit: number,
): Promise<ClaimRow[]> {
  const { userId, now, locale, state } = wanted;
  const isState = {
    unused: sql`k.state = 'unused' and k.expires_at > ${now}`,
    expired: sql`k.state = 'unused' and k.expires_at <= ${now}`,
    locked: sql`k.state = 'locked'`,
    used: sql`k.state = 'used'`,
  };
  const { rows } = await sql<ClaimRow>`
    select k.id, k.coupon_id, ${termColumns}, scope_names(c.scope_kind, c.scope_ids, ${locale}) as scope_names, k.state,
      c.starts_at, k.expires_at, k.claimed_at, k.used_at, k.order_id
    from coupon_claim k join coupon c on c.id = k.coupon_id
    where k.user_id = ${userId} and ${state ? isState[state] : sql`true`}
      and ${beforeId ? sql`k.id < ${beforeId}::uuid` : sql`true`}
    order by k.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Up to 50 coupons that somebody holds and did not use, as an order for a work meets them; expired ones only when they just did. */
export async function selectHeld(
  db: Db,
  userId: string,
  workId: string | null,
  now: Date,
): Promise<ClaimFact[]> {
  const { rows } = await sql<{ fact: ClaimFact }>`
    select claim_for(k.id, k.user_id, ${workId}) as fact from coupon_claim k
    where k.user_id = ${userId} and k.state <> 'used' and k.expires_at > ${now}
    order by k.id desc limit 50`.execute(db);
  return rows.map(({ fact }) => fact);
}

/** The same as an order for several works meets them: with those of the works for which each holds. */
export async function selectHeldFor(
  db: Db,
  userId: string,
  workIds: readonly string[],
  now: Date,
): Promise<{ fact: ClaimFact; coveredIds: string[] }[]> {
  const works = sql`${[...workIds]}::uuid[]`;
  const { rows } = await sql<{ fact: ClaimFact; coveredIds: string[] }>`
    select claim_for(k.id, k.user_id, null) as fact,
      case when c.scope_ids is null then ${works}
        else array(select w from unnest(${works}) w where scope_covers(c.scope_ids, w)) end as covered_ids
    from coupon_claim k join coupon c on c.id = k.coupon_id
    where k.user_id = ${userId} and k.state <> 'used' and k.expires_at > ${now}
    order by k.id desc limit 50`.execute(db);
  return rows;
}
