import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPayment } from '#platform/gateway/gateway.contract.ts';
import { openBench, type TestBench } from './testing.ts';

async function openPage(bench: TestBench, returnUrl?: string): Promise<string> {
  const payment = aPayment(bench);
  return (
    await bench.gateway.openPayment({ ...payment, returnUrl: returnUrl ?? payment.returnUrl })
  ).payUrl;
}

async function show(bench: TestBench, url: string, language = 'zh-CN'): Promise<string> {
  const response = await bench.simulator.transport(url, {
    headers: { 'accept-language': language },
  });
  return response.text();
}

/** Presses a button of the form on the page, as a browser without script does. */
async function press(
  bench: TestBench,
  url: string,
  fields: Record<string, string>,
): Promise<Response> {
  const page = await show(bench, url);
  const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name ?? '', (value ?? '').replaceAll('&amp;', '&')],
  );
  const action = /action="([^"]*)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams([...hidden, ...Object.entries(fields)]);
  return bench.simulator.transport(new URL(action, url).href, { method: 'POST', body });
}

test('the page names amount, payee, item and number, in the language of the browser or of the address', async () => {
  const bench = await openBench();
  const url = await openPage(bench);
  const page = await show(bench, url);
  for (const text of ['¥19.90', 'order-0001', '《庄子》十二讲', '支付', '放弃', 'lang="zh-CN"']) {
    assert.ok(page.includes(text), text);
  }
  assert.match(await show(bench, url, 'en-GB,en'), /Amount due/);
  assert.match(await show(bench, `${url}&lang=en`), /Amount due/);
});

test('the page needs no script and no inline style, and says so to the browser', async () => {
  const bench = await openBench();
  const url = await openPage(bench);
  const response = await bench.simulator.transport(url, {});
  assert.match(
    response.headers.get('content-security-policy') ?? '',
    /default-src 'none'; style-src 'self'/,
  );
  const page = await response.text();
  assert.doesNotMatch(page, /<script|<style|style=|onclick/);
  const sheet = new URL(/stylesheet" href="([^"]*)"/.exec(page)?.[1] ?? '', url).href;
  const style = await bench.simulator.transport(sheet, {});
  assert.equal(style.headers.get('content-type'), 'text/css; charset=utf-8');
});

test('paying sends the payer back to the merchant, and the money is there', async () => {
  const bench = await openBench();
  const url = await openPage(bench);
  const response = await press(bench, url, { act: 'pay' });
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), 'http://127.0.0.1:3000/orders/1');
  assert.equal(bench.cash(), 1978);
  assert.match(await show(bench, url), /支付成功/);
});

test('a failure charges nothing and can be tried again; giving up goes back', async () => {
  const bench = await openBench();
  const url = await openPage(bench);
  const failed = await press(bench, url, { act: 'fail' });
  const page = await show(bench, new URL(failed.headers.get('location') ?? '', url).href);
  assert.match(page, /role="alert"/);
  assert.match(page, /value="pay"/);
  const left = await press(bench, url, { act: 'abandon' });
  assert.equal(left.headers.get('location'), 'http://127.0.0.1:3000/orders/1');
  assert.equal(bench.cash(), 0);
});

test('a tester can make a payment happen twice, late, unheard or delayed', async () => {
  const twice = await openBench();
  await press(twice, await openPage(twice), { act: 'pay', twice: '1' });
  assert.equal((await twice.pass(1)).length, 2);

  const unheard = await openBench();
  await press(unheard, await openPage(unheard), { act: 'pay', lose: '1' });
  assert.deepEqual(await unheard.pass(86_400), []);

  const delayed = await openBench();
  await press(delayed, await openPage(delayed), { act: 'pay', delay: '1' });
  assert.deepEqual(await delayed.pass(59), []);
  assert.equal((await delayed.pass(1)).length, 1);

  const late = await openBench();
  const url = await openPage(late);
  await press(late, url, { act: 'pay', late: '1' });
  assert.match(await show(late, url), /银行稍后才会扣款/);
  assert.equal((await late.pass(1801)).length, 1);
});

test('the cashier sends nobody to a place the merchant does not vouch for', async () => {
  const bench = await openBench();
  const url = await openPage(bench, 'https://evil.example/');
  assert.doesNotMatch(await show(bench, url), /evil/);
  const response = await press(bench, url, { act: 'pay' });
  assert.match(response.headers.get('location') ?? '', /^\/sandbox\/cashier\?/);
});

test('what a merchant calls its goods cannot become markup', async () => {
  const bench = await openBench();
  const payment = { ...aPayment(bench), description: '<script>alert(1)</script>' };
  const { payUrl } = await bench.gateway.openPayment(payment);
  assert.match(await show(bench, payUrl), /&lt;script&gt;/);
});

test('an address without an order is a 404 in words', async () => {
  const bench = await openBench();
  const response = await bench.simulator.transport(
    'http://127.0.0.1:3000/sandbox/cashier?prepay_id=none',
    {},
  );
  assert.equal(response.status, 404);
  assert.match(await response.text(), /没有这笔订单/);
});
