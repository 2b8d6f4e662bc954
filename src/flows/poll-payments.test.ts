import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour } from '#kernel/time.ts';
import { listAttempts } from '#payment/service/attempt.ts';
import { openShop } from './fixtures/shop.ts';
import { pollOrder } from './poll-payments.ts';
import { startPayment } from './start-payment.ts';

test('an attempt that nobody paid ends, here and at the gateway, although its order was paid by another', async () => {
  const shop = await openShop();
  const buyer = await shop.aPerson();
  const { offerId } = await shop.aWork(1_200);
  const first = await shop.order(buyer, offerId);
  shop.simulator.pay(first.outTradeNo, { late: true });
  await shop.gateway.closePayment(first);
  await pollOrder(shop.as(buyer), first.orderId);
  await startPayment(shop.as(buyer), first.orderId);
  await shop.settle(); // the money of the first attempt comes in after all

  const attempts = await listAttempts(shop.system(), first.orderId);
  const second = attempts.find(({ outTradeNo }) => outTradeNo !== first.outTradeNo);
  assert.equal(second?.state, 'opened');
  assert.equal(
    attempts.find(({ outTradeNo }) => outTradeNo === first.outTradeNo)?.state,
    'succeeded',
  );
  shop.wait(7 * hour);
  await shop.sweep();

  const ended = await listAttempts(shop.system(), first.orderId);
  assert.equal(ended.find(({ id }) => id === second?.id)?.state, 'closed');
  assert.equal((await shop.gateway.queryPayment(second)).state, 'closed');
  await shop.close();
});
