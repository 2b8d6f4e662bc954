import { recordAudit } from '#audit/service.ts';
import { countingLearner } from '#catalog/service/publish-work.ts';
import { newId } from '#kernel/id.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { publishing } from '#platform/outbox.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { writeTogether, type Write } from '#platform/together.ts';
import './events.ts';
import { grantWorks, readEntitlement } from './policy.ts';
import { refuse } from './refusals.ts';
import { beginBehind, endOfDays } from './rules.ts';
import type { EntitlementFilter, EntitlementItem, NewGrant } from './schema.ts';
import {
  endBySource,
  existsAccessForSure,
  findGrantees,
  lockRights,
  newMemberLearner,
  newEntitlement,
  otherRight,
  reviveBySource,
  selectEntitlements,
  type Ended,
  selectRightNames,
  selectHoldAt,
  selectRights,
  selectRunning,
  selectSource,
  type NewRow,
} from './store.ts';
import { closePause } from './store/term.ts';
import type { Access, Entitlement, Hold, NewEntitlement, Sources } from './types.ts';

/** Whether `userId` may learn `workId` now. */
export async function hasAccess(ctx: Ctx, userId: string, workId: string): Promise<boolean> {
  return (await listRights(ctx, userId, workId)).length > 0;
}

/** Since when each right of `userId` to `workId` holds that holds now; none: no access. */
export async function listRights(ctx: Ctx, userId: string, workId: string): Promise<Date[]> {
  return selectRights(ctx.db, userId, workId, ctx.now);
}

/** What lets `userId` learn `workId` now: an order first, a membership last; undefined: no access. */
export async function findSource(
  ctx: Ctx,
  userId: string,
  workId: string,
): Promise<Access | undefined> {
  return selectSource(ctx.db, userId, workId, ctx.now);
}

/** How `userId` holds the work at the address `slug` now. */
export async function holdOfWorkAt(ctx: Ctx, userId: string, slug: string): Promise<Hold> {
  return selectHoldAt(ctx.db, userId, slug, ctx.now);
}

/**
 * Counts members who began works among their learners: once each, and not those who have the work by a right of their own.
 * Each pair under the lock that decides who has what, in one order, so that nobody waits in a circle.
 */
export async function countMembers(
  ctx: Ctx,
  begun: readonly { readonly userId: string; readonly workId: string }[],
): Promise<void> {
  const key = ({ userId, workId }: { userId: string; workId: string }) => `${userId} ${workId}`;
  for (const one of begun.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    await inTransaction(ctx, async (tx) => {
      const { userId, workId } = one;
      await lockRights(tx, userId, [workId]);
      await writeTogether(tx, [
        newMemberLearner('begun', userId, workId, ctx.now),
        { ...countingLearner(workId, 1, 'begun'), isOptional: true },
      ]);
    });
  }
}

/**
 * Whether `userId` has a work of their own for good, under the lock that decides it: until `tx` ends nobody else gives this work to this
 * user. Who has it for some days may have more of them. A membership does not count: a member may have the work to keep. Taken after the order's row, before balances
 * (docs/locking.md).
 */
export async function isOwnedForSure(
  tx: Tx,
  userId: string,
  workId: string,
  now: Date,
): Promise<boolean> {
  return existsAccessForSure(tx, userId, workId, now);
}

/** Makes others who give or take any of these works wait until `tx` ends; the parts of a bundle, once its own lock is held. */
export async function holdRights(
  tx: Tx,
  userId: string,
  workIds: readonly string[],
): Promise<void> {
  if (workIds.length > 0) await lockRights(tx, userId, workIds);
}

/** When more days of each of these works begin for `userId`, whose locks are held: behind those that they have. */
export async function listBegins(
  tx: Tx,
  userId: string,
  workIds: readonly string[],
  now: Date,
): Promise<Map<string, Date>> {
  if (workIds.length === 0) return new Map();
  const running = Map.groupBy(await selectRunning(tx, userId, workIds, now), (one) => one.workId);
  return new Map([...running].map(([workId, all]) => [workId, beginBehind(all, now)]));
}

