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
