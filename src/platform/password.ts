import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { refuser } from '#kernel/refusal.ts';

const refusePassword = refuser({
  'password.busy': {
    status: 503,
    zh: '现在登录的人太多了，请过一会儿再试',
    en: 'Too many people are signing in right now: please try again in a moment.',
  },
});

/** Cost of a hash: KiB of memory, passes, lanes (OWASP's minimum for argon2id). */
interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const hashBytes = 32;

// A flood of log-ins takes one core at most per lane and waits in line; beyond the line it is turned away.
const lanes = Math.max(1, Math.min(4, availableParallelism() - 1));
const longestLine = 100;
const line: (() => void)[] = [];
let running = 0;

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (running >= lanes) {
    if (line.length >= longestLine) throw refusePassword('password.busy', { retryAfterSec: 5 });
    await new Promise<void>((resolve) => line.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }
}

function derive(
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism }: Cost,
): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'));
  const parameters = { message, nonce, memory, passes, parallelism, tagLength: hashBytes };
  return inLine(
    () =>
      new Promise((resolve, reject) =>
        argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key))),
      ),
  );
}

const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/**
 * `password` (in NFKC, so that every keyboard writes the same one) as an argon2id hash in PHC format.
 *
 * @throws Refusal password.busy when a hundred are waiting
 */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const key = await derive(password, nonce, cost);
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(nonce)}$${bare(key)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Whether `password` is the one behind `hash`. Without a hash it works as long and answers no, so that time tells
 * nothing about who has an account.
 *
 * @throws Refusal password.busy
 */
export async function isPassword(
  password: string,
  hash: string | null | undefined,
): Promise<boolean> {
  const parts = hash ? phc.exec(hash) : null;
  if (!parts) {
    await derive(password, Buffer.alloc(16), cost);
    return false;
  }
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number];
  const [nonce, known] = parts.slice(4, 6).map((text) => Buffer.from(text, 'base64')) as [
    Buffer,
    Buffer,
  ];
  const key = await derive(password, nonce, { memory, passes, parallelism });
  return key.length === known.length && timingSafeEqual(key, known);
}
