import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, touchPage, type Tx } from '#platform/db.ts';
import { Memory } from '#platform/memory.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { managePromotions } from './policy.ts';
import { refuse } from './refusals.ts';
import type { PromotionFilter, PromotionItem, PromotionInput, ScopeInput } from './schema.ts';
import type { termStates } from './types.ts';
import {
  countSubjects,
  deleteUses,
  endPromotionAt,
  findPromotion,
  hasNotLower,
  insertPromotion,
  insertUse,
  selectOpen,
  selectPromotions,
  selectShown,
  selectThresholds,
  type ListedPromotion,
  type PromotionRow,
  type ShownRow,
} from './store.ts';
import { makePieces } from './store/flash.ts';
import { freePiece, saleTag, takePiece } from './service/flash.ts';
import type { Discount, PromotionKind, Tier } from './types.ts';

export { mostLines, quote, reduced } from './rules.ts';
export type { PromotionRow, ShownRow } from './store.ts';
export { listFlashSales, type FlashSale } from './service/flash.ts';
export { listGroupBuys, type GroupBuy } from './service/group.ts';

/** The tag of pages that show what something costs. */
export const priceTag = 'prices';

const open = new Memory(priceTag, (ctx) => selectOpen(ctx.db, ctx.now));

/** What works cost less than their list price, by work, and until when what was said stays true (null: for as long as nobody changes it). */
export interface ShownPrices {
  readonly byWork: ReadonlyMap<string, ShownRow>;
  readonly trueUntil: Date | null;
  /** What else pages depend on that show them: what is left of flash sales. */
  readonly tags: readonly string[];
  /** Whether one of them has a group buy. */
  readonly hasGroups: boolean;
}

/** What is shown of the prices of these works now. @throws never */
export async function showPrices(ctx: Ctx, workIds: readonly string[]): Promise<ShownPrices> {
  const { now } = ctx;
  const promotions = (await open.get(ctx)).filter(({ endsAt }) => endsAt > now);
  const trueUntil = nextChange(promotions, now);
  const isAny = promotions.some(({ kind, startsAt }) => kind !== 'threshold' && startsAt <= now);
  const rows = isAny && workIds.length > 0 ? await selectShown(ctx.db, workIds, now) : [];
  const wanted = new Set(workIds);
  const about = promotions.filter(({ scopeIds }) => scopeIds?.some((id) => wanted.has(id)));
  const tags = about.flatMap(({ kind, id }) => (kind === 'flash' ? [saleTag(id)] : []));
  const hasGroups = about.some(({ kind }) => kind === 'group');
  return { byWork: new Map(rows.map((row) => [row.workId, row])), trueUntil, tags, hasGroups };
}

/** Thresholds that hold for a work now. */
export async function listThresholds(ctx: Ctx, workId: string): Promise<readonly PromotionRow[]> {
  const isAny = (await open.get(ctx)).some(({ kind }) => kind === 'threshold');
  return isAny ? selectThresholds(ctx.db, workId, ctx.now) : [];
}

/** Promotions of one work as the database tells an order of them (`promotions_for`). */
export interface PromotionFact {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly name: string;
  readonly nameEn: string;
  readonly offBps: number | null;
  readonly price: number | null;
  readonly counts: 'amount' | 'pieces' | null;
  readonly tiers: readonly { readonly from: number; readonly off: number }[] | null;
  readonly perCustomer: number | null;
  readonly used: number;
  readonly teamSize: number | null;
  readonly teamHours: number | null;
  readonly isAhead: boolean;
  /** A group buy that opens no teams any more. */
  readonly isOver: boolean;
  readonly isSoldOut: boolean;
}

/** The group buy of these that is asked for by its id: nobody has a group's price without asking. */
export function groupOf(
  facts: readonly PromotionFact[] | null,
  wantedId: string | undefined,
): PromotionFact | undefined {
  return facts?.find(({ kind, id }) => kind === 'group' && id === wantedId);
}

/**
 * The same for the engine; that they hold for the work was decided where they were found. A group's price stands alone: it is weighed
 * against other prices, and nothing more is taken off.
 */
