/** A level of membership: what it is called, what it promises, and what members pay less for works it does not cover. */
create table tier (
  id           uuid primary key,
  name_zh      text not null check (name_zh <> ''),
  name_en      text not null check (name_en <> ''),
  summary_zh   text not null default '',
  summary_en   text not null default '',
  -- What a member has, a line each, as the page of the tiers lists it.
  benefits_zh  text[] not null default '{}',
  benefits_en  text[] not null default '{}',
  -- Of the price of a work that the tier does not cover, in basis points (`member_discount`).
  discount_bps integer not null default 0 check (discount_bps between 0 and 10000),
  position     integer not null default 0,
  -- Closed: nobody new comes in; who is in stays until the end.
  state        text not null default 'open' check (state in ('open', 'closed')),
  created_at   timestamptz not null
);
-- Imports find a tier by either name.
create unique index tier_name_zh on tier (lower(name_zh));
create unique index tier_name_en on tier (lower(name_en));

/**
 * What a tier covers: shelves of the catalogue (`work_place.shelf`), so that publication, withdrawal and a change of category
 * are true for members in the same transaction (docs/decisions/0053).
 */
create table tier_cover (
  tier_id    uuid not null references tier on delete cascade,
  scope      text not null check (scope in ('all', 'category', 'creator', 'work')),
  -- The category, creator or work; for everything, the id of nothing.
  subject_id uuid not null,
  shelf      text not null generated always as (case scope when 'all' then 'all' else scope || ':' || subject_id::text end) stored,
  primary key (tier_id, shelf),
  check ((scope = 'all') = (subject_id = '00000000-0000-0000-0000-000000000000'))
);
create index tier_cover_shelf on tier_cover (shelf);

/**
 * Which works each tier opens now. It follows from `tier_cover` and `work_place` and is kept by the triggers below, in the
 * transaction of what changes either, so that an access check is one probe however many shelves a tier covers.
 */
create table tier_work (
  tier_id uuid not null references tier on delete cascade,
  work_id uuid not null references work,
  primary key (tier_id, work_id)
);
create index tier_work_work on tier_work (work_id);

/**
 * Opens works to the tiers that cover a shelf they came onto, and closes them where no covered shelf is left. Publications share a
 * lock that a change of covers takes alone: of two that cannot see each other, one waits and sees.
 */
create function shelves_changed() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('tier covers', 0));
  if tg_op = 'INSERT' then
    insert into tier_work (tier_id, work_id)
    select distinct c.tier_id, n.work_id from changed n join tier_cover c on c.shelf = n.shelf order by 1, 2
    on conflict do nothing;
  else
    delete from tier_work t using (select distinct work_id from changed) gone
    where t.work_id = gone.work_id and not exists (
      select from work_place p join tier_cover c on c.shelf = p.shelf
      where p.work_id = t.work_id and c.tier_id = t.tier_id);
  end if;
  return null;
end $$;
create trigger work_placed after insert on work_place referencing new table as changed
  for each statement execute function shelves_changed();
create trigger work_taken after delete on work_place referencing old table as changed
  for each statement execute function shelves_changed();

/** The same when a tier covers other shelves. */
create function covers_changed() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('tier covers', 0));
  if tg_op = 'INSERT' then
    insert into tier_work (tier_id, work_id)
    select distinct n.tier_id, p.work_id from changed n join work_place p on p.shelf = n.shelf order by 1, 2
    on conflict do nothing;
  else
    delete from tier_work t using (select distinct tier_id from changed) gone
    where t.tier_id = gone.tier_id and not exists (
      select from work_place p join tier_cover c on c.shelf = p.shelf
      where p.work_id = t.work_id and c.tier_id = t.tier_id);
  end if;
  return null;
end $$;
create trigger tier_covered after insert on tier_cover referencing new table as changed
  for each statement execute function covers_changed();
create trigger tier_uncovered after delete on tier_cover referencing old table as changed
  for each statement execute function covers_changed();

