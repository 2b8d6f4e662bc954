import { sql } from 'kysely';
import {
  plantInFunction,
  plantInSource,
  type Planted,
  type PlantedFault,
  type SourceChange,
} from './mutate.ts';
import { heardFaults } from './planted/heard.ts';
import { ledgerFaults } from './planted/ledger.ts';

export const plantedFaults: readonly PlantedFault[] = [
  ...heardFaults,
  ...ledgerFaults,
  {
    name: 'order-unlocked',
    says: 'An order is read without its lock, and decided about from what was read.',
    noticedBy: ['I0', 'I4', 'I8', 'I13c'],
    source: {
      file: 'order/store/lock.ts',
      from: 'where o.id = ${id} for update of o, l`',
      to: 'where o.id = ${id}`',
    },
  },
  {
    name: 'ownership-unlocked',
    says: 'Whether a work is owned is asked without the lock that decides it.',
    noticedBy: ['I7c'],
    spoil: (observer) =>
      plantInFunction(
        observer,
        'own_for_sure',
        'perform pg_advisory_xact_lock(',
        'perform hashint8(',
      ),
  },
  {
    name: 'ownership-forgotten',
    says: 'Money for something that is owned already pays a second time.',
    noticedBy: ['I7c', 'I0'],
    source: {
      file: 'payment/rules.ts',
      from: " || order.state === 'refunded' || isOwned)",
      to: " || order.state === 'refunded')",
    },
  },
  {
    name: 'amount-unchecked',
    says: 'Any amount pays an order.',
    noticedBy: ['I10', 'I0'],
    source: { file: 'payment/rules.ts', from: 'capture.amount !== order.total || ', to: '' },
  },
  {
    name: 'late-by-our-clock',
    says: 'Who pays in time and is heard of late counts as late.',
    noticedBy: ['I18'],
    source: {
      file: 'flows/pay-order.ts',
      from: 'return judgeCapture({ order, capture, isOwned, isBuyable });',
      to: 'return judgeCapture({ order, capture: { ...capture, paidAt: ctx.now }, isOwned, isBuyable });',
    },
  },
  {
    name: 'signature-unchecked',
    says: 'A notice is believed without a right signature.',
    noticedBy: ['A5', 'I14'],
    source: {
      file: 'platform/gateway/wechat-signature.ts',
      from: '!signature || !rsaVerify(',
      to: '!signature || false && !rsaVerify(',
    },
  },
  {
    name: 'refund-number-at-call',
    says: 'A refund gets a new number whenever the provider is asked.',
    noticedBy: ['I17', 'I17b', 'I15', 'I3'],
    source: {
      file: 'flows/settle-refund.ts',
      from: 'const { outRefundNo, amount, reason } = refund;',
      to: 'const { amount, reason } = refund; const outRefundNo = `${refund.outRefundNo}-${refund.tries}`;',
    },
  },
  {
    name: 'payout-number-at-call',
    says: 'A payout gets a new number whenever it is sent.',
    noticedBy: ['I13', 'I3'],
    source: {
      file: 'payout/service/send.ts',
      from: 'return await gateway.transfer({\n      outBillNo: payout.outBillNo,',
      to: 'return await gateway.transfer({\n      outBillNo: payout.outBillNo.slice(4) + String(1000 + payout.tries),',
    },
  },
  {
    name: 'silence-is-failure',
    says: 'A transfer whose result is unknown counts as failed.',
    noticedBy: ['I13', 'I3'],
    source: {
      file: 'payout/service/send.ts',
      from: 'if (error instanceof GatewayUnavailable) return undefined;\n    if (error instanceof GatewayRefused) return whenRefused',
      to: "if (error instanceof GatewayUnavailable) return { state: 'failed', transferId: '', amount: payout.amount, reason: 'silence' };\n    if (error instanceof GatewayRefused) return whenRefused",
    },
  },
  {
    name: 'payout-decided-twice',
    says: 'A payout that was decided can be decided again.',
    noticedBy: ['I9c', 'I20', 'I9b', 'I0'],
    source: {
      file: 'payout/store/payout.ts',
      from: ".where('id', '=', id)\n    .where('state', '=', 'requested')",
      to: ".where('id', '=', id)",
    },
  },
  {
    name: 'failed-payout-kept',
    says: 'Money of a payout that failed does not come back.',
    noticedBy: ['I9c', 'I9b', 'I3'],
    source: {
      file: 'payout/service/send.ts',
      from: '} else {\n    await putBack(tx, payout, now);',
      to: '} else {',
    },
  },
  {
    name: 'right-not-revoked',
    says: 'Who gets everything back goes on learning.',
    noticedBy: ['I7b'],
    source: {
      file: 'flows/refund-order.ts',
      from: 'await takeBack(tx, ctx, order, gone);',
      to: '',
    },
  },
  {
    name: 'right-not-restored',
    says: 'Whose refund failed has lost the course all the same.',
    noticedBy: ['I7'],
    source: {
      file: 'flows/settle-refund.ts',
      from: "await restoreEntitlements(tx, { kind: 'order', ids });",
      to: '',
    },
    isRare: true,
  },
  {
    name: 'right-outside-transaction',
    says: 'The right of use is granted in a transaction of its own.',
    noticedBy: ['I7b', 'I7'],
    source: {
      file: 'flows/pay-order.ts',
      from: 'return apart(lines).map((own) => own.flatMap(giving));',
      to: 'for (const own of apart(lines)) await inTransaction(ctx, (other) => writeTogether(other, own.flatMap(givingTo(other, userId, ctx.now))));\n  return [];',
    },
    isRare: true,
  },
  {
    name: 'commission-not-reversed',
    says: 'The platform keeps its part of what was given back.',
    noticedBy: ['I4b', 'I9', 'I13c', 'I3'],
    source: {
      file: 'payout/service/earn.ts',
      from: '{ source: houseAccount(earning), destination: to, amount: parts.commission },',
      to: '',
    },
  },
  {
    name: 'promoter-keeps-refunded',
    says: 'What a refund takes from a promoter is not written on their share.',
    noticedBy: ['I26b', 'I26c', 'I15'],
    source: {
      file: 'payout/service/earn.ts',
      from: 'for (const [at, share] of own.entries()) await reverseShare(tx, share, parts.shares[at]!);',
      to: '',
    },
  },
  {
    name: 'refund-rounded-alone',
    says: 'Each partial refund is split by itself, so the parts do not sum to the whole.',
    noticedBy: ['I9', 'I3', 'I0', 'I9b', 'I26b'],
    source: {
      file: 'payout/rules.ts',
      from: 'const before = splitLeft(sold, money(gross - refundedBefore));',
      to: 'const alone = splitSale(amount, roundedShareOf(amount, sold.feeBps ?? 0), sold.commissionBps); if (alone) return alone;\n  const before = splitLeft(sold, money(gross - refundedBefore));',
    },
  },
  {
    name: 'released-too-early',
    says: 'The creator’s part is free while the buyer can still ask for the money back.',
    noticedBy: ['I25'],
    spoil: async ({ db }) => {
      await sql`create function hasten() returns trigger language plpgsql as $$
        begin new.release_at := new.release_at - interval '1 day'; return new; end $$`.execute(db);
      await sql`create trigger hasten before insert on earning for each row execute function hasten()`.execute(
        db,
      );
    },
  },
  {
    name: 'bill-unread',
    says: 'Nobody reads the provider’s bill.',
    noticedBy: ['I14', 'I3'],
    source: {
      file: 'flows/reconcile-day.ts',
      from: 'if (await applyPaymentLine(ctx, gateway, line)) found.push(line.transactionId);',
      to: '',
    },
    isRare: true,
  },
  {
    name: 'ownership-by-clock',
    says: 'What a machine gave whose clock is ahead is not owned for the others yet.',
    noticedBy: ['I7c'],
    spoil: (observer) =>
      plantInFunction(
        observer,
        'own_for_sure',
        'and lasts_for_good(',
        'and starts_at <= p_now and lasts_for_good(',
      ),
    isRare: true,
  },
  {
    name: 'basket-split-unequal',
    says: 'What is taken off several works is taken off the first of them twice, and off the last not at all.',
    noticedBy: ['I41', 'I8', 'I0'],
    source: {
      file: 'pricing/rules/share.ts',
      from: 'splitByWeights(money(off), weights).forEach((part, n) => (parts[chosen[n]!] = part));',
      to: 'splitByWeights(money(off), weights).forEach((part, n) => (parts[chosen[Math.max(0, n - 1)]!] = part));',
    },
    isRare: true,
  },
  {
    name: 'bought-stays-in-cart',
    says: 'What somebody bought stays in the cart.',
    noticedBy: ['I42'],
    source: {
      file: 'cart/store.ts',
      from: 'b where c.user_id = b.user_id and c.work_id = b.work_id`',
      to: 'b where c.user_id = b.user_id and c.work_id <> b.work_id`',
    },
    isRare: true,
  },
  {
    name: 'staff-unrecorded',
    says: 'A refund by staff leaves no record of who made it.',
    noticedBy: ['I20'],
    source: {
      file: 'flows/refund-order.ts',
      from: "if (isStaff) await recordAudit(tx, ctx, 'order.refund', orderId, { refundId, amount, reason });",
      to: '',
    },
  },
];

/** Plants a fault; answers what to do with the database, and whether a changed source was loaded. */
export function plant(name: string): { readonly fault: PlantedFault; readonly planted: Planted } {
  const fault = plantedFaults.find((one) => one.name === name);
  if (!fault)
    throw new Error(
      `there is no planted fault "${name}": ${plantedFaults.map((one) => one.name).join(', ')}`,
    );
  const planted = sourcesOf(fault).map(plantInSource);
  return { fault, planted: { isMade: () => planted.every(({ isMade }) => isMade()) } };
}

/** Every place in the source that a fault changes. */
export function sourcesOf({ source, hiddenBy = [] }: PlantedFault): SourceChange[] {
  return source ? [source, ...hiddenBy] : [...hiddenBy];
}
