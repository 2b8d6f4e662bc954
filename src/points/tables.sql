/** How points are earned, and how long they are good, as the owner decided last: one row. */
create table point_terms (
  id           boolean primary key default true check (id),
  is_on        boolean not null,
  sign_in_on   boolean not null,
  -- For the first to the seventh day in a row; every day after it earns as much as the seventh.
  streak       integer[] not null check (cardinality(streak) = 7 and 0 <= all (streak) and 10000 >= all (streak)),
  lesson_on    boolean not null,
  per_lesson   integer not null check (per_lesson between 1 and 10000),
  -- Caps are points a day in Beijing.
  lesson_cap   integer not null check (lesson_cap between 1 and 1000000),
  purchase_on  boolean not null,
  -- For each whole yuan that was paid.
  per_yuan     integer not null check (per_yuan between 1 and 1000),
  purchase_cap integer not null check (purchase_cap between 1 and 100000000),
  valid_days   integer not null check (valid_days between 30 and 3650),
  -- How many days before points expire their holder is told; 0: not at all.
  notice_days  integer not null check (notice_days between 0 and 90),
  -- Moves with every change.
  version      integer not null check (version > 0)
);
insert into point_terms (is_on, sign_in_on, streak, lesson_on, per_lesson, lesson_cap, purchase_on, per_yuan, purchase_cap, valid_days, notice_days, version)
  values (false, true, '{1,2,3,4,5,6,10}', false, 2, 20, false, 1, 10000, 365, 14, 1);

/** What somebody has in points: the sum of `point_entry`, which is what their lots have left less what they owe. */
create table point_account (
  user_id     uuid primary key references app_user,
  -- Below zero: more was taken back by a refund than was left. Then no lot has anything left, and nothing can be spent.
  balance     bigint not null default 0,
  -- When the first lot ends of those that have something left.
  next_expiry timestamptz,
  -- When to look whether there is something to tell about the end of points.
  remind_at   timestamptz
);
create index point_account_balance on point_account (balance desc, user_id desc);
create index point_account_expiry on point_account (next_expiry) where next_expiry is not null;
create index point_account_remind on point_account (remind_at) where remind_at is not null;

/** One change of somebody's points; never changed, and once per source. What adds is a lot, which ends. */
create table point_entry (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  kind       text not null check (kind in ('sign_in', 'lesson', 'purchase', 'refund', 'redeem', 'return', 'expiry', 'staff')),
  -- The sign-in, lesson, order, refund, redemption or lot; for staff the entry itself.
  source_id  uuid not null,
  -- Of a purchase or refund.
  order_id   uuid references "order",
  amount     bigint not null check (amount <> 0),
  expires_at timestamptz,
  reason     text not null default '',
  made_by    uuid references app_user,
  at         timestamptz not null,
  check ((amount > 0) = (expires_at is not null)),
  check ((kind in ('purchase', 'refund')) = (order_id is not null)),
  check ((kind = 'staff') = (made_by is not null)),
  check (kind not in ('sign_in', 'lesson', 'purchase', 'return') or amount > 0),
  check (kind not in ('refund', 'redeem', 'expiry') or amount < 0)
);
-- A redemption that is cancelled gives back one lot for each end that its points had.
create unique index point_entry_once on point_entry (kind, source_id, user_id) where kind <> 'return';
create unique index point_entry_return on point_entry (source_id, expires_at) where kind = 'return';
create index point_entry_kind on point_entry (kind, id desc);
create index point_entry_user on point_entry (user_id, id desc);
create index point_entry_day on point_entry (user_id, kind, at) include (amount);
create index point_entry_order on point_entry (order_id) where order_id is not null;
create trigger point_entry_append_only before update or delete on point_entry
  for each row execute function refuse_change();
create trigger point_entry_no_truncate before truncate on point_entry
  for each statement execute function refuse_change();

