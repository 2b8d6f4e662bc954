-- platform

/** An event that was published and not yet relayed to its reactions. */
create table outbox (
  id         bigint generated always as identity primary key,
  event      text not null,
  payload    jsonb not null,
  created_at timestamptz not null default now()
);

/** One window of a limited deed, such as log-ins to one account: counted by conditional writes. */
create table rate_window (
  key        text not null,
  starts_at  timestamptz not null,
  taken      integer not null default 1 check (taken > 0),
  primary key (key, starts_at)
);
create index rate_window_age on rate_window (starts_at);

/** A letter or short message: kept for /dev/outbox, or on its way out of the house. */
create table sent_message (
  id         uuid primary key,
  channel    text not null check (channel in ('email', 'sms')),
  address    text not null,
  subject    text not null,
  -- What is kept for /dev/outbox; gone when its code has ended.
  body       text,
  -- What waits to leave, sealed with the house's secret; gone as soon as it does not wait any more.
  sealed     bytea,
  state      text not null default 'kept' check (state in ('kept', 'waiting', 'taken', 'refused', 'ended')),
  -- Why it was refused: the number with which the other side said so.
  reason     text,
  -- When what it says is worth nothing any more.
  ends_at    timestamptz,
  sent_at    timestamptz not null,
  check (body is null or state = 'kept'),
  check ((sealed is not null) = (state = 'waiting'))
);
create index sent_message_latest on sent_message (sent_at desc, id desc);
create index sent_message_address on sent_message (address, sent_at desc);
create index sent_message_ending on sent_message (ends_at) where body is not null or sealed is not null;

-- settings

/** What the operator decided: one row per setting that differs from its default. */
create table setting (
  name       text primary key,
  value      jsonb not null,
  updated_at timestamptz not null
);

/** An account with a payment gateway that the owner set up. There is one of each kind, called by its kind. */
create table gateway_account (
  kind       text primary key check (kind in ('wechat', 'alipay', 'stripe', 'transfer')),
  -- Takes new payments. What it took before can be given back either way.
  is_open    boolean not null default false,
  -- Numbers, serials and public keys.
  config     jsonb not null,
  -- Private keys and shared secrets, sealed with the house's own secret.
  sealed     bytea not null,
  updated_at timestamptz not null
);

-- audit

