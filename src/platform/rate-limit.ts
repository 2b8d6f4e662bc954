import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { refuser } from '#kernel/refusal.ts';
import { minute } from '#kernel/time.ts';
import type { Ctx } from './ctx.ts';
import type { Db } from './db.ts';
import { callerKey } from './http/security.ts';

export const refuseRate = refuser({
  'rate.limited': {
    status: 429,
    zh: '操作太频繁了，请过 {minutes} 分钟再试',
    en: 'That was too often: please try again in {minutes} min.',
  },
});

/** So many times in a window; windows begin at multiples of their length. */
export interface Limit {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * Takes one of `limit` places in the present window of `key`, in one conditional write. False when none is left.
 * Call it outside the transaction of the deed, or a refused deed would give its place back.
 */
export async function takeFromWindow(
  db: Db,
  { key, limit, windowMs }: Limit,
  now: Date,
): Promise<boolean> {
  const startsAt = startOfWindow(windowMs, now);
  const { rows } = await sql`
    insert into rate_window (key, starts_at) values (${key}, ${startsAt})
    on conflict (key, starts_at) do update set taken = rate_window.taken + 1
      where rate_window.taken < ${limit}
    returning taken`.execute(db);
  return rows.length === 1;
}

/** Whether a place is left in the present window; takes none. */
export async function hasRoom(
  db: Db,
  { key, limit, windowMs }: Limit,
  now: Date,
): Promise<boolean> {
  const startsAt = startOfWindow(windowMs, now);
  const { rows } = await sql`
    select 1 from rate_window
    where key = ${key} and starts_at = ${startsAt} and taken >= ${limit}`.execute(db);
  return rows.length === 0;
}

function startOfWindow(windowMs: number, now: Date): Date {
  return new Date(now.getTime() - (now.getTime() % windowMs));
}

/** Takes a place in each of `limits`, in their order. @throws Refusal rate.limited */
export async function assertWithin(ctx: Ctx, ...limits: readonly Limit[]): Promise<void> {
  for (const limit of limits) {
    if (!(await takeFromWindow(ctx.db, limit, ctx.now))) throw tooOften(limit.windowMs, ctx.now);
  }
}

/** The refusal of somebody who has to wait for the next window. */
export function tooOften(windowMs: number, now: Date): ReturnType<typeof refuseRate> {
  const leftMs = windowMs - (now.getTime() % windowMs);
  return refuseRate('rate.limited', {
    minutes: Math.ceil(leftMs / minute),
    retryAfterSec: Math.ceil(leftMs / 1000),
  });
}

/** What counts as one caller for limits. */
export function callerOf(ctx: Ctx): string {
  return callerKey(ctx.ip ?? '');
}

/** A key part for something that no table should hold in the clear, such as an address. */
export function blind(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Forgets windows that began before `before`. Returns how many. */
export async function forgetWindows(db: Db, before: Date): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from rate_window where starts_at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
