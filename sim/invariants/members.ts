import { bySql, type Invariant } from './invariant.ts';

/** Rights that come from memberships and codes. */
export const memberInvariants: readonly Invariant[] = [
  bySql(
    'I29',
    'Whoever has a right or a membership by a code has redeemed that code, which gives exactly that; a code gives once.',
    'always',
    `
    select 'entitlement ' || e.id || ' stands on code ' || e.source_id || ' that gives something else, or nothing to them' as what
    from entitlement e left join redemption_code c on c.id = e.source_id left join code_batch b on b.id = c.batch_id
    left join work w on w.id = b.work_id left join work_version v on v.id = w.live_id
    where e.source_kind = 'code' and (c.redeemed_by is distinct from e.user_id
      or not (e.work_id = b.work_id or e.work_id = any(coalesce(v.part_ids, '{}'))))
    union all
    select 'membership ' || m.id || ' stands on code ' || m.source_id || ' that gives something else, or nothing to them'
    from membership m left join redemption_code c on c.id = m.source_id left join code_batch b on b.id = c.batch_id
    where m.source_kind = 'code' and (c.redeemed_by is distinct from m.user_id or b.tier_id is distinct from m.tier_id)
    union all
    select 'code ' || c.id || ' was redeemed and gave nothing'
    from redemption_code c where c.redeemed_by is not null
      and not exists (select from entitlement e where e.source_kind = 'code' and e.source_id = c.id)
      and not exists (select from membership m where m.source_kind = 'code' and m.source_id = c.id)
    union all
    select 'batch ' || b.id || ' counts ' || b.redeemed || ' redeemed codes and has ' || count(c.id)
    from code_batch b left join redemption_code c on c.batch_id = b.id and c.redeemed_at is not null
    group by b.id having b.redeemed <> count(c.id)`,
  ),

  bySql(
    'I27',
    'A tier opens exactly the works that stand on the shelves it covers.',
    'always',
    `
    select 'tier ' || coalesce(t.tier_id, c.tier_id) || ' and work ' || coalesce(t.work_id, c.work_id) as what
    from tier_work t full join (
      select distinct c.tier_id, p.work_id from tier_cover c join work_place p on p.shelf = c.shelf) c
      on c.tier_id = t.tier_id and c.work_id = t.work_id
    where t.tier_id is null or c.tier_id is null`,
  ),

  bySql(
    'I30',
    'Nobody is a member without a source: staff who wrote it down, a file that the owner brought, a code, or an order.',
    'always',
    `
    select 'membership ' || m.id || ' was given with ' || count(a.id) || ' records' as what from membership m
    left join audit_record a on a.subject = m.id::text and a.deed = 'membership.grant' and a.actor_id = m.granted_by
    where m.source_kind = 'grant' group by m.id having count(a.id) <> 1
    union all
    select 'membership ' || m.id || ' stands on order ' || m.source_id || ' that is ' || coalesce(o.state, 'not there')
    from membership m left join "order" o on o.id = m.source_id
    where m.source_kind = 'order' and m.revoked_at is null and (o.state is distinct from 'paid' or o.buyer_id <> m.user_id)`,
  ),
];