/** Who among staff did what to what, written in the same transaction as the deed; never changed afterwards. */
create table audit_record (
  id         uuid primary key,
  at         timestamptz not null,
  -- Null when the house did it by itself.
  actor_id   uuid,
  deed       text not null,
  subject    text not null,
  detail     jsonb not null default '{}',
  ip         text
);
create index audit_record_latest on audit_record (at desc, id desc);
create index audit_record_subject on audit_record (subject, at desc, id desc);
create index audit_record_deed on audit_record (deed, at desc, id desc);
create index audit_record_actor on audit_record (actor_id, at desc, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'integrity_constraint_violation';
end $$;

create trigger audit_record_append_only before update or delete on audit_record
  for each row execute function refuse_change();
create trigger audit_record_no_truncate before truncate on audit_record
  for each statement execute function refuse_change();

-- identity

/** A person with an account. At least one of e-mail and phone is known and was proven by a code. */
create table app_user (
  id            uuid primary key,
  name          text not null check (name <> ''),
  -- Lower case, NFKC; the address that was proven.
  email         text unique,
  -- E.164, such as +8613800138000.
  phone         text unique,
  -- argon2id in PHC format; null for those who only use codes.
  password_hash text,
  locale        text not null default 'zh' check (locale in ('zh', 'en')),
  state         text not null default 'active' check (state in ('active', 'banned', 'deleted')),
  created_at    timestamptz not null
);
-- Stamps and watermarks name people by the end of their id.
create index app_user_number on app_user (right(id::text, 12));
create index app_user_latest on app_user (created_at desc, id desc);
create index app_user_by_state on app_user (state, created_at desc, id desc);
-- Staff look people up by a part of a name or an address.
create extension if not exists pg_trgm;
create index app_user_text on app_user using gin (name gin_trgm_ops, email gin_trgm_ops, phone gin_trgm_ops);

/** What a user may be besides a learner. */
create table user_role (
  user_id    uuid not null references app_user,
  role       text not null check (role in ('creator', 'reviewer', 'finance', 'owner')),
  granted_at timestamptz not null,
  granted_by uuid references app_user,
  primary key (user_id, role)
);

/** One signed-in device. The token itself is known only to the device: we keep its SHA-256. */
create table session (
  id         uuid primary key,
  token_hash bytea not null unique,
  user_id    uuid not null references app_user,
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null default '',
  ip         text not null default ''
);
create index session_by_user on session (user_id, seen_at desc);
create index session_expiry on session (expires_at);

/** A session that ended because its person signed in on too many devices: kept for a while, so that the device can be told. */
create table displaced_session (
  token_hash   bytea primary key,
  displaced_at timestamptz not null
);

/** A six-digit code that was sent to an address for one purpose: at most five tries, ten minutes, one use. */
create table login_code (
  id         uuid primary key,
  purpose    text not null check (purpose in ('login', 'register', 'reset', 'bind')),
  channel    text not null check (channel in ('email', 'sms')),
  address    text not null,
  code_hash  bytea not null,
  tries      integer not null default 0 check (tries between 0 and 5),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index login_code_open on login_code (address, purpose, created_at desc);
create index login_code_age on login_code (created_at);

-- media

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

-- catalog

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

-- commission

create extension if not exists btree_gist;

/**
 * What part of a sale the platform keeps: of which sales, and from when to when. The most specific rule in force counts and
 * is copied onto the order. A rule is never changed: it ends, and another begins.
 */
create table commission_rule (
  id         uuid primary key,
  scope      text not null check (scope in ('site', 'category', 'creator', 'work')),
  -- The category, creator or work; for the site, which is one, the id of nothing.
  subject_id uuid not null,
  bps        integer not null check (bps between 0 and 10000),
  starts_at  timestamptz not null,
  -- The first instant at which it does not hold any more; a rule that was taken back before it began ends as it starts.
  ends_at    timestamptz,
  -- Why, for those who look later.
  note       text not null default '',
  -- Null when the house did it by itself.
  decided_by uuid references app_user,
  decided_at timestamptz not null,
  check (ends_at >= starts_at),
  check ((scope = 'site') = (subject_id = '00000000-0000-0000-0000-000000000000')),
  -- Of one subject at most one holds at any instant, whoever races.
  constraint commission_rule_alone exclude using gist (scope with =, subject_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index commission_rule_latest on commission_rule (starts_at desc, id desc);
create index commission_rule_subject on commission_rule (subject_id, starts_at desc, id desc);

-- affiliate

/** How people come to promote and what they get for it, as the owner decided last: one row. */
create table promotion_terms (
  id           boolean primary key default true check (id),
  -- `off`: nobody promotes. `open`: everybody may. `application`: who asks and is approved. `appointment`: whom staff name.
  mode         text not null check (mode in ('off', 'open', 'application', 'appointment')),
  -- The site's rates, of what was paid for a line. There is no third level.
  level1_bps   integer not null check (level1_bps between 0 and 9000),
  -- 0: the second level is off.
  level2_bps   integer not null check (level2_bps between 0 and 9000),
  -- Between these a creator may set the rate of a work.
  least_bps    integer not null check (least_bps >= 0),
  most_bps     integer not null check (most_bps between 0 and 9000),
  cookie_days  integer not null check (cookie_days between 1 and 90),
  -- Who can be bound: everybody, or those who registered after they followed a link.
  scope        text not null check (scope in ('all', 'new')),
  -- Days for which somebody stays bound; 0: for good.
  valid_days   integer not null check (valid_days between 0 and 3650),
  -- Days in which another promoter's link changes nothing.
  protect_days integer not null check (protect_days between 0 and 3650),
  -- After these days another promoter's link takes a customer over.
  may_snatch   boolean not null,
  renew_on     text not null check (renew_on in ('never', 'visit', 'purchase')),
  -- Who earns when a promoter buys: they themselves, who brought them, nobody.
  self_buy     text not null check (self_buy in ('own', 'upline', 'nobody')),
  -- Whether what teams buy together counts.
  with_teams   boolean not null,
  -- Days after payment in which a commission waits at least.
  frozen_days  integer not null check (frozen_days between 0 and 365),
  -- What a promoter agrees to.
  text_zh      text not null,
  text_en      text not null,
  version      integer not null check (version > 0),
  check (least_bps <= most_bps)
);
insert into promotion_terms (mode, level1_bps, level2_bps, least_bps, most_bps, cookie_days, scope, valid_days, protect_days,
    may_snatch, renew_on, self_buy, with_teams, frozen_days, text_zh, text_en, version)
  values ('off', 1000, 0, 0, 5000, 30, 'all', 30, 15, true, 'visit', 'upline', false, 7, '', '', 1);

/** Somebody who earns when people whom they brought buy. Who brought them stays so for ever: lineage has no circle. */
create table promoter (
  user_id    uuid primary key references app_user,
  -- What stands in their links.
  code       text not null unique check (code ~ '^[a-hj-km-np-z2-9]{8}$'),
  upline_id  uuid references promoter check (upline_id <> user_id),
  -- Their own rate; null: the site's.
  level1_bps integer check (level1_bps between 0 and 9000),
  began_at   timestamptz not null,
  ended_at   timestamptz,
  -- Why they ended, for them to read.
  reason     text not null default ''
);
create index promoter_latest on promoter (began_at desc, user_id desc);
create index promoter_upline on promoter (upline_id) where upline_id is not null;

/** Somebody asks to promote; staff decide, with a reason where they refuse. */
create table promoter_application (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  note       text not null,
  asked_at   timestamptz not null,
  state      text not null default 'waiting' check (state in ('waiting', 'approved', 'refused')),
  decided_by uuid references app_user,
  decided_at timestamptz,
  reason     text not null default '',
  check ((state = 'waiting') = (decided_at is null)),
  check (state <> 'refused' or reason <> ''),
  check (decided_by <> user_id)
);
create index promoter_application_latest on promoter_application (id desc);
create index promoter_application_state on promoter_application (state, id desc);
create index promoter_application_user on promoter_application (user_id, id desc);
-- One at a time.
create unique index promoter_application_waits on promoter_application (user_id) where state = 'waiting';

/** How often a promoter's links were followed on a business day. */
create table promoter_day (
  promoter_id uuid not null references promoter,
  day         date not null,
  visits      bigint not null check (visits > 0),
  primary key (promoter_id, day)
);

/** Somebody known came by a link: of a promoter, of a campaign, or both; and what became of it. */
create table promotion_visit (
  id          uuid primary key,
  user_id     uuid not null references app_user,
  promoter_id uuid references promoter,
  source      text not null,
  medium      text not null,
  campaign    text not null,
  visited_at  timestamptz not null,
  -- `bound` and `renewed`, or why nothing was bound.
  outcome     text not null check (outcome in ('bound', 'renewed', 'kept', 'none', 'ended', 'oneself', 'downline', 'protected', 'never', 'not_new')),
  -- Two requests with one cookie are one visit.
  unique (user_id, visited_at)
);
create index promotion_visit_promoter on promotion_visit (promoter_id, id desc) where promoter_id is not null;
create trigger promotion_visit_for_ever before update or delete on promotion_visit
  for each row execute function refuse_change();

/** Somebody is a promoter's customer, from–to. A person's bindings are numbered: of two that race one is refused. */
create table binding (
  id              uuid primary key,
  customer_id     uuid not null references app_user,
  seq             integer not null check (seq > 0),
  promoter_id     uuid not null references promoter check (promoter_id <> customer_id),
  source          text not null check (source in ('link', 'purchase', 'staff')),
  bound_at        timestamptz not null,
  -- Null: for good.
  expires_at      timestamptz,
  protected_until timestamptz not null,
  unique (customer_id, seq),
  check (expires_at > bound_at)
);
create index binding_promoter on binding (promoter_id, id desc);
create trigger binding_for_ever before update or delete on binding for each row execute function refuse_change();

/** A binding ended before another began, or because staff said so. One without this row ends when it expires. */
create table binding_end (
  binding_id uuid primary key references binding,
  ended_at   timestamptz not null,
  reason     text not null check (reason in ('expired', 'snatched', 'renewed', 'promoter_ended', 'staff'))
);
create trigger binding_end_for_ever before update or delete on binding_end for each row execute function refuse_change();

/** What its creator decided about promoting a work: left out, or at a rate of its own. */
create table work_promotion (
  work_id    uuid primary key references work,
  is_out     boolean not null,
  level1_bps integer check (level1_bps between 0 and 9000),
  decided_by uuid not null references app_user,
  decided_at timestamptz not null
);

/** The binding that holds for a customer at `p_at`, if one does. */
create function binding_at(p_customer uuid, p_at timestamptz) returns setof binding language sql stable as $$
  select b.* from binding b
  where b.id = (select id from binding where customer_id = p_customer order by seq desc limit 1)
    and b.bound_at <= p_at and (b.expires_at is null or b.expires_at > p_at)
    and not exists (select from binding_end e where e.binding_id = b.id)
$$;

/** The highest rates that promoters are promised by the terms, of their own, and of works. */
create function promised_most(out level1_bps integer, out level2_bps integer) language sql stable as $$
  select greatest(t.level1_bps, (select max(p.level1_bps) from promoter p where p.ended_at is null),
    (select max(least(greatest(w.level1_bps, t.least_bps), t.most_bps)) from work_promotion w where not w.is_out)), t.level2_bps
  from promotion_terms t
$$;

-- pricing

/**
 * A rule that makes something cheaper from one instant to another: `limited` puts a lower price in the place of the list price,
 * `threshold` takes something off what is bought together, `flash` is a lower price for so many pieces of one work, `group` one for
 * those who buy it together (`team`). It is never changed; its end may come earlier.
 */
create table promotion (
  id           uuid primary key,
  kind         text not null check (kind in ('limited', 'threshold', 'flash', 'group')),
  -- Whose works it is about; null: the house made it.
  creator_id   uuid references creator,
  name         text not null check (name <> ''),
  name_en      text not null default '',
  scope_kind   text not null check (scope_kind in ('all', 'works', 'categories', 'creator')),
  -- What it is about by id; null: everything.
  scope_ids    uuid[],
  -- Of everything but a threshold: the part that is taken off, or the price itself in minor units.
  off_bps      integer check (off_bps between 1 and 10000),
  price        bigint check (price >= 0),
  -- Of a threshold: what is counted, and how much of it takes how much off: [{"from": 20000, "off": 5000}].
  counts       text check (counts in ('amount', 'pieces')),
  tiers        jsonb,
  -- Of a flash sale: how many pieces there are (`flash_piece`).
  stock        integer check (stock > 0),
  -- Of a group buy: how many buy together, in how many hours from the first payment, and with how many it counts as complete when the
  -- time is over (null: only when it is full).
  team_size    integer check (team_size between 2 and 10),
  team_hours   integer check (team_hours between 1 and 72),
  short_from   integer check (short_from >= 1),
  -- How many orders of one buyer may have it; null: any number.
  per_customer integer check (per_customer > 0),
  starts_at    timestamptz not null,
  -- The first instant at which it does not hold any more; one that was taken back before it began ends as it starts.
  ends_at      timestamptz not null,
  created_by   uuid references app_user,
  created_at   timestamptz not null,
  check (ends_at >= starts_at),
  check ((scope_kind = 'all') = (scope_ids is null)),
  check ((kind <> 'threshold') = (num_nonnulls(off_bps, price) = 1)),
  check ((kind = 'flash') = (stock is not null)),
  check ((kind = 'group') = (team_size is not null and team_hours is not null)),
  check (short_from is null or short_from < team_size),
  check (kind not in ('flash', 'group') or (scope_kind = 'works' and cardinality(scope_ids) = 1)),
  check ((kind = 'threshold') = (counts is not null and tiers is not null))
);
create index promotion_end on promotion (ends_at);
create index promotion_creator on promotion (creator_id, id desc) where creator_id is not null;

/** A buyer's order that has a promotion of which each buyer may have only so many. The order's closing takes it away. */
create table promotion_use (
  promotion_id uuid not null references promotion,
  user_id      uuid not null references app_user,
  -- The how-manieth of this buyer: two orders at once cannot both be it.
  ordinal      integer not null check (ordinal > 0),
  order_id     uuid not null,
  primary key (promotion_id, user_id, ordinal)
);
create index promotion_use_order on promotion_use (order_id);

/**
 * A piece of a flash sale: free, held by an order that waits for its money, or sold. Each order has a piece of its own, so that no
 * buyer waits for another and none is sold twice.
 */
create table flash_piece (
  promotion_id uuid not null references promotion,
  ordinal      integer not null check (ordinal > 0),
  order_id     uuid unique,
  -- When its order was served; an order that gets all its money back gives the piece back.
  sold_at      timestamptz,
  primary key (promotion_id, ordinal),
  check (sold_at is null or order_id is not null)
);
create index flash_piece_free on flash_piece (promotion_id, ordinal) where order_id is null;

/** Whether a scope (null: everything) names a work: itself, its creator, its category or one above. */
create function scope_covers(p_ids uuid[], p_work uuid) returns boolean language plpgsql stable as $$
begin
  if p_ids is null or p_work = any(p_ids) then return true; end if;
  return exists (
    with recursive named as (
      select w.creator_id, v.category_id
      from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = p_work
    ), shelf as (
      select c.id, c.parent_id, 1 as height from category c join named n on n.category_id = c.id
      union all
      select c.id, c.parent_id, s.height + 1 from shelf s join category c on c.id = s.parent_id where s.height < 20
    )
    select from named where creator_id = any(p_ids) union all select from shelf where id = any(p_ids)
  );
end $$;

/**
 * The promotions that hold for a work at `p_now`, with flash sales and group buys that are still to come and group buys whose last
 * teams may be open, and how often this buyer had those that are limited; null where there is none.
 */
create function promotions_for(p_work uuid, p_buyer uuid, p_now timestamptz) returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'id', p.id, 'kind', p.kind, 'name', p.name, 'nameEn', p.name_en, 'offBps', p.off_bps, 'price', p.price,
      'counts', p.counts, 'tiers', p.tiers, 'perCustomer', p.per_customer,
      'teamSize', p.team_size, 'teamHours', p.team_hours, 'isAhead', p.starts_at > p_now,
      'isOver', p.ends_at <= p_now,
      'isSoldOut', p.kind = 'flash' and not exists (
        select from flash_piece f where f.promotion_id = p.id and f.order_id is null),
      'used', case when p.per_customer is null then 0 else (
        select count(*) from promotion_use u where u.promotion_id = p.id and u.user_id = p_buyer) end))
    from promotion p
    where p.ends_at > p_now - interval '72 hours'
      and (p.ends_at > p_now or p.kind = 'group' and p.ends_at > p_now - make_interval(hours => p.team_hours))
      and (p.starts_at <= p_now or p.kind in ('flash', 'group')) and scope_covers(p.scope_ids, p_work)
  );
end $$;

/** A list price less a part of it, or another price where that is lower. */
create function reduced_price(p_list bigint, p_off_bps integer, p_price bigint) returns bigint language sql immutable parallel safe as $$
  select case when p_off_bps is null then least(p_list, p_price) else p_list - p_list * p_off_bps / 10000 end
$$;

/** What a scope is about, by name for a reader of `p_locale`. */
create function scope_names(p_kind text, p_ids uuid[], p_locale text) returns text[] language plpgsql stable as $$
begin
  return coalesce(case p_kind
    when 'works' then (
      select array_agg(said_in(p_locale, v.title, v.title_en) order by w.id)
      from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = any(p_ids))
    when 'categories' then (
      select array_agg(said_in(p_locale, c.name_zh, c.name_en) order by c.id) from category c where c.id = any(p_ids))
    when 'creator' then (
      select array_agg(said_in(p_locale, c.name, c.name_en)) from creator c where c.user_id = any(p_ids)) end, '{}');
end $$;

-- coupon

/** A discount that buyers take one by one and use for an order. `claimed` never exceeds `total`. */
create table coupon (
  id                uuid primary key,
  -- Whose works it is about; null: the house made it.
  creator_id        uuid references creator,
  name              text not null check (name <> ''),
  name_en           text not null default '',
  -- Minor units off, or a part off with at most `cap` minor units.
  off               bigint check (off > 0),
  off_bps           integer check (off_bps between 1 and 10000),
  cap               bigint check (cap > 0),
  -- The list price of what it holds for has to reach this.
  min_spend         bigint not null default 0 check (min_spend >= 0),
  scope_kind        text not null check (scope_kind in ('all', 'works', 'categories', 'creator')),
  -- What it is about by id; null: everything.
  scope_ids         uuid[],
  -- From when to when it is given out; used until the same end, or for so many days after it was claimed.
  starts_at         timestamptz not null,
  ends_at           timestamptz not null check (ends_at > starts_at),
  valid_days        integer check (valid_days > 0),
  -- How many there are; null: no end to them.
  total             integer check (total > 0),
  per_customer      integer not null default 1 check (per_customer between 1 and 100),
  -- Only for who never paid an order before.
  is_newcomer_only  boolean not null default false,
  -- Not used together with any other discount.
  is_alone          boolean not null default false,
  -- Everybody may take it, who knows its code, or who is given one.
  way               text not null check (way in ('public', 'code', 'granted')),
  code              text unique check (code ~ '^[A-Z0-9]{4,20}$'),
  is_paused         boolean not null default false,
  claimed           integer not null default 0 check (claimed >= 0),
  created_by        uuid references app_user,
  created_at        timestamptz not null,
  check (claimed <= total),
  check (num_nonnulls(off, off_bps) = 1),
  check (cap is null or off_bps is not null),
  check ((scope_kind = 'all') = (scope_ids is null)),
  check ((way = 'code') = (code is not null))
);
create index coupon_creator on coupon (creator_id, id desc) where creator_id is not null;
create index coupon_public on coupon (ends_at) where way = 'public' and not is_paused;

/** A coupon in somebody's hand: `unused → locked` by an order that waits, `→ used` when it is paid; back when it closes or all is refunded. */
create table coupon_claim (
  id         uuid primary key,
  coupon_id  uuid not null references coupon,
  user_id    uuid not null references app_user,
  -- The how-manieth of this buyer: two requests at once cannot both be it.
  ordinal    integer not null check (ordinal > 0),
  claimed_at timestamptz not null,
  expires_at timestamptz not null,
  state      text not null default 'unused' check (state in ('unused', 'locked', 'used')),
  order_id   uuid,
  used_at    timestamptz,
  -- What the order that used it came to, and what it took off.
  paid       bigint check (paid >= 0),
  saved      bigint check (saved > 0),
  -- Who gave it; null: its holder took it.
  granted_by uuid references app_user,
  unique (coupon_id, user_id, ordinal),
  check ((state = 'unused') = (order_id is null)),
  check ((state = 'unused') = (saved is null)),
  check ((state = 'used') = (used_at is not null))
);
create index coupon_claim_user on coupon_claim (user_id, id desc);
create index coupon_claim_used on coupon_claim (coupon_id) include (paid, saved) where state = 'used';
create index coupon_claim_granted_by on coupon_claim (granted_by) where granted_by is not null;

/** A claim of this buyer as an order for a work meets it; null where they have no such claim. */
create function claim_for(p_claim uuid, p_buyer uuid, p_work uuid) returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_build_object(
      'id', k.id, 'name', c.name, 'nameEn', c.name_en, 'off', c.off, 'offBps', c.off_bps, 'cap', c.cap,
      'minSpend', c.min_spend, 'covers', scope_covers(c.scope_ids, p_work), 'startsAt', c.starts_at,
      'expiresAt', k.expires_at, 'isNewcomerOnly', c.is_newcomer_only, 'isAlone', c.is_alone, 'state', k.state)
    from coupon_claim k join coupon c on c.id = k.coupon_id where k.id = p_claim and k.user_id = p_buyer
  );
end $$;

-- team

/**
 * People who buy one work together at a lower price (拼团). It is opened by the first payment and complete when `taken` reaches
 * `size`; what its members paid is held until then, and goes back when its time is over before.
 */
