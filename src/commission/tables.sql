create extension if not exists btree_gist;

/**
 * What part of a sale the platform keeps: of which sales, and from when to when. The most specific rule in force counts and
 * is copied onto the order. A rule is never changed: it ends, and another begins.
 */
create table commission_rule (
  id         uuid primary key,
  scope      text not null check (scope in ('site', 'category', 'creator', 'work')),
  -- The category, creator or work; for the site, which is one, the id of nothing.
  subject_id uuid not null,
  bps        integer not null check (bps between 0 and 10000),
  starts_at  timestamptz not null,
  -- The first instant at which it does not hold any more; a rule that was taken back before it began ends as it starts.
  ends_at    timestamptz,
  -- Why, for those who look later.
  note       text not null default '',
  -- Null when the house did it by itself.
  decided_by uuid references app_user,
  decided_at timestamptz not null,
  check (ends_at >= starts_at),
  check ((scope = 'site') = (subject_id = '00000000-0000-0000-0000-000000000000')),
  -- Of one subject at most one holds at any instant, whoever races.
  constraint commission_rule_alone exclude using gist (scope with =, subject_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index commission_rule_latest on commission_rule (starts_at desc, id desc);
create index commission_rule_subject on commission_rule (subject_id, starts_at desc, id desc);
