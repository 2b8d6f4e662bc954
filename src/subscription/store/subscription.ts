import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Failure, SubscribedPlan, Subscription } from '../types.ts';

const columns = sql`
  s.id, s.user_id, s.tier_id, s.plan_id, s.next_plan_id, s.state, s.gateway, s.contract_code, s.agreement_id, s.trial_days, s.free_until,
  s.period, s.period_order_id, s.period_starts_at, s.period_ends_at, s.next_charge_at, s.tries, s.failure, s.keep_bps,
  s.cancelled_at`;

const living = sql`s.state in ('trialing', 'active', 'past_due', 'paused')`;

/** A subscription under its row lock. */
export async function lockSubscription(tx: Tx, id: string): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    select ${columns} from subscription s where s.id = ${id} for update`.execute(tx);
  return rows[0];
}

/** A subscription as it is now. */
export async function findSubscription(db: Db, id: string): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    select ${columns} from subscription s where s.id = ${id}`.execute(db);
  return rows[0];
}

/** Somebody's subscriptions, the latest first. */
export async function selectOwn(db: Db, userId: string): Promise<Subscription[]> {
  const { rows } = await sql<Subscription>`
    select ${columns} from subscription s where s.user_id = ${userId} order by s.id desc limit 20`.execute(
    db,
  );
  return rows;
}

/** Plans with what a subscription needs to know of them: those of these ids, or those that are offered. */
export async function selectPlans(
  db: Db,
  ids: readonly string[] | 'offered',
): Promise<SubscribedPlan[]> {
  const wanted =
    ids === 'offered'
      ? sql`p.renews and p.retired_at is null and t.state = 'open'`
      : sql`p.id = any(${ids}::uuid[])`;
  const { rows } = await sql<SubscribedPlan>`
    select p.id as plan_id, t.id as tier_id, t.name_zh as tier_zh, t.name_en as tier_en, t.state = 'open' as is_open,
      p.renews and p.retired_at is null and t.state = 'open' as is_offered, p.term, p.days, p.price, p.trial_days, p.keep_bps
    from tier_plan p join tier t on t.id = p.tier_id where ${wanted}
    order by t.position, t.created_at, array_position(array['month', 'quarter', 'year', 'days'], p.term) limit 100`.execute(
    db,
  );
  return rows;
}

/** What stands in the way of a new subscription: a membership for good, or, of a trial, that they were a member before. */
export async function findHistory(
  tx: Tx,
  userId: string,
  tierId: string,
): Promise<{ readonly isForGood: boolean; readonly isNew: boolean }> {
  const { rows } = await sql<{ isForGood: boolean; isNew: boolean }>`
    select member_for_good(${userId}, ${tierId}) as is_for_good,
      not exists (select from membership where user_id = ${userId} and tier_id = ${tierId}) as is_new`.execute(
    tx,
  );
  return rows[0]!;
}

/** Whether somebody never had a membership of a tier, from whatever source. */
export async function wasNeverMember(db: Db, userId: string, tierId: string): Promise<boolean> {
  const { rows } = await sql`
    select from membership where user_id = ${userId} and tier_id = ${tierId} limit 1`.execute(db);
  return rows.length === 0;
}

export type NewSubscription = Pick<
  Subscription,
  'id' | 'userId' | 'tierId' | 'planId' | 'gateway' | 'contractCode' | 'trialDays'
> & { readonly consentedAt: Date; readonly createdAt: Date };

/** Writes a subscription that waits to be signed; undefined when one lives already. */
export async function insertSubscription(
  tx: Tx,
  row: NewSubscription,
): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    insert into subscription as s (id, user_id, tier_id, plan_id, gateway, contract_code, trial_days, consented_at, created_at)
    values (${row.id}, ${row.userId}, ${row.tierId}, ${row.planId}, ${row.gateway}, ${row.contractCode}, ${row.trialDays},
            ${row.consentedAt}, ${row.createdAt})
    on conflict (user_id, tier_id) where state in ('signing', 'trialing', 'active', 'past_due', 'paused') do nothing
    returning ${columns}`.execute(tx);
  return rows[0];
}

/** The subscription of somebody to a tier that lives or waits to be signed. */
export async function findLiving(
  tx: Tx,
  userId: string,
  tierId: string,
): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    select ${columns} from subscription s
    where s.user_id = ${userId} and s.tier_id = ${tierId} and (s.state = 'signing' or ${living})`.execute(
    tx,
  );
  return rows[0];
}

/** What may change of a locked subscription. */
export type Changes = Partial<
  Omit<Subscription, 'id' | 'userId' | 'gateway' | 'contractCode'> & {
    readonly noticedPeriod: number;
    readonly cancelReason: string;
    readonly endedAt: Date;
    readonly terminatedAt: Date;
    readonly failure: Failure | null;
  }
>;

/** Changes a subscription whose row is held. */
export async function changeSubscription(tx: Tx, id: string, changes: Changes): Promise<void> {
  await tx.updateTable('subscription').set(changes).where('id', '=', id).execute();
}

/** Up to `limit` subscriptions whose charge is due, those that wait longest first. */
export async function selectDue(db: Db, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from subscription s where s.next_charge_at <= ${now} order by s.next_charge_at limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Subscriptions that are over and whose agreement still stands at the gateway. */
export async function selectUnterminated(db: Db, limit: number): Promise<Subscription[]> {
  const { rows } = await sql<Subscription>`
    select ${columns} from subscription s
    where s.state in ('cancelled', 'ended') and s.terminated_at is null order by s.id limit ${sql.lit(limit)}`.execute(
    db,
  );
  return rows;
}

/** Ends what was cancelled and has run out, and what was not signed for a day. */
export async function endOver(db: Db, now: Date): Promise<void> {
  await sql`
    update subscription set state = 'ended', ended_at = ${now}
    where (state = 'cancelled' and coalesce(period_ends_at, free_until, cancelled_at) <= ${now})
       or (state = 'signing' and created_at < ${now}::timestamptz - interval '1 day')`.execute(db);
}

/** Somebody who is told of a charge to come. */
export interface Noticed extends Subscription {
  readonly email: string;
  readonly userName: string;
  readonly locale: 'zh' | 'en';
}

/** Marks up to `limit` subscriptions whose next charge is near and of which nobody was told; answers them. */
export async function markNoticed(
  tx: Tx,
  { now, before, limit }: { readonly now: Date; readonly before: Date; readonly limit: number },
): Promise<Noticed[]> {
  const { rows } = await sql<Noticed>`
    with due as (
      select s.id, u.email, u.name as user_name, u.locale from subscription s join app_user u on u.id = s.user_id
      where s.next_charge_at > ${now} and s.next_charge_at <= ${before} and s.noticed_period <= s.period
        and s.state in ('trialing', 'active', 'paused')
      order by s.next_charge_at limit ${sql.lit(limit)} for update of s skip locked
    )
    update subscription s set noticed_period = s.period + 1 from due where s.id = due.id
    returning ${columns}, due.email, due.user_name, due.locale`.execute(tx);
  return rows;
}
