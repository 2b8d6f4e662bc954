import { findAddressee } from '#identity/service.ts';
import { newId } from '#kernel/id.ts';
import { after } from '#kernel/time.ts';
import { giveAlongside, takeBackGiven } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { writeLetter } from '#platform/mail.ts';
import { standingOf, yearMs } from '../rules.ts';
import { countSince, insertStep, lockDue, updateStanding } from '../store/account.ts';
import type { Account, Level, Terms } from '../types.ts';
import { levelLetter } from '../words.ts';
import { termsNow } from './terms.ts';

/**
 * Finds where somebody's growth brings them by `terms`: writes the step, gives and takes back the tier that goes with the level, and
 * writes a letter to who went up. `account` is held by `tx`.
 */
export async function settleLevel(tx: Tx, ctx: Ctx, terms: Terms, account: Account): Promise<void> {
  const { userId, value } = account;
  const { counted, lookAgainAt } =
    terms.formula === 'yearly'
      ? await countYear(tx, userId, ctx.now)
      : { counted: value, lookAgainAt: null };
  const { level, tierId } = standingOf(terms, counted);
  const levelId = level?.id ?? null;
  if (levelId !== account.levelId) {
    const step = { fromLevel: account.levelId, toLevel: levelId, value: counted, at: ctx.now };
    await insertStep(tx, { id: newId(ctx.now), userId, ...step });
    if (level && isUp(terms, account, level)) await tellUp(tx, ctx, userId, level);
  }
  const givingId =
    tierId === account.tierId ? account.givingId : await changeTier(tx, ctx, account, tierId);
  const settledVersion = terms.version;
  await updateStanding(tx, userId, { levelId, tierId, givingId, settledVersion, lookAgainAt });
}

async function countYear(tx: Tx, userId: string, now: Date) {
  const { counted, oldest } = await countSince(tx, userId, after(now, -yearMs));
  return { counted, lookAgainAt: oldest && after(oldest, yearMs) };
}

/** A level that is no more was below every other. */
function isUp({ levels }: Terms, { levelId }: Account, level: Level): boolean {
  const before = levels.find(({ id }) => id === levelId);
  return before === undefined || before.threshold < level.threshold;
}

/** Ends what the level before gave, and gives the tier of this one. Answers the source of the new membership. */
async function changeTier(
  tx: Tx,
  ctx: Ctx,
  { userId, givingId }: Account,
  tierId: string | null,
): Promise<string | null> {
  if (givingId) await takeBackGiven(tx, { kind: 'level', id: givingId }, ctx.now);
  if (!tierId) return null;
  const id = newId(ctx.now);
  await giveAlongside(tx, ctx, { userId, tierId, source: { kind: 'level', id } });
  return id;
}

async function tellUp(tx: Tx, ctx: Ctx, userId: string, level: Level): Promise<void> {
  const to = await findAddressee(tx, userId);
  if (!to) return;
  const known = { name: to.name, level: to.locale === 'en' ? level.nameEn : level.nameZh };
  await writeLetter(tx, ctx, to, { words: levelLetter, known, path: '/account/growth' });
}

const atOnce = 200;

/** Looks again at those who stand by older terms, or whose growth stopped counting: in small transactions, so that it may be killed anywhere. */
export async function settleDue(ctx: Ctx): Promise<void> {
  const terms = await termsNow(ctx);
  for (;;) {
    const done = await inTransaction(ctx, async (tx) => {
      const due = await lockDue(tx, terms.version, ctx.now, atOnce);
      for (const account of due) await settleLevel(tx, ctx, terms, account);
      return due.length;
    });
    if (done === 0) return;
  }
}
