import { z } from 'zod';
import { TransactionItem } from '#ledger/schema.ts';
import { OrderItem } from '#order/schema.ts';
import { orderStates } from '#order/types.ts';
import {
  differenceKinds,
  paymentStates,
  reconciliationStates,
  refundCauses,
  refundStates,
  returnCauses,
} from './types.ts';

/** What a list of refunds is asked for. */
export const RefundFilter = z.object({
  state: z.enum(refundStates).optional(),
  orderId: z.uuid().optional(),
});
export type RefundFilter = z.infer<typeof RefundFilter>;

/** A refund as it goes over the wire. */
export const RefundItem = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  buyerName: z.string(),
  title: z.string(),
  amount: z.int(),
  cause: z.enum(refundCauses),
  reason: z.string(),
  state: z.enum(refundStates),
  requestedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  tries: z.int(),
  failure: z.string().nullable(),
  /** Where the money came from, and goes back to. */
  gateway: z.string(),
});
export type RefundItem = z.infer<typeof RefundItem>;

export const CaptureFilter = z.object({
  /** `returned`: everything that was not kept. */
  outcome: z.enum(['kept', 'returned', ...returnCauses]).optional(),
  orderId: z.uuid().optional(),
  /** The order's number, our number at the gateway, or the gateway's own. */
  number: z.string().trim().min(6).max(64).optional(),
});
export type CaptureFilter = z.infer<typeof CaptureFilter>;

/** Money that came in, as it goes over the wire. */
export const CaptureItem = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  gateway: z.string(),
  outTradeNo: z.string(),
  transactionId: z.string(),
  amount: z.int(),
  fee: z.int(),
  paidAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  outcome: z.enum(['kept', ...returnCauses]),
  /** How far money that no order needed is on its way back; null for what was kept. */
  returnState: z.enum(refundStates).nullable(),
});
export type CaptureItem = z.infer<typeof CaptureItem>;

/** An attempt to pay, as it goes over the wire. */
export const PaymentItem = z.object({
  id: z.uuid(),
  gateway: z.string(),
  outTradeNo: z.string(),
  amount: z.int(),
  state: z.enum(paymentStates),
  openedAt: z.iso.datetime(),
});
export type PaymentItem = z.infer<typeof PaymentItem>;

/** Asks to pay an order at a gateway; the site's first one when none is named. */
export const StartPayment = z.object({ gateway: z.string().max(32).optional() });

/** A transfer that staff saw arrive. */
export const ReceivedTransfer = z.object({
  amount: z.int().positive().max(100_000_000_000),
  receivedAt: z.iso.datetime(),
  /** The amount is another than the order's, and goes back. */
  isReturned: z.boolean().default(false),
});
export type ReceivedTransfer = z.infer<typeof ReceivedTransfer>;

/** An order that waits for a transfer, as it goes over the wire. */
export const TransferItem = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string(),
  buyerName: z.string(),
  title: z.string(),
  amount: z.int(),
  openedAt: z.iso.datetime(),
});
export type TransferItem = z.infer<typeof TransferItem>;

export const TransferFilter = z.object({
  /** The order's number, which buyers write with their transfer. */
  number: z.string().trim().min(6).max(64).optional(),
});
export type TransferFilter = z.infer<typeof TransferFilter>;

/** Where to go to pay; null when there is nothing (more) to pay. */
export const StartedPayment = z.object({
  state: z.enum(orderStates),
  payUrl: z.string().nullable(),
  /** Where it is being paid. */
  gateway: z.string(),
});

/** Asks for money back. Only staff name an amount; a buyer gets everything that is left. */
export const NewRefund = z.object({
  amount: z.int().positive().optional(),
  /** Only these lines of the order. */
  lineIds: z.array(z.uuid()).min(1).max(30).optional(),
  /** What the buyer was told that they get: the refund is refused when it is anything else by now. */
  expected: z.int().min(0).optional(),
  reason: z.string().trim().max(200).default(''),
});
export type NewRefund = z.input<typeof NewRefund>;

