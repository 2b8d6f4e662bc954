/** An event that was published and not yet relayed to its reactions. */
create table outbox (
  id         bigint generated always as identity primary key,
  event      text not null,
  payload    jsonb not null,
  created_at timestamptz not null default now()
);

/** One window of a limited deed, such as log-ins to one account: counted by conditional writes. */
create table rate_window (
  key        text not null,
  starts_at  timestamptz not null,
  taken      integer not null default 1 check (taken > 0),
  primary key (key, starts_at)
);
create index rate_window_age on rate_window (starts_at);

/** A letter or short message: kept for /dev/outbox, or on its way out of the house. */
create table sent_message (
  id         uuid primary key,
  channel    text not null check (channel in ('email', 'sms')),
  address    text not null,
  subject    text not null,
  -- What is kept for /dev/outbox; gone when its code has ended.
  body       text,
  -- What waits to leave, sealed with the house's secret; gone as soon as it does not wait any more.
  sealed     bytea,
  state      text not null default 'kept' check (state in ('kept', 'waiting', 'taken', 'refused', 'ended')),
  -- Why it was refused: the number with which the other side said so.
  reason     text,
  -- When what it says is worth nothing any more.
  ends_at    timestamptz,
  sent_at    timestamptz not null,
  check (body is null or state = 'kept'),
  check ((sealed is not null) = (state = 'waiting'))
);
create index sent_message_latest on sent_message (sent_at desc, id desc);
create index sent_message_address on sent_message (address, sent_at desc);
create index sent_message_ending on sent_message (ends_at) where body is not null or sealed is not null;
