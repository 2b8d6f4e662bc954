import {
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  type KeyObject,
} from 'node:crypto';
import type { AlipayKeys } from './keys.ts';

/** Signs as the provider and proves the merchant's requests. */
export interface AlipaySealer {
  readonly keys: AlipayKeys;
  readonly own: KeyObject;
  readonly merchant: KeyObject;
}

export function openAlipaySealer(keys: AlipayKeys): AlipaySealer {
  return {
    keys,
    own: createPrivateKey(keys.alipay.privatePem),
    merchant: createPublicKey(keys.app.publicPem),
  };
}

export type Fields = Readonly<Record<string, string>>;

function line(fields: Fields, without: readonly string[], keepsEmpty: boolean): string {
  const names = Object.keys(fields).filter(
    (name) => !without.includes(name) && (keepsEmpty || fields[name] !== ''),
  );
  names.sort();
  return names.map((name) => `${name}=${fields[name] ?? ''}`).join('&');
}

/** What is wrong with a request's signature; undefined when it is the merchant's. */
export function findRequestFault(sealer: AlipaySealer, fields: Fields): string | undefined {
  if (fields['app_id'] !== sealer.keys.appId) return 'isv.invalid-app-id';
  if (fields['sign_type'] !== 'RSA2') return 'isv.invalid-signature-type';
  if (fields['charset']?.toLowerCase() !== 'utf-8') return 'isv.invalid-charset';
  const proof = createVerify('RSA-SHA256').update(line(fields, ['sign'], false));
  const isRight = proof.verify(sealer.merchant, fields['sign'] ?? '', 'base64');
  return isRight ? undefined : 'isv.invalid-signature';
}

/** An answer: the inner object as it is, and the signature over its bytes. */
export function sealAnswer(sealer: AlipaySealer, member: string, value: object): string {
  const inner = JSON.stringify(value);
  return `{"${member}":${inner},"sign":"${signText(inner, sealer.own)}"}`;
}

/** The form of a notice. */
export function sealNotice(fields: Fields, key: KeyObject): string {
  const sign = signText(line(fields, ['sign', 'sign_type'], true), key);
  return new URLSearchParams({ ...fields, sign_type: 'RSA2', sign }).toString();
}

function signText(text: string, key: KeyObject): string {
  return createSign('RSA-SHA256').update(text).sign(key, 'base64');
}
