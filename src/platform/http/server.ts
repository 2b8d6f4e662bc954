import { createServer, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Reply } from './reply.ts';

/** A server that could not listen, in one plain sentence. */
export class ListenRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ListenRefused';
  }
}

export interface Listening {
  readonly port: number;
  readonly server: Server;
  /** Ends when open requests are answered, or after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** What answers requests: a Hono app, or something that stands in for one. */
export interface Answering {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
  /** The whole answer, when it is known from the first lines of the request. */
  recall?(request: IncomingMessage): Reply | undefined;
}

/** Listens on `host:port` (0: any free port). @throws ListenRefused when the port is taken or may not be used */
export async function listen(app: Answering, host: string, port: number): Promise<Listening> {
  const answer = getRequestListener((request, env) => app.fetch(request, env));
  const server = createServer(
    { headersTimeout: 15_000, requestTimeout: 300_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      const fault = faultOf(request);
      if (fault) return void response.writeHead(fault, { connection: 'close' }).end();
      const known = app.recall?.(request);
      if (!known) return void answer(request, response);
      const length = { 'content-length': String(known.body?.length ?? 0) };
      response.writeHead(known.status, { ...known.headers, ...length }).end(known.body);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, host, port)));
    server.listen(port, host, resolve);
  });

  const address = server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  return { port: bound, server, close: (graceMs) => close(server, graceMs) };
}

/**
 * The status with which a request is refused that proxies and we might read differently: two Host headers, an absolute
 * target, TRACE, a chunked HTTP/1.0 body (RFC 9112 §3.2, §6.1).
 */
export function faultOf(
  request: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders' | 'headers' | 'httpVersion'>,
): number | undefined {
  if (request.method === 'TRACE' || request.method === 'CONNECT') return 405;
  if (!request.url?.startsWith('/')) return 400;
  const hosts = request.rawHeaders.filter(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'host',
  );
  if (hosts.length > 1) return 400;
  if (request.httpVersion === '1.0' && request.headers['transfer-encoding']) return 400;
  return undefined;
}

function refused(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new ListenRefused(
      `Port ${port} is already in use. Stop what uses it, or choose another with PORT=…`,
    );
  }
  if (error.code === 'EACCES')
    return new ListenRefused(
      `Port ${port} may not be used by this account. Choose one above 1023 with PORT=…`,
    );
  if (error.code === 'EADDRNOTAVAIL')
    return new ListenRefused(`HOST=${host} is not an address of this machine.`);
  return error;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
