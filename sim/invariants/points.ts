import { bySql, type Invariant } from './invariant.ts';

/** Points, which are no money, and are kept as carefully. */
export const pointInvariants: readonly Invariant[] = [
  bySql(
    'I19',
    'Points are the sum of their book, and what lots have left less what is owed; every lot has left what was not taken of it.',
    'always',
    `
    select 'account ' || a.user_id || ' says ' || a.balance || ', its book ' || e.sum || ', its lots ' || l.rest as what
    from point_account a
    cross join lateral (select coalesce(sum(amount), 0) as sum from point_entry e where e.user_id = a.user_id) e
    cross join lateral (select coalesce(sum(remaining), 0) as rest, min(expires_at) filter (where remaining > 0) as first
      from point_lot l where l.user_id = a.user_id) l
    where a.balance <> e.sum or greatest(a.balance, 0) <> l.rest or a.next_expiry is distinct from l.first
    union all
    select 'lot ' || l.id || ' has ' || l.remaining || ' left of ' || l.amount
    from point_lot l where l.remaining <> l.amount - coalesce((select sum(amount) from point_use u where u.lot_id = l.id), 0)
    union all
    select 'entry ' || e.id || ' adds and has no lot' from point_entry e
    where e.amount > 0 and not exists (select from point_lot l where l.id = e.id and l.amount = e.amount)`,
  ),

  bySql(
    'I19b',
    'What an order earned and what was taken back of it leave the part of it that stayed paid, once everything was heard of.',
    'quiet',
    `
    select 'order ' || o.id || ' earned ' || e.amount || ', ' || t.taken || ' of it was taken back, and ' || o.refunded || ' of ' || o.total || ' went back' as what
    from point_entry e join "order" o on o.id = e.order_id
    cross join lateral (select coalesce(-sum(amount), 0) as taken from point_entry r where r.order_id = o.id and r.kind = 'refund') t
    where e.kind = 'purchase' and e.amount - t.taken <> e.amount * (o.total - o.refunded) / greatest(o.total, 1)`,
  ),
];