create table team (
  id           uuid primary key,
  -- The group buy, whose terms are copied when the team is opened.
  promotion_id uuid not null references promotion,
  work_id      uuid not null references work,
  -- Who came first of those who are in.
  leader_id    uuid not null references app_user,
  size         integer not null check (size between 2 and 10),
  -- With so many it counts as complete when its time is over; null: only when it is full.
  short_from   integer check (short_from between 1 and size - 1),
  taken        integer not null check (taken between 0 and size),
  state        text not null default 'open' check (state in ('open', 'full', 'short', 'failed')),
  -- The leader's payment by the gateway's clock, and the last instant at which others can pay by it.
  opened_at    timestamptz not null,
  deadline     timestamptz not null,
  -- When it ends if it is not full: later than `deadline`, because a gateway's word may be on its way.
  close_at     timestamptz not null,
  ended_at     timestamptz,
  -- When every member had the work, or had the money promised back.
  settled_at   timestamptz,
  check ((state = 'open') = (ended_at is null)),
  check (state <> 'full' or taken = size),
  check (settled_at is null or ended_at is not null)
);
create index team_due on team (close_at) where state = 'open';
create index team_unsettled on team (ended_at) where state <> 'open' and settled_at is null;
create index team_open on team (work_id, deadline) where state = 'open';
create index team_state on team (state, id desc);

/** An order at a group's price, with its place in a team once it is paid. */
create table team_seat (
  order_id     uuid primary key,
  promotion_id uuid not null references promotion,
  user_id      uuid not null references app_user,
  -- The team that was to be joined; null: one of their own.
  wanted_id    uuid references team,
  team_id      uuid references team,
  joined_at    timestamptz,
  -- When they asked for their money back before the team was complete.
  left_at      timestamptz,
  -- Which of the two letters about it went out last.
  told         text not null default 'nothing' check (told in ('nothing', 'joined', 'ended')),
  check ((team_id is null) = (joined_at is null)),
  check (left_at is null or team_id is not null)
);
create index team_seat_team on team_seat (team_id, joined_at, order_id) where team_id is not null;
create unique index team_seat_once on team_seat (team_id, user_id) where team_id is not null and left_at is null;
create index team_seat_user on team_seat (user_id, order_id desc) where team_id is not null;
create index team_seat_wanted on team_seat (wanted_id) where wanted_id is not null and team_id is null;

-- content

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

-- assessment

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

-- moderation

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

-- search

create extension if not exists pg_trgm;

/** What the rank of a document is divided by: the binary logarithm of how many places its words have, and one. */
create function search_norm(words tsvector) returns real immutable parallel safe language sql
  return (select ln(1 + coalesce(sum(greatest(cardinality(positions), 1)), 1)) / ln(2) from unnest(words));

/**
 * What can be found: a work, or a part of one of its live lessons. In `words` jieba words stand as `w…` (title A, text B,
 * titles of a work's lessons C), those of the title again as `t…`, and pairs of characters as `g…` (D): the three never meet.
 */
create table search_document (
  id         uuid primary key,
  work_id    uuid not null references work,
  -- Null for the work itself.
  lesson_id  uuid references lesson,
  -- A long text is several documents, because a tsvector counts positions only up to 16,383.
  part       integer not null default 0,
  title      text not null,
  -- Plain text that anybody may read: a summary, or the body of a trial lesson. Excerpts come from here only.
  open_text  text not null default '',
  words      tsvector not null,
  -- Kept, because to count it reads all of `words`, hundreds of times a search.
  norm       real not null generated always as (search_norm(words)) stored,
  unique nulls not distinct (work_id, lesson_id, part)
-- Words stay in the row while it fits into a page: elsewhere it takes ten looks to bring them together.
) with (toast_tuple_target = 8160);
create index search_document_words on search_document using gin (words) with (fastupdate = off);

/**
 * Up to `count` documents that match `wanted`, by the index, with how well they match `asked`. A prepared statement does not
 * know how rare its words are and would read the whole table for a word that nothing has.
 */
create function search_ranked(wanted tsquery, asked tsquery, count integer)
  returns table (id uuid, work_id uuid, rank double precision)
  language sql stable rows 300 set enable_seqscan = off
  as $$
    select id, work_id, ts_rank('{0.05, 0.2, 0.4, 1.0}', words, asked) / norm * case when lesson_id is null then 2 else 1 end
    from search_document where words @@ wanted limit count
  $$;

/** Which works are in the index, and by which version of the dictionary and rules, so that a change can index again. */
create table search_indexed (
  work_id    uuid primary key references work,
  version    integer not null,
  indexed_at timestamptz not null
);
create index search_indexed_version on search_indexed (version);

/** What is suggested while one types: `key` is lower case and begins `label` or one of the words in it. */
create table search_suggestion (
  key     text not null,
  work_id uuid not null references work,
  label   text not null,
  weight  integer not null default 0,
  primary key (key, work_id)
);
create index search_suggestion_work on search_suggestion (work_id);
create index search_suggestion_prefix on search_suggestion (key text_pattern_ops);
create index search_suggestion_similar on search_suggestion using gin (key gin_trgm_ops);

-- authoring

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

-- review

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

-- claim

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

-- membership

/** A level of membership: what it is called, what it promises, and what members pay less for works it does not cover. */
create table tier (
  id           uuid primary key,
  name_zh      text not null check (name_zh <> ''),
  name_en      text not null check (name_en <> ''),
  summary_zh   text not null default '',
  summary_en   text not null default '',
  -- What a member has, a line each, as the page of the tiers lists it.
  benefits_zh  text[] not null default '{}',
  benefits_en  text[] not null default '{}',
  -- Of the price of a work that the tier does not cover, in basis points (`member_discount`).
  discount_bps integer not null default 0 check (discount_bps between 0 and 10000),
  position     integer not null default 0,
  -- Closed: nobody new comes in; who is in stays until the end.
  state        text not null default 'open' check (state in ('open', 'closed')),
  created_at   timestamptz not null
);
-- Imports find a tier by either name.
create unique index tier_name_zh on tier (lower(name_zh));
create unique index tier_name_en on tier (lower(name_en));

/**
 * What a tier covers: shelves of the catalogue (`work_place.shelf`), so that publication, withdrawal and a change of category
 * are true for members in the same transaction (docs/decisions/0053).
 */
create table tier_cover (
  tier_id    uuid not null references tier on delete cascade,
  scope      text not null check (scope in ('all', 'category', 'creator', 'work')),
  -- The category, creator or work; for everything, the id of nothing.
  subject_id uuid not null,
  shelf      text not null generated always as (case scope when 'all' then 'all' else scope || ':' || subject_id::text end) stored,
  primary key (tier_id, shelf),
  check ((scope = 'all') = (subject_id = '00000000-0000-0000-0000-000000000000'))
);
create index tier_cover_shelf on tier_cover (shelf);

/**
 * Which works each tier opens now. It follows from `tier_cover` and `work_place` and is kept by the triggers below, in the
 * transaction of what changes either, so that an access check is one probe however many shelves a tier covers.
 */
create table tier_work (
  tier_id uuid not null references tier on delete cascade,
  work_id uuid not null references work,
  primary key (tier_id, work_id)
);
create index tier_work_work on tier_work (work_id);

/**
 * Opens works to the tiers that cover a shelf they came onto, and closes them where no covered shelf is left. Publications share a
 * lock that a change of covers takes alone: of two that cannot see each other, one waits and sees.
 */
create function shelves_changed() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('tier covers', 0));
  if tg_op = 'INSERT' then
    insert into tier_work (tier_id, work_id)
    select distinct c.tier_id, n.work_id from changed n join tier_cover c on c.shelf = n.shelf order by 1, 2
    on conflict do nothing;
  else
    delete from tier_work t using (select distinct work_id from changed) gone
    where t.work_id = gone.work_id and not exists (
      select from work_place p join tier_cover c on c.shelf = p.shelf
      where p.work_id = t.work_id and c.tier_id = t.tier_id);
  end if;
  return null;
end $$;
create trigger work_placed after insert on work_place referencing new table as changed
  for each statement execute function shelves_changed();
create trigger work_taken after delete on work_place referencing old table as changed
  for each statement execute function shelves_changed();

/** The same when a tier covers other shelves. */
create function covers_changed() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('tier covers', 0));
  if tg_op = 'INSERT' then
    insert into tier_work (tier_id, work_id)
    select distinct n.tier_id, p.work_id from changed n join work_place p on p.shelf = n.shelf order by 1, 2
    on conflict do nothing;
  else
    delete from tier_work t using (select distinct tier_id from changed) gone
    where t.tier_id = gone.tier_id and not exists (
      select from work_place p join tier_cover c on c.shelf = p.shelf
      where p.work_id = t.work_id and c.tier_id = t.tier_id);
  end if;
  return null;
end $$;
create trigger tier_covered after insert on tier_cover referencing new table as changed
  for each statement execute function covers_changed();
create trigger tier_uncovered after delete on tier_cover referencing old table as changed
  for each statement execute function covers_changed();

/** A way to pay for a tier: how long, and for how much. A new price is a new plan. */
create table tier_plan (
  id         uuid primary key,
  tier_id    uuid not null references tier on delete cascade,
  term       text not null check (term in ('month', 'quarter', 'year', 'days')),
  -- How many days, where the term is counted in days.
  days       integer check (days between 1 and 36500),
  price      bigint not null check (price >= 0 and price <= 100000000),
  currency   text not null default 'CNY' check (currency in ('CNY')),
  -- Whether it can be subscribed to; how long that is free for who was never a member; what the next charge is less for who stays.
  renews     boolean not null default false,
  trial_days integer not null default 0 check (trial_days between 0 and 90),
  keep_bps   integer not null default 0 check (keep_bps between 0 and 9000),
  created_at timestamptz not null,
  retired_at timestamptz,
  check ((term = 'days') = (days is not null)),
  check (not renews or (term <> 'days' and price > 0)),
  check (renews or (trial_days = 0 and keep_bps = 0))
);
create unique index tier_plan_current on tier_plan (tier_id, term, coalesce(days, 0)) where retired_at is null;

/** A stretch of membership of somebody in a tier, from–to, with its source. Who has several in a row has one row for each. */
create table membership (
  id            uuid primary key,
  user_id       uuid not null references app_user,
  tier_id       uuid not null references tier,
  source_kind   text not null check (source_kind in ('order', 'grant', 'import', 'code', 'trial', 'grace', 'level', 'points')),
  -- The order, the import, the code or the redemption of points; for a grant the membership itself; for a trial the subscription, for days of grace the charge that
  -- failed. What a level of growth gives (`level`) runs beside the others: nothing waits for its end, and it keeps nobody from buying.
  source_id     uuid not null,
  granted_by    uuid references app_user,
  reason        text not null default '',
  -- Since when they have been a member of this tier without a gap: what opens some days after a right began counts from here.
  since         timestamptz not null,
  starts_at     timestamptz not null,
  -- Null: for good.
  ends_at       timestamptz,
  paused_at     timestamptz,
  revoked_at    timestamptz,
  -- When its member was reminded of its end.
  reminded_at   timestamptz,
  unique (source_kind, source_id, user_id, tier_id),
  check (source_kind <> 'grant' or granted_by is not null),
  check (ends_at is null or ends_at > starts_at),
  check (since <= starts_at)
);
-- Includes what an access check reads, so that it never visits the table.
create index membership_access on membership (user_id, tier_id) include (id, since, starts_at, ends_at)
  where revoked_at is null and paused_at is null;
create index membership_user on membership (user_id, id desc);
create index membership_tier on membership (tier_id, id desc);
create index membership_latest on membership (id desc) where revoked_at is null;
create index membership_due on membership (ends_at) where revoked_at is null and paused_at is null and reminded_at is null;

/**
 * Whether somebody is a member of a tier for good, so that nothing comes behind it; under the lock that whatever gives them the tier
 * takes (`lockMember`), held to the end of the transaction.
 */
create function member_for_good(p_user uuid, p_tier uuid) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('member:' || p_user || ':' || p_tier, 0));
  return exists (
    select from membership
    where user_id = p_user and tier_id = p_tier and source_kind <> 'level' and ends_at is null and revoked_at is null and paused_at is null);
end $$;

/**
 * What a member pays less for a work: the best of their tiers that do not cover it, as {"id", "nameZh", "nameEn", "offBps"}; null where
 * there is none.
 */
create function member_discount(p_user uuid, p_work uuid, p_now timestamptz) returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_build_object('id', t.id, 'nameZh', t.name_zh, 'nameEn', t.name_en, 'offBps', t.discount_bps)
    from membership m join tier t on t.id = m.tier_id
    where m.user_id = p_user and m.revoked_at is null and m.paused_at is null
      and m.starts_at <= p_now and (m.ends_at is null or m.ends_at > p_now) and t.discount_bps > 0
      and not exists (select from tier_work w where w.tier_id = t.id and w.work_id = p_work)
    order by t.discount_bps desc, t.id limit 1
  );
