import { recordAudit } from '#audit/service.ts';
import { findAddressee } from '#identity/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { pageOf, readIdCursor, type Page } from '#platform/cursor.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter, type LetterWords } from '#platform/mail.ts';
import { actingUser, assertReach, reachOf } from '#platform/policy.ts';
import { unseal } from '#platform/seal.ts';
import { mayReadRedemptions, mayShip, mayUsePoints } from '../policy.ts';
import { refuse } from '../refusals.ts';
import type { RedemptionFilter, RedemptionItem, Shipment } from '../schema.ts';
import { findGood, putBackPiece } from '../store/good.ts';
import {
  endWaiting,
  existsRedemption,
  findLastParcel,
  selectRedemptions,
  selectSpent,
  setShipment,
  type Ended,
  type RedemptionRow,
} from '../store/redemption.ts';
import type { Parcel } from '../types.ts';
import { cancelledLetter, shippedLetter } from '../words.ts';
import { add, openAccount } from './book.ts';
import { codePurpose } from './redeem.ts';

interface ListQuery {
  readonly filter: RedemptionFilter;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** What was redeemed, the latest first: one's own, or everybody's for the owner. @throws Refusal policy.*, input.cursor */
export async function listRedemptions(ctx: Ctx, query: ListQuery): Promise<Page<RedemptionItem>> {
  if (reachOf(ctx, mayReadRedemptions) !== 'any') return listOwnRedemptions(ctx, query);
  return pageOfRedemptions(ctx, query, undefined);
}

/** What the acting user redeemed, the latest first. @throws Refusal policy.signed_out, input.cursor */
export async function listOwnRedemptions(
  ctx: Ctx,
  query: ListQuery,
): Promise<Page<RedemptionItem>> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayReadRedemptions, userId);
  return pageOfRedemptions(ctx, query, userId);
}

async function pageOfRedemptions(
  ctx: Ctx,
  { filter, cursor, limit }: ListQuery,
  userId: string | undefined,
): Promise<Page<RedemptionItem>> {
  const wanted = { ...filter, userId, beforeId: readIdCursor(cursor), locale: ctx.locale };
  const rows = await selectRedemptions(ctx.db, wanted, limit + 1);
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => itemOf(ctx, row),
  );
}

function itemOf(ctx: Ctx, { sealed, at, ...row }: RedemptionRow): RedemptionItem {
  const isOwn = ctx.actor.kind === 'user' && ctx.actor.userId === row.userId;
  const code = isOwn && sealed ? openCode(ctx, row.id, sealed) : null;
  return { ...row, at: at.toISOString(), code };
}

function openCode(ctx: Ctx, id: string, sealed: Buffer): string {
  return unseal(ctx.ports.secret, { purpose: codePurpose, id }, sealed).toString();
}

/** Where the acting user had the last thing sent. @throws Refusal policy.signed_out */
export async function lastParcel(ctx: Ctx): Promise<Parcel | undefined> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayUsePoints, userId);
  return findLastParcel(ctx.db, userId);
}

/** Staff send a thing, audited; its holder is told. @throws Refusal points.unknown_redemption, points.not_waiting, policy.* */
export async function shipRedemption(ctx: Ctx, id: string, sent: Shipment): Promise<void> {
  assertReach(ctx, mayShip, null);
  await inTransaction(ctx, async (tx) => {
    const ended = await endWaiting(tx, id, { state: 'shipped', answer: '', at: ctx.now });
    if (!ended) throw await whyNot(tx, id);
    await setShipment(tx, id, sent);
    await recordAudit(tx, ctx, 'point_good.ship', id, { ...sent, userId: ended.userId });
    await tell(tx, ctx, ended, { words: shippedLetter, more: { ...sent } });
  });
}

/**
 * Staff cancel what was not sent, audited: the piece goes back on the shelf, and the points to their holder with the ends that they
 * had. They are told why.
 *
 * @throws Refusal points.unknown_redemption, points.not_waiting, policy.*; nothing is then written
 */
export async function cancelRedemption(ctx: Ctx, id: string, reason: string): Promise<void> {
  assertReach(ctx, mayShip, null);
  await inTransaction(ctx, async (tx) => {
    const ended = await endWaiting(tx, id, { state: 'cancelled', answer: reason, at: ctx.now });
    if (!ended) throw await whyNot(tx, id);
    const { userId, goodId, price } = ended;
    await giveBack(tx, ctx, userId, id);
    await putBackPiece(tx, goodId);
    await recordAudit(tx, ctx, 'point_good.cancel', id, { reason, userId, amount: price });
    const more = { reason, price: String(price) };
    await tell(tx, ctx, ended, { words: cancelledLetter, more });
  });
}

async function giveBack(tx: Tx, ctx: Ctx, userId: string, sourceId: string): Promise<void> {
  const account = await openAccount(tx, ctx, userId);
  if (!account) throw refuse('points.no_user');
  let { balance } = account;
  for (const { amount, expiresAt } of await selectSpent(tx, sourceId)) {
    await add(tx, ctx, { ...account, balance }, { kind: 'return', sourceId, amount, expiresAt });
    balance += amount;
  }
}

async function whyNot(tx: Tx, id: string): Promise<Error> {
  const isThere = await existsRedemption(tx, id);
  return refuse(isThere ? 'points.not_waiting' : 'points.unknown_redemption');
}

async function tell(
  tx: Tx,
  ctx: Ctx,
  { userId, goodId }: Ended,
  { words, more }: { readonly words: LetterWords; readonly more: Readonly<Record<string, string>> },
): Promise<void> {
  const to = await findAddressee(tx, userId);
  const good = await findGood(tx, goodId);
  if (!to || !good) return;
  const known = { name: to.name, good: to.locale === 'en' ? good.nameEn : good.nameZh, ...more };
  await writeLetter(tx, ctx, to, { words, known, path: '/points/redemptions' });
}
