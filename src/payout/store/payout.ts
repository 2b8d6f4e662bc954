import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Payee, Payout, PayoutState } from '../types.ts';

const columns = sql`
  p.id, p.creator_id, p.promoter_id, p.amount, p.gateway, p.out_bill_no, p.payee, p.state, p.requested_at, p.tries`;

export interface NewPayoutRow {
  readonly id: string;
  readonly creatorId: string | null;
  readonly promoterId: string | null;
  readonly amount: Money;
  readonly gateway: string;
  readonly outBillNo: string;
  readonly payee: string;
  readonly requestedAt: Date;
  readonly nextTryAt: Date;
}

/** Writes a request. False when its owner has one under way, however often they press. */
export async function insertPayout(tx: Tx, row: NewPayoutRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('payout')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findPayout(
  db: Db,
  where: { id: string } | { outBillNo: string },
): Promise<Payout | undefined> {
  const which = 'id' in where ? sql`p.id = ${where.id}` : sql`p.out_bill_no = ${where.outBillNo}`;
  const { rows } = await sql<Payout>`select ${columns} from payout p where ${which}`.execute(db);
  return rows[0];
}

interface Decision {
  readonly id: string;
  readonly state: 'approved' | 'rejected';
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly reason: string;
}

/** Decides a request. False when it was decided before. */
export async function decide(
  tx: Tx,
  { id, state, decidedBy, decidedAt, reason }: Decision,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payout')
    .set({
      state,
      decidedBy,
      decidedAt,
      reason,
      nextTryAt: decidedAt,
      finishedAt: state === 'rejected' ? decidedAt : null,
    })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Approved payouts that are to be sent or asked about, those that waited longest first. */
export async function selectDuePayouts(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('payout')
    .select('id')
    .where('state', '=', 'approved')
    .where('nextTryAt', '<=', now)
    .orderBy('nextTryAt')
    .limit(sql.lit(limit))
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes one try of an approved payout. False when somebody else has just made it. */
export async function claimTry(
  db: Db,
  payout: Pick<Payout, 'id' | 'tries'>,
  now: Date,
  nextTryAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('payout')
    .set({ nextTryAt, tries: payout.tries + 1 })
    .where('id', '=', payout.id)
    .where('tries', '=', payout.tries)
    .where('state', '=', 'approved')
    .where('nextTryAt', '<=', now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Notes what stands in the way of a payout that goes on waiting. */
export async function noteFailure(db: Db, id: string, failure: string): Promise<void> {
  await db
    .updateTable('payout')
    .set({ failure })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .execute();
}

interface Finish {
  readonly id: string;
  readonly state: 'paid' | 'failed';
  readonly at: Date;
  readonly transferId: string | null;
  readonly failure: string | null;
}

/** Ends an approved payout. False when it ended before. */
export async function finishPayout(
  tx: Tx,
  { id, state, at, transferId, failure }: Finish,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payout')
    .set({ state, finishedAt: at, transferId, failure })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What somebody was paid of what they earned as that, and what is on its way. */
export async function sumPayouts(
  db: Db,
  { kind, id }: Payee,
): Promise<{ paidOut: number; inTransit: number }> {
  const { rows } = await sql<{ paidOut: number; inTransit: number }>`
    select coalesce(sum(amount) filter (where state = 'paid'), 0)::bigint as paid_out,
           coalesce(sum(amount) filter (where state in ('requested', 'approved')), 0)::bigint as in_transit
    from payout where ${sql.ref(`${kind}_id`)} = ${id}`.execute(db);
  return rows[0]!;
}

export interface PayoutRow extends Payout {
  readonly ownerName: string;
  readonly decidedAt: Date | null;
  readonly reason: string;
  readonly finishedAt: Date | null;
  readonly failure: string | null;
}

interface Place {
  readonly at: string;
  readonly id: string;
}

const ownerName = (locale: Locale) => sql`coalesce(said_in(${locale}, c.name, c.name_en), u.name)`;

/** Up to `limit` payouts, newest first. */
export async function selectPayouts(
  db: Db,
  filter: {
    readonly locale: Locale;
    readonly state?: PayoutState | undefined;
    readonly owner?: Payee | undefined;
  },
  place: Place | undefined,
  limit: number,
): Promise<PayoutRow[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  if (filter.owner) wanted.push(sql`p.${sql.ref(`${filter.owner.kind}_id`)} = ${filter.owner.id}`);
  if (filter.state) wanted.push(sql`p.state = ${sql.lit(filter.state)}`);
  if (place)
    wanted.push(sql`(p.requested_at, p.id) < (${place.at}::timestamptz, ${place.id}::uuid)`);
  const { rows } = await sql<PayoutRow>`
    select ${columns}, ${ownerName(filter.locale)} as owner_name, p.decided_at, p.reason, p.finished_at, p.failure
    from payout p left join creator c on c.user_id = p.creator_id left join app_user u on u.id = p.promoter_id
    where ${sql.join(wanted, sql` and `)}
    order by p.requested_at desc, p.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Whose payouts these are, and how much each is. */
export async function selectPayoutNames(
  db: Db,
  ids: readonly string[],
  locale: Locale,
): Promise<{ id: string; name: string; amount: Money }[]> {
  const { rows } = await sql<{ id: string; name: string; amount: Money }>`
    select p.id, ${ownerName(locale)} as name, p.amount
    from payout p left join creator c on c.user_id = p.creator_id left join app_user u on u.id = p.promoter_id
    where p.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}
