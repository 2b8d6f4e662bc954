/** A stored file of a creator, with what became of it. The same bytes of the same owner are one asset. */
create table asset (
  id           uuid primary key,
  owner_id     uuid not null references app_user,
  kind         text not null check (kind in ('video', 'audio', 'image', 'pdf', 'epub', 'subtitle', 'file')),
  file_name    text not null,
  media_type   text not null,
  size_bytes   bigint not null check (size_bytes > 0),
  sha256       bytea not null,
  state        text not null check (state in ('processing', 'ready', 'failed')),
  -- A code of media/refusals.ts that says why it failed.
  failure      text,
  duration_sec integer check (duration_sec >= 0),
  width        integer check (width > 0),
  height       integer check (height > 0),
  -- Integrated loudness by EBU R 128; null until it was measured.
  lufs         real,
  -- The loudest of each of equally long parts of the sound, 0 to 255.
  peaks        bytea,
  -- A transcoder has made of it what can be made: a house that gets its first one looks for the others.
  is_full      boolean not null default false,
  created_at   timestamptz not null,
  unique (owner_id, sha256)
);
create index asset_owner on asset (owner_id, created_at desc, id desc);
create index asset_not_full on asset (id) where not is_full and kind in ('video', 'audio');

/** How much of the site's storage a creator's files take: the sum of the sizes of their assets. No row: nothing. */
create table storage_use (
  owner_id   uuid primary key references app_user,
  used_bytes bigint not null check (used_bytes >= 0)
);

/** One form in which an asset is delivered: the original, a height of a video, a poster. `prefix` is where its files begin. */
create table rendition (
  id         uuid primary key,
  asset_id   uuid not null references asset,
  -- What it is called in its asset, such as 720 or poster: made once, whoever else tries.
  name       text not null,
  kind       text not null check (kind in ('original', 'video', 'audio', 'sound', 'picture', 'poster', 'sheet')),
  prefix     text not null,
  media_type text not null,
  width      integer check (width > 0),
  height     integer check (height > 0),
  size_bytes bigint not null default 0 check (size_bytes >= 0),
  -- False while stretches of it are still being made: nobody is shown it before.
  is_whole   boolean not null default true,
  -- What a player needs besides: names of files, codecs.
  detail     jsonb not null default '{}',
  unique (asset_id, name)
);

/** Some consecutive segments of a video or audio rendition, made in one go below a prefix of their own. */
create table stretch (
  rendition_id uuid not null references rendition,
  -- How many segments stand before it.
  position     integer not null check (position >= 0),
  prefix       text not null,
  size_bytes   bigint not null check (size_bytes > 0),
  -- Names, durations, IVs and sizes of the segments.
  segments     jsonb not null,
  primary key (rendition_id, position)
);

/** What is still to be made of an asset, and how far it is. The row goes when nothing is left that this house can make. */
create table making (
  asset_id   uuid primary key references asset,
  step       text not null check (step in ('waiting', 'copying', 'listening', 'encoding', 'drawing')),
  -- In ten thousandths.
  done_bps   integer not null default 0 check (done_bps between 0 and 10000),
  -- Null while nobody can tell.
  left_sec   integer check (left_sec >= 0),
  -- When it was last taken up: who finds it long ago takes it up again.
  begun_at   timestamptz not null
);
create index making_begun on making (begun_at);

/** The AES-128 key of an asset's segments, sealed with the house's secret. */
create table media_key (
  asset_id   uuid primary key references asset,
  sealed_key bytea not null
);

/** Subtitles of a video or audio in one language: `subtitle_id` is an asset of kind subtitle, stored as WebVTT. */
create table subtitle (
  asset_id    uuid not null references asset,
  locale      text not null,
  subtitle_id uuid not null references asset,
  primary key (asset_id, locale)
);
create index subtitle_words on subtitle (subtitle_id);
