import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Gateway, GatewayRefused, GatewayUnavailable, type Notice } from './gateway.ts';

/** A gateway under test and a hand on the world behind it. */
export interface GatewayBench {
  readonly gateway: Gateway;
  readonly now: () => Date;
  /** Moves the clock and lets everything happen that becomes due; returns the notices that arrived. */
  readonly pass: (seconds: number) => Promise<readonly Notice[]>;
  readonly pay: (outTradeNo: string) => void;
  /** The payer opens the address that the gateway answered. */
  readonly visit: (payUrl: string) => Promise<void>;
  /** The next call reaches the provider and its answer is lost. */
  readonly loseNextAnswer: () => void;
  /** The next call never reaches the provider. */
  readonly loseNextRequest: () => void;
  /** What the provider really holds, in fen. */
  readonly cash: () => number;
}

const notifyUrl = 'http://127.0.0.1:3000/gateway/notices';

/** A payment of 19.90 yuan, open for 30 minutes. */
export function aPayment(bench: Pick<GatewayBench, 'now'>, outTradeNo = 'order-0001') {
  return {
    outTradeNo,
    amount: 1990,
    currency: 'CNY',
    description: '《庄子》十二讲, 含逐字稿',
    openedAt: bench.now(),
    expiresAt: new Date(bench.now().getTime() + 1_800_000),
    notifyUrl,
    returnUrl: 'http://127.0.0.1:3000/orders/1',
  };
}

function aRefund(outRefundNo: string, amount: number, transactionId: string) {
  const order = { outTradeNo: 'order-0001', transactionId, total: 1990, currency: 'CNY' };
  return { ...order, outRefundNo, amount, reason: '七天内退款', notifyUrl };
}

function aTransfer(account = 'oCreator') {
  const payee = { account, name: '庄周' };
  return { outBillNo: 'payout0001', amount: 1000, payee, remark: '课程分成', notifyUrl };
}

const refusedFor = (code: GatewayRefused['code']) => (error: unknown) =>
  error instanceof GatewayRefused && error.code === code;

interface Promises {
  /** It pays out to people. */
  readonly transfers: boolean;
  /** What it keeps of 19.90 yuan, and what it gives back of that when 9.90 go back. */
  readonly fees?: readonly [number, number];
  /** How much longer than asked it takes money, in seconds. */
  readonly graceSec?: number;
}