/** Of which lines of an order a refund would be. */
export const MeantLines = z.object({
  /** One line alone; all of them without it. */
  line: z.uuid().optional(),
});

/** What a refund would mean, in minor units. */
export const RefundPreview = z.object({
  /** What was paid for these lines. */
  total: z.int(),
  /** What can be given back at all. */
  refundable: z.int(),
  /** What the buyer may ask for now; 0 when the window is closed. */
  askable: z.int(),
  until: z.iso.datetime().nullable(),
  /** What this is about, and what the buyer can no longer use afterwards, as far as something is askable for it. */
  lines: z.array(
    z.object({
      id: z.uuid(),
      workId: z.uuid().nullable(),
      title: z.string(),
      paid: z.int(),
      refundable: z.int(),
      askable: z.int(),
      until: z.iso.datetime().nullable(),
      /** What the buyer is given back for: the days of a membership that are not used, or the lessons that are not done. */
      share: z
        .object({ of: z.enum(['days', 'lessons']), left: z.int(), whole: z.int() })
        .nullable(),
      /** Of a bundle: what of the amount is for each of its works, and goes back for it. */
      parts: z.array(
        z.object({
          title: z.string(),
          paid: z.int(),
          back: z.int(),
          left: z.int(),
          whole: z.int(),
        }),
      ),
    }),
  ),
});
export type RefundPreview = z.infer<typeof RefundPreview>;

/** An order with everything that happened to its money. Postings are for those who keep the books; others get none. */
export const OrderDetail = OrderItem.extend({
  payments: z.array(PaymentItem),
  refunds: z.array(
    z.object({
      id: z.uuid(),
      amount: z.int(),
      cause: z.enum(refundCauses),
      reason: z.string(),
      state: z.enum(refundStates),
      requestedAt: z.iso.datetime(),
      finishedAt: z.iso.datetime().nullable(),
      failure: z.string().nullable(),
    }),
  ),
  transactions: z.array(TransactionItem),
});
export type OrderDetail = z.infer<typeof OrderDetail>;

const GatewayName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

export const ReconciliationFilter = z.object({
  state: z.enum(reconciliationStates).optional(),
  gateway: GatewayName.optional(),
});
export type ReconciliationFilter = z.infer<typeof ReconciliationFilter>;

/** A gateway's bill of a day beside our books; amounts in minor units. */
export const ReconciliationItem = z.object({
  gateway: z.string(),
  day: z.iso.date(),
  state: z.enum(reconciliationStates),
  checkedAt: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
  billedPayments: z.int(),
  billedPaid: z.int(),
  ourPayments: z.int(),
  ourPaid: z.int(),
  billedRefunds: z.int(),
  billedRefunded: z.int(),
  ourRefunds: z.int(),
  ourRefunded: z.int(),
  /** Payments that the bill told us of. */
  found: z.int(),
  /** What they still do not both say. */
  open: z.int(),
});
export type ReconciliationItem = z.infer<typeof ReconciliationItem>;

export const DifferenceFilter = z.object({
  gateway: GatewayName.optional(),
  day: z.iso.date().optional(),
  kind: z.enum(differenceKinds).optional(),
  open: z.literal('yes').optional(),
});
export type DifferenceFilter = z.infer<typeof DifferenceFilter>;

/** Something that bill and books did not both say. */
export const DifferenceItem = z.object({
  id: z.uuid(),
  gateway: z.string(),
  day: z.iso.date(),
  kind: z.enum(differenceKinds),
  number: z.string(),
  billed: z.int().nullable(),
  ours: z.int().nullable(),
  orderId: z.uuid().nullable(),
  orderNumber: z.string().nullable(),
  notedAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
});
export type DifferenceItem = z.infer<typeof DifferenceItem>;

/** Has a gateway's bill of a day read (again); without a gateway those of all. */
export const NewReconciliation = z.object({ gateway: GatewayName.optional(), day: z.iso.date() });
export type NewReconciliation = z.infer<typeof NewReconciliation>;

/** What a reading of a bill found. */
export const Reconciled = z.object({ found: z.int(), open: z.int() });
