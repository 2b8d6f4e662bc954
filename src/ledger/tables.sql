/**
 * A place where money is. Its balance is what came in less what went out; accounts of the outside world
 * (`gateway:*`) run below zero by what they hold for us. What kind of account it is stands in its code.
 */
create table account (
  id       uuid primary key default gen_random_uuid(),
  code     text not null unique check (code ~ '^(gateway|gateway_fee|suspense|held):[a-z][a-z0-9-]{0,31}$'
             or code in ('platform:commission', 'platform:membership', 'platform:lost_fee', 'payout:transit')
             or code ~ '^(creator|promoter):[0-9a-f-]{36}:(pending|available|debt)$'),
  owner_id uuid references app_user,
  currency text not null default 'CNY' check (currency in ('CNY')),
  -- Between these the balance stays, whoever asks; both null: the account authorises nothing and nobody waits for its row.
  floor    bigint,
  ceiling  bigint
);
create index account_owner on account (owner_id) where owner_id is not null;
create index account_house on account (id) where owner_id is null;
create trigger account_for_ever before update or delete on account
  for each row execute function refuse_change();
create trigger account_no_truncate before truncate on account
  for each statement execute function refuse_change();

/** Postings that became true together, once per key. */
create table transaction (
  id         uuid primary key,
  -- Derived from what it is for: `capture:<gateway>:<transaction>`, `refund:<refund>`, `payout:<payout>:paid`.
  key        text not null unique,
  -- SHA-256 of what was asked: the same key with another body is refused.
  body_hash  bytea not null,
  kind       text not null,
  subject_id uuid not null,
  posted_at  timestamptz not null
);
create index transaction_subject on transaction (subject_id);
-- Ids sort by birth: the latest of all are found by the key.
create index transaction_kind on transaction (kind, id desc);

/**
 * One movement: `amount` left `source_id` and reached `destination_id`. Balanced by construction. Nothing is referred to,
 * because `ledger_post` alone writes here and it has just looked up or written all three, none of which ever goes away; and
 * because a reference would lock the row of a popular account for every sale.
 */
create table posting (
  transaction_id uuid not null,
  seq            smallint not null,
  source_id      uuid not null,
  destination_id uuid not null,
  amount         bigint not null check (amount > 0),
  primary key (transaction_id, seq),
  check (source_id <> destination_id)
);
create index posting_source on posting (source_id, transaction_id desc, seq desc);
create index posting_destination on posting (destination_id, transaction_id desc, seq desc);

/** What an account's postings sum to, as far as they are folded. The limits hold here, row by row. */
create table balance (
  account_id uuid primary key references account,
  amount     bigint not null default 0,
  floor      bigint,
  ceiling    bigint,
  check (floor is null or amount >= floor),
  check (ceiling is null or amount <= ceiling)
);

/**
 * What came into an account and left it, by kind of transaction: of the house's accounts by business day, of a creator's by
 * business month (Beijing). What books and statements are made of, as far as it is folded.
 */
create table account_sum (
  account_id uuid not null references account,
  -- The day, or the first day of the month.
  since      date not null,
  kind       text not null,
  incoming   bigint not null check (incoming >= 0),
  outgoing   bigint not null check (outgoing >= 0),
  primary key (account_id, since, kind)
);

/** What was posted and is not folded into balances and sums yet: nobody waits for a popular row. */
create table balance_delta (
  account_id uuid not null,
  -- What is still to be added to the balance; 0 for accounts with limits, which are balanced at once.
  amount     bigint not null,
  since      date not null,
  kind       text not null,
  incoming   bigint not null,
  outgoing   bigint not null
);
create index balance_delta_account on balance_delta (account_id);

create trigger transaction_append_only before update or delete on transaction
  for each row execute function refuse_change();
create trigger transaction_no_truncate before truncate on transaction
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete on posting
  for each row execute function refuse_change();
create trigger posting_no_truncate before truncate on posting
  for each statement execute function refuse_change();

