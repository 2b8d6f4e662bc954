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
