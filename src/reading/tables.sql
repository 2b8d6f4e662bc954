/** An e-book, EPUB or PDF, taken apart for the reader on the page, by which version of the pipeline. What is lost is made again. */
create table book (
  asset_id      uuid primary key references asset on delete cascade,
  pipeline      integer not null,
  title         text not null,
  -- Title, level, chapter and anchor of each line.
  contents      jsonb not null,
  chapter_count integer not null check (chapter_count > 0),
  -- Of a PDF, whose chapters are its pages: width, height and how many, for each run of pages of one size. Null of an EPUB.
  pages         jsonb,
  made_at       timestamptz not null
);

/** One chapter, or one page of a PDF: safe HTML in parts with pictures between them, and the words of its blocks. */
create table book_chapter (
  asset_id uuid not null references book on delete cascade,
  -- From 1.
  position integer not null check (position > 0),
  title    text not null,
  parts    text[] not null,
  pictures jsonb not null,
  blocks   text[] not null,
  primary key (asset_id, position)
);

/** Where a reader is in a book. The latest move of the reader counts, not the latest word of a device. */
create table reading_place (
  user_id  uuid not null references app_user,
  asset_id uuid not null references asset on delete cascade,
  chapter  integer not null check (chapter > 0),
  block    integer not null check (block >= 0),
  moved_at timestamptz not null,
  primary key (user_id, asset_id)
);

/** A passage that a reader marked, and what they noted beside it. */
create table book_mark (
  id          uuid primary key,
  user_id     uuid not null references app_user,
  asset_id    uuid not null references asset on delete cascade,
  chapter     integer not null check (chapter > 0),
  start_block integer not null check (start_block >= 0),
  start_char  integer not null check (start_char >= 0),
  end_block   integer not null,
  end_char    integer not null check (end_char >= 0),
  quote       text not null check (quote <> ''),
  note        text not null default '',
  created_at  timestamptz not null,
  check ((end_block, end_char) > (start_block, start_char))
);
create index book_mark_place on book_mark (user_id, asset_id, chapter, start_block, start_char, id);
