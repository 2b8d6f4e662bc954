import { sql } from 'kysely';
import { plantInFunction, type PlantedFault } from '../mutate.ts';

const firstHearing = {
  file: 'payment/service/capture.ts',
  from: 'return insertEvent(tx, event, now);',
  to: 'await insertEvent(tx, event, now);\n  return true;',
};

/**
 * What is heard of again is applied again. That a notice is stored by its own id hides behind what is asked of the fact itself, and
 * the other way round: either of them gone changes nothing, so each of these takes both.
 */
export const heardFaults: readonly PlantedFault[] = [
  {
    name: 'payment-heard-anew',
    says: 'Money is taken as often as it is heard of: neither its notice nor its transaction is looked for.',
    noticedBy: ['I28', 'I17b'],
    source: {
      file: 'payment/store/payment.ts',
      from: 'not exists (select from stored) as is_repeated,\n      exists (select from capture c where c.gateway = ${gateway} and c.transaction_id = ${transactionId}) as is_captured',
      to: 'false as is_repeated, false as is_captured',
    },
    hiddenBy: [
      {
        file: 'payment/store/capture.ts',
        from: 'on conflict (gateway, transaction_id) do nothing returning id`',
        to: 'returning id`',
      },
    ],
    spoil: async (observer) => {
      await sql`alter table capture drop constraint capture_transaction_id_gateway_key`.execute(
        observer.db,
      );
      // The ledger's key is the last that stands in the way.
      await plantInFunction(observer, 'ledger_post', 'known.body_hash <> p_body_hash', 'false');
    },
  },
  {
    name: 'refund-heard-anew',
    says: 'A refund that went back goes back in the books as often as it is heard of.',
    noticedBy: ['I0'],
    source: firstHearing,
    hiddenBy: [
      {
        file: 'payment/store/refund.ts',
        from: "set({ state, finishedAt: at, refundId, failure })\n    .where('outRefundNo', '=', outRefundNo)\n    .where('state', '=', 'requested')",
        to: "set({ state, finishedAt: at, refundId, failure })\n    .where('outRefundNo', '=', outRefundNo)",
      },
    ],
  },
  {
    name: 'transfer-heard-anew',
    says: 'A payout ends as often as its end is heard of.',
    noticedBy: ['I16'],
    source: firstHearing,
    hiddenBy: [
      {
        file: 'payout/store/payout.ts',
        from: "set({ state, finishedAt: at, transferId, failure })\n    .where('id', '=', id)\n    .where('state', '=', 'approved')",
        to: "set({ state, finishedAt: at, transferId, failure })\n    .where('id', '=', id)",
      },
    ],
  },
];
