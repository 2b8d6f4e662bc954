import { bySql, type Invariant } from './invariant.ts';

const moved = `
  select a.code, m.amount from (
    select source_id as account_id, -amount as amount from posting
    union all select destination_id, amount from posting
  ) m join account a on a.id = m.account_id where a.code like 'promoter:%'`;

/** A part of what is paid, and of what is left of it, as the rates say: the second of what the first leaves. */
const partOf = (paid: string) => `
  case s.level when 1 then floor(${paid} * s.bps / 10000.0)
    else floor((${paid} - coalesce(floor(${paid} * f.bps / 10000.0), 0)) * s.bps / (10000.0 - coalesce(f.bps, 0))) end`;

/** Who is paid for bringing buyers, and how much: reckoned anew from orders, links and lineage. */
export const promoterInvariants: readonly Invariant[] = [
  bySql(
    'I26',
    'An order promises a share to who brought its buyer and to who brought them, and to nobody else.',
    'always',
    `
    select 'line ' || s.line_id || ' promises level ' || s.level || ' to ' || s.promoter_id as what
    from order_share s join order_line l on l.id = s.line_id join "order" o on o.id = l.order_id
    left join order_share f on f.line_id = s.line_id and f.level = 1
    where s.level not in (1, 2) or s.base <> l.price or s.promoter_id in (o.buyer_id, l.creator_id)
      or exists (select from promoter p where p.user_id = o.buyer_id)
      or (s.level = 1 and not exists (
        select from binding b where b.customer_id = o.buyer_id and b.promoter_id = s.promoter_id
          -- Machines are seconds apart.
          and b.bound_at <= o.created_at + interval '5 minutes' and (b.expires_at is null or b.expires_at > o.created_at - interval '5 minutes')))
      or (s.level = 2 and s.promoter_id is distinct from (select upline_id from promoter where user_id = f.promoter_id))
      or s.bps <> (select case s.level when 1 then coalesce(p.level1_bps, t.level1_bps) else t.level2_bps end
        from promotion_terms t, promoter p where p.user_id = s.promoter_id)`,
  ),

  bySql(
    'I26b',
    'A promoter got what was promised of what was paid, and keeps their part of what did not go back.',
    'always',
    `
    select 'share ' || s.order_line_id || '/' || s.level || ' is ' || s.amount || ' less ' || s.reversed as what
    from earning_share s join earning e using (order_line_id)
    left join earning_share f on f.order_line_id = s.order_line_id and f.level = 1
    left join order_share p on p.line_id = s.order_line_id and p.level = s.level and p.promoter_id = s.promoter_id and p.bps = s.bps
    where p.line_id is null or s.amount <> ${partOf('e.gross')} or s.amount - s.reversed <> ${partOf('(e.gross - e.refunded)')}
    union all
    select 'earning ' || e.order_line_id || ' gave promoters ' || e.promotion from earning e
    where e.promotion <> coalesce((select sum(amount) from earning_share s where s.order_line_id = e.order_line_id), 0)
    union all
    select 'line ' || s.line_id || ' was sold and paid no share of level ' || s.level
    from order_share s join earning e on e.order_line_id = s.line_id
    where not exists (select from earning_share a where a.order_line_id = s.line_id and a.level = s.level)
      and e.fee <= e.gross - (select sum(floor(e.gross * b.bps / 10000.0) + 1) from order_share b where b.line_id = s.line_id)`,
  ),

  bySql(
    'I26c',
    'What a promoter earned is what they hold, owe, wait for and were paid.',
    'always',
    `
    select 'promoter ' || p.user_id || ' earned ' || coalesce(e.amount, 0) || ', has ' || coalesce(b.amount, 0)
           || ', took ' || coalesce(o.amount, 0) as what
    from promoter p
    left join (select promoter_id, sum(amount - reversed) as amount from earning_share group by 1) e on e.promoter_id = p.user_id
    left join (select split_part(code, ':', 2)::uuid as promoter_id, sum(amount) as amount from (${moved}) m group by 1) b
      on b.promoter_id = p.user_id
    left join (select promoter_id, sum(amount) as amount from payout where state in ('requested', 'approved', 'paid') group by 1) o
      on o.promoter_id = p.user_id
    where coalesce(e.amount, 0) <> coalesce(b.amount, 0) + coalesce(o.amount, 0)`,
  ),

  bySql(
    'I26d',
    'A share is held until the buyer cannot ask for the money back any more, and for the days of its promise.',
    'always',
    `
    select 'share ' || s.order_line_id || '/' || s.level || ' was released at ' || s.released_at || ', due at ' || s.release_at as what
    from earning_share s join earning e using (order_line_id) join order_share p on p.line_id = s.order_line_id and p.level = s.level
    where s.released_at < s.release_at - interval '5 minutes' or s.release_at < e.release_at
      or s.release_at < e.earned_at + p.frozen_days * interval '1 day'`,
  ),

  bySql(
    'I26e',
    'A customer has one promoter at a time, never themselves, and nobody is above themselves.',
    'always',
    `
    select 'customer ' || a.customer_id || ' has two bindings from ' || b.bound_at as what
    from binding a join binding b on b.customer_id = a.customer_id and b.seq = a.seq + 1
    where not exists (select from binding_end e where e.binding_id = a.id)
    union all
    select 'customer ' || customer_id || ' is bound to themselves' from binding where customer_id = promoter_id`,
  ),
];
