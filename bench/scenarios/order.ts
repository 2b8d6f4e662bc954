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

/**
 * A purchase from end to end: order, payment opened at the sandbox gateway, paid at its cashier, signed notice, and the
 * order seen paid, which is the transaction that also writes the ledger and the right of use.
 */
export const orderScenario: Scenario = {
  name: 'order',
  title: 'order → paid → entitled, with the gateway',
  connections: 48,
  perSecond: 300,
  settles: true,
  run: async (line, { purchases, connection }, turn) => {
    const { token, offerId } = once(purchases, turn);
    const idempotencyKey = `bench-${process.pid}-${turn}`;
    const { id } = await askJson<{ id: string }>(line, {
      method: 'POST',
      path: '/api/v1/orders',
      token,
      json: { offerId, idempotencyKey },
    });
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
  },
};