end $$;

-- entitlement

/** The right of a user to learn a work, from–to, with its source. Nobody has access without one. */
create table entitlement (
  id          uuid primary key,
  user_id     uuid not null references app_user,
  work_id     uuid not null references work,
  source_kind text not null check (source_kind in ('order', 'grant', 'code', 'points')),
  -- The line of an order, the code, the redemption of points, or for a grant the entitlement itself.
  source_id   uuid not null,
  -- Who gave it, for a grant.
  granted_by  uuid references app_user,
  reason      text not null default '',
  -- When it began without a gap: of a right that goes on from another, when that one began.
  since       timestamptz not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz,
  revoked_at  timestamptz,
  -- When its owner was told that it ends.
  reminded_at timestamptz,
  unique (source_kind, source_id, user_id, work_id),
  check ((source_kind = 'grant') = (granted_by is not null)),
  check (ends_at is null or ends_at > starts_at),
  check (since <= starts_at)
);
-- Includes what an access check reads, so that it never visits the table.
create index entitlement_access on entitlement (user_id, work_id) include (since, starts_at, ends_at) where revoked_at is null;
-- Rights that were bought and end, by when to say so.
create index entitlement_ends on entitlement (ends_at)
  where source_kind = 'order' and ends_at is not null and revoked_at is null and reminded_at is null;
create index entitlement_work on entitlement (work_id, id desc);
create index entitlement_user on entitlement (user_id, id desc);

/**
 * Who may learn what, from–to: by a right of their own, or by a membership whose tier covers a shelf on which the work stands
 * (docs/decisions/0053). The only thing that is asked about access: with a user and a work it is a few index probes.
 */
create view right_of_use as
  select user_id, work_id, source_kind, source_id, since, starts_at, ends_at
  from entitlement where revoked_at is null
  union all
  select m.user_id, t.work_id, 'membership', m.id, m.since, m.starts_at, m.ends_at
  from membership m join tier_work t on t.tier_id = m.tier_id
  where m.revoked_at is null and m.paused_at is null;

/** Somebody who began a work as a member, and so is one of its learners, without a right of their own at that time. */
create table member_learner (
  work_id  uuid not null references work,
  user_id  uuid not null references app_user,
  begun_at timestamptz not null,
  primary key (work_id, user_id)
);

/** Holds, to the end of the transaction, what decides who has these works: a bundle before its parts, so that nobody waits in a circle. */
create function lock_rights(p_user uuid, p_works uuid[]) returns void language plpgsql as $$
declare
  v_work uuid;
begin
  for v_work in select id from work where id = any(p_works) order by kind = 'bundle' desc, id loop
    perform pg_advisory_xact_lock(hashtextextended('own:' || p_user || ':' || v_work, 0));
  end loop;
end $$;

/** Whether a right that ends then is as good as one for ever: for ten years more nobody needs another. */
create function lasts_for_good(p_ends_at timestamptz, p_now timestamptz) returns boolean language sql stable
  return p_ends_at is null or p_ends_at > p_now + interval '87600 hours';

/**
 * Whether a user has a work for good by a right of their own at `p_now`, under the lock that decides it; held to the end of the transaction.
 * Who has it for some days may have more of them. A membership is no such right: who has one may buy the work to keep it. A function, because the question must be asked with what is true after the wait, and one statement would see what was true before.
 */
create function own_for_sure(p_user uuid, p_work uuid, p_now timestamptz) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('own:' || p_user || ':' || p_work, 0));
  return exists (
    select 1 from entitlement
    where user_id = p_user and work_id = p_work and revoked_at is null
      -- One that begins later counts as well: the machine that gave it may be ahead of the one that asks.
      and lasts_for_good(ends_at, p_now)
  );
end $$;

/**
 * Which of these works a user has for good at `p_now`, under the locks that decide it for all of them and for the parts of
 * bundles among them, taken in one order.
 */
create function owned_for_sure(p_user uuid, p_works uuid[], p_now timestamptz) returns uuid[] language plpgsql as $$
begin
  perform lock_rights(p_user, p_works || array(
    select unnest(v.part_ids) from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = any(p_works)));
  return array(
    select distinct work_id from entitlement
    where user_id = p_user and work_id = any(p_works) and revoked_at is null and lasts_for_good(ends_at, p_now));
end $$;

-- redemption

/** Redemption codes that were made together: what each of them gives, how many, and until when. */
create table code_batch (
  id         uuid primary key,
  -- What it is for, in the words of who made it.
  name       text not null check (name <> ''),
  work_id    uuid references work,
  tier_id    uuid references tier,
  -- How many days a code gives; null: for good.
  days       integer check (days between 1 and 36500),
  -- None yet where they are drawn one by one.
  quantity   integer not null check (quantity between 0 and 20000),
  redeemed   integer not null default 0 check (redeemed between 0 and quantity),
  -- The first instant at which no code of it can be redeemed any more; null: none.
  expires_at timestamptz,
  frozen_at  timestamptz,
  made_by    uuid references app_user,
  created_at timestamptz not null,
  check (num_nonnulls(work_id, tier_id) = 1)
);
create index code_batch_latest on code_batch (id desc);

/** One code, which gives its right once. Of the code itself only an HMAC and the last four characters are kept. */
create table redemption_code (
  id          uuid primary key,
  batch_id    uuid not null references code_batch,
  code_hash   bytea not null unique,
  tail        text not null check (length(tail) = 4),
  frozen_at   timestamptz,
  redeemed_by uuid references app_user,
  redeemed_at timestamptz,
  check ((redeemed_by is null) = (redeemed_at is null))
);
create index redemption_code_batch on redemption_code (batch_id, id desc);

-- ledger

/**
 * A place where money is. Its balance is what came in less what went out; accounts of the outside world
 * (`gateway:*`) run below zero by what they hold for us. What kind of account it is stands in its code.
 */
create table account (
  id       uuid primary key default gen_random_uuid(),
  code     text not null unique check (code ~ '^(gateway|gateway_fee|suspense|held):[a-z][a-z0-9-]{0,31}$'
             or code in ('platform:commission', 'platform:membership', 'platform:lost_fee', 'payout:transit')
             or code ~ '^(creator|promoter):[0-9a-f-]{36}:(pending|available|debt)$'),
  owner_id uuid references app_user,
  currency text not null default 'CNY' check (currency in ('CNY')),
  -- Between these the balance stays, whoever asks; both null: the account authorises nothing and nobody waits for its row.
  floor    bigint,
  ceiling  bigint
);
create index account_owner on account (owner_id) where owner_id is not null;
create index account_house on account (id) where owner_id is null;
create trigger account_for_ever before update or delete on account
  for each row execute function refuse_change();
create trigger account_no_truncate before truncate on account
  for each statement execute function refuse_change();

/** Postings that became true together, once per key. */
create table transaction (
  id         uuid primary key,
  -- Derived from what it is for: `capture:<gateway>:<transaction>`, `refund:<refund>`, `payout:<payout>:paid`.
  key        text not null unique,
  -- SHA-256 of what was asked: the same key with another body is refused.
  body_hash  bytea not null,
  kind       text not null,
  subject_id uuid not null,
  posted_at  timestamptz not null
);
create index transaction_subject on transaction (subject_id);
-- Ids sort by birth: the latest of all are found by the key.
create index transaction_kind on transaction (kind, id desc);

/**
 * One movement: `amount` left `source_id` and reached `destination_id`. Balanced by construction. Nothing is referred to,
 * because `ledger_post` alone writes here and it has just looked up or written all three, none of which ever goes away; and
 * because a reference would lock the row of a popular account for every sale.
 */
create table posting (
  transaction_id uuid not null,
  seq            smallint not null,
  source_id      uuid not null,
  destination_id uuid not null,
  amount         bigint not null check (amount > 0),
  primary key (transaction_id, seq),
  check (source_id <> destination_id)
);
create index posting_source on posting (source_id, transaction_id desc, seq desc);
create index posting_destination on posting (destination_id, transaction_id desc, seq desc);

/** What an account's postings sum to, as far as they are folded. The limits hold here, row by row. */
create table balance (
  account_id uuid primary key references account,
  amount     bigint not null default 0,
  floor      bigint,
  ceiling    bigint,
  check (floor is null or amount >= floor),
  check (ceiling is null or amount <= ceiling)
);

/**
 * What came into an account and left it, by kind of transaction: of the house's accounts by business day, of a creator's by
 * business month (Beijing). What books and statements are made of, as far as it is folded.
 */
create table account_sum (
  account_id uuid not null references account,
  -- The day, or the first day of the month.
  since      date not null,
  kind       text not null,
  incoming   bigint not null check (incoming >= 0),
  outgoing   bigint not null check (outgoing >= 0),
  primary key (account_id, since, kind)
);

/** What was posted and is not folded into balances and sums yet: nobody waits for a popular row. */
create table balance_delta (
  account_id uuid not null,
  -- What is still to be added to the balance; 0 for accounts with limits, which are balanced at once.
  amount     bigint not null,
  since      date not null,
  kind       text not null,
  incoming   bigint not null,
  outgoing   bigint not null
);
create index balance_delta_account on balance_delta (account_id);

create trigger transaction_append_only before update or delete on transaction
  for each row execute function refuse_change();
create trigger transaction_no_truncate before truncate on transaction
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete on posting
  for each row execute function refuse_change();
create trigger posting_no_truncate before truncate on posting
  for each statement execute function refuse_change();

/** Opens the accounts of these codes that are not open yet; owner and limits follow from the code. */
create function ledger_open(p_codes text[]) returns void language plpgsql as $$
begin
  if (select count(*) from account where code = any(p_codes)) = (select count(distinct c) from unnest(p_codes) c) then
    return;
  end if;
  -- In order of code, so that two callers that open the same accounts wait for each other one way round only.
  with opened as (
    insert into account (code, owner_id, floor, ceiling)
    select c,
           case when c ~ '^(creator|promoter):' then split_part(c, ':', 2)::uuid end,
           case when c ~ '^(creator|promoter):.*:available$' then 0 end,
           case when c ~ '^(creator|promoter):.*:debt$' then 0 end
    from (select distinct c from unnest(p_codes) c) codes order by c
    on conflict (code) do nothing
    returning id, floor, ceiling
  )
  insert into balance (account_id, floor, ceiling) select id, floor, ceiling from opened;
end $$;

/** Locks the balances of accounts with limits, in the order of their ids, and answers what is on them. */
create function ledger_lock(p_codes text[]) returns table (code text, amount bigint) language plpgsql as $$
begin
  perform ledger_open(p_codes);
  return query
    select a.code, b.amount from balance b join account a on a.id = b.account_id
    where a.code = any(p_codes) order by b.account_id for update of b;
end $$;

/**
 * Posts movements once per key and answers the transaction's id: the first one's when the same was asked before.
 * SY001: the key was used for something else. SY002: an account with limits would leave them; nothing is then posted.
 */
create function ledger_post(
  p_id uuid, p_key text, p_body_hash bytea, p_kind text, p_subject_id uuid, p_posted_at timestamptz,
  p_sources text[], p_destinations text[], p_amounts bigint[]
) returns uuid language plpgsql as $$
declare
  known record;
  change record;
  today date := (p_posted_at at time zone 'Asia/Shanghai')::date;
  ends uuid[];        -- the accounts of all sources, then of all destinations
  changes bigint[];   -- by how much each of these ends changes
  limits boolean[];   -- whether each has limits
  terms date[];       -- since when each is summed up
