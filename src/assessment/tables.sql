/** A creator's questions as they came in one file, kept until there are quizzes to ask them in. */
create table question_bank (
  id             uuid primary key,
  owner_id       uuid not null references app_user,
  title          text not null check (title <> ''),
  form           text not null check (form in ('gift', 'aiken', 'xlsx')),
  question_count integer not null check (question_count > 0),
  -- What could not be read, and in which line: [{"line", "what", "said"}].
  problems       jsonb not null default '[]',
  created_at     timestamptz not null
);
create index question_bank_owner on question_bank (owner_id, id desc);

/** A question of a bank, at its place in the file. */
create table bank_question (
  bank_id  uuid not null references question_bank on delete cascade,
  position integer not null check (position > 0),
  kind     text not null
    check (kind in ('single', 'multiple', 'true_false', 'short', 'numeric', 'matching', 'essay')),
  title    text not null default '',
  category text not null default '',
  -- In the signs that `format` says.
  stem     text not null check (stem <> ''),
  format   text not null check (format in ('plain', 'markdown', 'html', 'moodle')),
  feedback text not null default '',
  -- What is right, without the kind: options with weights, ranges, pairs.
  answer   jsonb not null,
  primary key (bank_id, position)
);
create index bank_question_kind on bank_question (bank_id, kind, position);
