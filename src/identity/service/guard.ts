import { createHmac, timingSafeEqual } from 'node:crypto';
import { newToken } from '#kernel/id.ts';
import { hour, minute } from '#kernel/time.ts';
import { proofOfWork, type Challenge, type Puzzle } from '#platform/challenge.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  assertWithin,
  blind,
  callerOf,
  hasRoom,
  takeFromWindow,
  tooOften,
  type Limit,
} from '#platform/rate-limit.ts';
import { refuse } from '../refusals.ts';

const usualChallenge = proofOfWork();

function challengeOf(ctx: Ctx): Challenge {
  return ctx.ports.challenge ?? usualChallenge;
}

/** The tries that a caller has before we ask for some work: a third of a minute's limit in ten minutes. */
function easeOf(ctx: Ctx): Limit {
  const limit = Math.ceil(ctx.ports.settings.authRateLimit / 3);
  return { key: `ease:${callerOf(ctx)}`, limit, windowMs: 10 * minute };
}

/** Counts one request of a caller who wants in. @throws Refusal rate.limited */
export async function guardCaller(ctx: Ctx): Promise<void> {
  const limit = ctx.ports.settings.authRateLimit;
  await assertWithin(ctx, { key: `entry:${callerOf(ctx)}`, limit, windowMs: minute });
}

/**
 * Lets one attempt to get in through: so many a minute from one caller, with a solved puzzle once there were several.
 *
 * @throws Refusal rate.limited, identity.challenge_needed
 */
export async function guardEntry(ctx: Ctx, solution: string | undefined): Promise<void> {
  await guardCaller(ctx);
  if (await takeFromWindow(ctx.db, easeOf(ctx), ctx.now)) return;
  if (!(await challengeOf(ctx).verify(ctx, solution))) throw refuse('identity.challenge_needed');
}

/** A puzzle to be solved with the next attempt. */
export function issuePuzzle(ctx: Ctx): Puzzle {
  return challengeOf(ctx).issue(ctx);
}

/** A puzzle when this caller's next attempt needs one. */
export async function findPuzzle(ctx: Ctx): Promise<Puzzle | undefined> {
  return (await hasRoom(ctx.db, easeOf(ctx), ctx.now)) ? undefined : issuePuzzle(ctx);
}

/** The cookie by which a device is known again after log-out; it opens nothing, it only shields from others' tries. */
export function deviceToken(ctx: Ctx, userId: string): string {
  const body = `${userId}.${newToken()}`;
  return `${body}.${signatureOf(ctx, body)}`;
}

function signatureOf(ctx: Ctx, body: string): string {
  return createHmac('sha256', ctx.ports.secret).update(`device:${body}`).digest('base64url');
}

function isDeviceOf(
  ctx: Ctx,
  token: string | undefined,
  userId: string | undefined,
): token is string {
  const [owner = '', nonce = '', signature = ''] = (token ?? '').split('.');
  if (userId === undefined || owner !== userId || signature.length !== 43) return false;
  const known = signatureOf(ctx, `${owner}.${nonce}`);
  return timingSafeEqual(Buffer.from(signature), Buffer.from(known));
}

/** Whose door is tried, by which device. */
export interface Door {
  readonly address: string;
  readonly userId: string | undefined;
  readonly device: string | undefined;
}

/**
 * Counts one try of a password for an address. Strangers share one limit for the address, so that many callers cannot
 * guess together; a device that was signed in before has its own, so that strangers cannot lock its owner out.
 *
 * @throws Refusal identity.too_many_tries
 */
export async function guardPassword(ctx: Ctx, { address, userId, device }: Door): Promise<void> {
  const { authRateLimit } = ctx.ports.settings;
  const few = Math.ceil(authRateLimit / 3);
  const door = blind(address);
  const limits: readonly Limit[] = isDeviceOf(ctx, device, userId)
    ? [{ key: `password:device:${blind(device)}`, limit: few, windowMs: 15 * minute }]
    : [
        { key: `password:${door}:${callerOf(ctx)}`, limit: few, windowMs: 15 * minute },
        { key: `password:${door}`, limit: 2 * authRateLimit, windowMs: hour },
      ];
  for (const limit of limits) {
    if (await takeFromWindow(ctx.db, limit, ctx.now)) continue;
    throw refuse('identity.too_many_tries', tooOften(limit.windowMs, ctx.now).params);
  }
}

/**
 * Counts one code that is sent to an address: one a minute and five an hour for everybody together, so that nobody is
 * flooded with messages; a device of the account has its own count.
 *
 * @throws Refusal rate.limited
 */
export async function guardSending(ctx: Ctx, { address, userId, device }: Door): Promise<void> {
  const whose = isDeviceOf(ctx, device, userId) ? `device:${blind(device)}` : blind(address);
  await assertWithin(
    ctx,
    {
      key: `send:${callerOf(ctx)}`,
      limit: Math.ceil(ctx.ports.settings.authRateLimit * 0.7),
      windowMs: hour,
    },
    { key: `send:minute:${whose}`, limit: 1, windowMs: minute },
    { key: `send:hour:${whose}`, limit: 5, windowMs: hour },
    { key: `send:day:${whose}`, limit: 10, windowMs: 24 * hour },
  );
}
