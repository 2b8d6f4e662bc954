/** A word that staff look for in what people write: in one scene, or everywhere. */
create table sensitive_word (
  id          uuid primary key,
  list        text not null check (list in ('everywhere', 'work', 'comment', 'message', 'name')),
  word        text not null check (word <> ''),
  -- The word as it is compared, so that a list has it once.
  folded      text not null,
  action      text not null check (action in ('block', 'replace', 'review')),
  -- What stands in its place; empty: an asterisk for each character.
  replacement text not null default '',
  note        text not null default '',
  created_by  uuid references app_user,
  created_at  timestamptz not null,
  unique (list, folded)
);
create index sensitive_word_latest on sensitive_word (id desc);

/** Counts changes of the lists of words, so that each process knows whether what it remembers still holds. One row. */
create table word_revision (
  is_one   boolean primary key default true check (is_one),
  revision bigint not null
);
insert into word_revision (revision) values (0);

/** What the machine found in a work's draft, as the draft was at one save. */
create table work_check (
  work_id       uuid not null references work,
  -- The save of the draft.
  revision      integer not null,
  -- The state of the lists of words.
  word_revision bigint not null,
  checked_at    timestamptz not null,
  -- The weightiest of what was found; null when nothing was.
  verdict       text check (verdict in ('block', 'replace', 'review', 'note')),
  findings      jsonb not null default '[]',
  is_cut        boolean not null default false,
  primary key (work_id, revision)
);

/** Which published works are filed for comparison, and by which version of the rules. */
create table sketch_work (
  work_id     uuid primary key references work,
  version     integer not null,
  sketched_at timestamptz not null
);

/** What a live text is compared by when another work is checked. */
create table text_sketch (
  id        uuid primary key,
  work_id   uuid not null references work,
  -- Null for the work's description.
  lesson_id uuid references lesson,
  -- The smallest hash of its runs of characters in each of 64 slots, and the keys that likely copies share.
  slots     bytea not null,
  bands     integer[] not null
);
create index text_sketch_work on text_sketch (work_id);
create index text_sketch_bands on text_sketch using gin (bands);