/** What is left of an entry that added points: its amount less what `point_use` took of it. */
create table point_lot (
  id         uuid primary key references point_entry,
  user_id    uuid not null references app_user,
  amount     bigint not null check (amount > 0),
  remaining  bigint not null check (remaining between 0 and amount),
  expires_at timestamptz not null
);
-- In the order in which lots are spent: who reads a balance finds here what ended a moment ago.
create index point_lot_left on point_lot (user_id, expires_at, id) include (remaining) where remaining > 0;

/** What an entry took of a lot; never changed. A lot named by itself paid what was owed when it came. */
create table point_use (
  entry_id uuid not null references point_entry,
  lot_id   uuid not null references point_lot,
  amount   bigint not null check (amount > 0),
  primary key (entry_id, lot_id)
);
create index point_use_lot on point_use (lot_id);
create trigger point_use_append_only before update or delete on point_use
  for each row execute function refuse_change();
create trigger point_use_no_truncate before truncate on point_use
  for each statement execute function refuse_change();

/** That somebody signed in on a day in Beijing: once, whoever races. */
create table point_sign_in (
  id      uuid not null unique,
  user_id uuid not null references app_user,
  day     date not null,
  -- The how-manieth day in a row it is.
  streak  integer not null check (streak > 0),
  amount  integer not null check (amount >= 0),
  at      timestamptz not null,
  primary key (user_id, day)
);

/** Something that is had for points: a work, a coupon, days of a tier, a redemption code, or a thing that is sent. */
create table point_good (
  id         uuid primary key,
  kind       text not null check (kind in ('work', 'coupon', 'tier', 'code', 'physical')),
  name_zh    text not null check (name_zh <> ''),
  name_en    text not null check (name_en <> ''),
  summary_zh text not null default '',
  summary_en text not null default '',
  -- Points.
  price      integer not null check (price between 1 and 100000000),
  work_id    uuid references work,
  coupon_id  uuid references coupon,
  tier_id    uuid references tier,
  -- How many days of the tier.
  days       integer check (days between 1 and 36500),
  -- The batch into which a code is drawn for each who redeems it.
  batch_id   uuid references code_batch,
  stock      integer not null check (stock between 1 and 20000),
  taken      integer not null default 0 check (taken between 0 and stock),
  per_person integer check (per_person between 1 and 1000),
  starts_at  timestamptz not null,
  ends_at    timestamptz check (ends_at > starts_at),
  -- Off the shelf: nobody sees it, nobody redeems it.
  is_hidden  boolean not null default false,
  created_at timestamptz not null,
  check ((kind = 'work') = (work_id is not null)),
  check ((kind = 'coupon') = (coupon_id is not null)),
  check ((kind = 'tier') = (tier_id is not null)),
  check ((kind = 'tier') = (days is not null)),
  check ((kind = 'code') = (batch_id is not null))
);
create index point_good_shown on point_good (id desc) where not is_hidden;

/** That somebody had a good for points: `given` at once, or a thing that waits: `waiting → shipped`, or `→ cancelled`. */
create table point_redemption (
  id       uuid primary key,
  good_id  uuid not null references point_good,
  user_id  uuid not null references app_user,
  -- Drawn for the form: the same again is the same redemption.
  key      uuid not null,
  price    integer not null check (price > 0),
  state    text not null check (state in ('given', 'waiting', 'shipped', 'cancelled')),
  -- Of a code: what it says, sealed for its holder.
  sealed   bytea,
  -- What staff said who cancelled it.
  answer   text not null default '',
  at       timestamptz not null,
  ended_at timestamptz,
  unique (user_id, key),
  check ((state in ('shipped', 'cancelled')) = (ended_at is not null))
);
create index point_redemption_user on point_redemption (user_id, id desc);
create index point_redemption_state on point_redemption (state, id desc);
create index point_redemption_good on point_redemption (good_id, id desc);
create index point_redemption_had on point_redemption (good_id, user_id) where state <> 'cancelled';

/** Where a thing is sent, and how it went. */
create table point_parcel (
  redemption_id uuid primary key references point_redemption,
  receiver      text not null check (receiver <> ''),
  phone         text not null check (phone <> ''),
  address       text not null check (address <> ''),
  carrier       text check (carrier <> ''),
  number        text check (number <> ''),
  check ((carrier is null) = (number is null))
);
