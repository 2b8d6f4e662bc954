/** What the operator decided: one row per setting that differs from its default. */
create table setting (
  name       text primary key,
  value      jsonb not null,
  updated_at timestamptz not null
);

/** An account with a payment gateway that the owner set up. There is one of each kind, called by its kind. */
create table gateway_account (
  kind       text primary key check (kind in ('wechat', 'alipay', 'stripe', 'transfer')),
  -- Takes new payments. What it took before can be given back either way.
  is_open    boolean not null default false,
  -- Numbers, serials and public keys.
  config     jsonb not null,
  -- Private keys and shared secrets, sealed with the house's own secret.
  sealed     bytea not null,
  updated_at timestamptz not null
);
