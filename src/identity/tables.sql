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