/** Gives a right, once per source, from `at` on. */
export async function grantEntitlement(tx: Tx, given: NewEntitlement, at: Date): Promise<void> {
  await writeTogether(tx, granting(tx, given, at));
}

/**
 * The same as writes that are sent with others, of which none is named `name` or begins with it; each changes one row, unless this
 * source gave the right before. `partIds`: what else it gives, the parts of a bundle, which are held (`holdRights`).
 * `begins`: of what is given for days, when they begin (`listBegins`); moved on to where they end.
 */
export function granting(
  tx: Tx,
  given: NewEntitlement,
  at: Date,
  { partIds = [], name = 'given', begins = new Map() }: GivenWith = {},
): Write[] {
  const right = { id: newId(at), grantedBy: null, reason: '', ...given };
  return writing(tx, right, at, { partIds, name, begins });
}

/** Ends what these sources gave. Answers how many rights ended. */
export async function revokeEntitlements(tx: Tx, sources: Sources, now: Date): Promise<number> {
  const ended = await endBySource(tx, sources, now);
  await tell(tx, 'entitlement.revoked', -1, ended);
  for (const { endsAt, ...right } of ended)
    if (endsAt) await closePause(tx, { ...right, endsAt }, now);
  return ended.length;
}

/** Gives back what these sources gave and was taken: a refund that could not be made leaves the buyer what was paid for. */
export async function restoreEntitlements(tx: Tx, sources: Sources): Promise<number> {
  const revived = await reviveBySource(tx, sources);
  await tell(tx, 'entitlement.granted', 1, revived);
  return revived.length;
}

/** Counts and tells what changed. What others changed at the same moment is seen behind the locks. */
async function tell(
  tx: Tx,
  event: 'entitlement.granted' | 'entitlement.revoked',
  change: 1 | -1,
  rights: readonly Ended[],
): Promise<void> {
  if (rights.length === 0) return;
  const workIds = rights.map(({ workId }) => workId);
  await lockRights(tx, rights[0]!.userId, workIds);
  const told = rights.flatMap(({ id, userId, workId }) => [
    countingLearner(workId, change, undefined, otherRight({ id, userId, workId })),
    publishing(tx, event, { entitlementId: id, userId, workId }),
  ]);
  await writeTogether(tx, told);
}

interface GivenWith {
  readonly partIds?: readonly string[];
  readonly name?: string;
  readonly begins?: Map<string, Date>;
}

interface Written extends NewEntitlement {
  readonly id: string;
  readonly grantedBy: string | null;
  readonly reason: string;
}

/** A right with the parts of a bundle, each a right from the same source, which ends with it. */
function writing(
  tx: Tx,
  given: Written,
  at: Date,
  { partIds, name, begins }: Required<GivenWith>,
): Write[] {
  const timed = (workId: string) => ({ workId, ...stretchOf({ ...given, workId }, at, begins) });
  const parts = partIds.flatMap((workId, n) =>
    writingRight(tx, `${name}_part${n}`, { ...given, ...timed(workId), id: newId(at) }),
  );
  return [...writingRight(tx, name, { ...given, ...timed(given.workId) }), ...parts];
}

/** From when until when a right is given; `begins` is moved on to the end of its days. */
function stretchOf(
  { workId, days = null, endsAt = null }: NewEntitlement,
  at: Date,
  begins: Map<string, Date>,
): Pick<NewRow, 'startsAt' | 'endsAt'> {
  if (days === null) return { startsAt: at, endsAt };
  const startsAt = begins.get(workId) ?? at;
  const end = endOfDays(startsAt, days);
  begins.set(workId, end);
  return { startsAt, endsAt: end };
}

/** A right, the count of learners and the news of it. Who has the work already by another right is no new learner. */
function writingRight(tx: Tx, name: string, right: NewRow): Write[] {
  const { id, userId, workId } = right;
  return [
    newEntitlement(name, right),
    { ...countingLearner(workId, 1, name, otherRight(right)), isOptional: true },
    publishing(tx, 'entitlement.granted', { entitlementId: id, userId, workId }, name),
  ];
}

