/** What a reader of `p_locale` is told: the English words for English readers where there are some. */
create function said_in(p_locale text, p_own text, p_english text) returns text language sql immutable parallel safe as $$
  select case when p_locale = 'en' and p_english <> '' then p_english else p_own end
$$;

/** A shelf of the catalogue; shelves nest. */
create table category (
  id        uuid primary key,
  parent_id uuid references category,
  slug      text not null unique,
  name_zh   text not null,
  name_en   text not null,
  position  integer not null
);
create index category_order on category (position, id);

/** Who publishes: the public face of a user with the role creator. */
create table creator (
  user_id    uuid primary key references app_user,
  slug       text not null unique,
  name       text not null,
  headline   text not null default '',
  -- Markdown.
  bio        text not null default '',
  -- The same for English readers; empty where there is none.
  name_en     text not null default '',
  headline_en text not null default '',
  bio_en      text not null default '',
  avatar_id  uuid references asset,
  -- How many works of theirs are published.
  work_count integer not null default 0 check (work_count >= 0),
  created_at timestamptz not null
);
create index creator_avatar on creator (avatar_id) where avatar_id is not null;
create index creator_shown on creator (work_count desc, user_id) where work_count > 0;

/**
 * Something that can be learned and sold, of any kind: what a kind may hold is a rule, never a table of its own. What it says stands in its versions.
 * `state` is what the public sees of it: a work that staff took down is open to nobody, its buyers included. That a new draft is in review takes nothing away from what is live.
 */
create table work (
  id           uuid primary key,
  kind         text not null check (kind in ('course', 'series', 'article', 'album', 'video', 'ebook', 'download', 'bundle')),
  slug         text not null unique,
  creator_id   uuid not null references creator,
  state        text not null default 'draft' check (state in ('draft', 'published', 'withdrawn', 'taken_down', 'deleted')),
  -- Counts saves of the draft, its lessons included.
  revision     integer not null default 0,
  -- Counts saves of what the draft says of the work itself, so that two editors cannot overwrite each other.
  face_revision integer not null default 0,
  -- Since when a reviewer looks at the draft; meanwhile it is closed to edits.
  submitted_at timestamptz,
  -- Where it came from, so that importing again updates it.
  source       text,
  -- What creators edit, and what everybody sees. Learners never see a draft.
  draft_id     uuid not null,
  live_id      uuid,
  published_at timestamptz,
  -- Counters of what is live.
  lesson_count  integer not null default 0 check (lesson_count >= 0),
  duration_sec  integer not null default 0 check (duration_sec >= 0),
  learner_count integer not null default 0 check (learner_count >= 0),
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  unique (creator_id, source),
  check (state <> 'published' or (live_id is not null and published_at is not null)),
  check (state <> 'deleted' or (live_id is null and submitted_at is null))
);
create index work_creator on work (creator_id, id desc) where state <> 'deleted';
create index work_latest on work (id desc) where state <> 'deleted';
create index work_state on work (state, id desc);
create index work_submitted on work (id desc) where submitted_at is not null;

/** What a work says, at one save. What was handed in or published is never changed: the next edit begins a new version. */
create table work_version (
  id          uuid primary key,
  work_id     uuid not null references work deferrable initially deferred,
  title       text not null check (title <> ''),
  subtitle    text not null default '',
  summary     text not null default '',
  -- Markdown.
  description text not null default '',
  -- The same for English readers; empty where there is none.
  title_en    text not null default '',
  summary_en  text not null default '',
  subtitle_en text not null default '',
  description_en text not null default '',
  cover_id    uuid references asset,
  category_id uuid references category,
  tags        text[] not null default '{}',
  level       text not null default 'any' check (level in ('any', 'beginner', 'intermediate', 'advanced')),
  language    text not null default 'zh',
  -- How many pieces a series means to have; null: it does not say.
  planned_count integer check (planned_count between 1 and 10000),
  -- The works that a bundle is made of, in order: of the same creator, none of them a bundle.
  part_ids    uuid[] not null default '{}',
  -- Whether each lesson is open only to who has done the one before.
  is_in_order boolean not null default false,
  -- Who wrote it; null: the house, which imported or copied it.
  author_id   uuid references app_user,
  -- Autosaves of one author fold into one version for some minutes; the others stand for themselves.
  origin      text not null default 'saved' check (origin in ('autosaved', 'saved', 'imported', 'restored', 'aside', 'copied', 'shared')),
  created_at  timestamptz not null,
  -- When the last autosave folded into it.
  saved_at    timestamptz,
  -- When it was first handed in, and when it first became what everybody sees.
  submitted_at timestamptz,
  published_at timestamptz
);
create index work_version_work on work_version (work_id, id desc);
create index work_version_cover on work_version (cover_id) where cover_id is not null;
alter table work add foreign key (draft_id) references work_version deferrable initially deferred;
alter table work add foreign key (live_id) references work_version deferrable initially deferred;

/**
 * Where published works stand: one row per shelf, so that every list is one index range in either direction.
 * Shelves: `all`, `category:<id>` (and its parents), `tag:<tag>`, `creator:<id>`, `kind:<kind>`; each again with `/free` or `/paid` behind it.
 * `work:<id>` is where a work stands alone, for those who name works (memberships).
 */
create table work_place (
  shelf        text not null,
  work_id      uuid not null references work,
  published_at timestamptz not null,
  learner_count integer not null,
  price        bigint not null,
  primary key (shelf, work_id)
);
create index work_place_work on work_place (work_id);
create index work_place_latest on work_place (shelf, published_at desc, work_id desc);
create index work_place_popular on work_place (shelf, learner_count desc, work_id desc);
create index work_place_price on work_place (shelf, price, work_id);

