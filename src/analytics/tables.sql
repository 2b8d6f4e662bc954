/** Sales of one work on one business day; recomputed from the facts of that day, so that doing it twice is doing it once. */
create table sales_day (
  day        date not null,
  work_id    uuid not null references work,
  creator_id uuid not null references creator,
  orders     integer not null,
  gross      bigint not null,
  refunded   bigint not null,
  earned     bigint not null,
  primary key (day, work_id)
);
create index sales_day_creator on sales_day (creator_id, day);

/** Learning in one work on one business day. */
create table learning_day (
  day         date not null,
  work_id     uuid not null references work,
  creator_id  uuid not null references creator,
  learners    integer not null default 0,
  completions integer not null default 0,
  learned_sec bigint not null default 0,
  primary key (day, work_id)
);
create index learning_day_creator on learning_day (creator_id, day);

/** Until when the days of learning are counted: one row. */
create table learning_counted (
  is_one        boolean primary key default true check (is_one),
  counted_until timestamptz not null
);

/** How many learners did all of a work so far. */
create table finish_count (
  work_id    uuid primary key references work,
  creator_id uuid not null references creator,
  learners   integer not null
);
create index finish_count_creator on finish_count (creator_id);

/** Accounts made on one business day. */
create table joined_day (
  day   date primary key,
  users integer not null default 0
);
