import type { Connection } from '#platform/db.ts';
import type { Answer, Line, Question } from '../http.ts';
import { PaidWatch } from '../paid-watch.ts';
import { expectStatus, once, type Scenario } from '../scenario.ts';

const patienceMs = 20_000;

let watch: PaidWatch | undefined;

async function askJson<Result>(line: Line, question: Question): Promise<Result> {
  const answer: Answer = await line.ask({
    ...question,
    headers: { 'accept-encoding': 'identity' },
  });
  expectStatus(answer, 200, 201);
  return JSON.parse(answer.body.toString()) as Result;
}

/** What is bought, and by whom. */
interface Wish {
  readonly token: string;
  readonly path: string;
  readonly json: object;
}

/**
 * A purchase from end to end: order, payment opened at the sandbox gateway, paid at its cashier, signed notice, and the
 * order seen paid, which is the transaction that also writes the ledger and the right of use.
 */
async function buy(line: Line, connection: Connection, wish: Wish): Promise<void> {
  const { token } = wish;
  const { id } = await askJson<{ id: string }>(line, { method: 'POST', ...wish });
  const started = await askJson<{ payUrl: string }>(line, {
    method: 'POST',
    path: `/api/v1/orders/${id}/payments`,
    token,
    json: {},
  });

  const prepayId = new URL(started.payUrl).searchParams.get('prepay_id')!;
  const paid = await line.ask({
    method: 'POST',
    path: '/sandbox/cashier/pay',
    form: { prepay_id: prepayId, act: 'pay' },
  });
  expectStatus(paid, 303);
  watch ??= new PaidWatch(connection);
  await watch.until(id, patienceMs);
  const { state } = await askJson<{ state: string }>(line, {
    path: `/api/v1/orders/${id}`,
    token,
  });
  if (state !== 'paid') throw new Error(`order ${id} is ${state}`);
}

const keyOf = (kind: string, turn: number) => `bench-${kind}-${process.pid}-${turn}`;

/** One work. */
export const orderScenario: Scenario = {
  name: 'order',
  title: 'order → paid → entitled, with the gateway',
  connections: 48,
  perSecond: 300,
  settles: true,
  run: (line, { purchases, connection }, turn) => {
    const { token, offerId } = once(purchases, turn);
    const json = { offerId, idempotencyKey: keyOf('order', turn) };
    return buy(line, connection, { token, path: '/api/v1/orders', json });
  },
};

/** Three works in one order. */
export const basketScenario: Scenario = {
  name: 'basket',
  title: 'order of three works → paid → entitled, with the gateway',
  connections: 48,
  settles: true,
  run: (line, { baskets, connection }, turn) => {
    const { token, offerIds } = once(baskets, turn);
    const json = { offerIds, idempotencyKey: keyOf('basket', turn) };
    return buy(line, connection, { token, path: '/api/v1/cart/orders', json });
  },
};
