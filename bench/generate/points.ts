/** Points for every yuan of the orders that stayed paid: a lot each, which ends in ten years, so that no sweep has anything to do. */
export const pointsSql = [
  `create unlogged table bench.earned as
   select bench.point_id(paid_at, i) as id, id as order_id, buyer, price / 100 as amount, paid_at, paid_at + interval '3650 days' as expires_at
   from bench.sold where state = 'paid' and price >= 100`,
  `insert into point_entry (id, user_id, kind, source_id, order_id, amount, expires_at, at)
   select id, buyer, 'purchase', order_id, order_id, amount, expires_at, paid_at from bench.earned order by id`,
  `insert into point_lot (id, user_id, amount, remaining, expires_at)
   select id, buyer, amount, amount, expires_at from bench.earned order by id`,
  `insert into point_account (user_id, balance, next_expiry)
   select buyer, sum(amount), min(expires_at) from bench.earned group by buyer`,
] as const;
