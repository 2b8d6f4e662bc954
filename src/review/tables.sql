/**
 * Which works are looked at in which stages, and in how many hours: what the owner said last. A set is never changed, the
 * next one follows it; without any the house's own rules hold.
 */
create table review_rule_set (
  version     integer primary key check (version > 0),
  -- In their order; the first that fits counts.
  rules       jsonb not null,
  first_hours integer not null check (first_hours between 1 and 720),
  deep_hours  integer not null check (deep_hours between 1 and 720),
  set_by      uuid not null references app_user,
  set_at      timestamptz not null
);

/** Who knows a category, and the categories below it, well enough for the deep review of its works. */
create table review_expert (
  user_id      uuid not null references app_user,
  category_id  uuid not null references category on delete cascade,
  appointed_by uuid not null references app_user,
  appointed_at timestamptz not null,
  primary key (category_id, user_id)
);
create index review_expert_user on review_expert (user_id);

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
  -- Where it stands, or stood when it was decided; whether a deep review follows the first was settled when it was handed in.
  stage        text not null default 'first' check (stage in ('first', 'deep')),
  needs_deep   boolean not null default false,
  -- Since when it waits in this stage, and until when it should be decided.
  stage_at     timestamptz not null,
  due_at       timestamptz not null,
  -- Who took it: while somebody has, nobody else decides.
  assigned_to  uuid references app_user,
  assigned_at  timestamptz,
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
create index submission_due on submission (due_at, id) where state = 'open';

/** What a reviewer found in one stage of a submission: at most one a stage, whoever races. */
create table review_verdict (
  id            uuid primary key,
  submission_id uuid not null references submission,
  stage         text not null check (stage in ('first', 'deep')),
  verdict       text not null check (verdict in ('passed', 'returned')),
  reviewer_id   uuid not null references app_user,
  decided_at    timestamptz not null,
  -- Points of the checklist that are not right, of a first review.
  failed        text[] not null default '{}',
  -- Marks with their notes, of a deep review.
  marks         jsonb not null default '[]',
  reasons       text not null default '',
  unique (submission_id, stage),
  check ((verdict = 'returned') = (reasons <> ''))
);

/** What a reviewer says of a passage of a lesson, which is kept as it was read, so that it is found again after edits. */
create table review_comment (
  id            uuid primary key,
  submission_id uuid not null references submission,
  work_id       uuid not null references work,
  lesson_id     uuid not null references lesson,
  author_id     uuid not null references app_user,
  stage         text not null check (stage in ('first', 'deep')),
  -- The passage, with a little of what stood around it; empty: the whole lesson.
  quote         text not null,
  before        text not null default '',
  after         text not null default '',
  body          text not null check (body <> ''),
  made_at       timestamptz not null,
  -- Since when it is seen to, and by whom.
  settled_at    timestamptz,
  settled_by    uuid references app_user,
  check ((settled_at is null) = (settled_by is null))
);
create index review_comment_work on review_comment (work_id, id desc);
create index review_comment_submission on review_comment (submission_id);

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

/** A work that staff took from everybody, and why. At most one of a work holds. */
create table takedown (
  id         uuid primary key,
  work_id    uuid not null references work,
  taken_by   uuid not null references app_user,
  taken_at   timestamptz not null,
  -- What its creator is told.
  reasons    text not null check (reasons <> ''),
  -- How the work stood before.
  stood      text not null check (stood in ('published', 'withdrawn')),
  -- Nobody: a claim of copyright that it followed came to its end.
  lifted_by  uuid references app_user,
  lifted_at  timestamptz,
  check (lifted_by is null or lifted_at is not null)
);
create unique index takedown_holding on takedown (work_id) where lifted_at is null;
create index takedown_work on takedown (work_id, id desc);
create index takedown_latest on takedown (id desc);

/** A creator's word against a return or a takedown: one for each, decided by somebody else than who decided before. */
create table appeal (
  id            uuid primary key,
  submission_id uuid unique references submission,
  takedown_id   uuid unique references takedown,
  work_id       uuid not null references work,
  made_by       uuid not null references app_user,
  made_at       timestamptz not null,
  words         text not null check (words <> ''),
  state         text not null default 'open' check (state in ('open', 'upheld', 'rejected')),
  decided_by    uuid references app_user,
  decided_at    timestamptz,
  answer        text not null default '',
  check ((submission_id is null) <> (takedown_id is null)),
  check ((state = 'open') = (decided_by is null and decided_at is null))
);
create index appeal_latest on appeal (id desc);
create index appeal_open on appeal (id) where state = 'open';
create index appeal_work on appeal (work_id, id desc);
