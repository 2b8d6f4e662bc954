import { byBook, bySql, rowsOf, type Invariant } from './invariant.ts';

const moved = `
  select transaction_id, source_id as account_id, -amount as amount from posting
  union all select transaction_id, destination_id, amount from posting`;

const kept = `
  select account_id, sum(amount) as amount from (
    select account_id, amount from balance union all select account_id, amount from balance_delta
  ) parts group by account_id`;

const balances = `select a.code, coalesce(k.amount, 0) as amount from account a left join (${kept}) k on k.account_id = a.id`;

/** The book that balances by itself. */
export const ledgerInvariants: readonly Invariant[] = [
  bySql(
    'I1',
    'Every transaction moves something, and all balances sum to zero.',
    'always',
    `
    select 'transaction ' || t.key || ' moves nothing' as what from transaction t
    where not exists (select 1 from posting p where p.transaction_id = t.id)
    union all
    select 'posting of ' || amount || ' from an account to itself or backwards' from posting
    where amount <= 0 or source_id = destination_id
    union all
    select 'all balances sum to ' || sum(amount) from (${balances}) b having sum(amount) <> 0`,
  ),

  bySql(
    'I2',
    'What is kept as a balance is the sum of its postings.',
    'always',
    `
    select a.code || ' is kept as ' || coalesce(k.amount, 0) || ', its postings say ' || coalesce(p.amount, 0) as what
    from account a
    left join (${kept}) k on k.account_id = a.id
    left join (select account_id, sum(amount) as amount from (${moved}) m group by account_id) p on p.account_id = a.id
    where coalesce(k.amount, 0) <> coalesce(p.amount, 0)`,
  ),

  bySql(
    'I2c',
    'What is kept as a sum of a day or month is the sum of its postings.',
    'always',
    `
    select a.code || ' ' || coalesce(k.since, p.since) || ' ' || coalesce(k.kind, p.kind) || ' is kept as '
      || coalesce(k.incoming, 0) || ' in, ' || coalesce(k.outgoing, 0) || ' out' as what
    from (
      select account_id, since, kind, sum(incoming) as incoming, sum(outgoing) as outgoing from (
        select account_id, since, kind, incoming, outgoing from account_sum
        union all select account_id, since, kind, incoming, outgoing from balance_delta
      ) parts group by 1, 2, 3
    ) k full join (
      select m.account_id, case when a.owner_id is null then m.day else date_trunc('month', m.day)::date end as since, m.kind,
        sum(greatest(m.amount, 0)) as incoming, sum(greatest(-m.amount, 0)) as outgoing
      from (
        select m.account_id, m.amount, t.kind, (t.posted_at at time zone 'Asia/Shanghai')::date as day
        from (${moved}) m join transaction t on t.id = m.transaction_id
      ) m join account a on a.id = m.account_id group by 1, 2, 3
    ) p using (account_id, since, kind) join account a on a.id = account_id
    where k.incoming is distinct from p.incoming or k.outgoing is distinct from p.outgoing`,
  ),

  bySql(
    'I13b',
    'No creator or promoter has less than nothing, and nobody owes less than nothing.',
    'always',
    `
    select code || ' stands at ' || amount as what from (${balances}) b
    where (code ~ '^(creator|promoter):.*:(available|pending)$' and amount < 0) or (code ~ '^(creator|promoter):.*:debt$' and amount > 0) or (code = 'payout:transit' and amount < 0)
       or (code like 'suspense:%' and amount < 0) or (code like 'held:%' and amount < 0) or (code like 'platform:%' and code <> 'platform:lost_fee' and amount < 0)`,
  ),

  byBook(
    'I3',
    'What the ledger says the provider holds is what the provider holds; nothing is left in between.',
    'quiet',
    async ({ db, book, gateway }) => {
      const rows = await rowsOf<{ code: string; amount: number }>(db, balances);
      const of = (code: string) => rows.find((row) => row.code === code)?.amount ?? 0;
      const { paid, refunded, transferred, fees } = book.totals();
      const pairs: [string, number, number][] = [
        [
          'cash with the provider',
          0 - of(`gateway:${gateway}`) - of(`gateway_fee:${gateway}`),
          paid - refunded - transferred - fees,
        ],
        ['fees kept by the provider', of(`gateway_fee:${gateway}`), fees],
        ['money in suspense', of(`suspense:${gateway}`), 0],
        ['money in transit', of('payout:transit'), 0],
      ];
      return pairs
        .filter(([, ours, theirs]) => ours !== theirs)
        .map(([name, ours, theirs]) => `${name}: the ledger says ${ours}, it is ${theirs}`);
    },
  ),

  bySql(
    'I4',
    'Money that came in is posted once, whole, and an order keeps at most one.',
    'always',
    `
    select 'order ' || order_id || ' keeps ' || count(*) || ' captures' as what from capture
    where outcome = 'kept' group by order_id having count(*) > 1
    union all
    select 'capture ' || c.transaction_id || ' of ' || c.amount || ' took ' || coalesce(t.amount, 0) || ' from its gateway'
    from capture c left join (
      select t.key, sum(p.amount) as amount from transaction t join posting p on p.transaction_id = t.id
      join account s on s.id = p.source_id where s.code like 'gateway:%' group by t.key
    ) t on t.key = 'capture:' || c.gateway || ':' || c.transaction_id
    where coalesce(t.amount, 0) <> c.amount
    union all
    select 'transaction ' || t.key || ' knows no capture' from transaction t
    where t.kind in ('sale', 'suspense', 'hold')
      and not exists (select 1 from capture c where t.key = 'capture:' || c.gateway || ':' || c.transaction_id)
      and not exists (select 1 from "order" o where o.group_id is not null and t.key = 'sale:' || o.id)`,
  ),

  bySql(
    'I4b',
    'Money that went back is posted once, whole, and only when the provider said so.',
    'always',
    `
    select 'refund ' || r.id || ' (' || r.state || ') of ' || r.amount || ' gave ' || coalesce(t.amount, 0) || ' back' as what
    from refund r left join (
      select t.key, sum(p.amount) as amount from transaction t join posting p on p.transaction_id = t.id
      join account d on d.id = p.destination_id where d.code like 'gateway:%' group by t.key
    ) t on t.key = 'refund:' || r.id
    where coalesce(t.amount, 0) <> case when r.state = 'succeeded' then r.amount else 0 end`,
  ),
];