export function discountsOf(
  facts: readonly PromotionFact[] | null,
  group?: PromotionFact,
): Discount[] {
  const wanted = (facts ?? []).filter((fact) =>
    fact.kind === 'group' ? fact === group : !(group && fact.kind === 'threshold'),
  );
  return wanted.map((fact): Discount => {
    const { id, name, nameEn, perCustomer, used } = fact;
    const common = { id, name, nameEn, perCustomer, used, scope: null };
    if (fact.kind === 'threshold')
      return {
        kind: 'threshold',
        ...common,
        by: fact.counts!,
        tiers: fact.tiers as readonly Tier[],
      };
    const reduction =
      fact.offBps === null
        ? ({ kind: 'price', price: money(fact.price!) } as const)
        : ({ kind: 'percent', offBps: fact.offBps } as const);
    const { isAhead, isSoldOut } = fact;
    const kind = fact.kind === 'limited' ? 'limited' : 'activity';
    return { kind, ...common, isAhead, isSoldOut, reduction };
  });
}

/**
 * Counts an order against its buyer's limit of a promotion, and holds a piece for it where there are so many. Answers what was in the
 * way: another order of theirs was quicker, or nothing is left.
 */
export async function holdPromotion(
  tx: Tx,
  { id: promotionId, kind, perCustomer: most }: PromotionFact,
  { userId, orderId }: { userId: string; orderId: string },
): Promise<'over_limit' | 'sold_out' | undefined> {
  if (most && !(await insertUse(tx, { promotionId, userId, orderId, most }))) return 'over_limit';
  if (kind === 'flash' && !(await takePiece(tx, promotionId, orderId))) return 'sold_out';
  return undefined;
}

/** An order that closes does not count against its buyer's limits, and gives back its piece of a flash sale. */
export async function releasePromotions(tx: Tx, orderId: string): Promise<void> {
  await deleteUses(tx, orderId);
  await freePiece(tx, orderId);
}

/**
 * Begins a promotion now or later, audited; the pages that show its prices are made anew when it begins and when it ends.
 * Answers its id.
 *
 * @throws Refusal promotion.past, no_time, unknown_subject, not_yours, not_lower, not_free; policy.*. Nothing is then written.
 */
export async function beginPromotion(ctx: Ctx, input: PromotionInput): Promise<string> {
  const { startsAt, endsAt } = termOf(input, ctx.now);
  const owned = await ownScope(ctx, input.scope);
  if (input.kind !== 'threshold') await assertLower(ctx, input);
  if (input.kind === 'group' && isFree(input.reduction)) throw refuse('promotion.not_free');

  const id = newId(ctx.now);
  const { kind, name, nameEn, perCustomer } = input;
  await inTransaction(ctx, async (tx) => {
    const row: PromotionRow = {
      id,
      kind,
      name,
      nameEn,
      perCustomer,
      startsAt,
      endsAt,
      ...owned,
      ...effectOf(input),
      ...limitsOf(input),
    };
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    await insertPromotion(tx, { ...row, createdBy, createdAt: ctx.now });
    if (row.stock) await makePieces(tx, id, row.stock);
    await recordAudit(tx, ctx, 'promotion.begin', id, { ...row });
    touchPage(tx, priceTag);
  });
  return id;
}

/** What it takes off, as its row says it. */
function effectOf(
  input: PromotionInput,
): Pick<PromotionRow, 'offBps' | 'price' | 'counts' | 'tiers'> {
  if (input.kind === 'threshold') {
    const tiers = input.tiers.map(({ from, off }) => ({ from, off: money(off) }));
    return { offBps: null, price: null, counts: input.by, tiers };
  }
  const { reduction } = input;
  return {
    offBps: reduction.kind === 'percent' ? reduction.offBps : null,
    price: reduction.kind === 'price' ? money(reduction.price) : null,
    counts: null,
    tiers: null,
  };
}

/** How many may have it, and how they have to come. */
function limitsOf(
  input: PromotionInput,
): Pick<PromotionRow, 'stock' | 'teamSize' | 'teamHours' | 'shortFrom'> {
  const none = { stock: null, teamSize: null, teamHours: null, shortFrom: null };
  if (input.kind === 'flash') return { ...none, stock: input.stock };
  if (input.kind !== 'group') return none;
  const { teamSize, teamHours, shortFrom } = input;
  return { ...none, teamSize, teamHours, shortFrom };
}

