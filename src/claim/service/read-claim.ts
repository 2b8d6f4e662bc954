import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import type { Db } from '#platform/db.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { mayCounter, mayDecideClaims, mayReadClaims } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { nextState } from '../rules.ts';
import type { ClaimItem, ClaimLink } from '../schema.ts';
import { findClaim, listClaims, type ClaimFilter } from '../store.ts';
import type { Claim } from '../types.ts';

/** What opens a claim to whoever made it: signed, so that nothing is kept that could be stolen. */
export function keyOf(ctx: Ctx, id: string): string {
  return createHmac('sha256', ctx.ports.secret).update(`claim:${id}`).digest('base64url');
}

/** The claim that a link opens. @throws Refusal claim.unknown, also for a wrong key */
export async function readByLink(db: Db, ctx: Ctx, { id, key }: ClaimLink): Promise<Claim> {
  const [known, given] = [Buffer.from(keyOf(ctx, id)), Buffer.from(key)];
  const isTheirs = known.length === given.length && timingSafeEqual(known, given);
  const claim = isTheirs ? await findClaim(db, id, ctx.locale) : undefined;
  if (!claim) throw refuse('claim.unknown');
  return claim;
}

/** A claim as whoever made it sees it. @throws Refusal claim.unknown */
export function getOwnClaim(ctx: Ctx, link: ClaimLink): Promise<Claim> {
  return readByLink(ctx.db, ctx, link);
}

/** A page of claims, newest first: all for staff, for creators those that closed works of their own. @throws Refusal input.cursor, policy.* */
export async function listClaimItems(
  ctx: Ctx,
  { state, isLate }: Pick<ClaimFilter, 'state'> & { readonly isLate?: boolean | undefined },
  cursor: string | undefined,
  limit: number,
): Promise<Page<ClaimItem>> {
  const isStaff = reachOf(ctx, mayReadClaims) === 'any';
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayReadClaims, userId);
  const filter = {
    locale: ctx.locale,
    state,
    dueBefore: isLate ? ctx.now : undefined,
    creatorId: isStaff ? undefined : userId,
  };
  const rows = await listClaims(ctx.db, filter, readIdCursor(cursor), limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => itemOf(ctx, row, isStaff),
  );
}

function itemOf(ctx: Ctx, row: Claim, isStaff: boolean): ClaimItem {
  return {
    id: row.id,
    workId: row.workId,
    workTitle: row.workTitle,
    creatorName: row.creatorName,
    name: row.name,
    // The law has the claim passed on, not how its maker is reached.
    email: isStaff ? row.email : null,
    original: row.original,
    reasons: row.reasons,
    madeAt: row.madeAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    isLate: row.state === 'open' && row.dueAt < ctx.now,
    state: row.state,
    answer: row.answer,
    counterWords: row.counterWords,
    restoreAt: row.restoreAt?.toISOString() ?? null,
    lawsuit: row.lawsuit,
    upheldCount: isStaff ? row.upheldCount : null,
    may: whatMay(ctx, row),
  };
}

function whatMay(ctx: Ctx, row: Claim): ClaimItem['may'] {
  const isOwn = actingUser(ctx).userId === row.creatorId;
  const decides = reachOf(ctx, mayDecideClaims) === 'any' && !isOwn;
  const counters = reachOf(ctx, mayCounter) === 'own' && isOwn;
  return {
    decide: decides && nextState(row, 'dismiss', ctx.now) !== undefined,
    counter: counters && nextState(row, 'counter', ctx.now) !== undefined,
  };
}
