import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Connection, Db, Tx } from './db.ts';
import { errorFields, type Logger } from './log.ts';
import { onMany, publish, type Reaction } from './outbox.ts';
import type { PageCache } from './page-cache.ts';
import type { Realtime } from './realtime.ts';

declare module './outbox.ts' {
  interface Events {
    /** Pages that depend on these tags are stale in every process. */
    'pages.touched': { readonly tags: readonly string[] };
  }
}

// NOTIFY takes a lock over the whole database while its transaction commits, so it never stands in a transaction with
// anything else: what concerns every process goes through the outbox, and the relay's process tells it.
const channel = 'shuyuan';
const longestMessage = 7_900; // PostgreSQL takes fewer than 8,000 bytes

type Message =
  | { readonly kind: 'wake' }
  | { readonly kind: 'purge'; readonly tags: readonly string[] }
  | { readonly kind: 'topics'; readonly from: string; readonly topics: readonly string[] }
  | { readonly kind: 'clear' };

/** Says in the transaction of a change that other processes' pages are stale: no change without its word. */
export async function announceTouched(tx: Tx, tags: ReadonlySet<string>): Promise<void> {
  await publish(tx, 'pages.touched', { tags: [...tags] });
}

/** Purges here and in every process that listens. */
export const pageReactions: readonly Reaction[] = [
  onMany('pages.touched', 'pages.purge', async (ctx, touched) => {
    const tags = [...new Set(touched.flatMap((one) => one.tags))];
    ctx.ports.pages.purge(tags);
    const purge: Message = { kind: 'purge', tags };
    const isShort = Buffer.byteLength(JSON.stringify(purge)) <= longestMessage;
    await tell(ctx.db, isShort ? purge : { kind: 'clear' });
  }),
];

async function tell(db: Db, message: Message): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(message)})`.execute(db);
}

/** Wakes the relays of other processes; calls that come while one is under way are answered by the next. */
export function remoteWaker(db: Db, log: Logger): () => void {
  let isWanted = false;
  let isTelling = false;
  const run = async () => {
    isTelling = true;
    while (isWanted) {
      isWanted = false;
      // The relay looks by itself every second, so a lost word costs no more than that.
      await tell(db, { kind: 'wake' }).catch((error: unknown) =>
        log.error('the worker could not be woken', errorFields(error)),
      );
    }
    isTelling = false;
  };
  return () => {
    isWanted = true;
    if (!isTelling) void run();
  };
}

/**
 * Tells other processes of topics; what comes while one word is under way goes with the next. A word that is lost is no
 * loss: whoever waits looks again by themselves, only later.
 */
export function remoteTeller(
  db: Db,
  log: Logger,
  self: string,
): (topics: ReadonlySet<string>) => void {
  const waiting = new Set<string>();
  let isTelling = false;
  const run = async () => {
    isTelling = true;
    while (waiting.size > 0) {
      const topics = takeSome(waiting);
      await tell(db, { kind: 'topics', from: self, topics }).catch((error: unknown) =>
        log.error('other processes could not be told of news', errorFields(error)),
      );
    }
    isTelling = false;
  };
  return (topics) => {
    for (const topic of topics) waiting.add(topic);
    if (!isTelling) void run();
  };
}

/** As many topics as one message holds; they leave the set. */
function takeSome(waiting: Set<string>): string[] {
  const taken: string[] = [];
  let left = longestMessage - 200;
  for (const topic of waiting) {
    left -= Buffer.byteLength(topic) + 3;
    if (left < 0 && taken.length > 0) break;
    taken.push(topic);
    waiting.delete(topic);
  }
  return taken;
}

export interface ListenOptions {
  readonly connection: Connection;
  readonly pages: PageCache;
  readonly realtime: Pick<Realtime, 'hear'>;
  /** What this process calls itself: its own words it knows. */
  readonly self: string;
  readonly wake: () => void;
  readonly log: Logger;
}

export interface Listener {
  stop(): Promise<void>;
}

/**
 * Hears what other processes say, on a connection of its own. Nothing is told again that was said while the connection
 * was lost, so all pages are forgotten then.
 */
export async function listenToOthers(options: ListenOptions): Promise<Listener> {
  const ending = new AbortController();
  const { signal } = ending;
  let ear = await openEar(options);

  const keepListening = async () => {
    for (;;) {
      await ear.lost;
      if (signal.aborted) return;
      options.pages.clear();
      ear = await reopenEar(options, signal);
    }
  };
  const running = keepListening();
  return {
    stop: async () => {
      ending.abort();
      await ear.close();
      await running;
    },
  };
}

interface Ear {
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

const deaf: Ear = { lost: Promise.resolve(), close: async () => undefined };

async function reopenEar(options: ListenOptions, signal: AbortSignal): Promise<Ear> {
  for (let waitMs = 50; !signal.aborted; waitMs = Math.min(waitMs * 2, 2_000)) {
    try {
      const ear = await openEar(options);
      if (signal.aborted) await ear.close();
      return ear;
    } catch (error) {
      options.log.error('other processes cannot be heard; trying again', errorFields(error));
      await sleep(waitMs, undefined, { signal, ref: false }).catch(() => undefined); // stopped: the loop ends
    }
  }
  return deaf;
}

async function openEar(options: ListenOptions): Promise<Ear> {
  const { connection, pages, realtime, self, wake } = options;
  const client = new pg.Client({
    ...connection,
    application_name: 'shuyuan-ear',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  const lost = new Promise<void>((resolve) => client.once('end', () => resolve()));
  client.on('error', () => undefined); // 'end' follows
  client.on('notification', ({ payload = '' }) => {
    const message = JSON.parse(payload) as Message;
    if (message.kind === 'wake') wake();
    else if (message.kind === 'purge') pages.purge(message.tags);
    else if (message.kind === 'clear') pages.clear();
    else if (message.from !== self) realtime.hear(message.topics);
  });
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  // What was kept between the loss and this moment may be stale, and what was told then is lost.
  pages.clear();
  realtime.hear('all');
  return { lost, close: () => client.end() };
}
