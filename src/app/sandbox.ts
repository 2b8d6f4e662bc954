import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from 'hono';
import { permission } from '#platform/policy.ts';
import type { Settings } from '#platform/config.ts';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { openWechatGateway } from '#platform/gateway/wechat.ts';
import { readBytes } from '#platform/http/mount-api.ts';
import { rawRoute, type RawRoute } from '#platform/http/route.ts';
import { refuseRequest } from '#platform/http/security.ts';
import { errorFields, type Logger } from '#platform/log.ts';
import { holdFolder } from '#platform/postgres/start-lock.ts';
import {
  clientConfigOf,
  isLoopback,
  openSimulator,
  refuseInProduction,
} from '#simulator/simulator.ts';

const mayUseSandbox = permission('sandbox.use', { visitor: 'any' });
const tickMs = 250;
const openingCash = 0;

/** The sandbox gateway: our client to the simulated provider, and where this process is its host, all that is under `/sandbox`. */
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
export async function openSandbox({
  settings,
  log,
  port,
}: SandboxOptions): Promise<Sandbox | undefined> {
  const baseUrl = `${settings.publicUrl}/sandbox`;
  const why = refuseInProduction({
    production: isProduction(settings),
    baseUrl,
    host: settings.host,
  });
  if (why) {
    log.info(why);
    return undefined;
  }
  const folder = join(settings.dataDir, 'sandbox');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = port === undefined ? undefined : await holdFolder(folder);
  if (port === undefined || release === undefined) return joinSandbox(folder, baseUrl);
  await writeFile(join(folder, addressFile), baseUrl);
  return hostSandbox({ settings, log, port, folder, baseUrl, release });
}

const addressFile = 'address';

/** The host's address; before there ever was a host, what will be its address in all likelihood. */
async function joinSandbox(folder: string, baseUrl: string): Promise<Sandbox> {
  const address = await readFile(join(folder, addressFile), 'utf8').catch(() => baseUrl);
  const config = await clientConfigOf(folder, address);
  const transport = (url: string, init: RequestInit) => fetch(url, init);
  return {
    gateway: openWechatGateway(config, { transport, now, nonce }),
    route: undefined,
    stop: async () => undefined,
  };
}

interface Host extends SandboxOptions {
  readonly port: number;
  readonly folder: string;
  readonly baseUrl: string;
  readonly release: () => void;
}

async function hostSandbox({
  settings,
  log,
  port,
  folder,
  baseUrl,
  release,
}: Host): Promise<Sandbox> {
  const simulator = await openSimulator({
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
  const gateway = openWechatGateway(simulator.clientConfig, {
    transport: simulator.transport,
    now,
    nonce,
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
      path: '/sandbox/*',
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

const now = () => new Date();
const nonce = () => randomBytes(16).toString('hex');

/** Where a server that listens on `host` is reached from this machine. */
function loopback(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
