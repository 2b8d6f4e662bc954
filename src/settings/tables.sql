/** What the operator decided: one row per setting that differs from its default. */
create table setting (
  name       text primary key,
  value      jsonb not null,
  updated_at timestamptz not null
);
