import { createHmac } from 'node:crypto';
import { giveWork } from '#entitlement/service.ts';
import { after, day, hour } from '#kernel/time.ts';
import { giveMembership } from '#membership/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { actingUser, assertReach } from '#platform/policy.ts';
import { assertWithin, callerOf } from '#platform/rate-limit.ts';
import { mayRedeem } from '../policy.ts';
import { refuse } from '../refusals.ts';
import { readCode } from '../rules.ts';
import { findCode, nameSubject, takeCode, type Taken } from '../store.ts';
import type { Redeemed } from '../types.ts';

// What is mistyped is told apart before it counts: these are for those who guess.
const triesPerPerson = 20;
const triesPerCaller = 60;

/** What is kept of a code. */
export function hashOf(ctx: Pick<Ctx, 'ports'>, code: string): Buffer {
  return createHmac('sha256', ctx.ports.secret).update(`redemption:${code}`).digest();
}

/**
 * Redeems a code for the acting user: exactly one of all who try has it, and has at once what it gives.
 *
 * @throws Refusal redemption.*, membership.for_good, rate.limited, policy.signed_out; the code is then as it was.
 */
export async function redeemCode(ctx: Ctx, typed: string): Promise<Redeemed> {
  const { userId } = actingUser(ctx);
  assertReach(ctx, mayRedeem, userId);
  const read = readCode(typed);
  if (!read.ok) throw refuse(read.why);
  await assertWithin(
    ctx,
    { key: `redeem:${userId}`, limit: triesPerPerson, windowMs: hour },
    { key: `redeem-from:${callerOf(ctx)}`, limit: triesPerCaller, windowMs: hour },
  );
  const hash = hashOf(ctx, read.code);
  return inTransaction(ctx, async (tx) => {
    const taken = await takeCode(tx, hash, userId, ctx.now);
    if (!taken) throw await whyNot(tx, ctx, hash);
    if (!taken.isCounted) throw refuse('redemption.frozen');
    const endsAt = taken.workId
      ? await giveByCode(tx, ctx, { ...taken, workId: taken.workId })
      : await joinByCode(tx, ctx, taken);
    const named = await nameSubject(tx, taken, ctx.locale);
    return { kind: taken.workId ? 'work' : 'tier', ...named, endsAt };
  });
}

async function giveByCode(
  tx: Tx,
  ctx: Ctx,
  { id, workId, days }: Taken & { readonly workId: string },
): Promise<Date | null> {
  const { userId } = actingUser(ctx);
  const source = { kind: 'code', id } as const;
  const endsAt = await giveWork(tx, { userId, workId, source, days }, ctx.now);
  if (endsAt === undefined) throw refuse('redemption.already_owned');
  return endsAt;
}

async function joinByCode(tx: Tx, ctx: Ctx, { id, tierId, days }: Taken): Promise<Date | null> {
  const { userId } = actingUser(ctx);
  const given = await giveMembership(tx, ctx, {
    userId,
    tierId: tierId!,
    source: { kind: 'code', id },
    endsAt: (startsAt) => (days === null ? null : after(startsAt, days * day)),
  });
  return given?.endsAt ?? null;
}

async function whyNot(tx: Tx, ctx: Ctx, hash: Buffer): Promise<Error> {
  const code = await findCode(tx, hash, ctx.now);
  if (!code) return refuse('redemption.unknown_code');
  const { userId } = actingUser(ctx);
  // One's own second click, which was answered by the first: it is not refused as a stranger's.
  if (code.redeemedBy === userId) return refuse('redemption.redeemed_by_you');
  // It was open again a moment later: whoever asks again has it.
  return refuse(`redemption.${code.state === 'open' ? 'frozen' : code.state}`);
}
