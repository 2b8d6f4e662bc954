/** A file that a creator brought through the studio, or a feed's address, on its way to a draft: one row per upload. */
create table import_job (
  id          uuid primary key,
  creator_id  uuid not null references app_user,
  upload_id   text,
  -- The address that a feed is fetched from; some are secrets of whoever typed them.
  address     text,
  -- What it is called: the file, or the address without what may be secret.
  file_name   text not null,
  -- In which language the report is written.
  locale      text not null check (locale in ('zh', 'en')),
  state       text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  step        text not null default 'waiting',
  done        integer not null default 0 check (done >= 0),
  total       integer not null default 0 check (total >= 0),
  -- What the import did; for a failed one what stopped it, in words.
  report      jsonb not null default '{}',
  created_at  timestamptz not null,
  finished_at timestamptz,
  unique (creator_id, upload_id),
  check ((upload_id is null) <> (address is null)),
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index import_job_latest on import_job (creator_id, created_at desc, id desc);
-- One at a time of an address.
create unique index import_job_running on import_job (creator_id, address) where finished_at is null;

/** What became of a file that an import fetched from an address, so that none is fetched twice. */
create table brought_file (
  owner_id     uuid not null references app_user,
  -- SHA-256 of the address.
  address_hash bytea not null,
  asset_id     uuid not null references asset on delete cascade,
  primary key (owner_id, address_hash)
);
create index brought_file_asset on brought_file (asset_id);

/** Which works' live texts are rendered, and by which version of the pipeline, so that a change renders them again. */
create table cast_work (
  work_id  uuid primary key references work,
  pipeline integer not null,
  cast_at  timestamptz not null
);

/** A text of a work as it was rendered in one language, so that no page renders. What is lost is made again. */
create table text_cast (
  work_id  uuid not null references work,
  -- SHA-256 of the language, a line end and the Markdown.
  hash     bytea not null,
  pipeline integer not null,
  -- HTML; after each part but the last stands a file.
  parts    text[] not null,
  headings jsonb not null,
  files    jsonb not null,
  primary key (work_id, hash)
);

/** A work that somebody takes along as a zip: one row per export, until it expires. */
create table export_job (
  id          uuid primary key,
  work_id     uuid not null references work,
  -- Whose the work is, and who asked: its creator, or the house's owner.
  creator_id  uuid not null references app_user,
  asked_by    uuid not null references app_user,
  -- In which language a failure is told.
  locale      text not null check (locale in ('zh', 'en')),
  state       text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  done_bytes  bigint not null default 0 check (done_bytes >= 0),
  total_bytes bigint not null default 0 check (total_bytes >= 0),
  -- What the zip is called; how long it is once it is whole.
  file_name   text not null default '',
  size_bytes  bigint not null default 0 check (size_bytes >= 0),
  -- Why it failed, in words.
  failure     text,
  created_at  timestamptz not null,
  finished_at timestamptz,
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
-- One at a time for a work and whoever asks.
create unique index export_job_running on export_job (work_id, asked_by) where finished_at is null;
create index export_job_finished on export_job (finished_at, id);