/** A learner who came or went and is not folded into the counters yet: nobody who buys waits for a popular work's row. */
create table learner_change (
  id      bigint generated always as identity primary key,
  work_id uuid not null references work,
  change  smallint not null check (abs(change) = 1)
);

/** A group of lessons. `title` and `position` are the draft's; publication copies them to what everybody sees. */
create table chapter (
  id       uuid primary key,
  work_id  uuid not null references work,
  title    text not null check (title <> ''),
  position integer not null,
  live_title    text,
  live_position integer,
  -- The next publication takes it away.
  is_dropped    boolean not null default false,
  -- Where it came from, so that importing again updates it.
  source   text,
  unique (work_id, source)
);
create index chapter_work on chapter (work_id, position);

/**
 * The smallest unit of learning, at its place in the draft and in what is live. What it says stands in its versions.
 * What it says in a second language is a row beside it, without a place of its own: with drafts, versions and a revision of its own,
 * while place, gates, rights and progress are the item's (docs/decisions/0046).
 */
create table lesson (
  id         uuid primary key,
  work_id    uuid not null references work,
  -- The item that this says again, and in which language. An item itself speaks the language of its work.
  original_id uuid references lesson,
  language    text check (language in ('zh', 'en')),
  chapter_id uuid references chapter,
  position   integer not null,
  -- The item of another work whose text and file this one shares: what is published there is said here (docs/decisions/0080).
  shares_id uuid references lesson,
  -- The place that everybody sees.
  live_chapter_id uuid references chapter,
  live_position   integer,
  -- The live lessons that a learner does first, settled by the publication (docs/decisions/0044).
  live_needs uuid[] not null default '{}',
  draft_id   uuid,
  live_id    uuid,
  -- Counts saves of what the draft says, so that two editors cannot overwrite each other.
  revision   integer not null default 0,
  -- Where it came from, so that importing again updates it.
  source     text,
  created_at timestamptz not null,
  unique (work_id, source),
  check ((original_id is null) = (language is null)),
  check ((original_id is null) = (chapter_id is not null)),
  check (original_id is null or (live_chapter_id is null and live_needs = '{}' and shares_id is null))
);
-- Two languages in all: one beside the item's own.
create unique index lesson_tongue on lesson (original_id) where original_id is not null;
create index lesson_work on lesson (work_id, chapter_id, position);
create index lesson_shares on lesson (shares_id) where shares_id is not null;

/**
 * What a lesson says, at one save. What was handed in or published is never changed: the next edit begins a new version.
 * `draft_id` null on a lesson means: to be removed.
 */
create table lesson_version (
  id           uuid primary key,
  lesson_id    uuid not null references lesson deferrable initially deferred,
  title        text not null check (title <> ''),
  kind         text not null check (kind in ('text', 'video', 'audio', 'pdf', 'epub', 'file')),
  -- Markdown; beside media it is what stands below the player.
  body         text not null default '',
  asset_id     uuid references asset,
  is_trial     boolean not null default false,
  -- How much of it everybody may try: characters of a text, seconds of a video (docs/decisions/0045). All of it is `is_trial`.
  trial_first  integer check (trial_first > 0),
  duration_sec integer not null default 0 check (duration_sec >= 0),
  -- Learners open it not before this day (Beijing) and not before so many days of their right; then for so many days.
  opens_on          date,
  opens_after_days  integer check (opens_after_days > 0),
  closes_after_days integer check (closes_after_days > 0),
  -- Lessons of the same work that come first; those that are no more count for nothing.
  needs        uuid[] not null default '{}',
  -- Who wrote it; null: the house, which imported or copied it.
  author_id    uuid references app_user,
  -- Autosaves of one author fold into one version for some minutes; `aside` was never the draft: it lost a conflict.
  origin       text not null default 'saved' check (origin in ('autosaved', 'saved', 'imported', 'restored', 'aside', 'copied', 'shared')),
  created_at   timestamptz not null,
  -- When the last autosave folded into it.
  saved_at     timestamptz,
  -- When it was first handed in, and when it first became what everybody sees.
  submitted_at timestamptz,
  published_at timestamptz,
  check (kind = 'text' or asset_id is not null),
  check (trial_first is null or kind in ('text', 'video'))
);
create index lesson_version_lesson on lesson_version (lesson_id, id desc);
create index lesson_version_asset on lesson_version (asset_id);
alter table lesson add foreign key (draft_id) references lesson_version deferrable initially deferred;
alter table lesson add foreign key (live_id) references lesson_version deferrable initially deferred;

/** Pictures and other files that a lesson's or work's Markdown names, by the path it names them with. */
create table embedded_asset (
  work_id  uuid not null references work,
  path     text not null,
  asset_id uuid not null references asset,
  primary key (work_id, path)
);
create index embedded_asset_asset on embedded_asset (asset_id);

/** A way to buy a work: what it costs, how long its buyer has it, and how long they can ask for the money back. New terms are a new offer; old orders keep theirs. */
create table offer (
  id         uuid primary key,
  work_id    uuid not null references work,
  -- Minor units; 0 is free.
  price      bigint not null check (price >= 0 and price <= 100000000),
  currency   text not null default 'CNY' check (currency in ('CNY')),
  -- How many days its buyers have to ask for the money back; null: as many as the site says.
  refund_days integer check (refund_days in (0, 1, 3, 7, 14, 30)),
  -- For how many days of 24 hours its buyers have the work; null: for ever.
  access_days integer check (access_days between 1 and 3650),
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index offer_current on offer (work_id) where retired_at is null;
