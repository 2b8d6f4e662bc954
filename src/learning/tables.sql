/** A learner's place in a work: since when, how far, and where to go on. */
create table enrolment (
  user_id         uuid not null references app_user,
  work_id         uuid not null references work,
  enrolled_at     timestamptz not null,
  last_at         timestamptz not null,
  last_lesson_id  uuid references lesson,
  completed_count integer not null default 0 check (completed_count >= 0),
  primary key (user_id, work_id)
);
create index enrolment_recent on enrolment (user_id, last_at desc, work_id desc);

/** How far a learner is in one lesson. `learned_sec` grows no faster than time passes; `credit_sec` is what the last report added. */
create table progress (
  user_id      uuid not null references app_user,
  lesson_id    uuid not null references lesson,
  work_id      uuid not null references work,
  position_sec integer not null default 0 check (position_sec >= 0),
  learned_sec  integer not null default 0 check (learned_sec >= 0),
  credit_sec   integer not null default 0 check (credit_sec >= 0),
  completed_at timestamptz,
  updated_at   timestamptz not null,
  primary key (user_id, lesson_id)
);
create index progress_work on progress (user_id, work_id);

/** Who learned in what on one business day (Beijing), and for how long by `learned_sec` of the lessons. */
create table study_day (
  work_id     uuid not null references work,
  day         date not null,
  user_id     uuid not null references app_user,
  learned_sec integer not null default 0 check (learned_sec >= 0),
  primary key (work_id, day, user_id)
);
create index study_day_day on study_day (day, work_id);

/** A learner who did as many lessons as a course had: once, and for good. */
create table work_finish (
  work_id     uuid not null references work,
  user_id     uuid not null references app_user,
  finished_at timestamptz not null,
  primary key (work_id, user_id)
);

/** A player of a person that plays, or was stopped because others began: heard of every 15 seconds while it plays. */
create table player_seat (
  user_id    uuid not null references app_user,
  -- What the page calls its player: random, another one after it was stopped.
  player_id  text not null,
  lesson_id  uuid not null references lesson,
  begun_at   timestamptz not null,
  seen_at    timestamptz not null,
  stopped_at timestamptz,
  primary key (user_id, player_id)
);
