/** The right of a user to learn a work, from–to, with its source. Nobody has access without one. */
create table entitlement (
  id          uuid primary key,
  user_id     uuid not null references app_user,
  work_id     uuid not null references work,
  source_kind text not null check (source_kind in ('order', 'grant', 'code', 'points')),
  -- The line of an order, the code, the redemption of points, or for a grant the entitlement itself.
  source_id   uuid not null,
  -- Who gave it, for a grant.
  granted_by  uuid references app_user,
  reason      text not null default '',
  -- When it began without a gap: of a right that goes on from another, when that one began.
  since       timestamptz not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz,
  revoked_at  timestamptz,
  -- When its owner was told that it ends.
  reminded_at timestamptz,
  unique (source_kind, source_id, user_id, work_id),
  check ((source_kind = 'grant') = (granted_by is not null)),
  check (ends_at is null or ends_at > starts_at),
  check (since <= starts_at)
);
-- Includes what an access check reads, so that it never visits the table.
create index entitlement_access on entitlement (user_id, work_id) include (since, starts_at, ends_at) where revoked_at is null;
-- Rights that were bought and end, by when to say so.
create index entitlement_ends on entitlement (ends_at)
  where source_kind = 'order' and ends_at is not null and revoked_at is null and reminded_at is null;
create index entitlement_work on entitlement (work_id, id desc);
create index entitlement_user on entitlement (user_id, id desc);

/**
 * Who may learn what, from–to: by a right of their own, or by a membership whose tier covers a shelf on which the work stands
 * (docs/decisions/0053). The only thing that is asked about access: with a user and a work it is a few index probes.
 */
create view right_of_use as
  select user_id, work_id, source_kind, source_id, since, starts_at, ends_at
  from entitlement where revoked_at is null
  union all
  select m.user_id, t.work_id, 'membership', m.id, m.since, m.starts_at, m.ends_at
  from membership m join tier_work t on t.tier_id = m.tier_id
  where m.revoked_at is null and m.paused_at is null;

/** Somebody who began a work as a member, and so is one of its learners, without a right of their own at that time. */
create table member_learner (
  work_id  uuid not null references work,
  user_id  uuid not null references app_user,
  begun_at timestamptz not null,
  primary key (work_id, user_id)
);

/** Holds, to the end of the transaction, what decides who has these works: a bundle before its parts, so that nobody waits in a circle. */
create function lock_rights(p_user uuid, p_works uuid[]) returns void language plpgsql as $$
declare
  v_work uuid;
begin
  for v_work in select id from work where id = any(p_works) order by kind = 'bundle' desc, id loop
    perform pg_advisory_xact_lock(hashtextextended('own:' || p_user || ':' || v_work, 0));
  end loop;
end $$;

/** Whether a right that ends then is as good as one for ever: for ten years more nobody needs another. */
create function lasts_for_good(p_ends_at timestamptz, p_now timestamptz) returns boolean language sql stable
  return p_ends_at is null or p_ends_at > p_now + interval '87600 hours';

/**
 * Whether a user has a work for good by a right of their own at `p_now`, under the lock that decides it; held to the end of the transaction.
 * Who has it for some days may have more of them. A membership is no such right: who has one may buy the work to keep it. A function, because the question must be asked with what is true after the wait, and one statement would see what was true before.
 */
create function own_for_sure(p_user uuid, p_work uuid, p_now timestamptz) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('own:' || p_user || ':' || p_work, 0));
  return exists (
    select 1 from entitlement
    where user_id = p_user and work_id = p_work and revoked_at is null
      -- One that begins later counts as well: the machine that gave it may be ahead of the one that asks.
      and lasts_for_good(ends_at, p_now)
  );
end $$;

/**
 * Which of these works a user has for good at `p_now`, under the locks that decide it for all of them and for the parts of
 * bundles among them, taken in one order.
 */
create function owned_for_sure(p_user uuid, p_works uuid[], p_now timestamptz) returns uuid[] language plpgsql as $$
begin
  perform lock_rights(p_user, p_works || array(
    select unnest(v.part_ids) from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = any(p_works)));
  return array(
    select distinct work_id from entitlement
    where user_id = p_user and work_id = any(p_works) and revoked_at is null and lasts_for_good(ends_at, p_now));
end $$;
