import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Random } from '#kernel/random.ts';
import { second } from '#kernel/time.ts';
import type { S3Settings } from '../config.ts';
import { faultIn, S3Fault, silence } from './fault.ts';

/** Sends one request, as `fetch` does. */
export type S3Transport = (url: string, init: RequestInit) => Promise<Response>;

/** One question to the store. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** The object that it is about; the bucket itself when absent. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** A bucket that is asked with a signature, patiently, but not for ever. */
export interface S3Connection {
  /**
   * Asks, and reads the answer with `read`; both again while the store stumbles.
   *
   * @throws S3Fault what the store refuses, or what it said at the last try
   */
  ask<T>(request: S3Request, read: (answer: Response) => Promise<T>): Promise<T>;
  /** Waits before try `attempt` + 1. */
  pause(attempt: number): Promise<void>;
  readonly tries: number;
}

export interface S3ConnectionOptions {
  readonly settings: S3Settings;
  readonly random: Random;
  readonly transport?: S3Transport | undefined;
  /** How often a question is put before we give up; 5. */
  readonly tries?: number | undefined;
  /** The wait after the first failure, doubled with each further one; 200 ms. */
  readonly pauseMs?: number | undefined;
  /** How long an answer may take; for one with a body as long again as a slow line takes for it. */
  readonly limitMs?: number | undefined;
}

const slowestBytesPerMs = 64;
const longestPauseMs = 5 * second;

/** Opens a connection. Nothing is sent yet. */
export function openConnection(options: S3ConnectionOptions): S3Connection {
  const { settings, random, transport = fetch } = options;
  const { tries = 5, pauseMs = 200, limitMs = 30 * second } = options;
  // Somewhere in the upper half, so that many who failed together do not come back together.
  const pause = (attempt: number) =>
    sleep(Math.min(longestPauseMs, pauseMs * 2 ** (attempt - 1)) * (0.5 + random() / 2));

  const once = async <T>(request: S3Request, read: (answer: Response) => Promise<T>) => {
    const limit = new AbortController();
    const patienceMs = limitMs + (request.body?.length ?? 0) / slowestBytesPerMs;
    const timer = setTimeout(() => limit.abort(new S3Fault(0, 'TimedOut')), patienceMs);
    try {
      const { url, init } = await sign(settings, request);
      const answer = await transport(url, { ...init, signal: limit.signal });
      if (!answer.ok) throw faultIn(answer.status, await answer.text());
      return await read(answer);
    } catch (error) {
      throw silence(error);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    tries,
    pause,
    ask: async (request, read) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(request, read);
        } catch (error) {
          if (!(error as S3Fault).isPassing || attempt >= tries) throw error;
          await pause(attempt);
        }
      }
    },
  };
}

async function sign(settings: S3Settings, request: S3Request) {
  const { method, headers, body } = request;
  const { accessKeyId, secretAccessKey, region } = settings;
  // The hash of the body is signed, too: what was damaged on its way is refused and sent again.
  const hash = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const signer = new AwsV4Signer({
    method,
    url: addressOf(settings, request),
    headers: { ...headers, 'x-amz-content-sha256': hash },
    accessKeyId,
    secretAccessKey,
    region,
    service: 's3',
  });
  const signed = await signer.sign();
  // Not signed, as proxies change it; what is packed on its way has no length.
  signed.headers.set('accept-encoding', 'identity');
  // A redirect would carry the signature to somebody else.
  const init: RequestInit = { method, headers: signed.headers, redirect: 'manual' };
  return { url: signed.url.href, init: body ? { ...init, body } : init };
}

/** Where a bucket or an object of it is asked for: the bucket's name stands in the path, or before the host. */
export function addressOf(
  { endpoint, bucket, isPathStyle }: S3Settings,
  { key, query }: Pick<S3Request, 'key' | 'query'>,
): string {
  const url = new URL(endpoint);
  if (!isPathStyle) url.host = `${bucket}.${url.host}`;
  const path = (key ?? '').split('/').map(encodeURIComponent);
  url.pathname = [...(isPathStyle ? [bucket] : []), ...path].join('/');
  url.search = new URLSearchParams(query).toString();
  return url.href;
}
