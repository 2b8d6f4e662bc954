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