/** From when to when, as it was asked for. @throws Refusal promotion.past, promotion.no_time */
export function termOf(
  { startsAt, endsAt }: { readonly startsAt?: string | undefined; readonly endsAt: string },
  now: Date,
): Term {
  const term = { startsAt: startsAt ? new Date(startsAt) : now, endsAt: new Date(endsAt) };
  if (term.startsAt < now) throw refuse('promotion.past');
  if (term.endsAt <= term.startsAt) throw refuse('promotion.no_time');
  return term;
}

/** What a scope says in the tables, and whose it is. */
export interface OwnScope {
  readonly creatorId: string | null;
  readonly scopeKind: ScopeInput['kind'];
  readonly scopeIds: string[] | null;
}

/**
 * A scope that the acting user may set: creators name their own works or all of their own; the owner anything.
 *
 * @throws Refusal promotion.unknown_subject, promotion.not_yours, policy.*
 */
export async function ownScope(ctx: Ctx, scope: ScopeInput): Promise<OwnScope> {
  const { userId } = actingUser(ctx);
  const isOwn = reachOf(ctx, managePromotions) !== 'any';
  const creatorId = isOwn ? userId : null;
  assertReach(ctx, managePromotions, creatorId);
  const ids = [...new Set(scope.ids)];
  if (isOwn && !canBeOwn(scope, userId)) throw refuse('promotion.not_yours');
  const found = await countSubjects(ctx.db, { ...scope, ids }, creatorId);
  if (found !== ids.length)
    throw refuse(isOwn ? 'promotion.not_yours' : 'promotion.unknown_subject');
  return { creatorId, scopeKind: scope.kind, scopeIds: scope.kind === 'all' ? null : ids };
}

function canBeOwn({ kind, ids }: ScopeInput, userId: string): boolean {
  return kind === 'works' || (kind === 'creator' && ids[0] === userId);
}

type Reduced = Exclude<PromotionInput, { kind: 'threshold' }>;

function isFree(reduction: Reduced['reduction']): boolean {
  return reduction.kind === 'price' ? reduction.price === 0 : reduction.offBps === 10_000;
}

async function assertLower(ctx: Ctx, input: Reduced): Promise<void> {
  const { reduction, scope } = input;
  if (reduction.kind !== 'price' || scope.kind !== 'works') return;
  if (await hasNotLower(ctx.db, scope.ids, money(reduction.price)))
    throw refuse('promotion.not_lower');
}

/**
 * Ends a promotion now, audited; orders that were placed keep it.
 *
 * @throws Refusal promotion.unknown, promotion.ended, policy.*
 */
export async function endPromotion(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await findPromotion(tx, id);
    if (!row) throw refuse('promotion.unknown');
    assertReach(ctx, managePromotions, row.creatorId);
    if (!(await endPromotionAt(tx, id, ctx.now))) throw refuse('promotion.ended');
    await recordAudit(tx, ctx, 'promotion.end', id, { name: row.name, endsAt: row.endsAt });
    touchPage(tx, priceTag);
  });
}

interface ListQuery {
  readonly filter: PromotionFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Promotions of all times, newest first: a creator's own, or all for the owner. @throws Refusal policy.*, input.cursor */
export async function listPromotions(ctx: Ctx, query: ListQuery): Promise<Page<PromotionItem>> {
  const { userId } = actingUser(ctx);
  const creatorId = reachOf(ctx, managePromotions) === 'any' ? undefined : userId;
  const { locale, now } = ctx;
  const wanted = { ...query.filter, creatorId, locale, now };
  const before = readIdCursor(query.cursor);
  const rows = await selectPromotions(ctx.db, wanted, before, query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    ({ id }) => [id],
    (row) => itemOf(row, now),
  );
}

function itemOf(row: ListedPromotion, now: Date): PromotionItem {
  const { creatorId: _, scopeIds: __, tiers, startsAt, endsAt, ...rest } = row;
  return {
    ...rest,
    tiers: tiers && tiers.map(({ from, off }) => ({ from, off })),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    state: stateAt(row, now),
  };
}

interface Term {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** When the next of these begins or ends; null: none does. */
export function nextChange(terms: readonly Term[], now: Date): Date | null {
  const bounds = terms.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const ahead = bounds.filter((at) => at > now).map(Number);
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}

/** How something that holds from one instant to another stands. */
export function stateAt({ startsAt, endsAt }: Term, now: Date): (typeof termStates)[number] {
  if (endsAt <= now) return 'ended';
  return startsAt > now ? 'planned' : 'running';
}
