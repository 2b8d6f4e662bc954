/** Somebody's leave to be charged for a plan again and again, and how it stands. */
create table subscription (
  id               uuid primary key,
  user_id          uuid not null references app_user,
  tier_id          uuid not null references tier,
  plan_id          uuid not null references tier_plan,
  -- What is charged from the next period on, where that is another.
  next_plan_id     uuid references tier_plan,
  state            text not null default 'signing'
                   check (state in ('signing', 'trialing', 'active', 'past_due', 'paused', 'cancelled', 'ended')),
  gateway          text not null,
  -- Our number of the agreement, known before the first call; the gateway's once it is signed.
  contract_code    text not null unique,
  agreement_id     text,
  trial_days       integer not null default 0 check (trial_days >= 0),
  free_until       timestamptz,
  -- How many periods are paid, the order of the one that runs, and from when to when it runs.
  period           integer not null default 0,
  period_order_id  uuid references "order",
  period_starts_at timestamptz,
  period_ends_at   timestamptz,
  next_charge_at   timestamptz,
  -- How often the running try of a period has failed, and why the last time.
  tries            integer not null default 0,
  failure          text,
  -- Taken off the next charge, for having stayed.
  keep_bps         integer not null default 0 check (keep_bps between 0 and 10000),
  -- The period whose letter went out.
  noticed_period   integer not null default 0,
  consented_at     timestamptz not null,
  created_at       timestamptz not null,
  cancelled_at     timestamptz,
  cancel_reason    text not null default '',
  ended_at         timestamptz,
  -- When the gateway was told that the agreement is over.
  terminated_at    timestamptz,
  check (state not in ('signing', 'cancelled', 'ended') or next_charge_at is null),
  check (state not in ('trialing', 'active', 'past_due', 'paused') or (next_charge_at is not null and agreement_id is not null))
);
create unique index subscription_living on subscription (user_id, tier_id)
  where state in ('signing', 'trialing', 'active', 'past_due', 'paused');
create index subscription_user on subscription (user_id, id desc);
create index subscription_due on subscription (next_charge_at) where next_charge_at is not null;
create index subscription_over on subscription (id) where state in ('cancelled', 'ended') and terminated_at is null;
create index subscription_order on subscription (period_order_id) where period_order_id is not null;

/** A try to collect a period, or what an upgrade costs; its order says what became of the money. */
create table subscription_charge (
  id              uuid primary key,
  subscription_id uuid not null references subscription,
  kind            text not null check (kind in ('renewal', 'upgrade')),
  -- The period that it pays, and the how-manieth try of this subscription it is.
  period          integer not null,
  n               integer not null,
  plan_id         uuid not null references tier_plan,
  order_id        uuid not null unique references "order",
  -- The order whose membership ends when this one is paid.
  replaces_id     uuid references "order",
  state           text not null default 'asked' check (state in ('asked', 'paid', 'failed')),
  failure         text,
  asked_at        timestamptz not null,
  unique (subscription_id, n)
);
-- One at a time, whoever asks; and one that is paid for each period.
create unique index subscription_charge_asked on subscription_charge (subscription_id) where state = 'asked';
create unique index subscription_charge_paid on subscription_charge (subscription_id, period) where state = 'paid';
