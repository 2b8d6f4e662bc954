import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, isIPv4 } from 'node:net';
import { PassThrough, Transform, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { refuser, Refusal } from '#kernel/refusal.ts';
import { minute, second } from '#kernel/time.ts';
import { isOutOfRoom, refuseFile } from '../files.ts';
import { isAmong, isPlain, isPublicAddress } from './address.ts';

const refuseOutside = refuser({
  // One sentence for both, so that nobody learns by it which names there are inside our own network.
  'outside.not_public': {
    status: 422,
    zh: '在公网上找不到这个地址：{host}。请检查地址；书院不访问内网地址，只访问 http 和 https 的常用端口',
    en: 'This address is not found on the public internet: {host}. Please check it; addresses of private networks and unusual ports are not asked.',
  },
  'outside.unreachable': {
    status: 422,
    zh: '连不上 {host}，或者它中途断开了，请稍后再试',
    en: '{host} cannot be reached, or broke off: please try again later.',
  },
  'outside.too_slow': {
    status: 422,
    zh: '{host} 太慢了，没有等到结果',
    en: '{host} is too slow: we stopped waiting.',
  },
  'outside.too_large': {
    status: 413,
    zh: '{host} 上的文件太大，最多 {limitMb} MB',
    en: 'The file at {host} is too large: at most {limitMb} MB.',
  },
  'outside.too_many_turns': {
    status: 422,
    zh: '{host} 转来转去，没有给出文件',
    en: '{host} only leads on from one address to the next.',
  },
  'outside.status': {
    status: 422,
    zh: '{host} 不给这个文件（HTTP {status}）。地址变了，或者需要登录',
    en: '{host} does not give this file (HTTP {status}): it has moved, or wants a login.',
  },
});

/** What to fetch, where to, and how much of it. */
export interface Wanted {
  readonly url: string;
  /** A new file on this machine; whatever goes wrong, it is not there. */
  readonly path: string;
  readonly limitBytes: number;
  /** For everything together; two minutes when absent. */
  readonly limitMs?: number;
}

/** What was fetched. */
export interface Fetched {
  /** Where it was in the end. */
  readonly url: string;
  readonly sizeBytes: number;
  /** As the other side says; never trusted. */
  readonly contentType: string;
}

/** The public internet, asked for files by addresses that people typed. */
export interface Outside {
  /**
   * Fetches one file. Whatever its address or a redirect names, only public addresses are asked: a name is looked up once, all
   * that it stands for is judged, and the connection goes to what was judged.
   *
   * @throws Refusal outside.*, files.full
   */
  fetch(wanted: Wanted): Promise<Fetched>;
}

export interface OutsideOptions {
  /** Hosts with ports that may be asked although they are not public: the operator's own. */
  readonly also: readonly string[];
  /** How we call ourselves. */
  readonly userAgent: string;
  /** All addresses of a name; the system's resolver when absent. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
  /** How long nothing at all may come; 20 s. */
  readonly silenceMs?: number;
  /** Bytes a second that must come on the average, once `graceMs` are over; 2 kB, 30 s. */
  readonly slowestBps?: number;
  readonly graceMs?: number;
}

const mostTurns = 5;
const mebibyte = 1024 * 1024;

/** Opens the way outside. */
export function openOutside(options: OutsideOptions): Outside {
  return {
    fetch: async (wanted) => {
      const signal = AbortSignal.timeout(wanted.limitMs ?? 2 * minute);
      const place = { host: '' };
      try {
        const answer = await follow(options, wanted.url, signal, place);
        const sizeBytes = await save(options, answer.message, wanted, place.host);
        const contentType = answer.message.headers['content-type'] ?? '';
        return { url: answer.url.href, sizeBytes, contentType };
      } catch (error) {
        await rm(wanted.path, { force: true });
        throw explained(error, signal, place.host);
      }
    },
  };
}

/** Goes from redirect to redirect, judging each. */
// oxlint-disable-next-line max-params -- by what rules, from where, until when, and whom to blame
async function follow(
  options: OutsideOptions,
  address: string,
  signal: AbortSignal,
  place: { host: string },
): Promise<{ readonly url: URL; readonly message: IncomingMessage }> {
  let url = parse(address, undefined);
  for (let turns = 0; turns <= mostTurns; turns += 1) {
    place.host = url.host;
    const target = await judge(options, url, signal);
    const message = await ask(options, url, target, signal);
    const { statusCode: status = 0, headers } = message;
    if (status === 200) return { url, message };
    message.destroy();
    if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined)
      throw refuseOutside('outside.status', { host: url.host, status });
    url = parse(headers.location, url);
  }
  throw refuseOutside('outside.too_many_turns', { host: url.host });
}

