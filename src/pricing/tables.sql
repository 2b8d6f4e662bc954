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
