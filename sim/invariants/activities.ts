import { bySql, type Invariant } from './invariant.ts';

/** Flash sales and group buys. */
export const activityInvariants: readonly Invariant[] = [
  bySql(
    'I31',
    'A flash sale has as many pieces as its stock; one is held by an order that waits, sold to one that was paid, or free.',
    'always',
    `
    select 'flash sale ' || p.id || ' of ' || p.stock || ' has ' || count(f.ordinal) || ' pieces' as what
    from promotion p left join flash_piece f on f.promotion_id = p.id where p.kind = 'flash'
    group by p.id having count(f.ordinal) <> p.stock
    union all
    select 'piece ' || f.ordinal || ' of ' || f.promotion_id || ' belongs to order ' || f.order_id || ' that is ' || coalesce(o.state, 'not there')
    from flash_piece f left join "order" o on o.id = f.order_id
    where f.order_id is not null and o.state is distinct from case when f.sold_at is null then 'pending' else 'paid' end
    union all
    select 'order ' || o.id || ' is ' || o.state || ' at the price of a flash sale, and has no piece'
    from "order" o join order_line l on l.order_id = o.id
    join order_discount d on d.line_id = l.id join promotion p on p.id = d.source_id and p.kind = 'flash'
    where o.state in ('pending', 'paid') and not exists (select from flash_piece f where f.order_id = o.id)`,
  ),

  bySql(
    'I32',
    'A team counts who is in it, and is never more than full; an order is in one team at most, and at its price.',
    'always',
    `
    select 'team ' || t.id || ' (' || t.state || ') counts ' || t.taken || ' of ' || t.size || ' and has ' || count(s.order_id) as what
    from team t left join team_seat s on s.team_id = t.id and s.left_at is null
    group by t.id having t.taken <> count(s.order_id) or t.taken > t.size or (t.state = 'full' and t.taken < t.size)
    union all
    select 'order ' || s.order_id || ' is in a team and is ' || coalesce(o.state, 'not there')
    from team_seat s left join "order" o on o.id = s.order_id
    where s.team_id is not null and (o.group_id is distinct from s.promotion_id or o.state in ('pending', 'closed'))`,
  ),

  bySql(
    'I33',
    'What is held is held for a team, and the ledger holds exactly that money.',
    'always',
    `
    select 'order ' || o.id || ' is held without a team' as what
    from "order" o where o.state = 'held' and o.refunding = 0 and not exists (
      select from team_seat s join team t on t.id = s.team_id
      where s.order_id = o.id and s.left_at is null and t.settled_at is null)
    union all
    select 'held is ' || coalesce(b.amount, 0) || ' and orders hold ' || coalesce(h.amount, 0)
    from (select sum(case when d.code like 'held:%' then p.amount else 0 end) - sum(case when s.code like 'held:%' then p.amount else 0 end) as amount
          from posting p join account s on s.id = p.source_id join account d on d.id = p.destination_id) b,
         (select sum(c.amount - c.fee) as amount from "order" o join capture c on c.order_id = o.id and c.outcome = 'kept'
          where o.state = 'held') h
    where coalesce(b.amount, 0) <> coalesce(h.amount, 0)`,
  ),

  bySql(
    'I34',
    'Nobody waits: a team that failed gave everything back, one that is complete gave everybody the work.',
    'quiet',
    `
    select 'order ' || o.id || ' is still held in team ' || coalesce(t.id::text, 'none') || ' (' || coalesce(t.state, '') || ')' as what
    from "order" o left join team_seat s on s.order_id = o.id left join team t on t.id = s.team_id where o.state = 'held'
    union all
    select 'order ' || o.id || ' is ' || o.state || ' in a team that failed'
    from team t join team_seat s on s.team_id = t.id and s.left_at is null join "order" o on o.id = s.order_id
    where t.state = 'failed' and o.state <> 'refunded'`,
  ),
];
