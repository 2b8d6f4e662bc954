/** The address by which a listener's podcast app hears what they may hear. Of its token only a hash is kept. */
create table private_feed (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  -- SHA-256 of the token.
  token_hash bytea not null unique,
  made_at    timestamptz not null,
  ended_at   timestamptz,
  -- When an app last fetched it, to the minute.
  fetched_at timestamptz
);
create unique index private_feed_open on private_feed (user_id) where ended_at is null;