/** What every gateway promises, whoever is behind it. */
export function gatewayContract(
  openBench: () => Promise<GatewayBench>,
  { transfers, fees = [12, 6], graceSec = 0 }: Promises,
): void {
  paymentContract(openBench, graceSec);
  refundContract(openBench);
  unknownResultContract(openBench);
  if (transfers) transferContract(openBench);
  else noTransferContract(openBench);

  test('the bill of a day lists every payment and refund with its fee, and adds up to the cash', async () => {
    const bench = await openBench();
    const before = bench.cash();
    const { transactionId } = await openPaid(bench);
    await bench.gateway.refund(aRefund('refund-1', 990, transactionId));
    await bench.pass(10);
    const day = new Date(bench.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await assert.rejects(bench.gateway.dailyBill(day), refusedFor('not_ready'));
    await bench.pass(36 * 3600);

    const lines = await bench.gateway.dailyBill(day);
    const of = '《庄子》十二讲, 含逐字稿';
    assert.equal(lines[0]?.description, of);
    assert.deepEqual(
      lines.map(({ kind, amount, fee, description }) => [kind, amount, fee, description || of]),
      [
        ['payment', 1990, fees[0], of],
        ['refund', 990, 0 - fees[1], of],
      ],
    );
    const sum = lines.reduce(
      (total, line) => total + (line.kind === 'payment' ? line.amount : -line.amount) - line.fee,
      0,
    );
    assert.equal(sum, bench.cash() - before);
    assert.deepEqual(await bench.gateway.dailyBill('2020-01-01'), []);
  });
}

/** Opens a payment, and its payer comes; answers how it is called from now on. */
async function open(bench: GatewayBench, payment = aPayment(bench)) {
  const opened = await bench.gateway.openPayment(payment);
  await bench.visit(opened.payUrl);
  return {
    ...opened,
    name: { outTradeNo: payment.outTradeNo, reference: opened.reference ?? null },
  };
}

async function openPaid(bench: GatewayBench) {
  const { name } = await open(bench);
  bench.pay('order-0001');
  const notices = await bench.pass(1);
  const state = await bench.gateway.queryPayment(name);
  assert.ok(state.state === 'paid');
  return { name, notices, state, transactionId: state.transactionId };
}

function paymentContract(openBench: () => Promise<GatewayBench>, graceSec: number): void {
  test('a payment is unpaid, then paid; the notice and the query tell the same', async () => {
    const bench = await openBench();
    const { payUrl, name } = await open(bench);
    assert.ok(URL.canParse(payUrl));
    assert.equal((await bench.gateway.queryPayment(name)).state, 'unpaid');

    bench.pay('order-0001');
    const [notice] = await bench.pass(1);
    const state = await bench.gateway.queryPayment(name);
    assert.ok(state.state === 'paid');
    assert.equal(state.amount, 1990);
    assert.equal(state.currency, 'CNY');
    assert.ok(notice?.kind === 'payment' || notice?.kind === 'hint');
    assert.equal(notice.outTradeNo, 'order-0001');
    if (notice.kind === 'hint') return;
    const { id: _, at: __, kind: ___, ...told } = notice;
    assert.deepEqual(told, state);
  });

  test('a number that was never opened is an unknown order', async () => {
    const bench = await openBench();
    assert.deepEqual(await bench.gateway.queryPayment({ outTradeNo: 'order-none' }), {
      state: 'unknown_order',
    });
    await assert.rejects(
      bench.gateway.closePayment({ outTradeNo: 'order-none' }),
      refusedFor('unknown'),
    );
  });

  test('opening twice with the same content gives the same page; with other content it is refused', async () => {
    const bench = await openBench();
    const payment = aPayment(bench);
    const { name: _, ...first } = await open(bench, payment);
    assert.deepEqual(await bench.gateway.openPayment(payment), first);
    const other = { ...payment, amount: 1 };
    await assert.rejects(bench.gateway.openPayment(other), refusedFor('number_reused'));
  });

  test('a closed payment takes no money; a paid one cannot be closed', async () => {
    const bench = await openBench();
    const before = bench.cash();
    const { name } = await open(bench);
    await bench.gateway.closePayment(name);
    await bench.gateway.closePayment(name);
    assert.equal((await bench.gateway.queryPayment(name)).state, 'closed');
    bench.pay('order-0001');
    assert.equal(bench.cash(), before);

    const other = await open(bench, aPayment(bench, 'order-0002'));
    bench.pay('order-0002');
    await assert.rejects(bench.gateway.closePayment(other.name), refusedFor('already_paid'));
  });

  test('nothing is taken after the last moment to pay', async () => {
    const bench = await openBench();
    const before = bench.cash();
    const { name } = await open(bench);
    await bench.pass(1801 + graceSec);
    bench.pay('order-0001');
    const { state } = await bench.gateway.queryPayment(name);
    assert.ok(state === 'unpaid' || state === 'closed', state);
    assert.equal(bench.cash(), before);
  });
}

/** What the provider has of a payment when all of it went back. */
function keptOf({ gateway: { fee } }: GatewayBench, amount: number): number {
  if (fee.isReturned) return 0;
  return Math.floor((amount * fee.bps + 5_000) / 10_000) + fee.fixed;
}

function refundContract(openBench: () => Promise<GatewayBench>): void {
  test('a refund is processing, then succeeded; the same number never pays twice', async () => {
    const bench = await openBench();
    const before = bench.cash();
    const { name, transactionId } = await openPaid(bench);
    const kept = keptOf(bench, 1990);
    const refund = aRefund('refund-1', 1990, transactionId);
    assert.equal((await bench.gateway.refund(refund)).state, 'processing');
    const [notice] = await bench.pass(10);
    const told = notice?.kind === 'hint' ? await bench.gateway.queryRefund(refund) : notice;
    assert.ok(told && 'state' in told && told.state === 'succeeded' && told.amount === 1990);
    assert.ok(notice && 'outRefundNo' in notice && notice.outRefundNo === 'refund-1');
    assert.equal((await bench.gateway.refund(refund)).state, 'succeeded');
    assert.equal((await bench.gateway.queryRefund(refund)).state, 'succeeded');
    assert.equal(bench.cash(), before - kept);
    assert.equal((await bench.gateway.queryPayment(name)).state, 'paid');
  });

  test('all refunds of a payment together never exceed it', async () => {
    const bench = await openBench();
    const before = bench.cash();
    const { transactionId } = await openPaid(bench);
    await bench.gateway.refund(aRefund('refund-1', 1000, transactionId));
    const tooMuch = bench.gateway.refund(aRefund('refund-2', 991, transactionId));
    await assert.rejects(tooMuch, refusedFor('invalid_request'));
    await bench.gateway.refund(aRefund('refund-2', 990, transactionId));
    await bench.pass(10);
    assert.equal(bench.cash(), before - keptOf(bench, 1990));
  });

  test('a refund nobody asked for is unknown, and one of an unpaid order is refused', async () => {
    const bench = await openBench();
    const none = { outTradeNo: 'order-0001', transactionId: 'none', outRefundNo: 'none' };
    assert.deepEqual(await bench.gateway.queryRefund(none), { state: 'unknown_refund' });
    await open(bench);
    assert.deepEqual(await bench.gateway.queryRefund(none), { state: 'unknown_refund' });
    await assert.rejects(bench.gateway.refund(aRefund('refund-1', 1, 'none')), GatewayRefused);
  });
}

function transferContract(openBench: () => Promise<GatewayBench>): void {
  test('a transfer is processing until the payee has it; the same number never pays twice', async () => {
    const bench = await openBench();
    await openPaid(bench);
    const before = bench.cash();
    assert.deepEqual(await bench.gateway.queryTransfer('payout0001'), {
      state: 'unknown_transfer',
    });
    assert.equal((await bench.gateway.transfer(aTransfer())).state, 'processing');
    const [notice] = await bench.pass(10);
    assert.ok(
      notice?.kind === 'transfer' && notice.state === 'succeeded' && notice.amount === 1000,
    );
    assert.equal((await bench.gateway.transfer(aTransfer())).state, 'succeeded');
    assert.equal(bench.cash(), before - 1000);
    const other = { ...aTransfer(), amount: 999 };
    await assert.rejects(bench.gateway.transfer(other), refusedFor('number_reused'));
  });

  test('a transfer whose answer was lost moves money once, however often it is asked for', async () => {
    const bench = await openBench();
    await openPaid(bench);
    const before = bench.cash();
    bench.loseNextAnswer();
    await assert.rejects(bench.gateway.transfer(aTransfer()), GatewayUnavailable);
    await bench.gateway.transfer(aTransfer());
    await bench.pass(10);
    assert.equal(bench.cash(), before - 1000);
  });

  test('a transfer that fails leaves the money where it was and says why', async () => {
    const bench = await openBench();
    await openPaid(bench);
    const before = bench.cash();
    await bench.gateway.transfer(aTransfer('fail-closed-account'));
    const [notice] = await bench.pass(10);
    assert.ok(notice?.kind === 'transfer' && notice.state === 'failed' && notice.reason);
    assert.equal((await bench.gateway.queryTransfer('payout0001')).state, 'failed');
    assert.equal(bench.cash(), before);
  });

  test('nobody can be paid with money that is not there', async () => {
    const bench = await openBench();
    await assert.rejects(bench.gateway.transfer(aTransfer()), refusedFor('not_enough_money'));
  });
}

function noTransferContract(openBench: () => Promise<GatewayBench>): void {
  test('a gateway that pays nobody out says so', async () => {
    const { gateway } = await openBench();
    assert.equal(gateway.canTransfer, false);
    await assert.rejects(gateway.transfer(aTransfer()), refusedFor('forbidden'));
    await assert.rejects(gateway.queryTransfer('payout0001'), refusedFor('forbidden'));
  });
}

function unknownResultContract(openBench: () => Promise<GatewayBench>): void {
  test('a lost answer is an unknown result, and asking again with the same number moves money once', async () => {
    const bench = await openBench();
    const before = bench.cash();
    const { transactionId } = await openPaid(bench);
    const some = aRefund('refund-1', 500, transactionId);
    bench.loseNextAnswer();
    await assert.rejects(bench.gateway.refund(some), GatewayUnavailable);
    await bench.gateway.refund(some);
    await bench.pass(10);
    const rest = await bench.gateway.refund(aRefund('refund-2', 1490, transactionId));
    assert.equal(rest.state, 'processing');
    await bench.pass(10);
    assert.equal(bench.cash(), before - keptOf(bench, 1990));
  });

  test('a lost request is an unknown result that the query clears up', async () => {
    const bench = await openBench();
    bench.loseNextRequest();
    await assert.rejects(bench.gateway.openPayment(aPayment(bench)), GatewayUnavailable);
    assert.equal(
      (await bench.gateway.queryPayment({ outTradeNo: 'order-0001' })).state,
      'unknown_order',
    );
  });
}
