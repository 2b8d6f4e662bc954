import { type BillLine, GatewayRefused } from './gateway.ts';
import { call, type Line } from './stripe-http.ts';
import * as shapes from './stripe-shapes.ts';

const dayMs = 86_400_000;
const pageSize = 100;

/**
 * What moved on the balance on a day, Beijing time, as far as it is about payments and refunds; what the provider takes or pays
 * out besides is not of orders.
 *
 * @throws GatewayRefused `not_ready` until the day is over
 */
export async function fetchStripeBill(line: Line, day: string, now: Date): Promise<BillLine[]> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new GatewayRefused('invalid_request', `day ${day}`);
  const from = Date.parse(`${day}T00:00:00+08:00`);
  if (now.getTime() < from + dayMs) throw new GatewayRefused('not_ready', `${day} is not over`);
  const lines: shapes.Line[] = [];
  for (let last: string | undefined; ;) {
    const page = await fetchPage(line, day, from / 1000, last);
    lines.push(...page.data);
    last = page.data.at(-1)?.id;
    if (!page.has_more || last === undefined) break;
  }
  // It lists what is newest first.
  return lines.toReversed().flatMap(readLine);
}

function fetchPage(line: Line, day: string, fromSec: number, last: string | undefined) {
  const params = {
    created: { gte: fromSec, lt: fromSec + dayMs / 1000 },
    limit: pageSize,
    starting_after: last,
    expand: ['data.source'],
  };
  const operation = `bill of ${day}`;
  const asked = { operation, method: 'GET', path: '/v1/balance_transactions', params } as const;
  return call(line, asked, shapes.listOf(shapes.Line));
}

const kinds: Readonly<Record<string, 'payment' | 'refund' | undefined>> = {
  charge: 'payment',
  payment: 'payment',
  refund: 'refund',
  payment_refund: 'refund',
};

function readLine(line: shapes.Line): BillLine[] {
  const kind = kinds[line.type];
  if (kind === 'payment') return [paymentOf(line)];
  return kind === 'refund' ? [refundOf(line)] : [];
}

function paymentOf(line: shapes.Line): BillLine {
  const charge = read(shapes.Charge, line);
  const { id: transactionId, amount, amount_captured: got = amount, currency } = charge;
  return {
    kind: 'payment',
    at: line.created,
    outTradeNo: charge.metadata?.['out_trade_no'] ?? '',
    transactionId,
    amount: got,
    currency,
    fee: shapes.feeOf(line, currency),
    description: charge.description ?? '',
  };
}

function refundOf(line: shapes.Line): BillLine {
  const refund = read(shapes.Refund, line);
  const { charge, metadata, currency } = refund;
  return {
    kind: 'refund',
    at: line.created,
    outTradeNo: metadata?.['out_trade_no'] ?? '',
    transactionId: (typeof charge === 'object' ? charge?.id : charge) ?? '',
    outRefundNo: metadata?.['out_refund_no'] ?? refund.id,
    refundId: refund.id,
    state: shapes.refundStateOf(refund),
    amount: refund.amount,
    currency,
    fee: shapes.feeOf(line, currency),
    description: '',
  };
}

function read<T>(
  shape: { safeParse(value: unknown): { data?: T } },
  { id, source }: shapes.Line,
): T {
  const { data } = shape.safeParse(source);
  if (data === undefined) throw new GatewayRefused('malformed', `bill: ${id} says too little`);
  return data;
}
