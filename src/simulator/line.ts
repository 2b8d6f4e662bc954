import type { Hono } from 'hono';
import type { Callbacks } from './callbacks.ts';
import { type Desk, settleDue } from './desk.ts';

/** Marks an answer that a real network would have lost; the in-process transport throws in its place. */
const LOST_ANSWER = 'x-sandbox-lost-answer';

/** What a request looks like whose answer was lost, over HTTP. */
export function lost(): Response {
  return new Response('Gateway Timeout', { status: 504, headers: { [LOST_ANSWER]: '1' } });
}

/** Answers a request that may carry the path which `baseUrl` is mounted under. */
export async function handleUnder(app: Hono, baseUrl: string, request: Request): Promise<Response> {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  const url = new URL(request.url);
  if (prefix === '' || !url.pathname.startsWith(`${prefix}/`)) return app.fetch(request);
  url.pathname = url.pathname.slice(prefix.length);
  return app.fetch(new Request(url, request));
}

/** @throws DOMException TimeoutError for an answer that a real network would have lost */
export function unlessLost(response: Response): Response {
  if (response.headers.has(LOST_ANSWER)) throw new DOMException('no answer came', 'TimeoutError');
  return response;
}

/** Lets what is due happen, one tick after the other. */
export function openTicker(desk: Desk, callbacks: Callbacks, now: () => Date) {
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
