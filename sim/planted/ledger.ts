import { sql } from 'kysely';
import { plantInFunction, type PlantedFault } from '../mutate.ts';

/** The book itself: what is kept of it, what it allows, and that it stays. */
export const ledgerFaults: readonly PlantedFault[] = [
  {
    name: 'fold-overwrites',
    says: 'The roller writes the sum of the latest changes in place of adding it.',
    noticedBy: ['I2', 'I1'],
    source: {
      file: 'ledger/store/post.ts',
      from: 'update balance b set amount = b.amount + s.amount from sums s',
      to: 'update balance b set amount = s.amount from sums s',
    },
  },
  {
    name: 'sums-overwritten',
    says: 'The roller writes the sums of the latest changes in place of adding them.',
    noticedBy: ['I2c'],
    source: {
      file: 'ledger/store/post.ts',
      from: 'set incoming = a.incoming + excluded.incoming,',
      to: 'set incoming = excluded.incoming,',
    },
  },
  {
    name: 'no-floor',
    says: 'Available balances may go below zero.',
    noticedBy: ['I13b', 'I9b', 'I3'],
    spoil: (observer) =>
      plantInFunction(
        observer,
        'ledger_open',
        "case when c ~ '^(creator|promoter):.*:available$' then 0 end",
        'null::bigint',
      ),
  },
  {
    name: 'history-open',
    says: 'Postings can be changed afterwards.',
    noticedBy: ['I2b'],
    spoil: async ({ db }) => {
      await sql`drop trigger posting_append_only on posting`.execute(db);
    },
  },
];
