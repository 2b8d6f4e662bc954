import { bySql, type Invariant } from './invariant.ts';

/** That everything comes to rest, and that somebody permitted did what was done. */
export const restInvariants: readonly Invariant[] = [
  bySql(
    'I15',
    'Nothing waits any more: no event, no order past its end, no attempt, no refund, no payout, no earning.',
    'quiet',
    `
    select 'event ' || event || ' waits' as what from outbox
    union all select 'order ' || id || ' waits since ' || close_at from "order" where state = 'pending'
    union all select 'payment ' || out_trade_no || ' waits since ' || expires_at from payment where state = 'opened'
    union all select 'refund ' || out_refund_no || ' waits since ' || requested_at || ': ' || coalesce(failure, '') from refund where state = 'requested'
    union all select 'payout ' || out_bill_no || ' waits since ' || requested_at || ': ' || coalesce(failure, '') from payout where state in ('requested', 'approved')
    union all select 'earning ' || order_line_id || ' waits since ' || release_at from earning where released_at is null
    union all select 'share ' || order_line_id || ' waits since ' || release_at from earning_share where released_at is null`,
  ),

  bySql(
    'I15b',
    'Money that no order needs goes back.',
    'quiet',
    `
    select 'capture ' || c.transaction_id || ' was ' || c.outcome || ' and did not go back' as what
    from capture c where c.outcome <> 'kept'
      and not exists (select 1 from refund r where r.capture_id = c.id and r.state = 'succeeded' and r.amount = c.amount)`,
  ),

  bySql(
    'I20',
    'Every deed of staff is written down, once, with who did it.',
    'quiet',
    `
    select 'payout ' || p.id || ' is ' || p.state || ' with ' || count(a.id) || ' records' as what
    from payout p left join audit_record a on a.subject = p.id::text and a.deed in ('payout.approve', 'payout.reject')
      and a.actor_id = p.decided_by
    where p.decided_at is not null group by p.id having count(a.id) <> 1
    union all
    select 'payout ' || id || ' was decided by whose it is' from payout where decided_by = coalesce(creator_id, promoter_id)
    union all
    select 'grant ' || e.id || ' has ' || count(a.id) || ' records' from entitlement e
    left join audit_record a on a.subject = e.id::text and a.deed = 'entitlement.grant'
    where e.source_kind = 'grant' group by e.id having count(a.id) <> 1
    union all
    select 'refund ' || r.id || ' by staff has ' || count(a.id) || ' records' from refund r
    left join audit_record a on a.deed like '%refund%' and a.subject in (r.id::text, r.order_id::text)
      and a.actor_id = r.requested_by
    where r.cause = 'staff' group by r.id having count(a.id) < 1`,
  ),

  bySql(
    'I28',
    'Nobody learns from a stranger’s order, and no gateway’s number is used twice.',
    'always',
    `
    select 'number ' || transaction_id || ' came in ' || count(*) || ' times' as what from capture
    group by gateway, transaction_id having count(*) > 1
    union all
    select 'number ' || out_refund_no || ' is used ' || count(*) || ' times' from refund group by out_refund_no having count(*) > 1
    union all
    select 'number ' || out_bill_no || ' is used ' || count(*) || ' times' from payout group by out_bill_no having count(*) > 1`,
  ),
];