begin
  insert into transaction (id, key, body_hash, kind, subject_id, posted_at)
  values (p_id, p_key, p_body_hash, p_kind, p_subject_id, p_posted_at)
  on conflict (key) do nothing;
  if not found then
    select t.id, t.body_hash into strict known from transaction t where t.key = p_key;
    if known.body_hash <> p_body_hash then
      raise exception 'ledger key % was used for something else', p_key using errcode = 'SY001';
    end if;
    return known.id;
  end if;

  loop
    select array_agg(a.id order by e.n), array_agg(e.change order by e.n),
           array_agg(a.floor is not null or a.ceiling is not null order by e.n),
           array_agg(case when a.owner_id is null then today else date_trunc('month', today)::date end order by e.n)
    into ends, changes, limits, terms
    from (
      select n, code, -amount as change from unnest(p_sources, p_amounts) with ordinality as s (code, amount, n)
      union all
      select cardinality(p_sources) + n, code, amount from unnest(p_destinations, p_amounts) with ordinality as d (code, amount, n)
    ) e left join account a on a.code = e.code;
    exit when array_position(ends, null) is null;
    perform ledger_open(p_sources || p_destinations);
  end loop;

  insert into posting (transaction_id, seq, source_id, destination_id, amount)
  select p_id, n, ends[n], ends[cardinality(p_amounts) + n], p_amounts[n] from generate_series(1, cardinality(p_amounts)) n;

  if true = any(limits) then
    for change in
      select e.id, sum(e.change)::bigint as amount from unnest(ends, changes, limits) as e (id, change, has_limits)
      where e.has_limits group by e.id order by e.id
    loop
      update balance b set amount = b.amount + change.amount
      where b.account_id = change.id
        and (b.floor is null or b.amount + change.amount >= b.floor)
        and (b.ceiling is null or b.amount + change.amount <= b.ceiling);
      if not found then
        raise exception 'account % would leave its limits', change.id using errcode = 'SY002';
      end if;
    end loop;
  end if;

  insert into balance_delta (account_id, amount, since, kind, incoming, outgoing)
  select e.id, case when e.has_limits then 0 else sum(e.change) end, e.term, p_kind,
         sum(greatest(e.change, 0)), sum(greatest(-e.change, 0))
  from unnest(ends, changes, limits, terms) as e (id, change, has_limits, term) group by e.id, e.has_limits, e.term;

  return p_id;
end $$;

-- order

/** A promise to buy. Its amounts and terms are copied when it is placed and never change. */
create table "order" (
  id              uuid primary key,
  -- What people read aloud: 18 digits, date first.
  number          text not null unique check (number ~ '^[0-9]{18}$'),
  buyer_id        uuid not null references app_user,
  state           text not null default 'pending' check (state in ('pending', 'held', 'paid', 'closed', 'refunded')),
  total           bigint not null check (total >= 0),
  currency        text not null check (currency in ('CNY')),
  -- Given back, and promised to refunds that are under way.
  refunded        bigint not null default 0 check (refunded >= 0),
  refunding       bigint not null default 0 check (refunding >= 0),
  created_at      timestamptz not null,
  -- Last moment to pay, by the gateway's clock.
  expires_at      timestamptz not null,
  -- When to close it (again) if nobody paid: later than `expires_at`, because a gateway's word may be on its way.
  close_at        timestamptz not null,
  paid_at         timestamptz,
  closed_at       timestamptz,
  -- Until when the buyer may ask for the money back: of the line that allows it longest.
  refund_until    timestamptz,
  idempotency_key text not null,
  -- The coupon that it uses; a closed order keeps its name, not its use.
  claim_id        uuid references coupon_claim,
  -- The group buy at whose price it is: paid, it is held until its team is complete.
  group_id        uuid references promotion,
  unique (buyer_id, idempotency_key),
  check (refunded + refunding <= total),
  check ((state in ('held', 'paid', 'refunded')) = (paid_at is not null)),
  check (state <> 'paid' or refund_until is not null),
  check (state not in ('pending', 'held', 'closed') or refund_until is null),
  check (state <> 'held' or group_id is not null),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'refunded') = (total > 0 and refunded = total))
);
-- Ids sort by birth: the latest of all are found by the key.
create index order_state on "order" (state, id desc);
create index order_buyer on "order" (buyer_id, id desc);
-- Of one coupon there is one order at most that waits or was paid, whatever its own row says.
create unique index order_claim on "order" (claim_id) where claim_id is not null and state in ('pending', 'held', 'paid');
create index order_due on "order" (close_at) where state = 'pending';

/**
 * What an order buys: works by their offers, or one tier by its plan; with the rates that hold for each. What its lines cost, gave
 * back and promised to refunds sums to what the order says of itself.
 */
create table order_line (
  id             uuid primary key,
  order_id       uuid not null references "order",
  -- As its buyer saw them, from 0.
  position       integer not null check (position >= 0),
  offer_id       uuid references offer,
  work_id        uuid references work,
  creator_id     uuid references creator,
  plan_id        uuid references tier_plan,
  tier_id        uuid references tier,
  list_price     bigint not null,
  -- What is paid for it: the list price less its discounts.
  price          bigint not null check (price >= 0),
  commission_bps integer not null check (commission_bps between 0 and 10000),
  -- Days after payment in which the buyer may ask for its money back, as promised when the order was placed.
  refund_days    integer not null check (refund_days >= 0),
  -- For how many days its buyer has the work, as promised when the order was placed; null: for ever.
  access_days    integer check (access_days between 1 and 3650),
  refunded       bigint not null default 0 check (refunded >= 0),
  refunding      bigint not null default 0 check (refunding >= 0),
  unique (order_id, position),
  check (price <= list_price),
  check (refunded + refunding <= price),
  check (num_nulls(offer_id, work_id, creator_id) in (0, 3)),
  check (num_nulls(plan_id, tier_id) in (0, 2)),
  check (num_nonnulls(offer_id, plan_id) = 1),
  check (position = 0 or plan_id is null),
  check (plan_id is null or access_days is null)
);

/**
 * What promoters were promised of a line when its order was placed: who brought its buyer, and who brought them. A third level cannot
 * be written.
 */
create table order_share (
  line_id     uuid not null references order_line,
  level       smallint not null check (level in (1, 2)),
  promoter_id uuid not null references promoter,
  -- Of what is paid for the line, which stands beside it.
  bps         integer not null check (bps between 1 and 9000),
  base        bigint not null check (base >= 0),
  -- Days after payment in which it waits at least.
  frozen_days integer not null check (frozen_days >= 0),
  primary key (line_id, level)
);
create index order_share_promoter on order_share (promoter_id, line_id desc);
create trigger order_share_for_ever before update or delete on order_share
  for each row execute function refuse_change();

/** By which campaign an order's buyer came, as the last link said that they followed in the time for which it counts. */
create table order_campaign (
  order_id uuid primary key references "order",
  source   text not null,
  medium   text not null,
  campaign text not null
);
create index order_campaign_name on order_campaign (campaign, source, medium);
create trigger order_campaign_for_ever before update or delete on order_campaign
  for each row execute function refuse_change();

/** What a work or a tier is called for a reader of `p_locale`: what lists of orders show of a line. */
create function title_of_sold(p_work uuid, p_tier uuid, p_locale text) returns text language plpgsql stable as $$
begin
  if p_work is not null then
    return (select said_in(p_locale, v.title, v.title_en)
      from work w join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = p_work);
  end if;
  return (select said_in(p_locale, t.name_zh, t.name_en) from tier t where t.id = p_tier);
end $$;

/** What was taken off a line when its order was placed, in the order of calculation, as the buyer was told. */
create table order_discount (
  line_id   uuid not null references order_line,
  position  integer not null,
  kind      text not null check (kind in ('activity', 'limited', 'member', 'threshold', 'coupon', 'agreed')),
  -- The promotion, the claim of the coupon, or the subscription whose agreement it is.
  source_id uuid not null,
  name      text not null,
  name_en   text not null,
  amount    bigint not null check (amount > 0),
  primary key (line_id, position)
);
create index order_discount_source on order_discount (source_id);

/**
 * What a buyer's order for an offer stands on, under the lock that decides who owns the work, or what they are given of the tier:
 * whether they own it, or are members for good; whether a team holds an order of theirs for it; the order that this one would
 * repeat: one with the same key, else one that waits for the same offer and can be paid at `p_payable_at`; what makes it cheaper:
 * promotions of works, what the buyer has as a member, the coupon that was chosen, and for a newcomers' coupon whether the buyer is
 * one.
 */
create function order_ground(
  p_buyer uuid, p_work uuid, p_tier uuid, p_offer uuid, p_key text, p_payable_at timestamptz, p_now timestamptz, p_claim uuid,
  out is_owned boolean, out is_held boolean, out earlier_id uuid, out promotions jsonb, out member jsonb, out claim jsonb,
  out is_newcomer boolean
) language plpgsql as $$
begin
  if p_tier is null then
    is_owned := own_for_sure(p_buyer, p_work, p_now);
    promotions := promotions_for(p_work, p_buyer, p_now);
    member := member_discount(p_buyer, p_work, p_now);
  else
    is_owned := member_for_good(p_buyer, p_tier);
  end if;
  is_held := exists (
    select from "order" o join order_line l on l.order_id = o.id
    where o.buyer_id = p_buyer and o.state = 'held' and l.work_id = p_work);
  select e.id into earlier_id from (
    select id, 0 as rank from "order" where buyer_id = p_buyer and idempotency_key = p_key
    union all
    select o.id, 1 from "order" o join order_line l on l.order_id = o.id
    where o.buyer_id = p_buyer and o.state = 'pending' and o.expires_at > p_payable_at
      and p_offer in (l.offer_id, l.plan_id)
  ) e order by e.rank limit 1;
  if p_claim is not null then
    claim := claim_for(p_claim, p_buyer, p_work);
    is_newcomer := is_newcomer(p_buyer);
  end if;
end $$;

/** Whether somebody never paid an order. */
create function is_newcomer(p_user uuid) returns boolean language plpgsql stable as $$
begin
  return not exists (select from "order" where buyer_id = p_user and paid_at is not null and total > 0);
end $$;

-- cart

/** A work that somebody means to buy, once each, and no more of one person than a basket can have (`put_in_cart`). */
create table cart_line (
  user_id  uuid not null references app_user,
  work_id  uuid not null references work,
  -- As it was offered when they put it there: another price since then is told.
  offer_id uuid not null references offer,
  -- Kept for another time: it is not in the sum.
  is_later boolean not null default false,
  added_at timestamptz not null,
  primary key (user_id, work_id)
);

/**
 * Puts what an offer sells into somebody's cart, or changes how it is there. False when `p_most` are there already: counted under the
 * lock of that cart, so that many at once never make more of them.
 */
create function put_in_cart(p_user uuid, p_offer uuid, p_later boolean, p_most integer, p_now timestamptz) returns boolean language plpgsql as $$
declare
  v_work uuid := (select work_id from offer where id = p_offer);
begin
  perform pg_advisory_xact_lock(hashtextextended('cart:' || p_user, 0));
  if not exists (select from cart_line where user_id = p_user and work_id = v_work)
    and (select count(*) from cart_line where user_id = p_user) >= p_most then return false; end if;
  insert into cart_line (user_id, work_id, offer_id, is_later, added_at) values (p_user, v_work, p_offer, p_later, p_now)
  on conflict (user_id, work_id) do update set offer_id = excluded.offer_id, is_later = excluded.is_later
    where (cart_line.offer_id, cart_line.is_later) is distinct from (excluded.offer_id, excluded.is_later);
  return true;
end $$;

-- payment

/** One attempt to collect an order's amount at a gateway. The row is in before the gateway hears of it. */
create table payment (
  id            uuid primary key,
  order_id      uuid not null references "order",
  gateway       text not null,
  -- Our number at the gateway, known before the first call.
  out_trade_no  text not null unique,
  amount        bigint not null check (amount > 0),
  currency      text not null check (currency in ('CNY')),
  -- What the gateway keeps, as agreed when the attempt was opened: of the amount, for each capture, and whether with a refund it gives it back.
  fee_bps       integer not null check (fee_bps between 0 and 10000),
  fee_fixed     bigint not null default 0 check (fee_fixed >= 0),
  is_fee_returned boolean not null default true,
  -- The gateway's own number of the attempt, where it knows it by nothing else; in before its payer is sent there.
  reference     text,
  -- What the payer reads; kept, because asking again with another text would be another request.
  description   text not null,
  -- `succeeded`: money came in, whatever became of it. `closed`: the gateway said that none will.
  state         text not null default 'opened' check (state in ('opened', 'succeeded', 'closed')),
  opened_at     timestamptz not null,
  expires_at    timestamptz not null,
  -- When to ask the gateway (again) when nothing was heard.
  next_query_at timestamptz not null,
  tries         integer not null default 0,
  check (fee_fixed = 0 or not is_fee_returned)
);
create index payment_order on payment (order_id, id desc);
create index payment_due on payment (next_query_at) where state = 'opened';
create index payment_transfer on payment (id desc) where state = 'opened' and gateway = 'transfer';
create unique index payment_waiting on payment (order_id, gateway) where state = 'opened';

