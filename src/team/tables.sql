/**
 * People who buy one work together at a lower price (拼团). It is opened by the first payment and complete when `taken` reaches
 * `size`; what its members paid is held until then, and goes back when its time is over before.
 */
create table team (
  id           uuid primary key,
  -- The group buy, whose terms are copied when the team is opened.
  promotion_id uuid not null references promotion,
  work_id      uuid not null references work,
  -- Who came first of those who are in.
  leader_id    uuid not null references app_user,
  size         integer not null check (size between 2 and 10),
  -- With so many it counts as complete when its time is over; null: only when it is full.
  short_from   integer check (short_from between 1 and size - 1),
  taken        integer not null check (taken between 0 and size),
  state        text not null default 'open' check (state in ('open', 'full', 'short', 'failed')),
  -- The leader's payment by the gateway's clock, and the last instant at which others can pay by it.
  opened_at    timestamptz not null,
  deadline     timestamptz not null,
  -- When it ends if it is not full: later than `deadline`, because a gateway's word may be on its way.
  close_at     timestamptz not null,
  ended_at     timestamptz,
  -- When every member had the work, or had the money promised back.
  settled_at   timestamptz,
  check ((state = 'open') = (ended_at is null)),
  check (state <> 'full' or taken = size),
  check (settled_at is null or ended_at is not null)
);
create index team_due on team (close_at) where state = 'open';
create index team_unsettled on team (ended_at) where state <> 'open' and settled_at is null;
create index team_open on team (work_id, deadline) where state = 'open';
create index team_state on team (state, id desc);

/** An order at a group's price, with its place in a team once it is paid. */
create table team_seat (
  order_id     uuid primary key,
  promotion_id uuid not null references promotion,
  user_id      uuid not null references app_user,
  -- The team that was to be joined; null: one of their own.
  wanted_id    uuid references team,
  team_id      uuid references team,
  joined_at    timestamptz,
  -- When they asked for their money back before the team was complete.
  left_at      timestamptz,
  -- Which of the two letters about it went out last.
  told         text not null default 'nothing' check (told in ('nothing', 'joined', 'ended')),
  check ((team_id is null) = (joined_at is null)),
  check (left_at is null or team_id is not null)
);
create index team_seat_team on team_seat (team_id, joined_at, order_id) where team_id is not null;
create unique index team_seat_once on team_seat (team_id, user_id) where team_id is not null and left_at is null;
create index team_seat_user on team_seat (user_id, order_id desc) where team_id is not null;
create index team_seat_wanted on team_seat (wanted_id) where wanted_id is not null and team_id is null;
