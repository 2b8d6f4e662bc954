import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import type { Charge, Entry, Payment, PlannedNotice, Refund, Totals, Transfer } from './entries.ts';

/** The provider's own book. Read it from outside; only the provider's desk writes. */
export interface Book {
  readonly payments: ReadonlyMap<string, Payment>;
  /** Our numbers by what the cashier's address names them with. */
  readonly byPrepayId: ReadonlyMap<string, string>;
  readonly charges: ReadonlyMap<string, Charge>;
  readonly refunds: ReadonlyMap<string, Refund>;
  readonly transfers: ReadonlyMap<string, Transfer>;
  readonly pendingNotices: ReadonlyMap<string, PlannedNotice>;
  /** Numbers of what is under way, so that nothing has to be searched. */
  readonly underWay: {
    readonly refunds: ReadonlySet<string>;
    readonly transfers: ReadonlySet<string>;
    readonly delayed: ReadonlySet<string>;
  };
  /** How many entries there are; the next entry's number. */
  readonly length: () => number;
  readonly totals: () => Totals;
  /** Writes one fact. It is on the disk when this returns. */
  readonly append: (entry: Entry) => void;
  readonly close: () => void;
}

/**
 * Opens the book in `folder/book.jsonl`, or in memory when there is no folder. A last line that a crash tore off
 * was never acknowledged and is cut away.
 *
 * @throws Error when any other line is damaged: a book with a hole is not a book.
 */
export function openBook(folder?: string): Book {
  const state = emptyState();
  const file = folder === undefined ? undefined : openFile(folder, (entry) => apply(state, entry));
  return {
    ...state,
    length: () => state.count.entries,
    totals: () => totalsOf(state.money),
    append: (entry) => {
      if (file !== undefined) {
        writeSync(file, `${JSON.stringify(entry)}\n`);
        fsyncSync(file);
      }
      apply(state, entry);
    },
    close: () => {
      if (file !== undefined) closeSync(file);
    },
  };
}

function emptyState() {
  return {
    payments: new Map<string, Payment>(),
    byPrepayId: new Map<string, string>(),
    charges: new Map<string, Charge>(),
    refunds: new Map<string, Refund>(),
    transfers: new Map<string, Transfer>(),
    pendingNotices: new Map<string, PlannedNotice>(),
    underWay: {
      refunds: new Set<string>(),
      transfers: new Set<string>(),
      delayed: new Set<string>(),
    },
    money: { deposited: 0, paid: 0, refunded: 0, transferred: 0, fees: 0, reserved: 0 },
    count: { entries: 0 },
  };
}
type State = ReturnType<typeof emptyState>;

function totalsOf(money: State['money']): Totals {
  const { deposited, paid, refunded, transferred, fees } = money;
  return { ...money, cash: deposited + paid - refunded - transferred - fees };
}

function openFile(folder: string, replay: (entry: Entry) => void): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'book.jsonl');
  const file = openSync(path, 'a+', 0o600);
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) {
    ftruncateSync(file, end);
    fsyncSync(file);
  }
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    try {
      replay(JSON.parse(line) as Entry);
    } catch (cause) {
      throw new Error(`${path}: line ${index + 1} is damaged`, { cause });
    }
  }
  return file;
}

function get<T>(map: ReadonlyMap<string, T>, key: string): T {
  const found = map.get(key);
  if (found === undefined) throw new Error(`the book has no ${key}`);
  return found;
}

/** The meaning of each fact. Changes nothing but `state`; replaying the file runs through here as well. */
function apply(state: State, entry: Entry): void {
  const change = changes[entry.kind] as ((state: State, entry: Entry) => void) | undefined;
  if (!change) throw new Error(`unknown entry ${JSON.stringify(entry)}`);
  change(state, entry);
  state.count.entries += 1;
}