/** Opens the accounts of these codes that are not open yet; owner and limits follow from the code. */
create function ledger_open(p_codes text[]) returns void language plpgsql as $$
begin
  if (select count(*) from account where code = any(p_codes)) = (select count(distinct c) from unnest(p_codes) c) then
    return;
  end if;
  -- In order of code, so that two callers that open the same accounts wait for each other one way round only.
  with opened as (
    insert into account (code, owner_id, floor, ceiling)
    select c,
           case when c ~ '^(creator|promoter):' then split_part(c, ':', 2)::uuid end,
           case when c ~ '^(creator|promoter):.*:available$' then 0 end,
           case when c ~ '^(creator|promoter):.*:debt$' then 0 end
    from (select distinct c from unnest(p_codes) c) codes order by c
    on conflict (code) do nothing
    returning id, floor, ceiling
  )
  insert into balance (account_id, floor, ceiling) select id, floor, ceiling from opened;
end $$;

/** Locks the balances of accounts with limits, in the order of their ids, and answers what is on them. */
create function ledger_lock(p_codes text[]) returns table (code text, amount bigint) language plpgsql as $$
begin
  perform ledger_open(p_codes);
  return query
    select a.code, b.amount from balance b join account a on a.id = b.account_id
    where a.code = any(p_codes) order by b.account_id for update of b;
end $$;

/**
 * Posts movements once per key and answers the transaction's id: the first one's when the same was asked before.
 * SY001: the key was used for something else. SY002: an account with limits would leave them; nothing is then posted.
 */
create function ledger_post(
  p_id uuid, p_key text, p_body_hash bytea, p_kind text, p_subject_id uuid, p_posted_at timestamptz,
  p_sources text[], p_destinations text[], p_amounts bigint[]
) returns uuid language plpgsql as $$
declare
  known record;
  change record;
  today date := (p_posted_at at time zone 'Asia/Shanghai')::date;
  ends uuid[];        -- the accounts of all sources, then of all destinations
  changes bigint[];   -- by how much each of these ends changes
  limits boolean[];   -- whether each has limits
  terms date[];       -- since when each is summed up
begin
  insert into transaction (id, key, body_hash, kind, subject_id, posted_at)
  values (p_id, p_key, p_body_hash, p_kind, p_subject_id, p_posted_at)
  on conflict (key) do nothing;
  if not found then
    select t.id, t.body_hash into strict known from transaction t where t.key = p_key;
    if known.body_hash <> p_body_hash then
      raise exception 'ledger key % was used for something else', p_key using errcode = 'SY001';
    end if;
    return known.id;
  end if;

  loop
    select array_agg(a.id order by e.n), array_agg(e.change order by e.n),
           array_agg(a.floor is not null or a.ceiling is not null order by e.n),
           array_agg(case when a.owner_id is null then today else date_trunc('month', today)::date end order by e.n)
    into ends, changes, limits, terms
    from (
      select n, code, -amount as change from unnest(p_sources, p_amounts) with ordinality as s (code, amount, n)
      union all
      select cardinality(p_sources) + n, code, amount from unnest(p_destinations, p_amounts) with ordinality as d (code, amount, n)
    ) e left join account a on a.code = e.code;
    exit when array_position(ends, null) is null;
    perform ledger_open(p_sources || p_destinations);
  end loop;

  insert into posting (transaction_id, seq, source_id, destination_id, amount)
  select p_id, n, ends[n], ends[cardinality(p_amounts) + n], p_amounts[n] from generate_series(1, cardinality(p_amounts)) n;

  if true = any(limits) then
    for change in
      select e.id, sum(e.change)::bigint as amount from unnest(ends, changes, limits) as e (id, change, has_limits)
      where e.has_limits group by e.id order by e.id
    loop
      update balance b set amount = b.amount + change.amount
      where b.account_id = change.id
        and (b.floor is null or b.amount + change.amount >= b.floor)
        and (b.ceiling is null or b.amount + change.amount <= b.ceiling);
      if not found then
        raise exception 'account % would leave its limits', change.id using errcode = 'SY002';
      end if;
    end loop;
  end if;

  insert into balance_delta (account_id, amount, since, kind, incoming, outgoing)
  select e.id, case when e.has_limits then 0 else sum(e.change) end, e.term, p_kind,
         sum(greatest(e.change, 0)), sum(greatest(-e.change, 0))
  from unnest(ends, changes, limits, terms) as e (id, change, has_limits, term) group by e.id, e.has_limits, e.term;

  return p_id;
end $$;
