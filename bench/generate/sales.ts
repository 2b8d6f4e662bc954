import type { Size } from '../sizes.ts';

const ordersPerMember = 10;

/**
 * One staging row for each order. Each member buys ten different works in two years; a tenth of the works makes a third of
 * the sales. Five in a hundred orders were never paid, two were refunded. Each step is materialised: expressions of other
 * steps, copied into each other, take ten times as long.
 */
export function stageSalesSql(size: Size): string {
  return `
    create unlogged table bench.sold as
    with slot as materialized (
      select i, 1 + i * 7919 % ${size.members} as m, i / ${size.members} * 7 % ${ordersPerMember} as j,
        bench.draw(i, 4) / 2147483648.0 as spread, bench.draw(i, 5) % 100 as fate,
        bench.now() - interval '730 days' + i * (interval '729 days' / ${size.orders}) as at
      from generate_series(0::bigint, ${size.orders - 1}) i
    ), band as materialized (
      select *, floor(${size.works} * j * j / 100.0) as low, floor(${size.works} * (j + 1) * (j + 1) / 100.0) as high from slot
    ), chosen as materialized (
      select i, m, fate, at, 1 + (low + floor(spread * (high - low)))::bigint * 37 % ${size.works} as w from band
    ), priced as materialized (
      select *, bench.price(w) as price, (bench.price(w) * 60 + 5000) / 10000 as fee,
        case
          when bench.price(w) = 0 then 'paid'
          when fate < 5 then 'closed'
          when fate < 7 and at < bench.now() - interval '4 days' then 'refunded'
          else 'paid'
        end as state,
        at + case when bench.price(w) = 0 then interval '0' else interval '40 seconds' end as paid_at
      from chosen
    )
    select i, m, w, at, price, state, fee, (price - fee) * 2000 / 10000 as commission, paid_at,
      price - fee - (price - fee) * 2000 / 10000 as amount, paid_at + interval '7 days' as release_at,
      paid_at + interval '7 days' < bench.now() - interval '1 hour' as is_released,
      bench.order_id(at, i) as id, bench.order_line_id(at, i) as line_id, bench.person(m) as buyer, bench.work(w) as work_id,
      bench.creator_of(w) as c, bench.creator(bench.creator_of(w)) as creator_id, bench.refund_id(at, i) as refund_id
    from priced;
    analyze bench.sold;`;
}

/** Every fifth member has two works in the cart, one of them for later. */
const cartsSql = (size: Size) => `
  insert into cart_line (user_id, work_id, offer_id, is_later, added_at)
  select bench.person(m), bench.work(w), bench.offer(w), k = 1, bench.now() - interval '1 day'
  from generate_series(5, ${size.members}, 5) m cross join generate_series(0, 1) k
  cross join lateral (select 1 + (m * 13 + k * 29) % ${size.works} as w) chosen
  on conflict do nothing`;