const changes: {
  readonly [K in Entry['kind']]: (state: State, entry: Extract<Entry, { kind: K }>) => void;
} = {
  deposited: (state, entry) => {
    state.money.deposited += entry.amount;
  },
  opened: (state, entry) => {
    const { kind: _, ...facts } = entry;
    state.payments.set(facts.outTradeNo, { ...facts, transactionIds: [] });
    state.byPrepayId.set(facts.prepayId, facts.outTradeNo);
  },
  closed: (state, { outTradeNo, at }) => {
    state.payments.set(outTradeNo, { ...get(state.payments, outTradeNo), closedAt: at });
  },
  delayed: (state, { outTradeNo }) => {
    state.payments.set(outTradeNo, { ...get(state.payments, outTradeNo), isDelayed: true });
    state.underWay.delayed.add(outTradeNo);
  },
  charged: applyCharge,
  refund_asked: applyRefund,
  refund_retried: applyRefund,
  refund_settled: applyRefund,
  transfer_asked: applyTransfer,
  transfer_settled: applyTransfer,
  notice_planned: (state, { notice }) => {
    state.pendingNotices.set(notice.id, notice);
  },
  notice_ended: (state, { id }) => {
    state.pendingNotices.delete(id);
  },
};

function applyCharge(state: State, entry: Entry & { kind: 'charged' }): void {
  const { kind: _, fee, ...facts } = entry;
  const payment = get(state.payments, entry.outTradeNo);
  const transactionIds = [...payment.transactionIds, entry.transactionId];
  state.payments.set(entry.outTradeNo, { ...payment, transactionIds });
  state.charges.set(entry.transactionId, {
    ...facts,
    refunded: 0,
    feeKept: fee,
    claimed: 0,
    refundCount: 0,
  });
  state.underWay.delayed.delete(entry.outTradeNo);
  state.money.paid += entry.amount;
  state.money.fees += fee;
}

type RefundEntry = Entry & { kind: 'refund_asked' | 'refund_retried' | 'refund_settled' };

function applyRefund(state: State, entry: RefundEntry): void {
  if (entry.kind === 'refund_asked') {
    const { kind: _, ...facts } = entry;
    state.refunds.set(entry.outRefundNo, { ...facts, state: 'processing', feeReturned: 0 });
    state.underWay.refunds.add(entry.outRefundNo);
    state.money.reserved += entry.reserved;
    amendCharge(state, entry.transactionId, (charge) => ({
      claimed: charge.claimed + entry.amount,
      refundCount: charge.refundCount + 1,
    }));
    return;
  }
  const refund = get(state.refunds, entry.outRefundNo);
  if (entry.kind === 'refund_retried') {
    const { settlesAt } = entry;
    state.refunds.set(refund.outRefundNo, {
      ...refund,
      state: 'processing',
      outcome: 'succeeded',
      settlesAt,
    });
    state.underWay.refunds.add(refund.outRefundNo);
    return;
  }
  const { state: outcome, at: settledAt, feeReturned } = entry;
  state.refunds.set(refund.outRefundNo, { ...refund, state: outcome, settledAt, feeReturned });
  state.underWay.refunds.delete(refund.outRefundNo);
  // An abnormal refund keeps its money reserved: it is owed to the payer until someone retries.
  if (outcome !== 'abnormal') state.money.reserved -= refund.reserved;
  if (outcome === 'closed') {
    amendCharge(state, refund.transactionId, (charge) => ({
      claimed: charge.claimed - refund.amount,
    }));
  }
  if (outcome !== 'succeeded') return;
  amendCharge(state, refund.transactionId, (charge) => ({
    refunded: charge.refunded + refund.amount,
    feeKept: charge.feeKept - feeReturned,
  }));
  state.money.refunded += refund.amount;
  state.money.fees -= feeReturned;
}

function amendCharge(state: State, id: string, change: (charge: Charge) => Partial<Charge>): void {
  const charge = get(state.charges, id);
  state.charges.set(id, { ...charge, ...change(charge) });
}

function applyTransfer(
  state: State,
  entry: Entry & { kind: 'transfer_asked' | 'transfer_settled' },
): void {
  if (entry.kind === 'transfer_asked') {
    const { kind: _, ...facts } = entry;
    state.transfers.set(entry.outBillNo, { ...facts, state: 'processing' });
    state.underWay.transfers.add(entry.outBillNo);
    state.money.reserved += entry.amount;
    return;
  }
  const transfer = get(state.transfers, entry.outBillNo);
  state.transfers.set(entry.outBillNo, { ...transfer, state: entry.state, settledAt: entry.at });
  state.underWay.transfers.delete(entry.outBillNo);
  state.money.reserved -= transfer.amount;
  if (entry.state === 'succeeded') state.money.transferred += transfer.amount;
}