/** Money that came in, once per transaction of the gateway. An order keeps at most one; every other goes back. */
create table capture (
  id             uuid primary key,
  payment_id     uuid not null references payment,
  order_id       uuid not null references "order",
  gateway        text not null,
  transaction_id text not null,
  amount         bigint not null check (amount > 0),
  currency       text not null check (currency in ('CNY')),
  -- What the gateway kept of it.
  fee            bigint not null check (fee >= 0 and fee <= amount),
  -- By the gateway's clock, which decides deadlines.
  paid_at        timestamptz not null,
  received_at    timestamptz not null,
  outcome        text not null check (outcome in ('kept', 'duplicate', 'late', 'mismatch')),
  -- In this order, because people ask for a number and know no gateway.
  unique (transaction_id, gateway)
);
create index capture_order on capture (order_id, id desc);
-- Money that goes back is looked for among a thousand times as much that was kept; the latest of all are found by the key.
create index capture_odd on capture (outcome, id desc) where outcome <> 'kept';
create index capture_day on capture (gateway, paid_at);
create unique index capture_kept on capture (order_id) where outcome = 'kept';

/** A gateway's notice, stored once by its own id; what it said is applied in the same transaction. */
create table gateway_event (
  gateway     text not null,
  id          text not null,
  kind        text not null check (kind in ('payment', 'refund', 'transfer')),
  -- Our number that it is about.
  subject     text not null,
  received_at timestamptz not null,
  primary key (gateway, id)
);

/** Money back. The row is the intent: its number is stored before the gateway is asked, and asked again with. */
create table refund (
  id            uuid primary key,
  order_id      uuid not null references "order",
  capture_id    uuid not null references capture,
  -- A new number, with the next attempt, only after the gateway said that the last one ended without effect.
  out_refund_no text not null unique,
  attempt       integer not null default 1 check (attempt > 0),
  amount        bigint not null check (amount > 0),
  -- `buyer` and `staff` give back an order, `team` one that was held and whose buyer left or whose team was not completed, `owned` what its buyer had from elsewhere by the time they paid; the others give back money that the order did not need.
  cause         text not null check (cause in ('buyer', 'staff', 'team', 'owned', 'duplicate', 'late', 'mismatch')),
  reason        text not null default '',
  state         text not null default 'requested' check (state in ('requested', 'succeeded', 'failed')),
  requested_by  uuid references app_user,
  requested_at  timestamptz not null,
  -- When to ask the gateway (again) when nothing was heard.
  next_try_at   timestamptz not null,
  tries         integer not null default 0,
  finished_at   timestamptz,
  -- The gateway's number.
  refund_id     text,
  -- What last stood in the way, for people.
  failure       text,
  check ((state = 'requested') = (finished_at is null))
);
create index refund_latest on refund (requested_at desc, id desc);
create index refund_state on refund (state, requested_at desc, id desc);
create index refund_order on refund (order_id, requested_at desc);
-- What went back to buyers on a day.
create index refund_finished on refund (finished_at) where state = 'succeeded' and cause in ('buyer', 'staff', 'owned');
create index refund_due on refund (next_try_at) where state = 'requested';
-- Money that no order needed is given back once.
create unique index refund_unneeded on refund (capture_id) where cause in ('duplicate', 'late', 'mismatch');

/** What a refund of an order gives back of each of its lines: they sum to it. Money that no order needed is of no line. */
create table refund_line (
  refund_id  uuid not null references refund,
  line_id    uuid not null references order_line,
  -- Nothing of a line that cost nothing and goes with all others.
  amount     bigint not null check (amount >= 0),
  -- Whether it ended the right of use: one that fails gives that back.
  takes_back boolean not null,
  primary key (refund_id, line_id)
);
create index refund_line_line on refund_line (line_id);

/** A gateway's bill of one business day, as it was last held against our books. */
create table reconciliation (
  gateway         text not null,
  day             date not null,
  -- When the bill was last read; null while nobody could read it.
  checked_at      timestamptz,
  -- What the bill says came in and went back, and what we have of that.
  billed_payments integer not null default 0,
  billed_paid     bigint not null default 0,
  our_payments    integer not null default 0,
  our_paid        bigint not null default 0,
  billed_refunds  integer not null default 0,
  billed_refunded bigint not null default 0,
  our_refunds     integer not null default 0,
  our_refunded    bigint not null default 0,
  -- Why it could not be read the last time somebody tried.
  failure         text,
  primary key (gateway, day)
);
create index reconciliation_latest on reconciliation (day desc, gateway);

/** Something that bill and books do not both say, or that only the bill told us. */
create table reconciliation_difference (
  id          uuid primary key,
  gateway     text not null,
  day         date not null,
  kind        text not null check (kind in ('found', 'foreign', 'missing', 'amount', 'fee', 'refund_foreign', 'refund_amount')),
  -- The gateway's transaction, or the refund's number.
  number      text not null,
  -- Minor units: what the bill says, what we say; null where one of us says nothing.
  billed      bigint,
  ours        bigint,
  order_id    uuid references "order",
  noted_at    timestamptz not null,
  -- When both said the same again; what was found by the bill is settled from the start.
  settled_at  timestamptz,
  unique (gateway, day, kind, number),
  foreign key (gateway, day) references reconciliation
);
create index reconciliation_difference_latest on reconciliation_difference (noted_at desc, id desc);
create index reconciliation_difference_open on reconciliation_difference (gateway, day) where settled_at is null;

-- aftersale

/**
 * A refund that people decide: its buyer asks for what they cannot take back by themselves, or staff mean to give something back. Above
 * the site's limit one of the staff proposes an amount and another one confirms it; neither of them is the buyer.
 */
create table refund_case (
  id          uuid primary key,
  order_id    uuid not null references "order",
  buyer_id    uuid not null references app_user,
  -- The buyer who asks, or one of the staff.
  opened_by   uuid not null references app_user,
  opened_at   timestamptz not null,
  reason      text not null check (reason <> ''),
  state       text not null default 'open' check (state in ('open', 'proposed', 'granted', 'refused', 'withdrawn')),
  -- What is to go back, in minor units, and who of the staff said so first.
  amount      bigint check (amount > 0),
  proposed_by uuid references app_user,
  needs_second boolean not null default false,
  -- Who ended it, and what they told the buyer.
  decided_by  uuid references app_user,
  decided_at  timestamptz,
  answer      text not null default '',
  refund_id   uuid unique references refund,
  check ((state in ('proposed', 'granted')) <= (amount is not null and proposed_by is not null)),
  check ((state in ('granted', 'refused', 'withdrawn')) = (decided_at is not null and decided_by is not null)),
  check ((state = 'granted') = (refund_id is not null)),
  check (proposed_by <> buyer_id),
  check (state not in ('granted', 'refused') or decided_by <> buyer_id),
  check (state <> 'granted' or not needs_second or decided_by <> proposed_by)
);
-- One at a time for an order.
create unique index refund_case_waiting on refund_case (order_id) where state in ('open', 'proposed');
create index refund_case_order on refund_case (order_id, id desc);
create index refund_case_state on refund_case (state, id desc);
create index refund_case_buyer on refund_case (buyer_id, id desc);

-- invoice

/** How many documents of a kind a seller has issued in a year of Beijing time: their numbers run without a gap. */
create table invoice_series (
  -- The seller's tax number.
  seller text not null,
  kind   text not null check (kind in ('invoice', 'credit')),
  year   integer not null,
  last   integer not null check (last > 0),
  primary key (seller, kind, year)
);

/** What a buyer was given in writing of an order: an invoice once, and a credit note for each refund since. It never changes. */
create table invoice (
  id        uuid primary key,
  order_id  uuid not null references "order",
  kind      text not null check (kind in ('invoice', 'credit')),
  -- What went back, of a credit note.
  refund_id uuid unique references refund,
  seller    text not null,
  year      integer not null,
  -- Its place in the series of its seller, kind and year.
  serial    integer not null check (serial > 0),
  amount    bigint not null check (amount > 0),
  issued_at timestamptz not null,
  -- Seller, buyer, lines, tax and dates, as they were.
  content   jsonb not null,
  unique (seller, kind, year, serial),
  check ((kind = 'credit') = (refund_id is not null))
);
create unique index invoice_once on invoice (order_id) where kind = 'invoice';
create index invoice_order on invoice (order_id);

create trigger invoice_append_only before update or delete on invoice
  for each row execute function refuse_change();
create trigger invoice_no_truncate before truncate on invoice
  for each statement execute function refuse_change();

/**
 * A buyer's wish for a fapiao, the tax office's invoice, and what became of it. Staff issue it in a program of the tax office and
 * write its number here. An order has one live one at most.
 */
create table fapiao (
  id           uuid primary key,
  order_id     uuid not null references "order",
  buyer_id     uuid not null references app_user,
  state        text not null default 'requested'
               check (state in ('requested', 'issued', 'red_owed', 'red', 'refused', 'withdrawn')),
  -- Whom it is made out to: a person, or a company with its tax number.
  kind         text not null check (kind in ('personal', 'company')),
  title        text not null,
  tax_number   text not null default '',
  email        text not null,
  -- The language that its buyer is told in.
  locale       text not null check (locale in ('zh', 'en')),
  requested_at timestamptz not null,
  due_at       timestamptz not null,
  -- What the fapiao says: what was paid, less what had gone back when it was issued.
  amount       bigint check (amount > 0),
  number       text,
  issued_on    date,
  issued_at    timestamptz,
  issued_by    uuid references app_user,
  -- Where the document can be had: at another address, or kept here.
  link         text not null default '',
  file_key     text,
  file_name    text,
  -- Why it was refused, for its buyer to read.
  reason       text not null default '',
  closed_at    timestamptz,
  check ((kind = 'company') = (tax_number <> '')),
  check ((state in ('issued', 'red_owed', 'red')) = (num_nulls(amount, number, issued_on, issued_at) = 0)),
  check (num_nulls(amount, number, issued_on, issued_at) in (0, 4)),
  check (num_nulls(file_key, file_name) in (0, 2)),
  check ((state in ('red', 'refused', 'withdrawn')) = (closed_at is not null))
);
create unique index fapiao_live on fapiao (order_id) where state in ('requested', 'issued', 'red_owed');
create unique index fapiao_number on fapiao (number);
create index fapiao_order on fapiao (order_id, id desc);
create index fapiao_buyer on fapiao (buyer_id, id desc);
create index fapiao_state on fapiao (state, id desc);
create index fapiao_due on fapiao (due_at) where state = 'requested';

/** A part of a fapiao that is to be taken back, or was, because that much of the order's money went back. */
create table red_letter (
  id        uuid primary key,
  fapiao_id uuid not null references fapiao,
  amount    bigint not null check (amount > 0),
  owed_at   timestamptz not null,
  -- As the tax office has it, once it is issued.
  number    text,
  issued_on date,
  done_at   timestamptz,
  done_by   uuid references app_user,
  check (num_nulls(number, issued_on, done_at) in (0, 3))
);
create unique index red_letter_number on red_letter (number);
create index red_letter_fapiao on red_letter (fapiao_id, id);

-- subscription

/** Somebody's leave to be charged for a plan again and again, and how it stands. */
create table subscription (
  id               uuid primary key,
  user_id          uuid not null references app_user,
  tier_id          uuid not null references tier,
  plan_id          uuid not null references tier_plan,
  -- What is charged from the next period on, where that is another.
  next_plan_id     uuid references tier_plan,
  state            text not null default 'signing'
                   check (state in ('signing', 'trialing', 'active', 'past_due', 'paused', 'cancelled', 'ended')),
  gateway          text not null,
  -- Our number of the agreement, known before the first call; the gateway's once it is signed.
  contract_code    text not null unique,
  agreement_id     text,
  trial_days       integer not null default 0 check (trial_days >= 0),
  free_until       timestamptz,
  -- How many periods are paid, the order of the one that runs, and from when to when it runs.
  period           integer not null default 0,
  period_order_id  uuid references "order",
  period_starts_at timestamptz,
  period_ends_at   timestamptz,
  next_charge_at   timestamptz,
  -- How often the running try of a period has failed, and why the last time.
  tries            integer not null default 0,
  failure          text,
  -- Taken off the next charge, for having stayed.
  keep_bps         integer not null default 0 check (keep_bps between 0 and 10000),
  -- The period whose letter went out.
  noticed_period   integer not null default 0,
  consented_at     timestamptz not null,
  created_at       timestamptz not null,
  cancelled_at     timestamptz,
  cancel_reason    text not null default '',
  ended_at         timestamptz,
  -- When the gateway was told that the agreement is over.
  terminated_at    timestamptz,
  check (state not in ('signing', 'cancelled', 'ended') or next_charge_at is null),
  check (state not in ('trialing', 'active', 'past_due', 'paused') or (next_charge_at is not null and agreement_id is not null))
);
create unique index subscription_living on subscription (user_id, tier_id)
  where state in ('signing', 'trialing', 'active', 'past_due', 'paused');
