import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Binding, BindingEnding, Campaign, Ignored } from '../types.ts';

/** Makes those wait who would bind this customer; held to the end of `tx`, and taken alone. */
export async function lockCustomer(tx: Tx, customerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`binding:${customerId}`}, 0))`.execute(
    tx,
  );
}

/** What a decision about a customer's binding stands on. */
export interface BindingGround {
  readonly registeredAt: Date;
  readonly isKnownVisit: boolean;
  /** The last binding, if nothing ended it; it may have expired. */
  readonly last: (Binding & { readonly isPromoting: boolean }) | null;
  /** How many there were. */
  readonly seq: number;
}

/** The same, as it stands under `lockCustomer`. */
export async function findBindingGround(
  tx: Tx,
  customerId: string,
  visitedAt: Date,
): Promise<BindingGround> {
  const { rows } = await sql<
    Omit<BindingGround, 'last'> &
      Partial<Binding> & { isPromoting: boolean; isEnded: boolean | null }
  >`
    select u.created_at as registered_at, coalesce(b.seq, 0) as seq,
      exists (select from promotion_visit where user_id = u.id and visited_at = ${visitedAt}) as is_known_visit,
      b.id, b.promoter_id, b.bound_at, b.expires_at, b.protected_until, p.ended_at is null as is_promoting,
      exists (select from binding_end e where e.binding_id = b.id) as is_ended
    from app_user u left join lateral (
      select * from binding where customer_id = u.id order by seq desc limit 1
    ) b on true left join promoter p on p.user_id = b.promoter_id
    where u.id = ${customerId}`.execute(tx);
  const row = rows[0]!;
  const { registeredAt, isKnownVisit, seq, id, promoterId, boundAt, protectedUntil } = row;
  const { expiresAt = null, isPromoting } = row;
  const isOpen = id != null && !row.isEnded;
  const last = isOpen
    ? {
        id,
        seq,
        promoterId: promoterId!,
        boundAt: boundAt!,
        expiresAt,
        protectedUntil: protectedUntil!,
        isPromoting,
      }
    : null;
  return { registeredAt, isKnownVisit, seq, last };
}

interface NewBinding extends Binding {
  readonly customerId: string;
  readonly source: 'link' | 'purchase' | 'staff';
}

/** Writes a binding; of two with one number one is refused by the table. */
export async function insertBinding(tx: Tx, row: NewBinding): Promise<void> {
  await tx.insertInto('binding').values(row).execute();
}

/** Writes that a binding ended. False when it had. */
export async function insertEnd(
  tx: Tx,
  bindingId: string,
  reason: BindingEnding,
  endedAt: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('bindingEnd')
    .values({ bindingId, reason, endedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export type VisitOutcome = 'bound' | 'renewed' | 'none' | Ignored;

interface NewVisit extends Campaign {
  readonly id: string;
  readonly userId: string;
  readonly promoterId: string | null;
  readonly visitedAt: Date;
  readonly outcome: VisitOutcome;
}

export async function insertVisit(tx: Tx, row: NewVisit): Promise<void> {
  await tx.insertInto('promotionVisit').values(row).execute();
}

export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly source: 'link' | 'purchase' | 'staff';
  readonly boundAt: Date;
  readonly expiresAt: Date | null;
  readonly protectedUntil: Date;
  readonly endedAt: Date | null;
  readonly endedReason: BindingEnding | null;
  readonly promoterName: string;
  readonly customerId: string;
}

/** Up to `limit` bindings, of one promoter or of all, newest first; one that was renewed stands for itself. */
export async function selectBindings(
  db: Db,
  { promoterId }: { readonly promoterId?: string | undefined },
  beforeId: string | undefined,
  limit: number,
): Promise<CustomerRow[]> {
  const wanted = [
    sql`e.reason is distinct from 'renewed'`,
    ...(promoterId ? [sql`b.promoter_id = ${promoterId}`] : []),
    ...(beforeId ? [sql`b.id < ${beforeId}::uuid`] : []),
  ];
  const { rows } = await sql<CustomerRow>`
    select b.id, b.customer_id, u.name, b.source, b.bound_at, b.expires_at, b.protected_until, e.ended_at, e.reason as ended_reason,
      n.name as promoter_name
    from binding b join app_user u on u.id = b.customer_id join app_user n on n.id = b.promoter_id
    left join binding_end e on e.binding_id = b.id
    where ${sql.join(wanted, sql` and `)}
    order by b.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
