/** How growth is earned, as the owner decided last: one row. */
create table growth_terms (
  id            boolean primary key default true check (id),
  is_on         boolean not null,
  -- `reached`: the highest level whose threshold is reached. `yearly`: the same, by growth of the last 365 days. `stepped`: growth × factor levels up.
  formula       text not null check (formula in ('reached', 'yearly', 'stepped')),
  -- Levels for each 10,000 of growth, by the formula `stepped`.
  factor_bps    integer not null check (factor_bps between 1 and 1000000),
  per_yuan      integer not null check (per_yuan between 0 and 1000),
  per_lesson    integer not null check (per_lesson between 0 and 1000),
  daily_lessons integer not null check (daily_lessons between 0 and 1000),
  per_work      integer not null check (per_work between 0 and 10000),
  -- Moves with every change of these or of a level.
  version       integer not null check (version > 0)
);
insert into growth_terms (is_on, formula, factor_bps, per_yuan, per_lesson, daily_lessons, per_work, version)
  values (false, 'reached', 100, 1, 2, 10, 20, 1);

/** A level that people grow to. One that is no longer reached stays for those whose steps name it. */
create table growth_level (
  id         uuid primary key,
  name_zh    text not null check (name_zh <> ''),
  name_en    text not null check (name_en <> ''),
  threshold  bigint not null check (threshold > 0),
  tier_id    uuid references tier,
  retired_at timestamptz
);
create index growth_level_tier on growth_level (tier_id) where retired_at is null;

/** Somebody's growth and where it has brought them: a sum of `growth_entry`, and what follows from it. */
create table growth_account (
  user_id         uuid primary key references app_user,
  value           bigint not null default 0,
  level_id        uuid references growth_level,
  -- What the level gives: the tier, and the source of that membership.
  tier_id         uuid references tier,
  giving_id       uuid,
  -- The terms by which the level was found.
  settled_version integer not null default 0,
  -- When growth stops counting that counts today.
  look_again_at   timestamptz,
  check ((tier_id is null) = (giving_id is null))
);
create index growth_account_value on growth_account (value desc, user_id desc);
create index growth_account_level on growth_account (level_id, value desc, user_id desc);
create index growth_account_version on growth_account (settled_version);
create index growth_account_due on growth_account (look_again_at) where look_again_at is not null;

/** One change of somebody's growth; never changed, and once per source. */
create table growth_entry (
  id          uuid primary key,
  user_id     uuid not null references app_user,
  kind        text not null check (kind in ('purchase', 'refund', 'lesson', 'work', 'staff')),
  -- The order, refund, lesson or work; for staff the entry itself.
  source_id   uuid not null,
  order_id    uuid references "order",
  amount      bigint not null check (amount <> 0),
  reason      text not null default '',
  granted_by  uuid references app_user,
  -- From when it counts for a year: a refund as long as what it takes back.
  counts_from timestamptz not null,
  unique (kind, source_id, user_id),
  check ((kind in ('purchase', 'refund')) = (order_id is not null)),
  check ((kind = 'staff') = (granted_by is not null)),
  check (kind not in ('purchase', 'lesson', 'work') or amount > 0),
  check (kind <> 'refund' or amount < 0)
);
create index growth_entry_user on growth_entry (user_id, id desc);
create index growth_entry_latest on growth_entry (id desc);
create index growth_entry_counts on growth_entry (user_id, counts_from) include (amount);
create index growth_entry_order on growth_entry (order_id) where order_id is not null;

/** One change of somebody's level. */
create table growth_step (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  from_level uuid references growth_level,
  to_level   uuid references growth_level,
  -- The growth that counted.
  value      bigint not null,
  at         timestamptz not null,
  check (from_level is distinct from to_level)
);
create index growth_step_user on growth_step (user_id, id desc);
