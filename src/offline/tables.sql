/** A lesson that a browser of somebody keeps for study without network, and until when it may show it. */
create table offline_keep (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  -- The session that took it, which is one device. Sessions go, so this refers to nothing.
  session_id uuid not null,
  lesson_id  uuid not null references lesson,
  work_id    uuid not null references work,
  kept_at    timestamptz not null,
  ends_at    timestamptz not null check (ends_at > kept_at),
  -- Given back by its learner, or over with the right to the work: nothing that is learned afterwards counts.
  ended_at   timestamptz
);
create unique index offline_keep_device on offline_keep (session_id, lesson_id) where ended_at is null;
create index offline_keep_user on offline_keep (user_id, id desc);
create index offline_keep_right on offline_keep (user_id, work_id) where ended_at is null;
create index offline_keep_end on offline_keep (ends_at);

/**
 * What somebody learned of one lesson without network: of sets and a latest place, so that reports may come in any order,
 * any number of times and in any pieces.
 */
create table offline_study (
  user_id    uuid not null references app_user,
  lesson_id  uuid not null references lesson,
  -- Seconds of the recording that were heard.
  heard      int4multirange not null,
  -- When they were heard, on the house's clock.
  spent      tstzmultirange not null,
  -- What it counts for, and what the last report added to it.
  credit_sec integer not null default 0 check (credit_sec >= 0),
  added_sec  integer not null default 0 check (added_sec >= 0),
  -- Where the learner was last: of two places the later counts, of two at one instant the one of the greater report.
  place_sec  integer not null check (place_sec >= 0),
  place_at   timestamptz not null,
  place_by   uuid not null,
  primary key (user_id, lesson_id)
);

/** What was heard of a recording counts once, and no faster than twice the time in which it was heard. */
create function offline_credit(p_heard int4multirange, p_spent tstzmultirange) returns integer language sql immutable as $$
  select least(
    (select coalesce(sum(upper(part) - lower(part)), 0) from unnest(p_heard) part),
    (select coalesce(floor(2 * sum(extract(epoch from upper(part) - lower(part)))), 0) from unnest(p_spent) part)
  )::integer
$$;
