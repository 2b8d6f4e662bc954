import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { second } from '#kernel/time.ts';
import { Lru } from '#platform/lru.ts';

/** What an address is for; a signature for one purpose is none for another. */
export type Purpose =
  | 'picture'
  | 'playlist'
  | 'key'
  | 'segment'
  | 'file'
  | 'book'
  | 'sample-list'
  | 'sample';

interface Signer {
  readonly secret: Buffer;
  /** Signatures made last, by what they sign: all segments of a film carry one. */
  readonly made: Lru<string>;
}

const signers = new WeakMap<Buffer, Signer>();
const rememberedSignatures = 10_000;

function signerOf(house: Buffer): Signer {
  const known = signers.get(house);
  if (known) return known;
  const secret = Buffer.from(hkdfSync('sha256', house, '', 'media addresses', 32));
  const signer = { secret, made: new Lru<string>(rememberedSignatures) };
  signers.set(house, signer);
  return signer;
}

/** 128 bits of HMAC-SHA-256 over a purpose and its parts, each with its length so that no two lists sign alike. */
export function signature(
  house: Buffer,
  purpose: Purpose,
  parts: readonly (string | number)[],
): string {
  const message = [purpose, ...parts].map((part) => `${String(part).length}:${part}`).join(',');
  const { secret, made } = signerOf(house);
  const known = made.get(message);
  if (known) return known;
  const fresh = createHmac('sha256', secret)
    .update(message)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
  made.set(message, fresh);
  return fresh;
}

/** When the address that carries `token` ends; only a token that was checked tells the truth. */
export function expiryOf(token: string): Date {
  return new Date(Number.parseInt(token.split('.')[0] ?? '', 36) * 1000);
}

/** What may keep an answer at an address with `token`, and how long: no longer than the address itself lasts at `now`. */
export function keptWhile(token: string, now: Date, scope: 'public' | 'private'): string {
  const leftSec = Math.max(0, Math.floor((expiryOf(token).getTime() - now.getTime()) / second));
  return `${scope}, max-age=${leftSec}, immutable`;
}

/** Compares signatures without telling by time how much is right. */
export function isSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `<expiry>.<signature>`: what an expiring address carries; the expiry is in seconds, base 36. */
export function writeToken(
  house: Buffer,
  purpose: Purpose,
  parts: readonly (string | number)[],
  expiresAt: Date,
): string {
  const expiry = Math.floor(expiresAt.getTime() / 1000);
  return `${expiry.toString(36)}.${signature(house, purpose, [...parts, expiry])}`;
}

/** What an address claims: that its token signs these parts for this purpose. */
export interface Claim {
  readonly purpose: Purpose;
  readonly parts: readonly (string | number)[];
  readonly token: string;
}

/** Whether a token signs just these parts and has not expired at `now`. */
export function isValid(house: Buffer, { purpose, parts, token }: Claim, now: Date): boolean {
  const [written = '', given = ''] = token.split('.');
  if (!/^[0-9a-z]{1,10}$/.test(written)) return false;
  const expiry = Number.parseInt(written, 36);
  return (
    isSignature(given, signature(house, purpose, [...parts, expiry])) &&
    now.getTime() < expiry * 1000
  );
}

/** When an address made at `now` ends: at least `ms` later, on a round instant, so that a browser's cache finds it again. */
export function roundedExpiry(now: Date, ms: number): Date {
  return new Date((Math.floor(now.getTime() / ms) + 2) * ms);
}
