import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import { listen } from '#platform/http/server.ts';
import { openSimulator, type Simulator } from '#simulator/simulator.ts';

const payments = 300;
const warmUp = 100;
const tickMs = 250;

/** What the process of payers and merchant is told to do: to pay each of these, and to hear of it. */
export interface PayOrder {
  readonly port: number;
  readonly prepayIds: readonly string[];
}

/**
 * The processor time, in microseconds, that one payment costs the simulated provider: proving and signing what it is asked,
 * its cashier over HTTP, and sending its notice. All of it runs in the server's process, and none would with a real provider.
 * What it costs the shop to ask and to hear is not counted: payers and merchant are in a process of their own.
 */
export async function measureSandbox(): Promise<number> {
  const others = fork(join(import.meta.dirname, 'sandbox-others.ts'), {
    execArgv: process.execArgv,
  });
  const [noticePort] = (await once(others, 'message')) as [number];
  const simulator = await openSimulator({
    now: () => new Date(),
    random: Math.random,
    baseUrl: 'http://127.0.0.1:1/sandbox',
    parallelNotices: 8,
    deliver: (url, init) => fetch(`http://127.0.0.1:${noticePort}${new URL(url).pathname}`, init),
  });
  const server = await listen({ fetch: (request) => simulator.handle(request) }, '127.0.0.1', 0);
  const timer = setInterval(() => void simulator.tick(), tickMs);
  try {
    await costOf(simulator, { others, port: server.port, count: warmUp });
    return await costOf(simulator, { others, port: server.port, count: payments });
  } finally {
    clearInterval(timer);
    others.kill();
    await server.close(0);
    await simulator.stop();
  }
}

interface Trial {
  readonly others: ChildProcess;
  readonly port: number;
  readonly count: number;
}

async function costOf(simulator: Simulator, { others, port, count }: Trial): Promise<number> {
  const { openedUs, prepayIds } = await openPayments(simulator, count);
  const before = process.cpuUsage();
  others.send({ port, prepayIds } satisfies PayOrder);
  await once(others, 'message');
  return (openedUs + spent(before)) / count;
}

/** Opens payments as the shop does; only what the provider does about them is counted. */
async function openPayments(simulator: Simulator, count: number) {
  let openedUs = 0;
  const gateway = openWechatGateway(simulator.clientConfig, {
    transport: async (url, init) => {
      const before = process.cpuUsage();
      const answer = await simulator.transport(url, init);
      openedUs += spent(before);
      return answer;
    },
    now: () => new Date(),
    nonce: () => randomBytes(16).toString('hex'),
  });
  const prepayIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { payUrl } = await gateway.openPayment({
      outTradeNo: randomBytes(16).toString('hex'),
      amount: 9_900,
      currency: 'CNY',
      description: '课程',
      openedAt: new Date(),
      expiresAt: new Date(Date.now() + 1_800_000),
      notifyUrl: 'http://127.0.0.1:1/payment/notices/sandbox',
      returnUrl: 'http://127.0.0.1:1/orders/x',
    });
    prepayIds.push(new URL(payUrl).searchParams.get('prepay_id')!);
  }
  return { openedUs, prepayIds };
}

function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}
