import { binding } from '#affiliate/pages/links.ts';
import { shortLinkOf } from '#affiliate/service.ts';
import { authenticate, listUsers, sessionCookie } from '#identity/service.ts';
import { listenToOthers, remoteWaker } from '#platform/broadcast.ts';
import type { Settings } from '#platform/config.ts';
import { recallPages } from '#platform/http/mount-page.ts';
import { mountRoutes } from '#platform/http/mount.ts';
import { startWorker } from '#platform/jobs.ts';
import { findTranscoder } from '#platform/transcoder/find.ts';
import type { Transcoder } from '#platform/transcoder/transcoder.ts';
import { errorFields, type Logger } from '#platform/log.ts';
import { loadAssets, type Assets } from '#ui/assets.ts';
import { renderBody } from '#ui/page.tsx';
import { sql } from 'kysely';
import type { Gateway } from '#platform/gateway/gateway.ts';
import { ensureClient } from './client.ts';
import { demoAccounts, loadDemo } from './demo.ts';
import { HouseRefused, type Data } from './data.ts';
import type { Front } from './front.ts';
import { openHouse, type House } from './house.ts';
import { lanes, letterReactions, reactions, sweeps } from './reactions.ts';
import { allRoutes } from './routes.ts';
import { openSandbox, sandboxKinds, type Sandbox } from './sandbox.ts';
import { problemView, siteFrame } from './site.tsx';
import { installRoutes } from './installable.tsx';
import { studioRoutes } from './studio.ts';
import type { Undo } from './undo.ts';

/** The running product. */
export interface Product {
  readonly house: House;
  /** Says where it is and who may sign in. */
  greet(say: (line: string) => void, startedInMs: number): Promise<void>;
}

export interface ProductOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** Learns how to close what is opened here. */
  readonly undo: Undo;
  /** The port; absent in a process that serves no pages. */
  readonly front: Front | undefined;
  readonly data: Data;
}

/** Opens the whole product in this process: house, sandboxes, server, workers, and the demonstration on a first start. */
export async function openProduct({
  settings,
  log,
  undo,
  front,
  data,
}: ProductOptions): Promise<Product> {
  const gateways = new Map<string, Gateway>();
  const isAlone = settings.role === 'all';
  let wake = () => {};
  const transcoder = await openTranscoder(settings, log);
  const house = await openHouse({
    settings,
    log,
    gateways,
    wakeOutbox: () => wake(),
    data,
    isAlone,
    transcoder,
  });
  await undo.add(() => house.close());
  const building = front ? ensureClient(log, undo) : Promise.resolve(undefined);
  building.catch(() => undefined); // met where it is awaited

  const sandboxes: Sandbox[] = [];
  for (const kind of sandboxKinds) {
    const sandbox = await openSandbox({ settings, log, port: front?.port }, kind);
    if (!sandbox) continue;
    sandboxes.push(sandbox);
    gateways.set(sandbox.gateway.name, sandbox.gateway);
    await undo.add(() => sandbox.stop());
  }
  if (settings.demo && isAlone) await loadDemo(house.systemCtx('demo'), (line) => log.info(line));
  const missing = await building;
  if (missing) throw new HouseRefused(missing);

  if (front) {
    await undo.add(front.close);
    // Those who only wait would hold up the end.
    await undo.add(async () => house.ports.realtime.close());
  }
  wake = await openWorker(house, undo);
  // Last: a start ends when the database goes away in the middle of it, and who serves already must not.
  front?.serve(appOf(house, sandboxes));
  return {
    house,
    greet: (say, startedInMs) => greet({ house, port: front?.port, say, startedInMs }),
  };
}

/** @throws SettingsRefused when FFMPEG_PATH names what cannot be used */
async function openTranscoder(settings: Settings, log: Logger): Promise<Transcoder | undefined> {
  const transcoder = await findTranscoder(settings);
  log.info(
    transcoder
      ? `${transcoder.name} makes several qualities of each video`
      : 'no ffmpeg was found: videos are delivered in the quality they came in',
  );
  return transcoder;
}

function appOf(house: House, sandboxes: readonly Sandbox[]) {
  const { ports, database, clock } = house;
  let assets: Assets | undefined;
  const ownAssets = () => (assets ??= loadAssets());
  const cookie = sessionCookie(ports.settings);
  const app = mountRoutes(
    {
      db: database.db,
      ports,
      clock,
      authenticate: binding(authenticate),
      detour: shortLinkOf,
      sessionCookie: cookie,
      frame: siteFrame(ownAssets),
      renderBody,
      problemView,
    },
    allRoutes(ports.settings, () => isHealthy(house), [
      ...sandboxes.flatMap(({ route }) => (route ? [route] : [])),
      ...studioRoutes(ownAssets),
      ...installRoutes(ownAssets),
    ]),
  );
  return {
    fetch: (request: Request, env: unknown) => app.fetch(request, env),
    recall: recallPages(ports, cookie),
  };
}

/** Requests can be served: the database answers. */
async function isHealthy({ database, ports }: House): Promise<boolean> {
  try {
    await sql`select 1`.execute(database.db);
    return true;
  } catch (error) {
    ports.log.error('the database does not answer', errorFields(error));
    return false;
  }
}

/** Starts the work of this process's role. Answers how to tell the relay, here or elsewhere, of something in the outbox. */
async function openWorker(house: House, undo: Undo): Promise<() => void> {
  const { connection, database, ports } = house;
  const { role } = ports.settings;
  let wake = remoteWaker(database.db, ports.log);
  if (role !== 'web') {
    const newCtx = () => house.systemCtx('worker');
    const worker = await startWorker({
      connection,
      log: ports.log,
      reactions,
      sweeps,
      lanes,
      letters: letterReactions,
      newCtx,
    });
    await undo.add(() => worker.stop());
    // First of all: whoever waits for an encoder would not stop in time.
    await undo.add(async () => ports.transcoder?.close());
    wake = worker.wake;
  }
  if (role !== 'all') {
    const own = role === 'web' ? () => {} : wake;
    const listener = await listenToOthers({
      connection,
      pages: ports.pages,
      realtime: ports.realtime,
      self: house.self,
      wake: own,
      log: ports.log,
    });
    await undo.add(() => listener.stop());
  }
  return wake;
}

interface Greeting {
  readonly house: House;
  readonly port: number | undefined;
  readonly say: (line: string) => void;
  readonly startedInMs: number;
}

async function greet({ house, port, say, startedInMs }: Greeting): Promise<void> {
  const { settings } = house.ports;
  const ready = `(ready in ${(startedInMs / 1000).toFixed(1)} s)`;
  if (port === undefined) return say(`Shuyuan is working; this process serves no pages ${ready}`);
  const address = settings.publicUrl;
  say('');
  say(`  书院 Shuyuan   ${address}   ${ready}`);
  say(`  Studio         ${address}/studio`);
  if (settings.mode === 'development') say(`  Letters, codes ${address}/dev/outbox`);
  if (settings.demo) await greetDemo(house, say);
  say('');
}

/** Nobody is told of accounts that are not there. */
async function greetDemo(house: House, say: (line: string) => void): Promise<void> {
  const { accounts, password } = await demoAccounts();
  const text = accounts[0]?.email;
  const { items } = await listUsers(house.systemCtx('demo'), {
    filter: { text },
    cursor: undefined,
    limit: 1,
  });
  if (items[0]?.email !== text) return;
  say(`  Demonstration accounts, password ${password}:`);
  for (const { email, role, name } of accounts)
    say(`    ${email.padEnd(24)}${role.padEnd(10)}${name}`);
}
