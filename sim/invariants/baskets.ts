import { bySql, type Invariant } from './invariant.ts';

/** Orders of several works, and the carts that they come from. */
export const basketInvariants: readonly Invariant[] = [
  bySql(
    'I41',
    'Each line of an order costs what its offer did, less what was taken off it; no work is in it twice, and none of several at an activity’s price.',
    'always',
    `
    select 'line ' || l.id || ' of ' || l.list_price || ' costs ' || l.price || ' less ' || coalesce(sum(d.amount), 0) as what
    from order_line l left join order_discount d on d.line_id = l.id
    where l.offer_id is not null
    group by l.id having l.price <> l.list_price - coalesce(sum(d.amount), 0)
      or l.list_price <> (select f.price from offer f where f.id = l.offer_id)
    union all
    select 'order ' || order_id || ' has ' || count(*) || ' lines for ' || count(distinct coalesce(work_id, tier_id)) || ' works'
    from order_line group by order_id
    having count(*) <> count(distinct coalesce(work_id, tier_id)) or count(*) > 30 or count(*) > 1 and count(work_id) < count(*)
    union all
    select 'order ' || l.order_id || ' of several has the price of an activity'
    from order_line l join order_discount d on d.line_id = l.id and d.kind = 'activity'
    where exists (select from order_line x where x.order_id = l.order_id and x.position > 0)`,
  ),

  bySql(
    'I41b',
    'A coupon is used by one order, as often as it is used, and takes something off it.',
    'always',
    `
    select 'coupon ' || k.id || ' is ' || k.state || ' of order ' || coalesce(k.order_id::text, 'none') || ', and ' || o.live || ' orders have it' as what
    from coupon_claim k cross join lateral (
      select count(*) filter (where state in ('pending', 'held', 'paid')) as live,
        coalesce(bool_or(id = k.order_id and state in ('pending', 'held')), false) as is_held,
        coalesce(bool_or(id = k.order_id and state in ('paid', 'refunded')), false) as is_spent
      from "order" where claim_id = k.id) o
    where o.live > 1 or k.state = 'unused' and o.live > 0 or k.state = 'locked' and not o.is_held
      or k.state = 'used' and not o.is_spent
    union all
    select 'order ' || o.id || ' names a coupon that took nothing off' from "order" o
    where o.claim_id is not null and not exists (
      select from order_line l join order_discount d on d.line_id = l.id
      where l.order_id = o.id and d.kind = 'coupon' and d.source_id = o.claim_id)`,
  ),

  bySql(
    'I41c',
    'Of each line its own creator has the part, and the provider’s fee of an order is that of its lines.',
    'quiet',
    `
    select 'line ' || l.id || ' of ' || l.price || ' gave ' || coalesce(e.gross::text, 'nothing') || ' to ' || coalesce(e.creator_id::text, 'nobody') as what
    from order_line l join "order" o on o.id = l.order_id left join earning e on e.order_line_id = l.id
    where o.state in ('paid', 'refunded') and l.work_id is not null and l.price > 0
      and (e.gross is distinct from l.price or e.creator_id is distinct from l.creator_id)
      and not exists (select from refund_line p join refund r on r.id = p.refund_id where p.line_id = l.id and r.cause in ('team', 'owned'))
    union all
    select 'capture ' || c.transaction_id || ' cost ' || c.fee || ', its lines ' || sum(e.fee)
    from capture c join earning e on e.order_id = c.order_id
    where c.outcome = 'kept' and not exists (select from refund r where r.order_id = c.order_id and r.cause in ('team', 'owned'))
    group by c.id having c.fee <> sum(e.fee)`,
  ),

  bySql(
    'I42',
    'A cart has no more works than an order, and nothing that its person bought after they put it there.',
    'quiet',
    `
    select 'user ' || user_id || ' has ' || count(*) || ' works in the cart' as what
    from cart_line group by user_id having count(*) > 30
    union all
    select 'user ' || c.user_id || ' has work ' || c.work_id || ' in the cart that order ' || o.id || ' bought'
    from cart_line c join order_line l on l.work_id = c.work_id join "order" o on o.id = l.order_id and o.buyer_id = c.user_id
    join entitlement e on e.source_kind = 'order' and e.source_id = l.id
    left join capture k on k.order_id = o.id and k.outcome = 'kept'
    where o.state in ('paid', 'refunded') and c.added_at < coalesce(k.received_at, o.paid_at)`,
  ),
];
