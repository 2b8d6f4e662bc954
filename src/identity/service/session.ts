import { newId, newToken } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, touchTopic, type Tx } from '#platform/db.ts';
import type { Http } from '#platform/http/route.ts';
import { actingUser } from '#platform/policy.ts';
import { sessionsTopic } from '#platform/realtime.ts';
import { getSiteSettings } from '#settings/service.ts';
import { refuse } from '../refusals.ts';
import { deviceName } from '../rules/device.ts';
import type { SessionItem } from '../schema.ts';
import { endOfSession, hashToken, sessionCookie } from '../service.ts';
import { deleteCodes } from '../store/code.ts';
import {
  deleteDisplaced,
  deleteEndedSessions,
  deleteSession,
  deleteSessionsOf,
  insertSession,
  isDisplaced,
  selectSessions,
  trimSessions,
} from '../store/session.ts';
import type { OpenedSession } from '../types.ts';
import { deviceToken } from './guard.ts';

/**
 * Begins a session with a new token, in place of the one that the caller came with. When `passwordHash` is given it still
 * has to be the person's.
 *
 * @throws Refusal identity.wrong_password when a ban or a new password came in between
 */
export async function openSession(
  tx: Tx,
  ctx: Ctx,
  userId: string,
  passwordHash?: string | null,
): Promise<OpenedSession> {
  const token = newToken();
  const expiresAt = endOfSession(ctx.now, ctx.now);
  const row = {
    id: newId(ctx.now),
    tokenHash: hashToken(token),
    userId,
    createdAt: ctx.now,
    seenAt: ctx.now,
    expiresAt,
    userAgent: ctx.userAgent ?? '',
    ip: ctx.ip ?? '',
  };
  if (!(await insertSession(tx, row, passwordHash))) throw refuse('identity.wrong_password');
  if (ctx.actor.kind === 'user') await deleteSession(tx, ctx.actor.userId, ctx.actor.sessionId);
  const { devicesPerAccount } = await getSiteSettings(ctx);
  await trimSessions(tx, userId, devicesPerAccount, ctx.now);
  touchTopic(tx, sessionsTopic(userId));
  return { token, sessionId: row.id, userId, expiresAt };
}

function deviceCookie(ctx: Ctx): string {
  return sessionCookie(ctx.ports.settings).replace(/sid$/, 'device');
}

/** What a request says of the device it comes from. */
export function deviceOf(ctx: Ctx, http: Http): string | undefined {
  return http.cookie(deviceCookie(ctx));
}

/** Hands a session to the browser, and marks the device as one of the person's. */
export function carrySession(ctx: Ctx, http: Http, opened: OpenedSession): void {
  const maxAgeSec = Math.floor((opened.expiresAt.getTime() - ctx.now.getTime()) / 1000);
  http.setCookie(sessionCookie(ctx.ports.settings), opened.token, maxAgeSec);
  http.setCookie(deviceCookie(ctx), deviceToken(ctx, opened.userId), (365 * day) / 1000);
}

/** How many devices there may be, when the session that the caller came with ended because there were more; else undefined. */
export async function displacedBy(ctx: Ctx, http: Http): Promise<number | undefined> {
  const sent = http.cookie(sessionCookie(ctx.ports.settings));
  if (ctx.actor.kind === 'user' || sent === undefined) return undefined;
  if (!(await isDisplaced(ctx.db, hashToken(sent)))) return undefined;
  return (await getSiteSettings(ctx)).devicesPerAccount;
}

/** Ends the session that the caller came with, if any, and takes it from the browser. */
export async function logOut(ctx: Ctx, http: Http): Promise<void> {
  if (ctx.actor.kind === 'user') await leave(ctx, ctx.actor.userId, ctx.actor.sessionId);
  http.clearCookie(sessionCookie(ctx.ports.settings));
}

/** The caller's own signed-in devices, the last seen first. @throws Refusal policy.signed_out */
export async function listSessions(ctx: Ctx): Promise<SessionItem[]> {
  const { userId, sessionId } = actingUser(ctx);
  const rows = await selectSessions(ctx.db, userId, ctx.now);
  return rows.map(({ id, ip, userAgent, createdAt, seenAt, expiresAt }) => ({
    id,
    ip,
    device: deviceName(userAgent),
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isCurrent: id === sessionId,
  }));
}

/** Signs out one of the caller's own devices. @throws Refusal policy.signed_out, identity.unknown_session */
export async function endSession(ctx: Ctx, id: string): Promise<void> {
  const { userId } = actingUser(ctx);
  if (!(await leave(ctx, userId, id))) throw refuse('identity.unknown_session');
}

/** Ends a session, and tells whoever listens with it. False when it is not theirs, or over. */
async function leave(ctx: Ctx, userId: string, sessionId: string): Promise<boolean> {
  const isGone = await deleteSession(ctx.db, userId, sessionId);
  ctx.ports.realtime.tell([sessionsTopic(userId)]);
  return isGone;
}

/** Signs out all of the caller's devices but this one. Returns how many. @throws Refusal policy.signed_out */
export async function endOtherSessions(ctx: Ctx): Promise<number> {
  const { userId, sessionId } = actingUser(ctx);
  return inTransaction(ctx, async (tx) => {
    touchTopic(tx, sessionsTopic(userId));
    return deleteSessionsOf(tx, userId, sessionId);
  });
}

/** Forgets sessions that are over, and codes a day after they were sent. */
export async function forgetEnded(ctx: Ctx): Promise<void> {
  await deleteEndedSessions(ctx.db, ctx.now);
  await deleteCodes(ctx.db, after(ctx.now, -day));
  await deleteDisplaced(ctx.db, after(ctx.now, -30 * day));
}
