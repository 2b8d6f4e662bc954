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
