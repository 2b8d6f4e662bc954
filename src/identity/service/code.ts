import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { isId, newId } from '#kernel/id.ts';
import type { Locale } from '#kernel/locale.ts';
import { after, minute } from '#kernel/time.ts';
import { getSiteSettings } from '#settings/service.ts';
import type { Ctx } from '#platform/ctx.ts';
import { inTransaction, type Tx } from '#platform/db.ts';
import { refuse } from '../refusals.ts';
import { maskAddress, normaliseAddress, type Address } from '../rules/address.ts';
import type { CodeAnswer, CodeRequest, CodeTicket } from '../schema.ts';
import { closeCodes, findCodeAddress, insertCode, takeTry, useCode } from '../store/code.ts';
import { findAccountOf, type Account } from '../store/user.ts';
import type { CodePurpose } from '../types.ts';
import { writeLetter, type LetterKind } from '../words/letters.ts';
import { guardCaller, guardEntry, guardSending } from './guard.ts';

const lifeMs = 10 * minute;

/** An address in the house's own writing. @throws Refusal identity.address_invalid */
export function addressOf(text: string): Address {
  const address = normaliseAddress(text);
  if (!address) throw refuse('identity.address_invalid');
  return address;
}

/** @throws Refusal identity.email_closed, phone_closed when this house cannot reach people so */
export function assertReachable({ ports }: Ctx, { channel }: Address): void {
  if (ports.messenger.ways[channel] !== 'none') return;
  throw refuse(channel === 'email' ? 'identity.email_closed' : 'identity.phone_closed');
}

/**
 * Sends a code to an address and answers a ticket, without which the code is worth nothing: nobody else can try it.
 * The answer and the work are the same whether or not the address has an account; only the letter differs.
 *
 * @throws Refusal identity.address_invalid, email_closed, phone_closed, challenge_needed, rate.limited
 */
export async function requestCode(
  ctx: Ctx,
  input: CodeRequest,
  device?: string,
): Promise<CodeTicket> {
  const to = addressOf(input.address);
  assertReachable(ctx, to);
  await guardEntry(ctx, input.challenge);
  const account = await findAccountOf(ctx.db, to);
  await guardSending(ctx, { address: to.address, userId: account?.id, device });
  return sendCode(ctx, { purpose: input.purpose, to, account, binding: '' });
}

/** A code to be sent; `binding` is who must use it, when that is known. */
interface Sending {
  readonly purpose: CodePurpose;
  readonly to: Address;
  readonly account: Account | undefined;
  readonly binding: string;
}

/** Writes down a code and sends it, or a letter in its place. */
export async function sendCode(
  ctx: Ctx,
  { purpose, to, account, binding }: Sending,
): Promise<CodeTicket> {
  const id = newId(ctx.now);
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const codeHash = hashCode(ctx, { id, purpose, to, binding, code });
  const expiresAt = after(ctx.now, lifeMs);
  await inTransaction(ctx, async (tx) => {
    await insertCode(tx, { id, purpose, ...to, codeHash, createdAt: ctx.now, expiresAt });
    await sendLetter(tx, ctx, {
      kind: letterFor(purpose, account),
      to,
      locale: account?.locale,
      code,
      endsAt: expiresAt,
    });
  });
  return { ticket: id, expiresAt: expiresAt.toISOString() };
}

function letterFor(purpose: CodePurpose, account: Account | undefined): LetterKind {
  if ((purpose === 'register' || purpose === 'bind') && account) return 'taken';
  if (purpose === 'reset' && !account) return 'stranger';
  return purpose;
}

/** A letter of the house to be written; one with a code is worth nothing after `endsAt`. */
interface Letter {
  readonly kind: LetterKind;
  readonly to: Address;
  readonly locale?: Locale | undefined;
  readonly code?: string;
  readonly endsAt?: Date;
}

/** Sends a letter of the house in the language of the reader, else of the caller. */
export async function sendLetter(tx: Tx, ctx: Ctx, letter: Letter): Promise<void> {
  const { kind, to, locale = ctx.locale, code = '', endsAt } = letter;
  const { siteName } = await getSiteSettings(ctx);
  // Addresses in letters come from the settings alone: the Host that a caller sends must not lead anywhere.
  const facts = { site: siteName[locale], home: ctx.ports.settings.publicUrl, code };
  const message = { ...to, locale, ...writeLetter(kind, locale, facts) };
  await ctx.ports.messenger.send(tx, endsAt ? { ...message, endsAt } : message, ctx.now);
}

function hashCode(
  ctx: Ctx,
  { id, purpose, to, binding, code }: Omit<Sending, 'account'> & { id: string; code: string },
): Buffer {
  const text = ['code', purpose, to.channel, to.address, id, binding, code].join('\n');
  return createHmac('sha256', ctx.ports.secret).update(text).digest();
}

/** Full-width digits and blanks are what phones paste. */
const plainCode = (code: string) => code.normalize('NFKC').replaceAll(/\s/g, '');

/**
 * Where a ticket was sent, once its code is right. The try is counted before it is looked at, and stays counted.
 *
 * @throws Refusal identity.code_wrong; identity.code_over when it was used, is too old, or was tried five times;
 * rate.limited
 */
export async function proveAddress(
  ctx: Ctx,
  purpose: CodePurpose,
  answer: CodeAnswer,
  binding = '',
): Promise<Address> {
  const { ticket: id } = answer;
  await guardCaller(ctx);
  const open = await takeTry(ctx.db, { id, purpose }, ctx.now);
  if (!open) throw refuse('identity.code_over');
  const to = { channel: open.channel, address: open.address };
  const given = hashCode(ctx, { id, purpose, to, binding, code: plainCode(answer.code) });
  if (!timingSafeEqual(given, open.codeHash)) throw refuse('identity.code_wrong');
  return to;
}

/** Uses a proven code up, and with it every other one of the address. @throws Refusal identity.code_over */
export async function spendCode(
  tx: Tx,
  ctx: Ctx,
  ticket: string,
  { address }: Address,
): Promise<void> {
  if (!(await useCode(tx, ticket, ctx.now))) throw refuse('identity.code_over');
  await closeCodes(tx, address, ctx.now);
}

/** Where a ticket's code was sent, masked. @throws Refusal identity.code_over when there is no such ticket */
export async function whereSent(ctx: Ctx, purpose: CodePurpose, ticket: string): Promise<string> {
  const to = isId(ticket) ? await findCodeAddress(ctx.db, ticket, purpose) : undefined;
  if (!to) throw refuse('identity.code_over');
  return maskAddress(to);
}