create index subscription_user on subscription (user_id, id desc);
create index subscription_due on subscription (next_charge_at) where next_charge_at is not null;
create index subscription_over on subscription (id) where state in ('cancelled', 'ended') and terminated_at is null;
create index subscription_order on subscription (period_order_id) where period_order_id is not null;

/** A try to collect a period, or what an upgrade costs; its order says what became of the money. */
create table subscription_charge (
  id              uuid primary key,
  subscription_id uuid not null references subscription,
  kind            text not null check (kind in ('renewal', 'upgrade')),
  -- The period that it pays, and the how-manieth try of this subscription it is.
  period          integer not null,
  n               integer not null,
  plan_id         uuid not null references tier_plan,
  order_id        uuid not null unique references "order",
  -- The order whose membership ends when this one is paid.
  replaces_id     uuid references "order",
  state           text not null default 'asked' check (state in ('asked', 'paid', 'failed')),
  failure         text,
  asked_at        timestamptz not null,
  unique (subscription_id, n)
);
-- One at a time, whoever asks; and one that is paid for each period.
create unique index subscription_charge_asked on subscription_charge (subscription_id) where state = 'asked';
create unique index subscription_charge_paid on subscription_charge (subscription_id, period) where state = 'paid';

-- payout

/**
 * What is earned on one order line: the creator's part is held until the refund window closes, then released.
 * `amount` is the part at the sale; `refunded` is what went back to the buyer of `gross`, `reversed` what of `amount`.
 */
create table earning (
  order_line_id  uuid primary key references order_line,
  -- As the line says, which refers to all three.
  order_id       uuid not null,
  work_id        uuid,
  -- Null: the house's own income, of which no creator has a part, and nothing waits to be released.
  creator_id     uuid,
  gateway        text not null,
  gross          bigint not null check (gross > 0),
  -- The rates that hold for this sale, for ever. The gateway's is the one at which its fee comes back with a refund; null: it keeps it.
  fee_bps        integer check (fee_bps between 0 and 10000),
  commission_bps integer not null check (commission_bps between 0 and 10000),
  fee            bigint not null check (fee >= 0),
  commission     bigint not null check (commission >= 0),
  amount         bigint not null check (amount >= 0),
  -- What promoters got of it, before anybody else: the sum of its shares.
  promotion      bigint not null default 0 check (promotion >= 0),
  refunded       bigint not null default 0,
  reversed       bigint not null default 0,
  -- By the gateway's clock; `recorded_at` is when the ledger has it, which decides whose month it is.
  earned_at      timestamptz not null,
  recorded_at    timestamptz not null,
  release_at     timestamptz not null,
  released_at    timestamptz,
  check (fee + promotion + commission + amount = gross),
  check (refunded between 0 and gross),
  check (reversed between 0 and amount),
  check (refunded < gross or reversed = amount),
  check (creator_id is not null or (amount = 0 and released_at is not null))
);
create index earning_due on earning (release_at, order_line_id) where released_at is null;
create index earning_held on earning (creator_id, release_at) where released_at is null;
create index earning_creator on earning (creator_id, earned_at desc, order_line_id desc);
create index earning_recorded on earning (creator_id, recorded_at);

/** What everybody gave back of a sale when one refund of it went out; a fee that the gateway does not give back is the house's to bear. */
create table earning_reversal (
  refund_id     uuid not null references refund,
  order_line_id uuid not null references earning,
  creator_id    uuid references creator,
  gross         bigint not null check (gross > 0),
  fee           bigint not null check (fee >= 0),
  commission    bigint not null check (commission >= 0),
  amount        bigint not null check (amount >= 0),
  promotion     bigint not null default 0 check (promotion >= 0),
  recorded_at   timestamptz not null,
  primary key (refund_id, order_line_id),
  check (fee + promotion + commission + amount = gross)
);
create index earning_reversal_recorded on earning_reversal (creator_id, recorded_at);
create index earning_reversal_line on earning_reversal (order_line_id);

/**
 * A promoter's part of what an order line brought: pending until neither the buyer can ask for the money back nor the days of the
 * promise are over, then released. `reversed` is what refunds took of `amount`.
 */
create table earning_share (
  order_line_id uuid not null references earning,
  -- There is no third.
  level         smallint not null check (level in (1, 2)),
  promoter_id   uuid not null references promoter,
  bps           integer not null check (bps between 1 and 9000),
  amount        bigint not null check (amount >= 0),
  reversed      bigint not null default 0,
  earned_at     timestamptz not null,
  release_at    timestamptz not null,
  released_at   timestamptz,
  primary key (order_line_id, level),
  check (reversed between 0 and amount)
);
create index earning_share_due on earning_share (release_at, order_line_id, level) where released_at is null;
create index earning_share_promoter on earning_share (promoter_id, earned_at desc, order_line_id desc, level desc);

/** A creator's or promoter's money on its way out. From request to result its amount is in transit. */
create table payout (
  id           uuid primary key,
  -- Of one of them: what one person earned as both leaves apart.
  creator_id   uuid references creator,
  promoter_id  uuid references promoter,
  amount       bigint not null check (amount > 0),
  gateway      text not null,
  -- Our number at the gateway; never a second one before the first is known to have failed.
  out_bill_no  text not null unique,
  -- The gateway's name for who is paid, such as an openid.
  payee        text not null,
  state        text not null default 'requested'
               check (state in ('requested', 'approved', 'paid', 'failed', 'rejected')),
  requested_at timestamptz not null,
  decided_by   uuid references app_user,
  decided_at   timestamptz,
  reason       text not null default '',
  next_try_at  timestamptz not null,
  tries        integer not null default 0,
  finished_at  timestamptz,
  -- The gateway's number.
  transfer_id  text,
  -- What last stood in the way, for people.
  failure      text,
  check (num_nonnulls(creator_id, promoter_id) = 1),
  check (decided_by is null or decided_by <> coalesce(creator_id, promoter_id)),
  check ((state in ('requested', 'approved')) = (finished_at is null)),
  check ((state = 'requested') = (decided_at is null))
);
create index payout_latest on payout (requested_at desc, id desc);
create index payout_creator on payout (creator_id, requested_at desc, id desc) where creator_id is not null;
create index payout_promoter on payout (promoter_id, requested_at desc, id desc) where promoter_id is not null;
create index payout_state on payout (state, requested_at desc, id desc);
create index payout_due on payout (next_try_at) where state = 'approved';
-- One at a time: who presses twice asks once.
create unique index payout_under_way on payout (coalesce(creator_id, promoter_id), (creator_id is null)) where state in ('requested', 'approved');

-- learning

/** A learner's place in a work: since when, how far, and where to go on. */
create table enrolment (
  user_id         uuid not null references app_user,
  work_id         uuid not null references work,
  enrolled_at     timestamptz not null,
  last_at         timestamptz not null,
  last_lesson_id  uuid references lesson,
  completed_count integer not null default 0 check (completed_count >= 0),
  primary key (user_id, work_id)
);
create index enrolment_recent on enrolment (user_id, last_at desc, work_id desc);

/** How far a learner is in one lesson. `learned_sec` grows no faster than time passes; `credit_sec` is what the last report added. */
create table progress (
  user_id      uuid not null references app_user,
  lesson_id    uuid not null references lesson,
  work_id      uuid not null references work,
  position_sec integer not null default 0 check (position_sec >= 0),
  learned_sec  integer not null default 0 check (learned_sec >= 0),
  credit_sec   integer not null default 0 check (credit_sec >= 0),
  completed_at timestamptz,
  updated_at   timestamptz not null,
  primary key (user_id, lesson_id)
);
create index progress_work on progress (user_id, work_id);

/** Who learned in what on one business day (Beijing), and for how long by `learned_sec` of the lessons. */
create table study_day (
  work_id     uuid not null references work,
  day         date not null,
  user_id     uuid not null references app_user,
  learned_sec integer not null default 0 check (learned_sec >= 0),
  primary key (work_id, day, user_id)
);
create index study_day_day on study_day (day, work_id);

/** A learner who did as many lessons as a course had: once, and for good. */
create table work_finish (
  work_id     uuid not null references work,
  user_id     uuid not null references app_user,
  finished_at timestamptz not null,
  primary key (work_id, user_id)
);

/** A player of a person that plays, or was stopped because others began: heard of every 15 seconds while it plays. */
create table player_seat (
  user_id    uuid not null references app_user,
  -- What the page calls its player: random, another one after it was stopped.
  player_id  text not null,
  lesson_id  uuid not null references lesson,
  begun_at   timestamptz not null,
  seen_at    timestamptz not null,
  stopped_at timestamptz,
  primary key (user_id, player_id)
);

-- reading

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

-- offline

/** A lesson that a browser of somebody keeps for study without network, and until when it may show it. */
create table offline_keep (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  -- The session that took it, which is one device. Sessions go, so this refers to nothing.
  session_id uuid not null,
  lesson_id  uuid not null references lesson,
  work_id    uuid not null references work,
  kept_at    timestamptz not null,
  ends_at    timestamptz not null check (ends_at > kept_at),
  -- Given back by its learner, or over with the right to the work: nothing that is learned afterwards counts.
  ended_at   timestamptz
);
create unique index offline_keep_device on offline_keep (session_id, lesson_id) where ended_at is null;
create index offline_keep_user on offline_keep (user_id, id desc);
create index offline_keep_right on offline_keep (user_id, work_id) where ended_at is null;
create index offline_keep_end on offline_keep (ends_at);

/**
 * What somebody learned of one lesson without network: of sets and a latest place, so that reports may come in any order,
 * any number of times and in any pieces.
 */
create table offline_study (
  user_id    uuid not null references app_user,
  lesson_id  uuid not null references lesson,
  -- Seconds of the recording that were heard.
  heard      int4multirange not null,
  -- When they were heard, on the house's clock.
  spent      tstzmultirange not null,
  -- What it counts for, and what the last report added to it.
  credit_sec integer not null default 0 check (credit_sec >= 0),
  added_sec  integer not null default 0 check (added_sec >= 0),
  -- Where the learner was last: of two places the later counts, of two at one instant the one of the greater report.
  place_sec  integer not null check (place_sec >= 0),
  place_at   timestamptz not null,
  place_by   uuid not null,
  primary key (user_id, lesson_id)
);

/** What was heard of a recording counts once, and no faster than twice the time in which it was heard. */
create function offline_credit(p_heard int4multirange, p_spent tstzmultirange) returns integer language sql immutable as $$
  select least(
    (select coalesce(sum(upper(part) - lower(part)), 0) from unnest(p_heard) part),
    (select coalesce(floor(2 * sum(extract(epoch from upper(part) - lower(part)))), 0) from unnest(p_spent) part)
  )::integer
$$;

-- feed

/** The address by which a listener's podcast app hears what they may hear. Of its token only a hash is kept. */
create table private_feed (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  -- SHA-256 of the token.
  token_hash bytea not null unique,
  made_at    timestamptz not null,
  ended_at   timestamptz,
  -- When an app last fetched it, to the minute.
  fetched_at timestamptz
);
create unique index private_feed_open on private_feed (user_id) where ended_at is null;

-- growth

/** How growth is earned, as the owner decided last: one row. */
create table growth_terms (
  id            boolean primary key default true check (id),
  is_on         boolean not null,
  -- `reached`: the highest level whose threshold is reached. `yearly`: the same, by growth of the last 365 days. `stepped`: growth × factor levels up.
  formula       text not null check (formula in ('reached', 'yearly', 'stepped')),
  -- Levels for each 10,000 of growth, by the formula `stepped`.
  factor_bps    integer not null check (factor_bps between 1 and 1000000),
  per_yuan      integer not null check (per_yuan between 0 and 1000),
  per_lesson    integer not null check (per_lesson between 0 and 1000),
  daily_lessons integer not null check (daily_lessons between 0 and 1000),
  per_work      integer not null check (per_work between 0 and 10000),
  -- Moves with every change of these or of a level.
  version       integer not null check (version > 0)
);
insert into growth_terms (is_on, formula, factor_bps, per_yuan, per_lesson, daily_lessons, per_work, version)
  values (false, 'reached', 100, 1, 2, 10, 20, 1);

