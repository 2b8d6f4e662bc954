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
