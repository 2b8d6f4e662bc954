/**
 * The provider's side of signatures and envelopes, written from the protocol and not from our client, so that the two
 * cannot share one misunderstanding.
 */
import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import type { Keys } from './keys.ts';

/** The provider's signing key with its name. */
export interface Signer {
  readonly serial: string;
  readonly privateKey: KeyObject;
}

/** The keys of both sides, parsed once. */
export interface Sealer {
  readonly keys: Keys;
  readonly merchantPublicKey: KeyObject;
  readonly publicKey: Signer;
  readonly certificate: Signer;
}

export function openSealer(keys: Keys): Sealer {
  const signer = ({ serial, privatePem }: Keys['publicKey']): Signer => ({
    serial,
    privateKey: createPrivateKey(privatePem),
  });
  return {
    keys,
    merchantPublicKey: createPublicKey(keys.merchant.publicPem),
    publicKey: signer(keys.publicKey),
    certificate: signer(keys.certificate),
  };
}

/** The four signature headers of an answer or a notice. */
export function signedHeaders(
  signer: Signer,
  body: string,
  at: Date,
  nonce: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createSign('sha256')
    .update(`${timestamp}\n`)
    .update(`${nonce}\n`)
    .update(body, 'utf8')
    .update('\n')
    .sign(signer.privateKey, 'base64');
  return {
    'Wechatpay-Serial': signer.serial,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': signature,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

/** What was wrong with a request's `Authorization`; undefined when it is right. `target` is path and query. */
export function findRequestFault(
  sealer: Sealer,
  authorization: string | undefined,
  request: { readonly method: string; readonly target: string; readonly body: Uint8Array },
  now: Date,
): string | undefined {
  const told = readAuthorization(authorization);
  if (!told) return 'not of the form that is prescribed';
  if (told.mchid !== sealer.keys.mchid) return 'mchid';
  if (told.serial !== sealer.keys.merchant.serial) return 'serial_no';
  const offSec = Math.abs(now.getTime() / 1000 - Number(told.timestamp));
  if (offSec > 300) return 'timestamp too far off';

  const isRight = createVerify('sha256')
    .update(`${request.method}\n${request.target}\n${told.timestamp}\n${told.nonce}\n`)
    .update(request.body)
    .update('\n')
    .verify(sealer.merchantPublicKey, told.signature, 'base64');
  return isRight ? undefined : 'signature';
}

const fieldShapes = {
  mchid: /(?:^|,)mchid="(\d{1,32})"/,
  serial: /(?:^|,)serial_no="([0-9A-F]{8,64})"/,
  nonce: /(?:^|,)nonce_str="([0-9A-Za-z]{16,32})"/,
  timestamp: /(?:^|,)timestamp="(\d{10})"/,
  signature: /(?:^|,)signature="([0-9A-Za-z+/=]{300,800})"/,
};

/** The five fields, or undefined when the scheme is another or a field is missing. */
function readAuthorization(text = ''): Record<keyof typeof fieldShapes, string> | undefined {
  const [scheme, fields = ''] = text.split(/ (.*)/s);
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048') return undefined;
  const found = Object.entries(fieldShapes).map(([name, shape]) => [name, shape.exec(fields)?.[1]]);
  if (found.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(found) as Record<keyof typeof fieldShapes, string>;
}

/** AES-256-GCM, ciphertext and tag together, base64. */
export function sealResource(
  key: string,
  plain: string,
  nonce: string,
  associatedData: string,
): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  return Buffer.concat([
    cipher.update(plain, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
}

/** A field that the merchant encrypted for us; undefined when it cannot be opened. */
export function openField(signer: Signer, field: string): string | undefined {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  try {
    const key = { key: signer.privateKey, padding, oaepHash: 'sha1' };
    return privateDecrypt(key, Buffer.from(field, 'base64')).toString('utf8');
  } catch {
    return undefined; // Not encrypted for this key: the caller refuses the request.
  }
}
