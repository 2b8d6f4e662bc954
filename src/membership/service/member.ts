import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, type Db, type Tx } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { publish } from '#platform/outbox.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import '../events.ts';
import { mayGrantMembers, mayListMembers, mayReadMembers } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { endOfTerm, placeBehind, stateOfMember, type Place } from '../rules.ts';
import type { MemberFilter, MemberItem, NewMember } from '../schema.ts';
import {
  existsDiscount,
  findBySource,
  findGrantable,
  findMember,
  insertMember,
  isGiven,
  lockMember,
  pauseOne,
  resumeOne,
  reviveBySource,
  revokeBySource,
  revokeOne,
  selectDiscount,
  selectDiscountAt,
  selectMemberNames,
  selectMembers,
  selectRunning,
  type Ended,
} from '../store/member.ts';
import type { Given, Giving, Member, MemberDiscount, Term } from '../types.ts';
import { tiersTag } from './tier.ts';

/** A membership to be given. */
export interface Gift {
  readonly userId: string;
  readonly tierId: string;
  readonly source: Giving;
  readonly grantedBy?: string | null;
  readonly reason?: string;
  /** When it ends, from when it begins; null: for good. */
  readonly endsAt: (startsAt: Date) => Date | null;
  /** Its end is told otherwise: no reminder of it. */
  readonly isQuiet?: boolean;
}

/**
 * Gives a membership, once per source: behind those of the same tier that run, or from now. Answers its id and stretch; undefined
 * when this source has given it before.
 *
 * @throws Refusal membership.for_good, membership.in_the_past
 */
export async function giveMembership(
  tx: Tx,
  ctx: Ctx,
  gift: Gift,
): Promise<
  { readonly id: string; readonly startsAt: Date; readonly endsAt: Date | null } | undefined
> {
  const { userId, tierId, source, grantedBy = null, reason = '', isQuiet = false } = gift;
  await lockMember(tx, userId, tierId);
  if (await isGiven(tx, userId, tierId, source)) return undefined;
  const place = placeBehind(await selectRunning(tx, userId, tierId, ctx.now), ctx.now);
  if (!place) throw refuse('membership.for_good');
  const stretch = stretchOf(gift, place);
  const id = source.kind === 'grant' ? source.id : newId(ctx.now);
  const remindedAt = isQuiet ? ctx.now : null;
  await insertMember(tx, { id, userId, tierId, source, grantedBy, reason, remindedAt, ...stretch });
  return { id, ...stretch };
}

/** Gives a tier for a term: what was bought, once per order. @throws Refusal membership.for_good */
export function giveTerm(
  tx: Tx,
  ctx: Ctx,
  { term, ...gift }: Omit<Gift, 'endsAt'> & { readonly term: Term },
): ReturnType<typeof giveMembership> {
  return giveMembership(tx, ctx, { ...gift, endsAt: (startsAt) => endOfTerm(startsAt, term) });
}

/** Gives a tier from now on until it is taken back, beside whatever else its member has of it: what a level of growth gives. */
export async function giveAlongside(
  tx: Tx,
  ctx: Ctx,
  { userId, tierId, source }: Pick<Gift, 'userId' | 'tierId' | 'source'>,
): Promise<void> {
  const begins = { since: ctx.now, startsAt: ctx.now, endsAt: null };
  const said = { grantedBy: null, reason: '', remindedAt: ctx.now };
  await insertMember(tx, { id: newId(ctx.now), userId, tierId, source, ...said, ...begins });
}

// Most houses have no such tier, and every page of a course that is asked for by somebody signed in would look for one.
const hasDiscounts = new Memory(tiersTag, (ctx) => existsDiscount(ctx.db));

/** What somebody pays less as a member for the work at an address; undefined where they do not. */
export async function findDiscountAt(
  ctx: Ctx,
  userId: string,
  slug: string,
): Promise<MemberDiscount | undefined> {
  if (!(await hasDiscounts.get(ctx))) return undefined;
  return selectDiscountAt(ctx.db, userId, slug, ctx.now);
}

/** What the members of a tier pay less for works that it does not cover. */
export function findDiscount(ctx: Ctx, tierId: string): Promise<MemberDiscount | undefined> {
  return selectDiscount(ctx.db, tierId);
}

/** The membership that a source gave; whoever asks has checked who may know. */
export function findGiven(db: Db, source: Giving): Promise<Given | undefined> {
  return findBySource(db, source);
}

/** Takes back what a source gave; nothing when it is taken back already. */
export async function takeBackGiven(tx: Tx, source: Giving, now: Date): Promise<void> {
  for (const ended of await revokeBySource(tx, source, now)) await tellEnded(tx, ended);
}

/**
 * Gives back what a source gave and was taken back at `takenAt`: a refund that could not be made leaves the buyer what was paid for.
 * What staff took back at another time stays taken.
 */
export function restoreGiven(tx: Tx, source: Giving, takenAt: Date): Promise<void> {
  return reviveBySource(tx, source, takenAt);
}

function stretchOf({ endsAt }: Gift, { since, startsAt }: Place) {
  const end = endsAt(startsAt);
  if (end !== null && end <= startsAt) throw refuse('membership.in_the_past');
  return { since, startsAt, endsAt: end };
}

