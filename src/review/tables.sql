/** A work handed in for review. At most one per work is open. */
create table submission (
  id           uuid primary key,
  work_id      uuid not null references work,
  submitted_by uuid not null references app_user,
  submitted_at timestamptz not null,
  note         text not null default '',
  -- When the creator would like it to be published; null: as soon as it is approved.
  publish_at   timestamptz,
  state        text not null default 'open' check (state in ('open', 'approved', 'returned', 'withdrawn')),
  decided_by   uuid references app_user,
  decided_at   timestamptz,
  -- What the reviewer told the creator.
  reasons      text not null default '',
  check ((state in ('approved', 'returned')) = (decided_by is not null and decided_at is not null))
);
create unique index submission_open on submission (work_id) where state = 'open';
create index submission_latest on submission (id desc);
create index submission_queue on submission (state, id desc);
create index submission_work on submission (work_id, id desc);

/**
 * What is to happen to a work at a time: the publication of what was approved, or its withdrawal. Each happens once or not
 * at all; at most one of a kind waits for a work.
 */
create table planned_deed (
  id            uuid primary key,
  work_id       uuid not null references work,
  deed          text not null check (deed in ('publish', 'withdraw')),
  due_at        timestamptz not null,
  -- What was approved, for a publication.
  submission_id uuid references submission,
  planned_by    uuid not null references app_user,
  planned_at    timestamptz not null,
  state         text not null default 'waiting' check (state in ('waiting', 'done', 'cancelled', 'failed')),
  settled_at    timestamptz,
  -- Why it could not be done: the code of a refusal.
  failure       text,
  check ((state = 'waiting') = (settled_at is null)),
  check ((state = 'failed') = (failure is not null)),
  check ((deed = 'publish') = (submission_id is not null))
);
create unique index planned_deed_waiting on planned_deed (work_id, deed) where state = 'waiting';
create index planned_deed_due on planned_deed (due_at) where state = 'waiting';
create index planned_deed_work on planned_deed (work_id, id desc);
create index planned_deed_latest on planned_deed (id desc);
