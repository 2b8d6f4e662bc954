import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, isDuplicate, touchPage, type Tx } from '#platform/db.ts';
import { hashPassword, isPassword } from '#platform/password.ts';
import { actingUser } from '#platform/policy.ts';
import { refuse } from '../refusals.ts';
import type { Address } from '../rules/address.ts';
import type {
  AddressRequest,
  CodeAnswer,
  CodeTicket,
  PasswordChange,
  ProfileChange,
} from '../schema.ts';
import { nameOf } from '../service.ts';
import { deleteSessionsOf } from '../store/session.ts';
import {
  findAccount,
  findAccountOf,
  updateAddress,
  updatePassword,
  updateProfile,
  type Account,
} from '../store/user.ts';
import type { OpenedSession } from '../types.ts';
import {
  addressOf,
  assertReachable,
  proveAddress,
  sendCode,
  sendLetter,
  spendCode,
} from './code.ts';
import { guardEntry, guardPassword, guardSending } from './guard.ts';
import { assertPassword, wordsOf } from './register.ts';
import { openSession } from './session.ts';

async function ownAccount(ctx: Ctx): Promise<Account> {
  const account = await findAccount(ctx.db, actingUser(ctx).userId);
  if (!account) throw refuse('identity.unknown_user');
  return account;
}

/** The caller's own account with whole addresses. @throws Refusal policy.signed_out */
export async function getOwnAccount(
  ctx: Ctx,
): Promise<Omit<Account, 'passwordHash'> & { readonly hasPassword: boolean }> {
  const { passwordHash, ...account } = await ownAccount(ctx);
  return { ...account, hasPassword: passwordHash !== null };
}

/** Changes one's own name or language. @throws Refusal policy.signed_out, identity.name_invalid */
export async function changeProfile(ctx: Ctx, input: ProfileChange): Promise<void> {
  const { userId } = actingUser(ctx);
  const profile = {
    ...(input.name === undefined ? {} : { name: nameOf(input.name) }),
    ...(input.locale === undefined ? {} : { locale: input.locale }),
  };
  if (Object.keys(profile).length === 0) return;
  await inTransaction(ctx, async (tx) => {
    await updateProfile(tx, userId, profile);
    touchPage(tx, `user:${userId}`);
  });
}

/**
 * Changes one's own password and ends every session; the caller goes on with a new one.
 *
 * @throws Refusal policy.signed_out, identity.password_unset, wrong_present_password, password_*, too_many_tries
 */
export async function changePassword(ctx: Ctx, input: PasswordChange): Promise<OpenedSession> {
  const account = await ownAccount(ctx);
  if (account.passwordHash === null) throw refuse('identity.password_unset');
  const addresses = addressesOf(account);
  assertPassword(input.newPassword, [
    account.name,
    ...addresses.flatMap(({ address }) => wordsOf(address)),
  ]);
  await assertPresentPassword(ctx, account, input.currentPassword);

  const to = await hashPassword(input.newPassword);
  return inTransaction(ctx, async (tx) => {
    const isSet = await updatePassword(tx, account.id, { from: account.passwordHash, to });
    if (!isSet) throw refuse('identity.wrong_present_password');
    await deleteSessionsOf(tx, account.id);
    const [first] = addresses;
    if (first)
      await sendLetter(tx, ctx, { kind: 'passwordChanged', to: first, locale: account.locale });
    return openSession(tx, ctx, account.id, to);
  });
}

async function assertPresentPassword(ctx: Ctx, account: Account, password: string): Promise<void> {
  await guardPassword(ctx, { address: `own:${account.id}`, userId: account.id, device: undefined });
  if (!(await isPassword(password, account.passwordHash)))
    throw refuse('identity.wrong_present_password');
}

function addressesOf({ email, phone }: Account): Address[] {
  return [
    ...(email === null ? [] : [{ channel: 'email' as const, address: email }]),
    ...(phone === null ? [] : [{ channel: 'sms' as const, address: phone }]),
  ];
}

/**
 * Sends a code to an address that is to become one's own. Who has a password gives it, so that a device left open is not
 * enough. An address that has an account already gets a letter instead, and the answer does not tell.
 *
 * @throws Refusal policy.signed_out, identity.address_invalid, email_closed, phone_closed, wrong_present_password,
 * challenge_needed, rate.limited
 */
export async function requestAddress(ctx: Ctx, input: AddressRequest): Promise<CodeTicket> {
  const to = addressOf(input.address);
  assertReachable(ctx, to);
  const account = await ownAccount(ctx);
  await guardEntry(ctx, input.challenge);
  if (account.passwordHash !== null)
    await assertPresentPassword(ctx, account, input.currentPassword ?? '');
  const holder = await findAccountOf(ctx.db, to);
  await guardSending(ctx, { address: to.address, userId: undefined, device: undefined });
  return sendCode(ctx, { purpose: 'bind', to, account: holder, binding: account.id });
}

/**
 * Makes a proven address one's own in place of the former one of its kind, which is told; other sessions end.
 *
 * @throws Refusal policy.signed_out, identity.code_wrong, code_over, email_taken, phone_taken
 */
export async function changeAddress(ctx: Ctx, answer: CodeAnswer): Promise<OpenedSession> {
  const account = await ownAccount(ctx);
  const to = await proveAddress(ctx, 'bind', answer, account.id);
  return inTransaction(ctx, async (tx) => {
    await spendCode(tx, ctx, answer.ticket, to);
    await moveTo(tx, account, to);
    const former = addressesOf(account).find(({ channel }) => channel === to.channel);
    if (former)
      await sendLetter(tx, ctx, { kind: 'addressChanged', to: former, locale: account.locale });
    await deleteSessionsOf(tx, account.id);
    return openSession(tx, ctx, account.id);
  });
}

async function moveTo(tx: Tx, account: Account, to: Address): Promise<void> {
  try {
    await updateAddress(tx, account.id, to);
  } catch (error) {
    if (isDuplicate(error, 'app_user_email_key')) throw refuse('identity.email_taken');
    if (isDuplicate(error, 'app_user_phone_key')) throw refuse('identity.phone_taken');
    throw error;
  }
}
