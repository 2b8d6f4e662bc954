import { byBook, bySql, rowsOf, type Invariant } from './invariant.ts';

const refundsOf = (state: string) => `coalesce((
  select sum(r.amount) from refund r
  where r.order_id = o.id and r.cause in ('buyer', 'staff', 'team', 'owned') and r.state = '${state}'), 0)`;

const backOf = (state: string) => `coalesce((
  select sum(p.amount) from refund_line p join refund r on r.id = p.refund_id
  where p.line_id = l.id and r.state = '${state}'), 0)`;

/** Promises to buy, what was paid for them, and who may learn. */
export const orderInvariants: readonly Invariant[] = [
  bySql(
    'I8',
    'What an order gave back and has promised is the sum of its refunds, never more than was paid.',
    'always',
    `
    select 'order ' || o.id || ' (' || o.state || '): refunded ' || o.refunded || ' of ' || ${refundsOf('succeeded')}
           || ', refunding ' || o.refunding || ' of ' || ${refundsOf('requested')} as what
    from "order" o
    where o.refunded <> ${refundsOf('succeeded')} or o.refunding <> ${refundsOf('requested')}
       or o.refunded + o.refunding > o.total
    union all
    select 'order ' || o.id || ' comes to ' || o.total || ', its lines to ' || sum(l.price) || ', refunded ' || o.refunded || ' / '
           || sum(l.refunded) || ', refunding ' || o.refunding || ' / ' || sum(l.refunding)
    from "order" o join order_line l on l.order_id = o.id
    group by o.id having o.total <> sum(l.price) or o.refunded <> sum(l.refunded) or o.refunding <> sum(l.refunding)
    union all
    select 'line ' || l.id || ' of ' || l.price || ': refunded ' || l.refunded || ' of ' || ${backOf('succeeded')}
           || ', refunding ' || l.refunding || ' of ' || ${backOf('requested')}
    from order_line l
    where l.refunded <> ${backOf('succeeded')} or l.refunding <> ${backOf('requested')} or l.refunded + l.refunding > l.price
    union all
    select 'refund ' || r.id || ' of ' || r.amount || ' is of lines for ' || coalesce(sum(p.amount), 0)
    from refund r left join refund_line p on p.refund_id = r.id where r.cause in ('buyer', 'staff', 'team', 'owned')
    group by r.id having coalesce(sum(p.amount), 0) <> r.amount
    union all
    select 'capture ' || c.transaction_id || ' of ' || c.amount || ' goes back with ' || sum(r.amount)
    from capture c join refund r on r.capture_id = c.id and r.state <> 'failed'
    group by c.id having sum(r.amount) > c.amount`,
  ),

  bySql(
    'I10',
    'A paid order has exactly its money: the right amount, kept.',
    'always',
    `
    select 'order ' || o.id || ' is ' || o.state || ' at ' || o.total || ' with ' || coalesce(c.amount::text, 'nothing') as what
    from "order" o left join capture c on c.order_id = o.id and c.outcome = 'kept'
    where (o.state in ('held', 'paid', 'refunded') and o.total > 0
           and (c.amount is distinct from o.total or c.currency is distinct from o.currency))
       or (o.state in ('pending', 'closed') and c.id is not null)`,
  ),

  bySql(
    'I7',
    'Who paid and did not give it back may learn.',
    'always',
    `
    select 'order ' || o.id || ' is paid and opens nothing' as what
    from "order" o join order_line l on l.order_id = o.id
    where o.state = 'paid' and (l.refunded + l.refunding < l.price or l.price = 0 and (o.total = 0 or o.refunded + o.refunding < o.total))
      and not exists (select 1 from refund_line p join refund r on r.id = p.refund_id where p.line_id = l.id and p.takes_back and r.state <> 'failed')
      and not exists (select 1 from membership m where l.tier_id = m.tier_id and m.source_kind = 'order' and m.source_id = o.id
                      and m.user_id = o.buyer_id and (m.revoked_at is null or o.refunded + o.refunding > 0
                        or exists (select 1 from subscription_charge c where c.replaces_id = o.id and c.state = 'paid')))
      and not exists (select 1 from entitlement e where e.source_kind = 'order' and (e.source_id = l.id or l.price = 0)
                      and e.user_id = o.buyer_id and e.work_id = l.work_id and e.revoked_at is null)`,
  ),

  bySql(
    'I7b',
    'Who may learn by an order has paid for it and has not given it back.',
    'always',
    `
    select 'entitlement ' || e.id || ' stands on order ' || e.source_id || ' that is ' || coalesce(o.state, 'not there') as what
    from entitlement e left join order_line l on l.id = e.source_id left join "order" o on o.id = l.order_id
    where e.source_kind = 'order' and e.revoked_at is null
      and (o.state is distinct from 'paid' or o.buyer_id <> e.user_id or l.work_id <> e.work_id
           or (l.price > 0 and l.refunded + l.refunding >= l.price)
           or exists (select 1 from refund_line p join refund r on r.id = p.refund_id where p.line_id = l.id and p.takes_back and r.state <> 'failed'))`,
  ),

  bySql(
    'I7d',
    'Who bought days has as many as the order promised, and for ever only by an order for ever.',
    'always',
    `
    select 'entitlement ' || e.id || ' lasts ' || coalesce((e.ends_at - e.starts_at)::text, 'for ever') || ' of ' || coalesce(l.access_days || ' days', 'for ever') as what
    from entitlement e join order_line l on l.id = e.source_id
    where e.source_kind = 'order'
      and extract(epoch from e.ends_at - e.starts_at) is distinct from l.access_days * 86400.0`,
  ),

  bySql(
    'I7e',
    'No day that was paid lies upon another, unless a refund failed and gave days back.',
    'always',
    `
    select 'user ' || a.user_id || ' has work ' || a.work_id || ' twice from ' || greatest(a.starts_at, b.starts_at) as what
    from entitlement a join entitlement b on b.user_id = a.user_id and b.work_id = a.work_id and b.id > a.id
    where a.source_kind = 'order' and b.source_kind = 'order' and a.revoked_at is null and b.revoked_at is null
      and a.starts_at < b.ends_at and b.starts_at < a.ends_at
      and not exists (select from refund_line p join refund r on r.id = p.refund_id
        where p.line_id in (a.source_id, b.source_id) and r.state = 'failed')`,
  ),

  // A refund that failed gives back what was taken, to somebody who may have bought again meanwhile.
  bySql(
    'I7c',
    'Nobody pays twice for the same work.',
    'always',
    `
    select 'user ' || e.user_id || ' has work ' || e.work_id || ' ' || count(*) || ' times: ' || string_agg(e.source_id || ' from ' || e.starts_at || coalesce(' until ' || e.ends_at, ''), ', ') as what
    from entitlement e where e.source_kind = 'order' and e.revoked_at is null and e.ends_at is null
      and not exists (select 1 from refund_line p join refund r on r.id = p.refund_id where p.line_id = e.source_id and r.state = 'failed')
    group by e.user_id, e.work_id having count(*) > 1`,
  ),

  byBook(
    'I14',
    'Every charge of the provider is known with its amount and its time, and nothing else is.',
    'quiet',
    async ({ db, book }) => {
      const rows = await rowsOf<{
        transactionId: string;
        amount: number;
        fee: number;
        paidAt: Date;
        outTradeNo: string;
      }>(
        db,
        `
        select c.transaction_id, c.amount, c.fee, c.paid_at, p.out_trade_no from capture c join payment p on p.id = c.payment_id`,
      );
      const known = new Map(rows.map((row) => [row.transactionId, row]));
      const missing = [...book.charges.values()]
        .filter(({ transactionId }) => !known.has(transactionId))
        .map(
          ({ transactionId, amount }) => `charge ${transactionId} of ${amount} was never noticed`,
        );
      const wrong = rows
        .filter((row) => {
          const charge = book.charges.get(row.transactionId);
          return (
            charge?.amount !== row.amount ||
            charge.outTradeNo !== row.outTradeNo ||
            Date.parse(charge.paidAt) !== row.paidAt.getTime()
          );
        })
        .map(({ transactionId }) => `capture ${transactionId} is not what the provider charged`);
      return [...missing, ...wrong];
    },
  ),

  byBook(
    'I17',
    'The provider gave back what we say it gave back, by our numbers, and no more than it took.',
    'quiet',
    async ({ db, book }) => {
      const rows = await rowsOf<{ outRefundNo: string; amount: number; state: string }>(
        db,
        'select out_refund_no, amount, state from refund',
      );
      const ours = new Map(
        rows
          .filter(({ state }) => state === 'succeeded')
          .map((row) => [row.outRefundNo, row.amount]),
      );
      const theirs = [...book.refunds.values()].filter(({ state }) => state === 'succeeded');
      const over = [...book.charges.values()].filter(({ refunded, amount }) => refunded > amount);
      return [
        ...over.map(({ transactionId }) => `charge ${transactionId} gave back more than it took`),
        ...theirs
          .filter(({ outRefundNo, amount }) => ours.get(outRefundNo) !== amount)
          .map(
            ({ outRefundNo, amount }) =>
              `the provider gave ${amount} back by ${outRefundNo}, which we do not know of`,
          ),
        ...[...ours.keys()]
          .filter((number) => book.refunds.get(number)?.state !== 'succeeded')
          .map((number) => `we say that ${number} went back, the provider does not`),
      ];
    },
  ),

  byBook(
    'I18',
    'Who paid the right amount in time, by the provider’s clock, was served.',
    'quiet',
    async ({ db, book }) => {
      const rows = await rowsOf<{
        id: string;
        outTradeNo: string;
        total: number;
        expiresAt: Date;
        isServed: boolean;
      }>(
        db,
        `
      select o.id, p.out_trade_no, o.total, o.expires_at, bool_and(exists (
          select 1 from entitlement e where e.user_id = o.buyer_id and e.work_id = l.work_id
          union all select 1 from membership m where m.source_kind = 'order' and m.source_id = o.id
          union all select 1 where o.group_id is not null and o.state = 'refunded'
          union all select 1 from refund r join capture c on c.id = r.capture_id and c.outcome = 'late'
            where r.order_id = o.id and exists (select from order_discount d where d.line_id = l.id and d.kind = 'activity')
        )) as is_served
      from payment p join "order" o on o.id = p.order_id join order_line l on l.order_id = o.id group by p.id, o.id`,
      );
      const orders = new Map(rows.map((row) => [row.outTradeNo, row]));
      return [...book.charges.values()].flatMap((charge) => {
        const order = orders.get(charge.outTradeNo);
        if (!order)
          return [
            `charge ${charge.transactionId} is for ${charge.outTradeNo}, which we never opened`,
          ];
        const isInTime = Date.parse(charge.paidAt) <= order.expiresAt.getTime();
        const isUnserved = charge.amount === order.total && isInTime && !order.isServed;
        return isUnserved ? [`order ${order.id} was paid in time and never served`] : [];
      });
    },
  ),

  bySql(
    'I24',
    'As many learners are counted as there are.',
    'quiet',
    `
    select 'work ' || w.id || ' counts ' || w.learner_count + coalesce(c.change, 0) || ' learners and has ' || coalesce(e.learners, 0) as what
    from work w
    left join (select work_id, sum(change) as change from learner_change group by work_id) c on c.work_id = w.id
    left join (
      select work_id, count(distinct user_id) as learners from (
        select work_id, user_id from entitlement where revoked_at is null
        union all select work_id, user_id from member_learner) one group by work_id) e on e.work_id = w.id
    where w.learner_count + coalesce(c.change, 0) <> coalesce(e.learners, 0)`,
  ),
];
