import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { minute } from '#kernel/time.ts';
import type { Ctx } from './ctx.ts';
import { takeFromWindow } from './rate-limit.ts';

/** What a caller has to do to show that a request was worth some effort. */
export interface Puzzle {
  readonly kind: 'proof-of-work' | 'none';
  readonly puzzle: string;
  /** How many leading zero bits SHA-256 of `<puzzle>:<answer>` must have. */
  readonly bits: number;
  readonly expiresAt: string;
}

/** Tells people from floods. An answer counts once. */
export interface Challenge {
  issue(ctx: Ctx): Puzzle;
  /** `solution` is `<puzzle>:<answer>`. */
  verify(ctx: Ctx, solution: string | undefined): Promise<boolean>;
}

const lifeMs = 10 * minute;

/** Lets everybody pass: for houses that stand behind a guard of their own. */
export const noChallenge: Challenge = {
  issue: (ctx) => ({
    kind: 'none',
    puzzle: '',
    bits: 0,
    expiresAt: new Date(ctx.now.getTime() + lifeMs).toISOString(),
  }),
  verify: async () => true,
};

/** A second of a phone’s time against a microsecond of ours: 2^17 hashes (measured: 345,000 a second on a busy desk). */
const usualBits = 17;

/**
 * Asks for SHA-256 with `bits` leading zero bits. Nothing is stored until an answer comes: the puzzle carries its end
 * and our signature, and is struck off at its first right answer.
 */
export function proofOfWork(bits = usualBits): Challenge {
  return {
    issue: (ctx) => {
      const ends = ctx.now.getTime() + lifeMs;
      const body = `${ends}.${bits}.${randomBytes(12).toString('base64url')}`;
      const puzzle = `${body}.${signatureOf(ctx, body)}`;
      return { kind: 'proof-of-work', puzzle, bits, expiresAt: new Date(ends).toISOString() };
    },
    verify: async (ctx, solution) => {
      const ends = endOfPuzzle(ctx, solution, bits);
      if (ends === undefined || ends <= ctx.now.getTime()) return false;
      const key = `puzzle:${solution!.split(':')[0]}`;
      // The window is the puzzle's own, so that no later one counts its answer again.
      return takeFromWindow(ctx.db, { key, limit: 1, windowMs: 1 }, new Date(ends));
    },
  };
}

const form = /^((\d{13})\.(\d{1,2})\.[A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22}):[A-Za-z0-9_-]{1,32}$/;

function endOfPuzzle(ctx: Ctx, solution: string | undefined, bits: number): number | undefined {
  const match = solution === undefined ? null : form.exec(solution);
  if (!match) return undefined;
  const [, body, ends, asked, signature] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const known = signatureOf(ctx, body);
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(known))) return undefined;
  // A puzzle from before the price was raised does not count.
  if (Number(asked) < bits || leadingZeroBits(solution!) < bits) return undefined;
  return Number(ends);
}

function signatureOf(ctx: Ctx, body: string): string {
  return createHmac('sha256', ctx.ports.secret)
    .update(`challenge:${body}`)
    .digest('base64url')
    .slice(0, 22);
}

function leadingZeroBits(text: string): number {
  const hash = createHash('sha256').update(text).digest();
  const first = hash.findIndex((byte) => byte !== 0);
  return first < 0 ? hash.length * 8 : first * 8 + Math.clz32(hash[first]!) - 24;
}