function parse(address: string, base: URL | undefined): URL {
  const url = URL.parse(address, base?.href);
  if (!url) throw refuseOutside('outside.not_public', { host: address.slice(0, 200) });
  return url;
}

/** The one address that is connected to. @throws Refusal outside.not_public when any that the name stands for is not public */
async function judge(
  { also, resolve = resolveAll }: OutsideOptions,
  url: URL,
  signal: AbortSignal,
): Promise<string> {
  const closed = () => refuseOutside('outside.not_public', { host: url.host.slice(0, 200) });
  const isOwn = isAmong(also, url);
  if (!isOwn && !isPlain(url)) throw closed();
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const found = isIP(name) ? [name] : await before(signal, resolve(name));
  // Older servers know IPv6 less well than IPv4, and so do networks.
  const first = found.find(isIPv4) ?? found[0];
  if (first === undefined || !(isOwn || found.every(isPublicAddress))) throw closed();
  return first;
}

async function resolveAll(hostname: string): Promise<readonly string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A resolver that does not answer just now is no answer either.
    if (['ENOTFOUND', 'ENODATA', 'EAI_AGAIN', 'EAI_FAIL', 'EINVAL'].includes(code)) return [];
    throw error;
  }
}

/** What `work` answers, unless the time is over first: the system's resolver cannot be stopped. */
async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(signal.reason as Error);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Asks `target` and nobody else, by the name that the address says. */
// oxlint-disable-next-line max-params -- by what rules, for what, whom, until when
function ask(
  { userAgent, silenceMs = 20 * second }: OutsideOptions,
  url: URL,
  target: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const answer = Promise.withResolvers<IncomingMessage>();
  let message: IncomingMessage | undefined;
  const sent = request(url, {
    agent: false,
    signal,
    timeout: silenceMs,
    lookup: pinned(target),
    headers: { accept: '*/*', 'accept-encoding': 'gzip, br', 'user-agent': userAgent },
  });
  sent.once('response', (came) => {
    message = came;
    answer.resolve(came);
  });
  sent.on('error', answer.reject);
  sent.once('timeout', () => (message ?? sent).destroy(new Silence()));
  sent.end();
  return answer.promise;
}

/** A look-up that knows one answer. */
function pinned(address: string): NonNullable<RequestOptions['lookup']> {
  const family = isIPv4(address) ? 4 : 6;
  return (_hostname, { all }, done) => {
    if (all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

/** How what comes is packed, by what its head says; anything else was not asked for. */
const unpackers: Readonly<Record<string, () => Duplex>> = {
  identity: () => new PassThrough(),
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  br: () => createBrotliDecompress(),
};

/** Nothing came for too long, or too little. */
class Silence extends Error {}

/** Writes what comes, as long as it comes and is not too much: also of what was packed. */
// oxlint-disable-next-line max-params -- by what rules, what, where to, and whom to blame
async function save(
  options: OutsideOptions,
  message: IncomingMessage,
  { path, limitBytes }: Wanted,
  host: string,
): Promise<number> {
  const limitMb = Math.max(1, Math.floor(limitBytes / mebibyte));
  const tooLarge = () => refuseOutside('outside.too_large', { host, limitMb });
  const { headers } = message;
  const unpack = unpackers[(headers['content-encoding'] ?? 'identity').trim().toLowerCase()];
  if (!unpack || Number(headers['content-length'] ?? 0) > limitBytes) {
    message.destroy();
    throw unpack ? tooLarge() : refuseOutside('outside.unreachable', { host });
  }
  let sizeBytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) done(tooLarge());
      else done(null, chunk);
    },
  });
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  await pipeline(message, paced(options), unpack(), counting, file);
  return sizeBytes;
}

/** Ends a connection over which a little comes again and again, so that it is never silent. */
function paced({ slowestBps = 2_000, graceMs = 30 * second }: OutsideOptions): Transform {
  const begun = performance.now();
  let bytes = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      const ms = performance.now() - begun;
      const isSlow = ms > graceMs && bytes < (slowestBps * ms) / 1_000;
      done(isSlow ? new Silence() : null, chunk);
    },
  });
}

/** What went wrong, as a refusal where it was not our fault. */
function explained(error: unknown, signal: AbortSignal, host: string): unknown {
  if (error instanceof Refusal) return error;
  if (signal.aborted || error instanceof Silence)
    return refuseOutside('outside.too_slow', { host });
  if (isOutOfRoom(error)) return refuseFile('files.full');
  const { code, syscall } = error as NodeJS.ErrnoException;
  // The file on this machine is ours to answer for; sockets, TLS, HTTP and packed bytes are theirs.
  const isOurs = code === undefined || ['open', 'write', 'close'].includes(syscall ?? '');
  return isOurs ? error : refuseOutside('outside.unreachable', { host });
}
