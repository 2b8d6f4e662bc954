/** A promise to buy. Its amounts and terms are copied when it is placed and never change. */
create table "order" (
  id              uuid primary key,
  -- What people read aloud: 18 digits, date first.
  number          text not null unique check (number ~ '^[0-9]{18}$'),
  buyer_id        uuid not null references app_user,
  state           text not null default 'pending' check (state in ('pending', 'paid', 'closed', 'refunded')),
  total           bigint not null check (total >= 0),
  currency        text not null check (currency in ('CNY')),
  -- Days after payment in which the buyer may ask for the money back, as promised when the order was placed.
  refund_days     integer not null check (refund_days >= 0),
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
  -- Until when the buyer may ask for the money back.
  refund_until    timestamptz,
  idempotency_key text not null,
  unique (buyer_id, idempotency_key),
  check (refunded + refunding <= total),
  check ((state in ('paid', 'refunded')) = (paid_at is not null and refund_until is not null)),
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'refunded') = (total > 0 and refunded = total))
);
-- Ids sort by birth: the latest of all are found by the key.
create index order_state on "order" (state, id desc);
create index order_buyer on "order" (buyer_id, id desc);
create index order_due on "order" (close_at) where state = 'pending';

/** The offer that an order buys, with the rates that hold for it. */
create table order_line (
  id             uuid primary key,
  -- One line an order, until a basket needs a rule for splitting what the gateway keeps.
  order_id       uuid not null unique references "order",
  offer_id       uuid not null references offer,
  work_id        uuid not null references work,
  creator_id     uuid not null references creator,
  price          bigint not null check (price >= 0),
  commission_bps integer not null check (commission_bps between 0 and 10000)
);

/**
 * What a buyer's order for an offer stands on, under the lock that decides who owns the work: whether they do, and the order
 * that this one would repeat: one with the same key, else one that waits for the same offer and can be paid at `p_payable_at`.
 */
create function order_ground(
  p_buyer uuid, p_work uuid, p_offer uuid, p_key text, p_payable_at timestamptz, p_now timestamptz,
  out is_owned boolean, out earlier_id uuid
) language plpgsql as $$
begin
  is_owned := own_for_sure(p_buyer, p_work, p_now);
  select e.id into earlier_id from (
    select id, 0 as rank from "order" where buyer_id = p_buyer and idempotency_key = p_key
    union all
    select o.id, 1 from "order" o join order_line l on l.order_id = o.id
    where o.buyer_id = p_buyer and o.state = 'pending' and o.expires_at > p_payable_at and l.offer_id = p_offer
  ) e order by e.rank limit 1;
end $$;
