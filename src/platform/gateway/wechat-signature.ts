/**
 * Signatures and secrets of WeChat Pay API v3.
 * Source: https://pay.weixin.qq.com/doc/v3/merchant/4012365342 (requests), …/4013053249 (answers and notices).
 */
import {
  constants,
  createDecipheriv,
  type KeyObject,
  publicEncrypt,
  sign as rsaSign,
  verify as rsaVerify,
} from 'node:crypto';
import { GatewayRefused, type HeaderBag } from './gateway.ts';
import { findHeader } from './wire.ts';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
/** A message older (or newer) than this is refused; the provider allows our clock the same. */
const MAX_AGE_SEC = 300;

/** Public keys of the provider by their serial: certificates and `PUB_KEY_ID_…`, several during a change of keys. */
export type PlatformKeys = ReadonlyMap<string, KeyObject>;

/** The `Authorization` header of a request. `target` is path and query exactly as sent; `body` is '' for GET. */
export function authorize(
  signer: { readonly mchid: string; readonly serial: string; readonly privateKey: KeyObject },
  request: { readonly method: string; readonly target: string; readonly body: string },
  now: Date,
  nonce: string,
): string {
  const timestamp = Math.floor(now.getTime() / 1000);
  const message = `${request.method}\n${request.target}\n${timestamp}\n${nonce}\n${request.body}\n`;
  const signature = rsaSign('RSA-SHA256', Buffer.from(message), signer.privateKey).toString(
    'base64',
  );
  return (
    `${SCHEME} mchid="${signer.mchid}",nonce_str="${nonce}",signature="${signature}",` +
    `timestamp="${timestamp}",serial_no="${signer.serial}"`
  );
}

/**
 * Proves that `rawBody` comes from the holder of one of `keys` and is at most 300 s old.
 *
 * @throws GatewayRefused malformed, unknown_key, signature or stale.
 */
export function verifySigned(
  keys: PlatformKeys,
  headers: HeaderBag,
  rawBody: Uint8Array,
  now: Date,
): void {
  const serial = readHeader(headers, 'wechatpay-serial');
  const timestamp = readHeader(headers, 'wechatpay-timestamp');
  const nonce = readHeader(headers, 'wechatpay-nonce');
  const scheme = findHeader(headers, 'wechatpay-signature-type') ?? SCHEME;
  if (scheme !== SCHEME) throw new GatewayRefused('malformed', `signature type ${scheme}`);
  if (!/^[1-9]\d{9}$/.test(timestamp)) throw new GatewayRefused('malformed', 'timestamp');
  // A line break in the nonce would move the border between what is signed and what is not.
  if (!/^[\x21-\x7e]{1,128}$/.test(nonce)) throw new GatewayRefused('malformed', 'nonce');

  const key = keys.get(serial);
  if (!key) throw new GatewayRefused('unknown_key', `no key with serial ${serial.slice(0, 80)}`);

  // `WECHATPAY/SIGNTEST/…` are probes of the provider: they fail here, which is what it wants to see.
  const signature = decodeBase64(readHeader(headers, 'wechatpay-signature'));
  const message = Buffer.concat([
    Buffer.from(`${timestamp}\n${nonce}\n`),
    rawBody,
    Buffer.from('\n'),
  ]);
  if (!signature || !rsaVerify('RSA-SHA256', message, key, signature)) {
    throw new GatewayRefused('signature', 'the signature does not match');
  }
  const ageSec = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (ageSec > MAX_AGE_SEC)
    throw new GatewayRefused('stale', `${Math.round(ageSec)} s off our clock`);
}

/**
 * Opens an AES-256-GCM envelope; the tag is the last 16 bytes.
 *
 * @throws GatewayRefused undecryptable when key, nonce, associated data or a single bit is not right.
 */
export function openEnvelope(
  apiV3Key: Buffer,
  envelope: {
    readonly ciphertext: string;
    readonly nonce: string;
    readonly associatedData: string;
  },
): Buffer {
  const sealed = decodeBase64(envelope.ciphertext);
  if (!sealed || sealed.length < 17)
    throw new GatewayRefused('undecryptable', 'ciphertext is too short');
  try {
    const nonce = Buffer.from(envelope.nonce, 'utf8');
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(envelope.associatedData, 'utf8'));
    decipher.setAuthTag(sealed.subarray(-16));
    // Without `final()` the tag is never looked at, and changed amounts would pass.
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch (cause) {
    throw new GatewayRefused('undecryptable', cause instanceof Error ? cause.message : 'unknown');
  }
}

/** Encrypts a personal name for the provider (RSA-OAEP with SHA-1, as it prescribes), base64. */
export function sealForPlatform(key: KeyObject, text: string): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key, padding, oaepHash: 'sha1' }, Buffer.from(text, 'utf8')).toString(
    'base64',
  );
}

/** The bytes of canonical base64; undefined for any other spelling, so that no two headers mean the same. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function readHeader(headers: HeaderBag, name: string): string {
  const value = findHeader(headers, name);
  if (!value) throw new GatewayRefused('malformed', `header ${name} is missing`);
  return value;
}
