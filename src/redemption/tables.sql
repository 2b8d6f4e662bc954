/** Redemption codes that were made together: what each of them gives, how many, and until when. */
create table code_batch (
  id         uuid primary key,
  -- What it is for, in the words of who made it.
  name       text not null check (name <> ''),
  work_id    uuid references work,
  tier_id    uuid references tier,
  -- How many days a code gives; null: for good.
  days       integer check (days between 1 and 36500),
  -- None yet where they are drawn one by one.
  quantity   integer not null check (quantity between 0 and 20000),
  redeemed   integer not null default 0 check (redeemed between 0 and quantity),
  -- The first instant at which no code of it can be redeemed any more; null: none.
  expires_at timestamptz,
  frozen_at  timestamptz,
  made_by    uuid references app_user,
  created_at timestamptz not null,
  check (num_nonnulls(work_id, tier_id) = 1)
);
create index code_batch_latest on code_batch (id desc);

/** One code, which gives its right once. Of the code itself only an HMAC and the last four characters are kept. */
create table redemption_code (
  id          uuid primary key,
  batch_id    uuid not null references code_batch,
  code_hash   bytea not null unique,
  tail        text not null check (length(tail) = 4),
  frozen_at   timestamptz,
  redeemed_by uuid references app_user,
  redeemed_at timestamptz,
  check ((redeemed_by is null) = (redeemed_at is null))
);
create index redemption_code_batch on redemption_code (batch_id, id desc);
