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