/** A level that people grow to. One that is no longer reached stays for those whose steps name it. */
create table growth_level (
  id         uuid primary key,
  name_zh    text not null check (name_zh <> ''),
  name_en    text not null check (name_en <> ''),
  threshold  bigint not null check (threshold > 0),
  tier_id    uuid references tier,
  retired_at timestamptz
);
create index growth_level_tier on growth_level (tier_id) where retired_at is null;

/** Somebody's growth and where it has brought them: a sum of `growth_entry`, and what follows from it. */
create table growth_account (
  user_id         uuid primary key references app_user,
  value           bigint not null default 0,
  level_id        uuid references growth_level,
  -- What the level gives: the tier, and the source of that membership.
  tier_id         uuid references tier,
  giving_id       uuid,
  -- The terms by which the level was found.
  settled_version integer not null default 0,
  -- When growth stops counting that counts today.
  look_again_at   timestamptz,
  check ((tier_id is null) = (giving_id is null))
);
create index growth_account_value on growth_account (value desc, user_id desc);
create index growth_account_level on growth_account (level_id, value desc, user_id desc);
create index growth_account_version on growth_account (settled_version);
create index growth_account_due on growth_account (look_again_at) where look_again_at is not null;

/** One change of somebody's growth; never changed, and once per source. */
create table growth_entry (
  id          uuid primary key,
  user_id     uuid not null references app_user,
  kind        text not null check (kind in ('purchase', 'refund', 'lesson', 'work', 'staff')),
  -- The order, refund, lesson or work; for staff the entry itself.
  source_id   uuid not null,
  order_id    uuid references "order",
  amount      bigint not null check (amount <> 0),
  reason      text not null default '',
  granted_by  uuid references app_user,
  -- From when it counts for a year: a refund as long as what it takes back.
  counts_from timestamptz not null,
  unique (kind, source_id, user_id),
  check ((kind in ('purchase', 'refund')) = (order_id is not null)),
  check ((kind = 'staff') = (granted_by is not null)),
  check (kind not in ('purchase', 'lesson', 'work') or amount > 0),
  check (kind <> 'refund' or amount < 0)
);
create index growth_entry_user on growth_entry (user_id, id desc);
create index growth_entry_latest on growth_entry (id desc);
create index growth_entry_counts on growth_entry (user_id, counts_from) include (amount);
create index growth_entry_order on growth_entry (order_id) where order_id is not null;

/** One change of somebody's level. */
create table growth_step (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  from_level uuid references growth_level,
  to_level   uuid references growth_level,
  -- The growth that counted.
  value      bigint not null,
  at         timestamptz not null,
  check (from_level is distinct from to_level)
);
create index growth_step_user on growth_step (user_id, id desc);

-- points

/** How points are earned, and how long they are good, as the owner decided last: one row. */
create table point_terms (
  id           boolean primary key default true check (id),
  is_on        boolean not null,
  sign_in_on   boolean not null,
  -- For the first to the seventh day in a row; every day after it earns as much as the seventh.
  streak       integer[] not null check (cardinality(streak) = 7 and 0 <= all (streak) and 10000 >= all (streak)),
  lesson_on    boolean not null,
  per_lesson   integer not null check (per_lesson between 1 and 10000),
  -- Caps are points a day in Beijing.
  lesson_cap   integer not null check (lesson_cap between 1 and 1000000),
  purchase_on  boolean not null,
  -- For each whole yuan that was paid.
  per_yuan     integer not null check (per_yuan between 1 and 1000),
  purchase_cap integer not null check (purchase_cap between 1 and 100000000),
  valid_days   integer not null check (valid_days between 30 and 3650),
  -- How many days before points expire their holder is told; 0: not at all.
  notice_days  integer not null check (notice_days between 0 and 90),
  -- Moves with every change.
  version      integer not null check (version > 0)
);
insert into point_terms (is_on, sign_in_on, streak, lesson_on, per_lesson, lesson_cap, purchase_on, per_yuan, purchase_cap, valid_days, notice_days, version)
  values (false, true, '{1,2,3,4,5,6,10}', false, 2, 20, false, 1, 10000, 365, 14, 1);

/** What somebody has in points: the sum of `point_entry`, which is what their lots have left less what they owe. */
create table point_account (
  user_id     uuid primary key references app_user,
  -- Below zero: more was taken back by a refund than was left. Then no lot has anything left, and nothing can be spent.
  balance     bigint not null default 0,
  -- When the first lot ends of those that have something left.
  next_expiry timestamptz,
  -- When to look whether there is something to tell about the end of points.
  remind_at   timestamptz
);
create index point_account_balance on point_account (balance desc, user_id desc);
create index point_account_expiry on point_account (next_expiry) where next_expiry is not null;
create index point_account_remind on point_account (remind_at) where remind_at is not null;

/** One change of somebody's points; never changed, and once per source. What adds is a lot, which ends. */
create table point_entry (
  id         uuid primary key,
  user_id    uuid not null references app_user,
  kind       text not null check (kind in ('sign_in', 'lesson', 'purchase', 'refund', 'redeem', 'return', 'expiry', 'staff')),
  -- The sign-in, lesson, order, refund, redemption or lot; for staff the entry itself.
  source_id  uuid not null,
  -- Of a purchase or refund.
  order_id   uuid references "order",
  amount     bigint not null check (amount <> 0),
  expires_at timestamptz,
  reason     text not null default '',
  made_by    uuid references app_user,
  at         timestamptz not null,
  check ((amount > 0) = (expires_at is not null)),
  check ((kind in ('purchase', 'refund')) = (order_id is not null)),
  check ((kind = 'staff') = (made_by is not null)),
  check (kind not in ('sign_in', 'lesson', 'purchase', 'return') or amount > 0),
  check (kind not in ('refund', 'redeem', 'expiry') or amount < 0)
);
-- A redemption that is cancelled gives back one lot for each end that its points had.
create unique index point_entry_once on point_entry (kind, source_id, user_id) where kind <> 'return';
create unique index point_entry_return on point_entry (source_id, expires_at) where kind = 'return';
create index point_entry_kind on point_entry (kind, id desc);
create index point_entry_user on point_entry (user_id, id desc);
create index point_entry_day on point_entry (user_id, kind, at) include (amount);
create index point_entry_order on point_entry (order_id) where order_id is not null;
create trigger point_entry_append_only before update or delete on point_entry
  for each row execute function refuse_change();
create trigger point_entry_no_truncate before truncate on point_entry
  for each statement execute function refuse_change();

/** What is left of an entry that added points: its amount less what `point_use` took of it. */
create table point_lot (
  id         uuid primary key references point_entry,
  user_id    uuid not null references app_user,
  amount     bigint not null check (amount > 0),
  remaining  bigint not null check (remaining between 0 and amount),
  expires_at timestamptz not null
);
-- In the order in which lots are spent: who reads a balance finds here what ended a moment ago.
create index point_lot_left on point_lot (user_id, expires_at, id) include (remaining) where remaining > 0;

/** What an entry took of a lot; never changed. A lot named by itself paid what was owed when it came. */
create table point_use (
  entry_id uuid not null references point_entry,
  lot_id   uuid not null references point_lot,
  amount   bigint not null check (amount > 0),
  primary key (entry_id, lot_id)
);
create index point_use_lot on point_use (lot_id);
create trigger point_use_append_only before update or delete on point_use
  for each row execute function refuse_change();
create trigger point_use_no_truncate before truncate on point_use
  for each statement execute function refuse_change();

/** That somebody signed in on a day in Beijing: once, whoever races. */
create table point_sign_in (
  id      uuid not null unique,
  user_id uuid not null references app_user,
  day     date not null,
  -- The how-manieth day in a row it is.
  streak  integer not null check (streak > 0),
  amount  integer not null check (amount >= 0),
  at      timestamptz not null,
  primary key (user_id, day)
);

/** Something that is had for points: a work, a coupon, days of a tier, a redemption code, or a thing that is sent. */
create table point_good (
  id         uuid primary key,
  kind       text not null check (kind in ('work', 'coupon', 'tier', 'code', 'physical')),
  name_zh    text not null check (name_zh <> ''),
  name_en    text not null check (name_en <> ''),
  summary_zh text not null default '',
  summary_en text not null default '',
  -- Points.
  price      integer not null check (price between 1 and 100000000),
  work_id    uuid references work,
  coupon_id  uuid references coupon,
  tier_id    uuid references tier,
  -- How many days of the tier.
  days       integer check (days between 1 and 36500),
  -- The batch into which a code is drawn for each who redeems it.
  batch_id   uuid references code_batch,
  stock      integer not null check (stock between 1 and 20000),
  taken      integer not null default 0 check (taken between 0 and stock),
  per_person integer check (per_person between 1 and 1000),
  starts_at  timestamptz not null,
  ends_at    timestamptz check (ends_at > starts_at),
  -- Off the shelf: nobody sees it, nobody redeems it.
  is_hidden  boolean not null default false,
  created_at timestamptz not null,
  check ((kind = 'work') = (work_id is not null)),
  check ((kind = 'coupon') = (coupon_id is not null)),
  check ((kind = 'tier') = (tier_id is not null)),
  check ((kind = 'tier') = (days is not null)),
  check ((kind = 'code') = (batch_id is not null))
);
create index point_good_shown on point_good (id desc) where not is_hidden;

/** That somebody had a good for points: `given` at once, or a thing that waits: `waiting → shipped`, or `→ cancelled`. */
create table point_redemption (
  id       uuid primary key,
  good_id  uuid not null references point_good,
  user_id  uuid not null references app_user,
  -- Drawn for the form: the same again is the same redemption.
  key      uuid not null,
  price    integer not null check (price > 0),
  state    text not null check (state in ('given', 'waiting', 'shipped', 'cancelled')),
  -- Of a code: what it says, sealed for its holder.
  sealed   bytea,
  -- What staff said who cancelled it.
  answer   text not null default '',
  at       timestamptz not null,
  ended_at timestamptz,
  unique (user_id, key),
  check ((state in ('shipped', 'cancelled')) = (ended_at is not null))
);
create index point_redemption_user on point_redemption (user_id, id desc);
create index point_redemption_state on point_redemption (state, id desc);
create index point_redemption_good on point_redemption (good_id, id desc);
create index point_redemption_had on point_redemption (good_id, user_id) where state <> 'cancelled';

/** Where a thing is sent, and how it went. */
create table point_parcel (
  redemption_id uuid primary key references point_redemption,
  receiver      text not null check (receiver <> ''),
  phone         text not null check (phone <> ''),
  address       text not null check (address <> ''),
  carrier       text check (carrier <> ''),
  number        text check (number <> ''),
  check ((carrier is null) = (number is null))
);

-- analytics

/** Sales of one work on one business day; recomputed from the facts of that day, so that doing it twice is doing it once. */
create table sales_day (
  day        date not null,
  work_id    uuid not null references work,
  creator_id uuid not null references creator,
  orders     integer not null,
  gross      bigint not null,
  refunded   bigint not null,
  earned     bigint not null,
  primary key (day, work_id)
);
create index sales_day_creator on sales_day (creator_id, day);

/** Learning in one work on one business day. */
create table learning_day (
  day         date not null,
  work_id     uuid not null references work,
  creator_id  uuid not null references creator,
  learners    integer not null default 0,
  completions integer not null default 0,
  learned_sec bigint not null default 0,
  primary key (day, work_id)
);
create index learning_day_creator on learning_day (creator_id, day);

/** Until when the days of learning are counted: one row. */
create table learning_counted (
  is_one        boolean primary key default true check (is_one),
  counted_until timestamptz not null
);

/** How many learners did all of a work so far. */
create table finish_count (
  work_id    uuid primary key references work,
  creator_id uuid not null references creator,
  learners   integer not null
);
create index finish_count_creator on finish_count (creator_id);

/** Accounts made on one business day. */
create table joined_day (
  day   date primary key,
  users integer not null default 0
);