/**
 * Gives a work with the parts of a bundle, once per source, whoever else gives at the same time. Answers until when, null: for ever;
 * undefined, and nothing is given, when they have it for good already.
 */
export async function giveWork(
  tx: Tx,
  given: NewEntitlement,
  at: Date,
): Promise<Date | null | undefined> {
  const { userId, workId } = given;
  const { partIds } = await findGrantees(tx, userId, workId);
  if (await isOwnedForSure(tx, userId, workId, at)) return undefined;
  const parts = partIds ?? [];
  await holdRights(tx, userId, parts);
  const isForDays = typeof given.days === 'number';
  const begins = await listBegins(tx, userId, isForDays ? [workId, ...parts] : [], at);
  await writeTogether(tx, granting(tx, given, at, { partIds: parts, begins }));
  return (isForDays ? begins.get(workId) : given.endsAt) ?? null;
}

/**
 * Staff give a work to somebody, audited. Answers the right's id.
 *
 * @throws Refusal entitlement.no_user, entitlement.not_published, entitlement.already_owned, entitlement.in_the_past,
 * policy.*; nothing is then written.
 */
export async function grantWork(ctx: Ctx, input: NewGrant): Promise<string> {
  assertReach(ctx, grantWorks, null);
  const { userId: grantedBy } = actingUser(ctx);
  const { userId, workId, reason } = input;
  const endsAt = input.endsAt === undefined ? null : new Date(input.endsAt);
  if (endsAt && endsAt <= ctx.now) throw refuse('entitlement.in_the_past');

  return inTransaction(ctx, async (tx) => {
    const { hasUser, workState, partIds } = await findGrantees(tx, userId, workId);
    if (!hasUser) throw refuse('entitlement.no_user');
    if (workState !== 'published' && workState !== 'withdrawn')
      throw refuse('entitlement.not_published');
    if (await isOwnedForSure(tx, userId, workId, ctx.now))
      throw refuse('entitlement.already_owned');

    const parts = partIds ?? [];
    await holdRights(tx, userId, parts);
    const id = newId(ctx.now);
    const source = { kind: 'grant', id } as const;
    const right = { id, userId, workId, source, grantedBy, reason, endsAt };
    await writeTogether(
      tx,
      writing(tx, right, ctx.now, { partIds: parts, name: 'given', begins: new Map() }),
    );
    await recordAudit(tx, ctx, 'entitlement.grant', id, { userId, workId, reason, endsAt });
    return id;
  });
}

/** Staff take back what staff gave, audited. @throws Refusal entitlement.unknown, policy.* */
export async function revokeGrant(ctx: Ctx, id: string): Promise<void> {
  assertReach(ctx, grantWorks, null);
  await inTransaction(ctx, async (tx) => {
    if ((await revokeEntitlements(tx, { kind: 'grant', ids: [id] }, ctx.now)) === 0)
      throw refuse('entitlement.unknown');
    await recordAudit(tx, ctx, 'entitlement.revoke', id);
  });
}

interface EntitlementQuery {
  readonly filter: EntitlementFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Rights, newest first: all for staff, one's own for everybody else. @throws Refusal policy.*, input.cursor */
export async function listEntitlements(
  ctx: Ctx,
  query: EntitlementQuery,
): Promise<Page<EntitlementItem>> {
  const isAll = reachOf(ctx, readEntitlement) === 'any';
  const filter = isAll ? query.filter : { ...query.filter, userId: actingUser(ctx).userId };
  const beforeId = readIdCursor(query.cursor);
  const rows = await selectEntitlements(
    ctx.db,
    { ...filter, locale: ctx.locale },
    beforeId,
    query.limit + 1,
  );
  return pageOf(rows, query.limit, ({ id }) => [id], toItem);
}

function toItem(row: Entitlement): EntitlementItem {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** What rights of use are called: whose, and to what; whoever asks has checked who may know. */
export async function nameRights(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await selectRightNames(ctx.db, ids, ctx.locale);
  return new Map(rows.map(({ id, userName, workTitle }) => [id, `${userName} · ${workTitle}`]));
}
