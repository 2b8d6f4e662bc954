import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { readSettings, SettingsRefused } from '#platform/config.ts';
import type { SaveAccount } from '#settings/schema/gateways.ts';
import { openAlipaySimulator } from '#simulator/alipay/simulator.ts';
import type { Standing } from '#simulator/line.ts';
import { openSimulator } from '#simulator/simulator.ts';
import { openStripeSimulator } from '#simulator/stripe/simulator.ts';

// `npm run simulators`: payment providers that stand beside a house, each a process of its own on this machine, as real ones
// stand somewhere else. A house reaches them by an account of its owner's, like any provider.

/** Reached from this machine alone: whoever can open the cashier can pay with nothing. */
const host = '127.0.0.1';
const firstPort = 4101;
const tickMs = 250;

interface Place {
  readonly folder: string;
  /** Where the simulator is. */
  readonly baseUrl: string;
  /** Where the house is. */
  readonly house: string;
}

/** A provider with what an owner enters at the house, as the API takes it. */
interface Opened {
  readonly simulator: Pick<Standing, 'handle' | 'tick' | 'stop'>;
  readonly account: SaveAccount;
}

const now = () => new Date();
const random = Math.random;
const deliver = (url: string, init: RequestInit) => fetch(url, init);
const outside = { now, random, deliver, parallelNotices: 8 };
const originsOf = ({ house }: Place) => ({ returnOrigins: [new URL(house).origin] });

const openers = {
  wechat: async (place: Place): Promise<Opened> => {
    const simulator = await openSimulator({ ...outside, ...place, ...originsOf(place) });
    const { clientConfig: told } = simulator;
    const [platformSerial, platformKey] = Object.entries(told.platformKeyPems).find(([serial]) =>
      serial.startsWith('PUB_KEY_ID_'),
    )!;
    const account = {
      mchid: told.mchid,
      appid: told.appid,
      merchantSerial: told.merchantSerial,
      merchantKey: told.merchantPrivateKeyPem,
      apiV3Key: told.apiV3Key,
      platformSerial,
      platformKey,
      feeBps: told.feeBps,
      address: told.baseUrl,
    };
    return { simulator, account };
  },
  alipay: async (place: Place): Promise<Opened> => {
    const simulator = await openAlipaySimulator({ ...outside, ...place, ...originsOf(place) });
    const { clientConfig: told } = simulator;
    const account = {
      appId: told.appId,
      sellerId: told.sellerId,
      appKey: told.appPrivateKeyPem,
      alipayKey: told.alipayPublicKeyPem,
      feeBps: told.feeBps,
      address: told.gatewayUrl,
    };
    return { simulator, account };
  },
  stripe: async (place: Place): Promise<Opened> => {
    const notifyUrl = `${place.house}/payment/notices/stripe`;
    // It keeps its fees of what goes back: a merchant has to have some money there.
    const own = { notifyUrl, openingCash: 1_000_000 };
    const simulator = await openStripeSimulator({
      ...outside,
      ...place,
      ...originsOf(place),
      ...own,
    });
    const { secretKey, webhookSecret } = simulator.keys;
    const { feeBps, feeFixed, baseUrl } = simulator.clientConfig;
    const account = { secretKey, webhookSecret, feeBps, feeFixed, address: baseUrl };
    return { simulator, account };
  },
} as const;
type Kind = keyof typeof openers;
const kinds = Object.keys(openers) as Kind[];
const isKind = (name: string): name is Kind => Object.hasOwn(openers, name);

/** A word that was not understood. */
class Misunderstood extends Error {}

try {
  await main();
} catch (error) {
  const isPlain =
    error instanceof Misunderstood ||
    error instanceof SettingsRefused ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!isPlain) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      house: { type: 'string' },
      port: { type: 'string', default: String(firstPort) },
      serve: { type: 'boolean', default: false },
    },
  });
  const { dataDir, publicUrl } = readSettings(process.env);
  const house = (values.house ?? publicUrl).replace(/\/$/, '');
  const port = Number(values.port);
  const wanted = positionals.length === 0 ? kinds : positionals;
  const unknown = wanted.find((name) => !isKind(name));
  if (unknown !== undefined || !URL.canParse(house) || !(port > 0 && port < 65_000))
    throw new Misunderstood(
      `用法 Usage: npm run simulators -- [${kinds.join('] [')}] [--house http://localhost:3000] [--port ${firstPort}]`,
    );
  if (values.serve) return serveOne(wanted[0] as Kind, { dataDir, house, port });
  return startAll(wanted as Kind[], house, port);
}

/** Starts each as a process of its own, and ends them all together. */
function startAll(wanted: readonly Kind[], house: string, port: number): void {
  const children = wanted.map((kind, n) => {
    const args = [kind, '--serve', '--house', house, '--port', String(port + n)];
    return fork(import.meta.filename, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  });
  const stop = () => children.forEach((child: ChildProcess) => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.once('disconnect', stop);
  // One that cannot start, such as for want of its port, leaves no others behind that nobody expects.
  for (const child of children)
    child.once('exit', (code) => {
      if (code) process.exitCode = code;
      stop();
      if (children.every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null))
        process.disconnect?.();
    });
}

interface Serving {
  readonly dataDir: string;
  readonly house: string;
  readonly port: number;
}

/** One provider in this process: over HTTP, with a clock of its own, until its parent goes away. */
async function serveOne(kind: Kind, { dataDir, house, port }: Serving): Promise<void> {
  const folder = join(dataDir, 'simulators', kind);
  const baseUrl = `http://${host}:${port}`;
  const { simulator, account } = await openers[kind]({ folder, baseUrl, house });
  const server = serve({ fetch: simulator.handle, hostname: host, port });
  const timer = setInterval(() => void tick(simulator), tickMs);
  const stop = async () => {
    clearInterval(timer);
    server.close();
    await simulator.stop();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void stop());
  process.once('disconnect', () => void stop());
  server.once('error', (error: NodeJS.ErrnoException) => {
    console.error(`${kind}: ${baseUrl} ${error.code ?? error.message}`);
    process.exit(1);
  });
  server.once('listening', () => tell(kind, { folder, baseUrl, house, account }));
}

async function tick(simulator: Opened['simulator']): Promise<void> {
  try {
    await simulator.tick();
  } catch (error) {
    console.error(error);
  }
}

/** Says where it is and what to enter; keys of many lines stand in a file, with everything else as the API takes it. */
function tell(kind: Kind, { folder, baseUrl, house, account }: Place & Pick<Opened, 'account'>) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'account.json');
  writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  const short = Object.entries(account).filter(([, value]) => !String(value).includes('\n'));
  const lines = short.map(([name, value]) => `    ${name.padEnd(16)} ${value}`);
  console.log(
    [
      `${kind}  ${baseUrl}`,
      `  填到 Enter at  ${house}/studio/gateways`,
      ...lines,
      `    全部 all         ${file}`,
      `  或者 or        PUT ${house}/api/v1/gateway-accounts/${kind}  < account.json`,
      '',
    ].join('\n'),
  );
}
