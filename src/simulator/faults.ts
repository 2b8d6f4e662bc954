/** How often the outside world misbehaves: each a probability from 0 to 1. All are 0 unless set. */
export interface FaultRates {
  /** No notice is sent at all. */
  readonly callbackLost: number;
  /** One to three more deliveries of the same notice. */
  readonly callbackDuplicated: number;
  /** The first delivery comes up to an hour late. */
  readonly callbackLate: number;
  /** The first delivery comes up to a minute late, so that others overtake it. */
  readonly callbackReordered: number;
  /** Someone who is not the provider says that an unpaid order was paid, or lies about a paid one. */
  readonly callbackForged: number;
  /** A request is lost on its way: nothing happens, and no answer comes. */
  readonly timeoutBefore: number;
  /** A request takes effect, and its answer is lost. */
  readonly timeoutAfter: number;
  /** A request takes effect, and the answer is a 502. */
  readonly serverErrorAfter: number;
  /** 429 before any effect. */
  readonly rateLimited: number;
  /** The payer is charged another amount than was asked. */
  readonly wrongAmount: number;
  /** The payer is charged in another currency than was asked; of a provider that knows several. */
  readonly wrongCurrency: number;
  /** A payment takes effect only after the order expired or was closed. */
  readonly paymentLate: number;
  /** The payer is charged twice for one number. */
  readonly paymentDoubled: number;
  /** The payer's bank does not take the money; asking again succeeds. */
  readonly refundAbnormal: number;
  /** The refund ends without effect. */
  readonly refundClosed: number;
  /** The payee's account does not take the money. */
  readonly transferFailed: number;
  /** A line is left out of a bill, or one of somebody else's stands in it. */
  readonly billLineMissing: number;
  readonly billLineExtra: number;
}

export const noFaults: FaultRates = {
  callbackLost: 0,
  callbackDuplicated: 0,
  callbackLate: 0,
  callbackReordered: 0,
  callbackForged: 0,
  timeoutBefore: 0,
  timeoutAfter: 0,
  serverErrorAfter: 0,
  rateLimited: 0,
  wrongAmount: 0,
  wrongCurrency: 0,
  paymentLate: 0,
  paymentDoubled: 0,
  refundAbnormal: 0,
  refundClosed: 0,
  transferFailed: 0,
  billLineMissing: 0,
  billLineExtra: 0,
};

/** A plan of faults; the same seed and the same questions give the same faults. */
export interface Faults {
  /** Whether this fault strikes now. Draws nothing while its rate is 0. */
  readonly strikes: (fault: keyof FaultRates) => boolean;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** Changes some rates from now on. */
  readonly set: (rates: Partial<FaultRates>) => void;
  /** Everything is well from now on. */
  readonly stop: () => void;
}

/** @param random from 0 to below 1, seeded by the caller. */
export function openFaults(rates: Partial<FaultRates>, random: () => number): Faults {
  let current: FaultRates = { ...noFaults, ...rates };
  return {
    strikes: (fault) => current[fault] > 0 && random() < current[fault],
    between: (low, high) => low + Math.floor(random() * (high - low + 1)),
    set: (changed) => {
      current = { ...current, ...changed };
    },
    stop: () => {
      current = noFaults;
    },
  };
}
