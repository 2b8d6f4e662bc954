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
