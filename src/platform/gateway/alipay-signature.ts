/**
 * Signatures of Alipay's open platform, RSA2 (RSA-SHA256).
 * Source: https://opendocs.alipay.com/common/02kf5q (requests), …/02mse7 (notices), …/02kdnc (answers).
 */
import { type KeyObject, sign as rsaSign, verify as rsaVerify } from 'node:crypto';

export type Params = Readonly<Record<string, string>>;

/** What is signed of a request: all but `sign` and what is empty, sorted by name, not encoded. */
export function signRequest(params: Params, key: KeyObject): string {
  const text = spell(Object.entries(params).filter(([name, value]) => name !== 'sign' && value));
  return rsaSign('RSA-SHA256', Buffer.from(text), key).toString('base64');
}

/** Whether a notice is the provider's. Here `sign_type` is not signed, and what is empty is. */
export function isSignedNotice(params: Params, key: KeyObject): boolean {
  const text = spell(
    Object.entries(params).filter(([name]) => name !== 'sign' && name !== 'sign_type'),
  );
  return isSigned(text, params['sign'] ?? '', key);
}

/** Whether `signature` is the provider's over exactly this text. */
export function isSigned(text: string, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // One signature has one spelling.
  if (signature === '' || bytes.toString('base64') !== signature) return false;
  return rsaVerify('RSA-SHA256', Buffer.from(text), key, bytes);
}

/**
 * The text of a member's value as it stands in an object of JSON: what an answer's signature is over. The text is valid
 * JSON in which no name repeats.
 */
export function rawMember(json: string, member: string): string | undefined {
  let depth = 0;
  let name = '';
  let start = -1;
  for (const { 0: token, index } of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g)) {
    if (depth !== 1) depth += step(token);
    else if (start >= 0 && (token === ',' || token === '}')) return json.slice(start, index).trim();
    else if (token === ':' && name === member) start = index + 1;
    else if (token.startsWith('"')) name = JSON.parse(token) as string;
    else depth += step(token);
  }
  return undefined;
}

function step(token: string): number {
  if (token === '{' || token === '[') return 1;
  return token === '}' || token === ']' ? -1 : 0;
}

/** `k=v&…` by the names' code units, as the provider sorts. */
function spell(entries: readonly (readonly [string, string])[]): string {
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const hour8 = 8 * 3_600_000;

/** An instant as the provider writes it: `2026-11-21 18:00:00`, always by Beijing's clock. */
export function toBeijing(instant: Date): string {
  return new Date(instant.getTime() + hour8).toISOString().slice(0, 19).replace('T', ' ');
}

/** @returns undefined when it is not written like that */
export function fromBeijing(local: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(local)) return undefined;
  const instant = new Date(`${local.replace(' ', 'T')}+08:00`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