/** Orders and all that is known of their money, but for the ledger. */
export const ordersSql = (size: Size): string[] =>
  [
    cartsSql(size),
    `insert into "order" (id, number, buyer_id, state, total, currency, refunded, created_at, expires_at, close_at, paid_at,
     closed_at, refund_until, idempotency_key)
   select id, to_char(at at time zone 'Asia/Shanghai', 'YYMMDD') || lpad(i::text, 12, '0'), buyer, state, price, 'CNY',
     case when state = 'refunded' then price else 0 end, at, at + interval '30 minutes', at + interval '35 minutes',
     case when state <> 'closed' then paid_at end, case when state = 'closed' then at + interval '35 minutes' end,
     case when state <> 'closed' then release_at end, 'bench-order-' || i
   from bench.sold order by i`,
    `insert into order_line (id, order_id, position, offer_id, work_id, creator_id, list_price, price, commission_bps, refund_days, refunded)
   select line_id, id, 0, bench.offer(w), work_id, creator_id, price, price, 2000, 7, case when state = 'refunded' then price else 0 end
   from bench.sold order by i`,
    `insert into payment (id, order_id, gateway, out_trade_no, amount, currency, fee_bps, description, state, opened_at, expires_at,
     next_query_at)
   select bench.payment_id(at, i), id, 'sandbox', replace(bench.payment_id(at, i)::text, '-', ''), price, 'CNY', 60, '课程',
     case when state = 'closed' then 'closed' else 'succeeded' end, at, at + interval '30 minutes', at + interval '15 seconds'
   from bench.sold where price > 0 order by i`,
    `insert into capture (id, payment_id, order_id, gateway, transaction_id, amount, currency, fee, paid_at, received_at, outcome)
   select bench.capture_id(paid_at, i), bench.payment_id(at, i), id, 'sandbox', '42' || lpad(i::text, 26, '0'), price, 'CNY', fee,
     paid_at, paid_at + interval '1 second', 'kept'
   from bench.sold where price > 0 and state <> 'closed' order by i`,
    `insert into refund (id, order_id, capture_id, out_refund_no, amount, cause, reason, state, requested_by, requested_at, next_try_at,
     finished_at, refund_id)
   select refund_id, id, bench.capture_id(paid_at, i), replace(refund_id::text, '-', '') || '-1', price, 'buyer', '买错了',
     'succeeded', buyer, paid_at + interval '2 days', paid_at + interval '2 days', paid_at + interval '2 days 3 seconds',
     '50' || lpad(i::text, 26, '0')
   from bench.sold where state = 'refunded' order by i`,
    `insert into refund_line (refund_id, line_id, amount, takes_back) select refund_id, line_id, price, true from bench.sold where state = 'refunded' order by i`,
    `insert into earning (order_line_id, order_id, work_id, creator_id, gateway, gross, fee_bps, commission_bps, fee, commission, amount,
     refunded, reversed, earned_at, recorded_at, release_at, released_at)
   select line_id, id, work_id, creator_id, 'sandbox', price, 60, 2000, fee, commission, amount,
     case when state = 'refunded' then price else 0 end, case when state = 'refunded' then amount else 0 end, paid_at,
     paid_at + interval '1 second', release_at,
     case when is_released then release_at + interval '30 seconds' end
   from bench.sold where price > 0 and state <> 'closed' order by i`,
    `insert into earning_reversal (refund_id, order_line_id, creator_id, gross, fee, commission, amount, recorded_at)
   select refund_id, line_id, creator_id, price, fee, commission, amount, paid_at + interval '2 days 3 seconds'
   from bench.sold where state = 'refunded' order by i`,
    `insert into gateway_event (gateway, id, kind, subject, received_at)
   select 'sandbox', 'EV-bench-' || i, 'payment', replace(bench.payment_id(at, i)::text, '-', ''), paid_at + interval '1 second'
   from bench.sold where price > 0 and state <> 'closed' and paid_at > bench.now() - interval '30 days' order by i`,
    `insert into entitlement (id, user_id, work_id, source_kind, source_id, since, starts_at, revoked_at)
   select bench.entitlement_id(paid_at, i), buyer, work_id, 'order', line_id, paid_at + interval '1 second', paid_at + interval '1 second',
     case when state = 'refunded' then paid_at + interval '2 days' end
   from bench.sold where state <> 'closed' order by i`,
  ] as const;

/** What follows from sales for works: learners, and figures by day. */
export const salesFiguresSql = [
  `update work w set learner_count = s.learners
   from (select work_id, count(*) as learners from bench.sold where state = 'paid' group by 1) s where s.work_id = w.id`,
  `insert into sales_day (day, work_id, creator_id, orders, gross, refunded, earned)
   select day, work_id, creator_id, sum(orders), sum(gross), sum(refunded), sum(earned) from (
     select (paid_at at time zone 'Asia/Shanghai')::date as day, work_id, creator_id, 1 as orders, price as gross, 0 as refunded,
       case when state = 'paid' then amount else 0 end as earned
     from bench.sold where price > 0 and state <> 'closed'
     union all
     select ((paid_at + interval '2 days 3 seconds') at time zone 'Asia/Shanghai')::date, work_id, creator_id, 0, 0, price, 0
     from bench.sold where state = 'refunded'
   ) fact group by 1, 2, 3`,
] as const;
