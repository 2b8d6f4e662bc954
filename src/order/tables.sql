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
