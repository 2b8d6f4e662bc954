/** An address that shows a draft to whoever holds it, until it expires or is ended. Of its token only a hash is kept. */
create table preview_link (
  id           uuid primary key,
  work_id      uuid not null references work,
  -- The one lesson that it shows; null: the whole draft.
  lesson_id    uuid references lesson,
  -- SHA-256 of the token.
  token_hash   bytea not null unique,
  -- For whom it is, in its maker's words.
  label        text not null default '',
  made_by      uuid not null references app_user,
  made_at      timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz,
  -- When somebody last looked, to the minute.
  seen_at      timestamptz,
  check (expires_at > made_at)
);
create index preview_link_work on preview_link (work_id, id desc);

/** A piece of text that somebody writes often, and puts into what they write. */
create table snippet (
  id         uuid primary key,
  owner_id   uuid not null references app_user,
  title      text not null check (title <> ''),
  -- Markdown.
  body       text not null check (body <> ''),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index snippet_owner on snippet (owner_id, id desc);

/** A work that its creator begins others from. */
create table work_template (
  work_id  uuid primary key references work,
  owner_id uuid not null references creator,
  made_at  timestamptz not null
);
create index work_template_owner on work_template (owner_id, work_id desc);
