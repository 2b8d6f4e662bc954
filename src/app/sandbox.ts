import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from 'hono';
import { permission } from '#platform/policy.ts';
import type { Settings } from '#platform/config.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { openAlipayGateway } from '#platform/gateway/alipay.ts';
import { openStripeGateway } from '#platform/gateway/stripe.ts';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import { readBytes } from '#platform/http/mount-api.ts';
import { rawRoute, type RawRoute } from '#platform/http/route.ts';
import { refuseRequest } from '#platform/http/security.ts';
import { errorFields, type Logger } from '#platform/log.ts';
import { holdFolder } from '#platform/postgres/start-lock.ts';
import { alipayConfigOf, openAlipaySimulator } from '#simulator/alipay/simulator.ts';
import {
  clientConfigOf,
  isLoopback,
  openSimulator,
  refuseInProduction,
  type Simulator,
  type SimulatorOptions,
} from '#simulator/simulator.ts';
import { openStripeSimulator, stripeConfigOf } from '#simulator/stripe/simulator.ts';

const mayUseSandbox = permission('sandbox.use', { visitor: 'any' });
const tickMs = 250;
const openingCash = 0;

/** A provider that can be simulated: its folder and path, and how to open it here or to reach it elsewhere. */
export interface SandboxKind {
  /** Its folder under the data folder, and its path. */
  readonly place: string;
  host(options: HostOptions): Promise<{ simulator: Hosted; gateway: Gateway }>;
  join(folder: string, address: string): Promise<Gateway>;
}

type HostOptions = Omit<SimulatorOptions, 'keys' | 'keyMode'>;
type Hosted = Pick<Simulator, 'handle' | 'tick' | 'stop'>;

const now = () => new Date();
const nonce = () => randomBytes(16).toString('hex');
const overHttp = { transport: (url: string, init: RequestInit) => fetch(url, init), now, nonce };

const wechatSandbox: SandboxKind = {
  place: 'sandbox',
  host: async (options) => {
    const simulator = await openSimulator(options);
    const { transport, clientConfig } = simulator;
    return { simulator, gateway: openWechatGateway(clientConfig, { transport, now, nonce }) };
  },
  join: async (folder, address) =>
    openWechatGateway(await clientConfigOf(folder, address), overHttp),
};

const alipaySandbox: SandboxKind = {
  place: 'sandbox-alipay',
  host: async (options) => {
    const simulator = await openAlipaySimulator(options);
    const { transport, clientConfig } = simulator;
    return { simulator, gateway: openAlipayGateway(clientConfig, { transport, now }) };
  },
  join: async (folder, address) =>
    openAlipayGateway(await alipayConfigOf(folder, address), overHttp),
};

/** It keeps its fees of what goes back: a merchant has to have some money there. */
const stripeCash = 1_000_000;

const stripeSandbox: SandboxKind = {
  place: 'sandbox-stripe',
  host: async (options) => {
    const notifyUrl = `${new URL(options.baseUrl).origin}/payment/notices/sandbox-stripe`;
    const own = { ...options, notifyUrl, openingCash: stripeCash };
    const simulator = await openStripeSimulator(own);
    const { transport, clientConfig } = simulator;
    return { simulator, gateway: openStripeGateway(clientConfig, { transport, now }) };
  },
  join: async (folder, address) =>
    openStripeGateway(await stripeConfigOf(folder, address), overHttp),
};

/** Every provider that can be simulated; the first is the one that a new house pays by. */
export const sandboxKinds: readonly SandboxKind[] = [wechatSandbox, alipaySandbox, stripeSandbox];

/** The sandbox gateway: our client to the simulated provider, and where this process is its host, all that is under its path. */
export interface Sandbox {
  readonly gateway: Gateway;
  readonly route: RawRoute | undefined;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** Where this process is reached on loopback; absent when it serves nothing. */
  readonly port: number | undefined;
}

/**
 * Opens the simulated provider, or says in the log why it may not run. Its book has one writer: the first process on the
 * data folder that serves pages is the host, and all others reach it over HTTP.
 */
export async function openSandbox(
  { settings, log, port }: SandboxOptions,
  kind: SandboxKind = wechatSandbox,
): Promise<Sandbox | undefined> {
  const baseUrl = `${settings.publicUrl}/${kind.place}`;
  const why = refuseInProduction({
    production: isProduction(settings),
    baseUrl,
    host: settings.host,
  });
  if (why) {
    log.info(why);
    return undefined;
  }
  const folder = join(settings.dataDir, kind.place);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = port === undefined ? undefined : await holdFolder(folder);
  if (port === undefined || release === undefined) return joinSandbox(kind, folder, baseUrl);
  await writeFile(join(folder, addressFile), baseUrl);
  return hostSandbox({ settings, log, port, kind, folder, baseUrl, release });
}

const addressFile = 'address';

/** The host's address; before there ever was a host, what will be its address in all likelihood. */
async function joinSandbox(kind: SandboxKind, folder: string, baseUrl: string): Promise<Sandbox> {
  const address = await readFile(join(folder, addressFile), 'utf8').catch(() => baseUrl);
  const gateway = await kind.join(folder, address);
  return { gateway, route: undefined, stop: async () => undefined };
}

interface Host extends SandboxOptions {
  readonly port: number;
  readonly kind: SandboxKind;
  readonly folder: string;
  readonly baseUrl: string;
  readonly release: () => void;
}

async function hostSandbox({
  settings,
  log,
  port,
  kind,
  folder,
  baseUrl,
  release,
}: Host): Promise<Sandbox> {
  const { simulator, gateway } = await kind.host({
    folder,
    now,
    random: Math.random,
    baseUrl,
    openingCash,
    parallelNotices: 8,
    returnOrigins: [new URL(settings.publicUrl).origin],
    // Notices go to this process over loopback, whatever name the outside knows it by.
    deliver: (url, init) =>
      fetch(`http://${loopback(settings.host)}:${port}${new URL(url).pathname}`, init),
  });
  const timer = setInterval(() => {
    simulator
      .tick()
      .catch((error: unknown) => log.error('the sandbox stumbled', errorFields(error)));
  }, tickMs);

  return {
    gateway,
    route: rawRoute({
      method: 'ANY',
      path: `/${kind.place}/*`,
      may: mayUseSandbox,
      isSigned: true,
      run: async (_ctx, c) => {
        // A proxy in front brings the world to a loopback port; the name that was typed gives it away.
        if (isProduction(settings) && !isLoopback(new URL(c.req.url).hostname))
          throw refuseRequest('request.unknown_path');
        return simulator.handle(await bounded(c));
      },
    }),
    stop: async () => {
      clearInterval(timer);
      await simulator.stop();
      release();
    },
  };
}

const bodyLimit = 256 * 1024;

/** The request with its body read no further than anybody needs: the provider itself takes what it is sent. */
async function bounded(c: Context): Promise<Request> {
  const { raw } = c.req;
  if (raw.method === 'GET' || raw.method === 'HEAD') return raw;
  const body = await readBytes(c, bodyLimit);
  return new Request(raw.url, {
    method: raw.method,
    headers: raw.headers,
    body: new Uint8Array(body),
  });
}

function isProduction({ mode }: Settings): boolean {
  return mode === 'production';
}

/** Where a server that listens on `host` is reached from this machine. */
function loopback(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
