import { randomInt } from 'node:crypto';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { isPassword } from '#platform/password.ts';
import { refuse } from '../refusals.ts';
import type { Address } from '../rules/address.ts';
import type { CodeAnswer, PasswordLogin } from '../schema.ts';
import { addUser } from '../service.ts';
import { findAccountOf, type Account } from '../store/user.ts';
import type { OpenedSession } from '../types.ts';
import { newcomerName } from '../words/letters.ts';
import { addressOf, proveAddress, spendCode } from './code.ts';
import { guardEntry, guardPassword } from './guard.ts';
import { openSession } from './session.ts';

/**
 * Signs in by password. Whether there is no such account, no password or a wrong one cannot be told apart, by answer or
 * by time.
 *
 * @throws Refusal identity.wrong_password, identity.banned (to who knows the password), identity.address_invalid,
 * identity.too_many_tries, identity.challenge_needed, rate.limited, password.busy
 */
export async function logInByPassword(
  ctx: Ctx,
  input: PasswordLogin,
  device?: string,
): Promise<OpenedSession> {
  const to = addressOf(input.address);
  await guardEntry(ctx, input.challenge);
  const account = await findAccountOf(ctx.db, to);
  await guardPassword(ctx, { address: to.address, userId: account?.id, device });
  const isRight = await isPassword(input.password, account?.passwordHash);
  if (!account || !isRight) throw refuse('identity.wrong_password');
  assertNotBanned(account);
  return inTransaction(ctx, (tx) => openSession(tx, ctx, account.id, account.passwordHash));
}

/**
 * Signs in by a code that was sent; whoever has no account yet gets one, since the address is proven.
 *
 * @throws Refusal identity.code_wrong, identity.code_over, identity.banned, rate.limited
 */
export async function logInByCode(ctx: Ctx, answer: CodeAnswer): Promise<OpenedSession> {
  const to = await proveAddress(ctx, 'login', answer);
  return inTransaction(ctx, async (tx) => {
    await spendCode(tx, ctx, answer.ticket, to);
    const account = await findAccountOf(tx, to);
    if (account) assertNotBanned(account);
    return openSession(tx, ctx, account?.id ?? (await addNewcomer(tx, ctx, to)));
  });
}

async function addNewcomer(tx: Tx, ctx: Ctx, { channel, address }: Address): Promise<string> {
  const name = newcomerName(ctx.locale, randomInt(0, 10_000));
  const where = channel === 'email' ? { email: address } : { phone: address };
  return addUser(tx, ctx, { name, ...where, passwordHash: null });
}

/** @throws Refusal identity.banned */
export function assertNotBanned({ state }: Account): void {
  if (state !== 'active') throw refuse('identity.banned');
}
