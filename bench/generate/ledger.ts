import type { Size } from '../sizes.ts';

const pending = `'creator:' || creator_id || ':pending'`;
const available = `'creator:' || creator_id || ':available'`;

/** A movement as its body's hash spells it. */
const spell = (source: string, destination: string, amount: string) =>
  `'["' || ${source} || '","' || ${destination} || '",' || ${amount} || ']'`;

const hash = (kind: string, subject: string, movements: readonly string[]) =>
  `sha256(('["${kind}","' || ${subject} || '",' || ${movements.join(` || ',' || `)} || ']')::bytea)`;

const accounts = {
  gateway: `'gateway:sandbox'`,
  fee: `'gateway_fee:sandbox'`,
  commission: `'platform:commission'`,
  transit: `'payout:transit'`,
} as const;

/** Opens every account, and numbers them so that postings are written without joins on their names. */
export function accountsSql(size: Size): string {
  return `
    select ledger_open(array['gateway:sandbox', 'gateway_fee:sandbox', 'platform:commission', 'payout:transit']);
    select ledger_open(array_agg('creator:' || bench.creator(c) || ':' || part))
    from generate_series(1, ${size.creators}) c, unnest(array['pending', 'available', 'debt']) part;
    create table bench.account as
    select c, p.id as pending, a.id as available from generate_series(1, ${size.creators}) c
    join account p on p.code = 'creator:' || bench.creator(c) || ':pending'
    join account a on a.code = 'creator:' || bench.creator(c) || ':available';
    create table bench.house as
    select (select id from account where code = ${accounts.gateway}) as gateway,
      (select id from account where code = ${accounts.fee}) as fee,
      (select id from account where code = ${accounts.commission}) as commission,
      (select id from account where code = ${accounts.transit}) as transit;
    analyze bench.account; analyze bench.house;`;
}

const sold = `bench.sold where price > 0 and state <> 'closed'`;
const refunded = `bench.sold where state = 'refunded'`;
const released = `bench.sold where price > 0 and state = 'paid' and is_released`;

/** Sales, refunds and releases. A refund comes before the release, so nobody owes anything. */
export const movementsSql = [
  `insert into transaction (id, key, body_hash, kind, subject_id, posted_at)
   select bench.sale_id(paid_at + interval '1 second', i), 'capture:sandbox:42' || lpad(i::text, 26, '0'),
     ${hash('sale', 'id', [
       spell(accounts.gateway, accounts.fee, 'fee'),
       spell(accounts.gateway, accounts.commission, 'commission'),
       spell(accounts.gateway, pending, 'amount'),
     ])}, 'sale', id, paid_at + interval '1 second'
   from ${sold} order by i`,
  `insert into posting (transaction_id, seq, source_id, destination_id, amount)
   select bench.sale_id(paid_at + interval '1 second', i), seq, gateway, case seq when 1 then h.fee when 2 then h.commission else a.pending end,
     case seq when 1 then s.fee when 2 then s.commission else s.amount end
   from bench.sold s join bench.account a using (c), bench.house h, generate_series(1, 3) seq
   where price > 0 and state <> 'closed' order by i, seq`,
  `insert into transaction (id, key, body_hash, kind, subject_id, posted_at)
   select bench.refunding_id(paid_at + interval '2 days 3 seconds', i), 'refund:' || refund_id,
     ${hash('refund', 'id', [
       spell(accounts.fee, accounts.gateway, 'fee'),
       spell(accounts.commission, accounts.gateway, 'commission'),
       spell(pending, accounts.gateway, 'amount'),
     ])}, 'refund', id, paid_at + interval '2 days 3 seconds'
   from ${refunded}`,
  `insert into posting (transaction_id, seq, source_id, destination_id, amount)
   select bench.refunding_id(paid_at + interval '2 days 3 seconds', i), seq, case seq when 1 then h.fee when 2 then h.commission else a.pending end, gateway,
     case seq when 1 then s.fee when 2 then s.commission else s.amount end
   from bench.sold s join bench.account a using (c), bench.house h, generate_series(1, 3) seq where state = 'refunded'`,
  `insert into transaction (id, key, body_hash, kind, subject_id, posted_at)
   select bench.release_id(release_at + interval '30 seconds', i), 'release:' || line_id, ${hash('release', 'id', [spell(pending, available, 'amount')])},
     'release', id, release_at + interval '30 seconds'
   from ${released} order by i`,
  `insert into posting (transaction_id, seq, source_id, destination_id, amount)
   select bench.release_id(release_at + interval '30 seconds', i), 1, a.pending, a.available, s.amount
   from bench.sold s join bench.account a using (c) where price > 0 and state = 'paid' and is_released order by i`,
] as const;