function tellEnded(tx: Tx, { id, userId, tierId }: Ended): Promise<void> {
  return publish(tx, 'membership.ended', { membershipId: id, userId, tierId });
}

/**
 * Staff give somebody a membership, audited. Answers its id.
 *
 * @throws Refusal membership.no_user, membership.for_good, membership.in_the_past, tier.unknown, tier.closed, policy.*; nothing is
 * then written.
 */
export async function grantMembership(ctx: Ctx, input: NewMember): Promise<string> {
  assertReach(ctx, mayGrantMembers, null);
  const { userId: grantedBy } = actingUser(ctx);
  const { userId, tierId, reason, endsAt, days } = input;
  return inTransaction(ctx, async (tx) => {
    const { hasUser, tierState } = await findGrantable(tx, userId, tierId);
    if (!hasUser) throw refuse('membership.no_user');
    if (!tierState) throw refuse('tier.unknown');
    if (tierState === 'closed') throw refuse('tier.closed');
    const id = newId(ctx.now);
    const given = await giveMembership(tx, ctx, {
      userId,
      tierId,
      source: { kind: 'grant', id },
      grantedBy,
      reason,
      endsAt: (startsAt) => {
        if (days !== undefined) return after(startsAt, days * day);
        return endsAt === undefined ? null : new Date(endsAt);
      },
    });
    const detail = { userId, tierId, reason, startsAt: given?.startsAt, endsAt: given?.endsAt };
    await recordAudit(tx, ctx, 'membership.grant', id, detail);
    return id;
  });
}

/** Staff take a membership back, whatever its source, audited. @throws Refusal membership.unknown, membership.over, policy.* */
export async function revokeMembership(ctx: Ctx, id: string, reason: string): Promise<void> {
  assertReach(ctx, mayGrantMembers, null);
  await inTransaction(ctx, async (tx) => {
    const ended = await revokeOne(tx, id, ctx.now);
    if (!ended) throw refuse((await findMember(tx, id)) ? 'membership.over' : 'membership.unknown');
    await tellEnded(tx, ended);
    const { userId, tierId } = ended;
    await recordAudit(tx, ctx, 'membership.revoke', id, { userId, tierId, reason });
  });
}

/** Staff pause a membership that holds: what is left of it is kept. @throws Refusal membership.unknown, paused, over, policy.* */
export async function pauseMembership(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayGrantMembers, null);
  await inTransaction(ctx, async (tx) => {
    const paused = await pauseOne(tx, id, ctx.now);
    if (!paused) throw whyNot(await findMember(tx, id), 'membership.paused');
    await tellEnded(tx, paused);
    await recordAudit(tx, ctx, 'membership.pause', id, { userId: paused.userId });
  });
}

/** Lets a paused membership go on, to an end as much later as it was paused. @throws Refusal membership.unknown, not_paused, policy.* */
export async function resumeMembership(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, mayGrantMembers, null);
  await inTransaction(ctx, async (tx) => {
    const back = await resumeOne(tx, id, ctx.now);
    if (!back) throw whyNot(await findMember(tx, id), 'membership.not_paused');
    await recordAudit(tx, ctx, 'membership.resume', id, { userId: back.userId });
  });
}

function whyNot(
  member: Member | undefined,
  otherwise: 'membership.paused' | 'membership.not_paused',
): Error {
  if (!member) return refuse('membership.unknown');
  if (member.revokedAt) return refuse('membership.over');
  return refuse(
    otherwise === 'membership.paused' && !member.pausedAt ? 'membership.over' : otherwise,
  );
}

interface MemberQuery {
  readonly filter: MemberFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Memberships, newest first, for those who run the site. @throws Refusal policy.*, input.cursor */
export async function listMembers(ctx: Ctx, query: MemberQuery): Promise<Page<MemberItem>> {
  assertReach(ctx, mayListMembers, null);
  const filter = { ...query.filter, now: ctx.now };
  const rows = await selectMembers(ctx.db, filter, readIdCursor(query.cursor), query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    (row) => itemOf(row, ctx),
  );
}

const mostShown = 100;

/** The memberships of the acting user, the latest first. @throws Refusal policy.signed_out */
export async function listOwn(ctx: Ctx): Promise<MemberItem[]> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayReadMembers, userId);
  const rows = await selectMembers(ctx.db, { userId, now: ctx.now }, undefined, mostShown);
  const latestFirst = rows.toSorted((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
  return latestFirst.map((row) => itemOf(row, ctx));
}

function itemOf({ tierZh, tierEn, pausedAt, ...row }: Member, { locale, now }: Ctx): MemberItem {
  return {
    ...row,
    tierName: locale === 'en' ? tierEn : tierZh,
    state: stateOfMember({ ...row, pausedAt }, now),
    since: row.since.toISOString(),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** What memberships and tiers are called; whoever asks has checked who may know. */
export async function nameMembers(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await selectMemberNames(ctx.db, ids);
  return new Map(
    rows.map(({ id, userName, tierZh, tierEn }) => {
      const tier = ctx.locale === 'en' ? tierEn : tierZh;
      return [id, userName ? `${userName} · ${tier}` : tier];
    }),
  );
}
