import type { Ctx } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { hashPassword } from '#platform/password.ts';
import { refuse } from '../refusals.ts';
import { faultOfPassword } from '../rules/password.ts';
import type { PasswordReset, Registration } from '../schema.ts';
import { addUser, nameOf } from '../service.ts';
import { deleteSessionsOf } from '../store/session.ts';
import { findAccountOf, updatePassword } from '../store/user.ts';
import type { OpenedSession } from '../types.ts';
import { proveAddress, sendLetter, spendCode } from './code.ts';
import { assertNotBanned } from './log-in.ts';
import { openSession } from './session.ts';

/** @throws Refusal identity.password_too_short, _too_long, _too_common */
export function assertPassword(password: string, ownWords: readonly string[] = []): void {
  const fault = faultOfPassword(password, ownWords);
  if (fault) throw refuse(`identity.password_${fault}`);
}

/**
 * Makes an account for whoever proves an address, and signs in. An account never exists before its address is proven, so
 * that nobody can prepare one for somebody else.
 *
 * @throws Refusal identity.code_wrong, code_over, name_invalid, password_*, email_taken, phone_taken, password.busy
 */
export async function register(ctx: Ctx, input: Registration): Promise<OpenedSession> {
  const name = nameOf(input.name);
  if (input.password) assertPassword(input.password, [name]);
  const to = await proveAddress(ctx, 'register', input);
  const where = to.channel === 'email' ? { email: to.address } : { phone: to.address };
  if (input.password) assertPassword(input.password, wordsOf(to.address));
  const passwordHash = input.password ? await hashPassword(input.password) : null;
  return inTransaction(ctx, async (tx) => {
    await spendCode(tx, ctx, input.ticket, to);
    return openSession(tx, ctx, await addUser(tx, ctx, { name, ...where, passwordHash }));
  });
}

/**
 * Sets a new password by a code, ends every session of the person, and signs in.
 *
 * @throws Refusal identity.code_wrong, code_over, password_*, banned, password.busy
 */
export async function resetPassword(ctx: Ctx, input: PasswordReset): Promise<OpenedSession> {
  assertPassword(input.password);
  const to = await proveAddress(ctx, 'reset', input);
  assertPassword(input.password, wordsOf(to.address));
  const passwordHash = await hashPassword(input.password);
  return inTransaction(ctx, async (tx) => {
    await spendCode(tx, ctx, input.ticket, to);
    const account = await findAccountOf(tx, to);
    if (!account) throw refuse('identity.code_wrong');
    assertNotBanned(account);
    const isSet = await updatePassword(tx, account.id, {
      from: account.passwordHash,
      to: passwordHash,
    });
    if (!isSet) throw refuse('identity.code_over');
    await deleteSessionsOf(tx, account.id);
    await sendLetter(tx, ctx, { kind: 'passwordChanged', to, locale: account.locale });
    return openSession(tx, ctx, account.id, passwordHash);
  });
}

/** What of an address must not be the password. */
export function wordsOf(address: string): readonly string[] {
  return [address, address.split('@')[0]!, address.replace(/^\+86/, '')];
}
