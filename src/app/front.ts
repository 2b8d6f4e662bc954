import type { Settings } from '#platform/config.ts';
import { listen, type Answering } from '#platform/http/server.ts';
import type { Undo } from './undo.ts';

/** The port, taken before anything else is opened. Until `serve` every request is told to come again. */
export interface Front {
  readonly port: number;
  serve(app: Answering): void;
  /** Takes no more requests and lets those end that are under way. */
  close(): Promise<void>;
}

const graceMs = 5_000;

/** Takes HOST and PORT. @throws ListenRefused when they cannot be had */
export async function openFront({ host, port }: Settings, undo: Undo): Promise<Front> {
  let current: Answering = { fetch: notReady };
  const listening = await listen(
    {
      fetch: (request, env) => current.fetch(request, env),
      recall: (request) => current.recall?.(request),
    },
    host,
    port,
  );
  const close = () => listening.close(graceMs);
  await undo.add(close);
  return {
    port: listening.port,
    serve: (app) => {
      current = app;
    },
    close,
  };
}

function notReady(): Response {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '1',
  };
  return new Response('not ready\n', { status: 503, headers });
}
