import type { Hono } from 'hono';
import type { Book } from './book.ts';
import type { Callbacks } from './callbacks.ts';
import {
  type Desk,
  type Mischief,
  nextSettlement,
  pay,
  type PayResult,
  settleDue,
} from './desk.ts';
import type { Faults } from './faults.ts';

/** A simulated provider that stands, whatever its dialect. */
export interface Standing {
  /** Everything over HTTP, at the root; `handle` also takes requests that carry the mount prefix. */
  readonly app: Hono;
  readonly handle: (request: Request) => Promise<Response>;
  /** A transport for the client that stays in this process; lost answers are thrown as time-outs. */
  readonly transport: (url: string, init: RequestInit) => Promise<Response>;
  readonly book: Book;
  readonly faults: Faults;
  readonly forged: Callbacks['forged'];
  /** The payer confirms, without a browser; where a payer has to come first, they must have. */
  readonly pay: (outTradeNo: string, mischief?: Mischief) => PayResult;
  /** Lets everything happen that is due; returns how much did, 0 when all is quiet. */
  readonly tick: (now?: Date) => Promise<number>;
  /** When `tick` will next have something to do; undefined when never. */
  readonly nextDueAt: () => Date | undefined;
  /** Sends every notice of the past once more with the next tick. */
  readonly replayNotices: () => void;
  /** Waits for a running tick and closes the book. */
  readonly stop: () => Promise<void>;
}

interface Line {
  readonly app: Hono;
  readonly desk: Desk;
  readonly callbacks: Callbacks;
  readonly baseUrl: string;
  readonly now: () => Date;
}

/** Puts a provider's desk on a line: over HTTP or in this process, with its own clock's ticks. */
export function openLine({ app, desk, callbacks, baseUrl, now }: Line): Standing {
  const { book, faults } = desk;
  const handle = (request: Request): Promise<Response> => handleUnder(app, baseUrl, request);
  const ticker = openTicker(desk, callbacks, now);
  return {
    app,
    handle,
    transport: async (url, init) => unlessLost(await handle(new Request(url, init))),
    book,
    faults,
    forged: callbacks.forged,
    pay: (outTradeNo, mischief = {}) => pay(desk, outTradeNo, mischief, now()),
    tick: ticker.tick,
    nextDueAt: () => earlier(nextSettlement(book), callbacks.nextDueAt()),
    replayNotices: callbacks.replayAll,
    stop: async () => {
      await ticker.idle();
      book.close();
    },
  };
}

function earlier(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}

/** Marks an answer that a real network would have lost; the in-process transport throws in its place. */
const LOST_ANSWER = 'x-sandbox-lost-answer';

/** What a request looks like whose answer was lost, over HTTP. */
export function lost(): Response {
  return new Response('Gateway Timeout', { status: 504, headers: { [LOST_ANSWER]: '1' } });
}

/** Answers a request that may carry the path which `baseUrl` is mounted under. */
async function handleUnder(app: Hono, baseUrl: string, request: Request): Promise<Response> {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  const url = new URL(request.url);
  if (prefix === '' || !url.pathname.startsWith(`${prefix}/`)) return app.fetch(request);
  url.pathname = url.pathname.slice(prefix.length);
  return app.fetch(new Request(url, request));
}

/** @throws DOMException TimeoutError for an answer that a real network would have lost */
function unlessLost(response: Response): Response {
  if (response.headers.has(LOST_ANSWER)) throw new DOMException('no answer came', 'TimeoutError');
  return response;
}

/** Lets what is due happen, one tick after the other. */
function openTicker(desk: Desk, callbacks: Callbacks, now: () => Date) {
  let running: Promise<number> = Promise.resolve(0);
  let isRunning = false;
  const run = async (at: Date): Promise<number> => {
    try {
      return settleDue(desk, at) + (await callbacks.deliverDue(at));
    } finally {
      isRunning = false;
    }
  };
  return {
    // A tick that finds another at work joins it: notices go out one after the other.
    tick: (at = now()): Promise<number> => {
      if (isRunning) return running;
      isRunning = true;
      running = run(at);
      return running;
    },
    idle: () => running,
  };
}