/** Every creator was once paid out what had been released a month ago; then the balances, as the postings make them. */
export const payoutsSql = `
  create table bench.paid_out as
  select c, creator_id, sum(amount)::bigint as amount, bench.payout_id(bench.now() - interval '20 days', c) as id
  from bench.sold where price > 0 and state = 'paid' and release_at < bench.now() - interval '30 days'
  group by c, creator_id having sum(amount) >= 10000;
  insert into payout (id, creator_id, amount, gateway, out_bill_no, payee, state, requested_at, decided_by, decided_at, next_try_at,
    finished_at, transfer_id)
  select id, creator_id, amount, 'sandbox', replace(id::text, '-', ''), 'openid-' || c, 'paid', bench.now() - interval '20 days',
    bench.person(-1), bench.now() - interval '19 days', bench.now() - interval '19 days', bench.now() - interval '19 days', 'TR' || c
  from bench.paid_out;
  insert into transaction (id, key, body_hash, kind, subject_id, posted_at)
  select bench.payout_requested_id(bench.now() - interval '20 days', c), 'payout:' || id || ':requested',
    ${hash('payout', 'id', [spell(available, accounts.transit, 'amount')])}, 'payout', id, bench.now() - interval '20 days'
  from bench.paid_out
  union all
  select bench.payout_paid_id(bench.now() - interval '19 days', c), 'payout:' || id || ':paid',
    ${hash('payout_paid', 'id', [spell(accounts.transit, accounts.gateway, 'amount')])}, 'payout_paid', id, bench.now() - interval '19 days'
  from bench.paid_out;
  insert into posting (transaction_id, seq, source_id, destination_id, amount)
  select bench.payout_requested_id(bench.now() - interval '20 days', c), 1, a.available, h.transit, p.amount
  from bench.paid_out p join bench.account a using (c), bench.house h
  union all
  select bench.payout_paid_id(bench.now() - interval '19 days', c), 1, h.transit, h.gateway, p.amount from bench.paid_out p, bench.house h;`;

export const balancesSql = `
  update balance b set amount = m.amount from (
    select account_id, sum(amount)::bigint as amount from (
      select source_id as account_id, -sum(amount) as amount from posting group by 1
      union all select destination_id, sum(amount) from posting group by 1
    ) side group by 1
  ) m where m.account_id = b.account_id;
  insert into account_sum (account_id, since, kind, incoming, outgoing)
  select m.account_id, case when a.owner_id is null then m.day else date_trunc('month', m.day)::date end, m.kind,
    sum(m.incoming), sum(m.outgoing)
  from (
    select p.source_id as account_id, (t.posted_at at time zone 'Asia/Shanghai')::date as day, t.kind, 0 as incoming, p.amount as outgoing
    from posting p join transaction t on t.id = p.transaction_id
    union all
    select p.destination_id, (t.posted_at at time zone 'Asia/Shanghai')::date, t.kind, p.amount, 0
    from posting p join transaction t on t.id = p.transaction_id
  ) m join account a on a.id = m.account_id group by 1, 2, 3;`;