/** A way to pay for a tier: how long, and for how much. A new price is a new plan. */
create table tier_plan (
  id         uuid primary key,
  tier_id    uuid not null references tier on delete cascade,
  term       text not null check (term in ('month', 'quarter', 'year', 'days')),
  -- How many days, where the term is counted in days.
  days       integer check (days between 1 and 36500),
  price      bigint not null check (price >= 0 and price <= 100000000),
  currency   text not null default 'CNY' check (currency in ('CNY')),
  -- Whether it can be subscribed to; how long that is free for who was never a member; what the next charge is less for who stays.
  renews     boolean not null default false,
  trial_days integer not null default 0 check (trial_days between 0 and 90),
  keep_bps   integer not null default 0 check (keep_bps between 0 and 9000),
  created_at timestamptz not null,
  retired_at timestamptz,
  check ((term = 'days') = (days is not null)),
  check (not renews or (term <> 'days' and price > 0)),
  check (renews or (trial_days = 0 and keep_bps = 0))
);
create unique index tier_plan_current on tier_plan (tier_id, term, coalesce(days, 0)) where retired_at is null;

/** A stretch of membership of somebody in a tier, from–to, with its source. Who has several in a row has one row for each. */
create table membership (
  id            uuid primary key,
  user_id       uuid not null references app_user,
  tier_id       uuid not null references tier,
  source_kind   text not null check (source_kind in ('order', 'grant', 'import', 'code', 'trial', 'grace', 'level', 'points')),
  -- The order, the import, the code or the redemption of points; for a grant the membership itself; for a trial the subscription, for days of grace the charge that
  -- failed. What a level of growth gives (`level`) runs beside the others: nothing waits for its end, and it keeps nobody from buying.
  source_id     uuid not null,
  granted_by    uuid references app_user,
  reason        text not null default '',
  -- Since when they have been a member of this tier without a gap: what opens some days after a right began counts from here.
  since         timestamptz not null,
  starts_at     timestamptz not null,
  -- Null: for good.
  ends_at       timestamptz,
  paused_at     timestamptz,
  revoked_at    timestamptz,
  -- When its member was reminded of its end.
  reminded_at   timestamptz,
  unique (source_kind, source_id, user_id, tier_id),
  check (source_kind <> 'grant' or granted_by is not null),
  check (ends_at is null or ends_at > starts_at),
  check (since <= starts_at)
);
-- Includes what an access check reads, so that it never visits the table.
create index membership_access on membership (user_id, tier_id) include (id, since, starts_at, ends_at)
  where revoked_at is null and paused_at is null;
create index membership_user on membership (user_id, id desc);
create index membership_tier on membership (tier_id, id desc);
create index membership_latest on membership (id desc) where revoked_at is null;
create index membership_due on membership (ends_at) where revoked_at is null and paused_at is null and reminded_at is null;

/**
 * Whether somebody is a member of a tier for good, so that nothing comes behind it; under the lock that whatever gives them the tier
 * takes (`lockMember`), held to the end of the transaction.
 */
create function member_for_good(p_user uuid, p_tier uuid) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('member:' || p_user || ':' || p_tier, 0));
  return exists (
    select from membership
    where user_id = p_user and tier_id = p_tier and source_kind <> 'level' and ends_at is null and revoked_at is null and paused_at is null);
end $$;

/**
 * What a member pays less for a work: the best of their tiers that do not cover it, as {"id", "nameZh", "nameEn", "offBps"}; null where
 * there is none.
 */
create function member_discount(p_user uuid, p_work uuid, p_now timestamptz) returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_build_object('id', t.id, 'nameZh', t.name_zh, 'nameEn', t.name_en, 'offBps', t.discount_bps)
    from membership m join tier t on t.id = m.tier_id
    where m.user_id = p_user and m.revoked_at is null and m.paused_at is null
      and m.starts_at <= p_now and (m.ends_at is null or m.ends_at > p_now) and t.discount_bps > 0
      and not exists (select from tier_work w where w.tier_id = t.id and w.work_id = p_work)
    order by t.discount_bps desc, t.id limit 1
  );
end $$;
