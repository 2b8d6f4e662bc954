import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Line } from './http.ts';
import type { PayOrder } from './sandbox.ts';
import { expectStatus } from './scenario.ts';

// The other end of `sandbox.ts`: payers who go to the cashier, and a merchant who understands every notice.

const payers = 48;
let heard = 0;
let onHeard = () => {};

const merchant = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(204).end();
    heard += 1;
    onHeard();
  });
});
merchant.listen(0, '127.0.0.1', () => {
  process.send?.((merchant.address() as AddressInfo).port);
});

process.on('message', ({ port, prepayIds }: PayOrder) => {
  void payAll(port, prepayIds).then(() => process.send?.('done'));
});

async function payAll(port: number, prepayIds: readonly string[]): Promise<void> {
  heard = 0;
  const allHeard = new Promise<void>((resolve) => {
    onHeard = () => {
      if (heard === prepayIds.length) resolve();
    };
  });
  const left = [...prepayIds];
  const pay = async (line: Line) => {
    for (let prepayId = left.pop(); prepayId !== undefined; prepayId = left.pop()) {
      const form = { prepay_id: prepayId, act: 'pay' };
      expectStatus(await line.ask({ method: 'POST', path: '/sandbox/cashier/pay', form }), 303);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: payers }, () => pay(new Line(port))));
  await allHeard;
}
