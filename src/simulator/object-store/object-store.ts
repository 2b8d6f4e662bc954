import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, fault, type Question, type Said } from './desk.ts';
import { openStoreFaults, type StoreFaults } from './faults.ts';
import { Shelf } from './shelf.ts';
import { proveSignature, type Signer } from './signature.ts';

export interface ObjectStoreOptions extends Signer {
  readonly bucket: string;
  readonly now: () => Date;
  /** From 0 to below 1; faults come from here. */
  readonly random: () => number;
  /** How late a slow first byte is. */
  readonly slowMs?: number;
}

/** A store that speaks a part of the S3 protocol on loopback, and can stumble. */
export interface ObjectStore {
  readonly endpoint: string;
  readonly shelf: Shelf;
  readonly faults: StoreFaults;
  /** What was asked since the start, such as `PUT a/b`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Opens a store on a free port of loopback. Requests name the bucket in their path or before the host. */
export async function openObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const shelf = new Shelf(options.now);
  const faults = openStoreFaults(options.random);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    serve({ ...options, shelf, faults, asked }, request, response).catch(() =>
      request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    shelf,
    faults,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Opened extends ObjectStoreOptions {
  readonly shelf: Shelf;
  readonly faults: StoreFaults;
  readonly asked: string[];
}

async function serve(
  store: Opened,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { faults, slowMs = 50 } = store;
  const body = await buffer(request);
  const said = judge(store, request, body);
  if (faults.strikes('slow')) await sleep(slowMs);
  if (said === 'cut') return void request.socket.destroy();
  await send(said, response, {
    isHead: request.method === 'HEAD',
    isCut: request.method === 'GET' && said.status < 300 && faults.strikes('cutMiddle'),
  });
}

/** What is said to a request, or `cut` when its line breaks before anything is. */
function judge(store: Opened, request: IncomingMessage, body: Buffer): Said | 'cut' {
  const { method = 'GET', url: target = '/' } = request;
  const headers = request.headers as Question['headers'];
  const wrong = proveSignature({ method, target, headers, body }, store, store.now());
  if (wrong) return fault(wrong === 'AuthorizationHeaderMalformed' ? 400 : 403, wrong, method);

  const key = keyIn(target, headers['host'] ?? '', store.bucket);
  if (key === undefined) return fault(404, 'NoSuchBucket', method);
  const { searchParams: query } = new URL(target, 'http://bucket');
  store.asked.push(`${method} ${key}`);
  const question = { method, key, query, headers, body };
  const stumbled = stumbleBefore(store.faults, question);
  if (stumbled) return stumbled;
  const said = answer(store.shelf, question);
  return stumbleAfter(store.faults, question) ?? said;
}

const errorInOk: Said = { ...fault(500, 'InternalError'), status: 200 };

function isJoining({ method, query }: Question): boolean {
  return method === 'POST' && query.has('uploadId');
}

function stumbleBefore(faults: StoreFaults, question: Question): Said | 'cut' | undefined {
  if (faults.strikes('cutBefore')) return 'cut';
  if (faults.strikes('slowDown')) return fault(503, 'SlowDown', question.method);
  if (faults.strikes('broken')) return fault(500, 'InternalError', question.method);
  return isJoining(question) && faults.strikes('errorInOk') ? errorInOk : undefined;
}

function stumbleAfter(faults: StoreFaults, question: Question): Said | 'cut' | undefined {
  if (faults.strikes('cutAfter')) return 'cut';
  if (faults.strikes('brokenAfter')) return fault(500, 'InternalError', question.method);
  return isJoining(question) && faults.strikes('errorInOkAfter') ? errorInOk : undefined;
}

function keyIn(target: string, host: string, bucket: string): string | undefined {
  const path = decodeURIComponent(target.split('?')[0] ?? '').slice(1);
  if (host.startsWith(`${bucket}.`)) return path;
  if (path === bucket) return '';
  return path.startsWith(`${bucket}/`) ? path.slice(bucket.length + 1) : undefined;
}

async function send(
  { status, headers = {}, body = '' }: Said,
  response: ServerResponse,
  { isHead, isCut }: { isHead: boolean; isCut: boolean },
): Promise<void> {
  const bytes = Buffer.from(body);
  const length = status === 204 ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...length });
  if (isHead) return void response.end();
  if (!isCut || bytes.length === 0) return void response.end(bytes);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  await new Promise((resolve) => response.write(half, resolve));
  response.socket?.destroy();
}
