import { newId } from '#kernel/id.ts';
import { after, day } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { Tx } from '#platform/db.ts';
import { refuse } from '../refusals.ts';
import { endOfLot } from '../rules.ts';
import { addBalance, lockAccount, remindFrom } from '../store/account.ts';
import { endLots, insertEntry, insertLot, selectEnded, takeFromLots } from '../store/lot.ts';
import type { Account, Entry } from '../types.ts';
import { termsNow } from './terms.ts';

/**
 * Somebody's account, held to the end of `tx`, with nothing in it that ended: whatever changes points comes through here first.
 * Undefined: no such user.
 */
export async function openAccount(tx: Tx, ctx: Ctx, userId: string): Promise<Account | undefined> {
  const account = await lockAccount(tx, userId);
  if (!account?.nextExpiry || account.nextExpiry > ctx.now) return account;
  await expire(tx, ctx, [userId]);
  return lockAccount(tx, userId);
}

/** Writes what ended of these people's points, whose accounts `tx` holds. Answers how many lots that were. */
export async function expire(tx: Tx, ctx: Ctx, userIds: readonly string[]): Promise<number> {
  const ended = await selectEnded(tx, userIds, ctx.now);
  if (ended.length === 0) return 0;
  const lots = ended.map((lot) => ({ ...lot, entryId: newId(ctx.now) }));
  await endLots(tx, lots, ctx.now);
  return lots.length;
}

// As early as anybody may be told: how many days it is now is asked when it is looked at.
const mostNotice = 90 * day;

type Said = Pick<Entry, 'kind' | 'sourceId' | 'amount'> & Partial<Entry>;

function entryOf(ctx: Ctx, { userId }: Account, said: Said): Entry {
  const blank = { orderId: null, expiresAt: null, reason: '', madeBy: null };
  return { id: newId(ctx.now), userId, ...blank, at: ctx.now, ...said };
}

/** Adds points once per source, as a lot that ends; what their holder owes is paid first. False when it has been done before. */
export async function add(tx: Tx, ctx: Ctx, account: Account, said: Said): Promise<boolean> {
  const terms = await termsNow(ctx);
  const expiresAt = said.expiresAt ?? endOfLot(ctx.now, terms);
  const entry = entryOf(ctx, account, { ...said, expiresAt });
  if (!(await insertEntry(tx, entry))) return false;
  const owed = Math.min(entry.amount, Math.max(0, -account.balance));
  await insertLot(tx, entry, owed);
  await addBalance(tx, entry.userId, entry.amount);
  if (entry.amount > owed) await remindFrom(tx, entry.userId, after(expiresAt, -mostNotice));
  return true;
}

/**
 * Takes points once per source: of the lot `first`, then of those that end first. What no lot has is owed. Answers the entry's
 * id; undefined when it has been done before.
 */
export async function take(
  tx: Tx,
  ctx: Ctx,
  account: Account,
  { first, ...said }: Said & { readonly first?: string | undefined },
): Promise<string | undefined> {
  const entry = entryOf(ctx, account, { ...said, amount: -said.amount });
  if (!(await insertEntry(tx, entry))) return undefined;
  const { id: entryId, userId } = entry;
  await takeFromLots(tx, { entryId, userId, first }, said.amount);
  await addBalance(tx, userId, entry.amount);
  return entryId;
}

/** Takes what somebody spends, of the lots that end first. @throws Refusal points.too_few */
export async function spend(tx: Tx, ctx: Ctx, account: Account, said: Said): Promise<void> {
  const { balance } = account;
  if (balance < said.amount) throw refuse('points.too_few', { wanted: said.amount, balance });
  await take(tx, ctx, account, said);
}
