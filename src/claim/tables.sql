/** Somebody's word that a work infringes their copyright, and how it went on. Whoever claims needs no account. */
create table claim (
  id          uuid primary key,
  work_id     uuid not null references work,
  -- Whoever claims, with the address that only staff see, and the language they wrote in.
  name        text not null check (name <> ''),
  email       text not null check (email <> ''),
  locale      text not null check (locale in ('zh', 'en')),
  -- The work that was copied, and why it is theirs.
  original    text not null check (original <> ''),
  reasons     text not null check (reasons <> ''),
  made_at     timestamptz not null,
  -- Until when staff should decide.
  due_at      timestamptz not null,
  state       text not null default 'open'
    check (state in ('open', 'dismissed', 'taken_down', 'countered', 'sued', 'restored', 'withdrawn')),
  decided_by  uuid references app_user,
  decided_at  timestamptz,
  -- What staff said.
  answer      text not null default '',
  -- Several claims can hold one work down: it comes back when none does.
  takedown_id uuid references takedown,
  -- When the work comes back unless a lawsuit is reported before.
  restore_at  timestamptz,
  -- The court or authority, and the number of the case.
  lawsuit     text not null default '',
  closed_at   timestamptz,
  check ((decided_by is null) = (decided_at is null)),
  check (state not in ('taken_down', 'countered', 'sued', 'restored') or takedown_id is not null),
  check (state not in ('countered', 'sued', 'restored') or restore_at is not null),
  check ((state = 'sued') <= (lawsuit <> '')),
  check ((state in ('dismissed', 'restored', 'withdrawn')) = (closed_at is not null))
);
create index claim_latest on claim (id desc);
create index claim_state on claim (state, id desc);
create index claim_takedown on claim (takedown_id) where takedown_id is not null;
create index claim_work on claim (work_id, id desc);
create index claim_due on claim (due_at) where state = 'open';
create index claim_restore on claim (restore_at) where state = 'countered';

/** What a creator says against a claim, which is passed on to whoever made it: once. */
create table counter_notice (
  claim_id uuid primary key references claim,
  made_by  uuid not null references app_user,
  made_at  timestamptz not null,
  -- The name that it is signed with.
  name     text not null check (name <> ''),
  words    text not null check (words <> '')
);
