import type { Desk } from '../desk.ts';
import type { Saying } from './forge.ts';
import type { Form } from './form.ts';
import * as spell from './spell.ts';

/** What moved on the balance in the time that was asked for, newest first; lines go missing, and others are nobody's here. */
export function listMovements(
  speaker: spell.Speaker & { readonly desk: Desk },
  form: Form,
  expands: spell.Expands,
): Saying[] {
  const { book } = speaker;
  const { faults } = speaker.desk;
  const inner: spell.Expands = (path) => expands(`data.${path}`);
  const returned = [...book.refunds.values()].filter(({ state }) => state === 'succeeded');
  const all = [
    ...[...book.charges.values()].map((charge) => spell.spellPaid(speaker, charge, inner)),
    ...returned.map((refund) => spell.spellReturned(speaker, refund, inner)),
  ];
  const isAsked = spanOf(form['created']);
  const asked = all.filter((line) => isAsked(line['created'] as number));
  const kept = asked.filter(() => !faults.strikes('billLineMissing'));
  if (asked.length > 0 && faults.strikes('billLineExtra')) kept.push(strange(asked[0]!));
  return kept.toSorted((a, b) => (b['created'] as number) - (a['created'] as number));
}

function spanOf(created: Form[string] | undefined): (at: number) => boolean {
  if (typeof created !== 'object') return () => true;
  const { gte = '0', lt = 'Infinity' } = created as Record<string, string>;
  return (at) => at >= Number(gte) && at < Number(lt);
}

/** Money that came by the account without this house. */
function strange(like: Saying): Saying {
  const { created, currency } = like;
  const money = { amount: 1234, currency };
  const charge = {
    id: 'ch_somebodys',
    object: 'charge',
    ...money,
    created,
    paid: true,
    metadata: {},
  };
  const moved = {
    ...money,
    fee: 7,
    net: 1227,
    exchange_rate: null,
    type: 'charge',
    source: charge,
  };
  return { id: 'txn_somebodys', object: 'balance_transaction', created, ...moved };
}
