import { createPrivateKey } from 'node:crypto';
import { type Saying, sealSaying } from './envelope.ts';
import { type Sealer, signedHeaders } from './seal.ts';

/** A notice ready to be posted. */
export interface Posted {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

interface Forging {
  readonly sealer: Sealer;
  readonly saying: Saying;
  readonly now: Date;
  /** Letters and digits. */
  readonly nonce: (length: number) => string;
}

/** A right notice: the provider's signature over exactly these bytes. */
export function postSaying(by: Forging, key: 'publicKey' | 'certificate' = 'publicKey'): Posted {
  return postText(by, sealSaying(by.sealer, by.saying, by.nonce(12)), key);
}

function postText(
  by: Forging,
  text: string,
  key: 'publicKey' | 'certificate' = 'publicKey',
): Posted {
  const headers = signedHeaders(by.sealer[key], text, by.now, by.nonce(32));
  return { headers: { ...headers, 'Content-Type': 'application/json' }, body: Buffer.from(text) };
}

function withHeader(posted: Posted, name: string, change: (value: string) => string): Posted {
  const value = posted.headers[name] ?? '';
  return { ...posted, headers: { ...posted.headers, [name]: change(value) } };
}

function flip(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}

function saying(by: Forging, changed: object): Forging {
  return { ...by, saying: { ...by.saying, plain: { ...by.saying.plain, ...changed } } };
}

/**
 * Notices that must be refused. Some could only come from the provider itself (signed, yet addressed to someone
 * else); those prove that the reader does not stop thinking after the signature.
 */
export const forgeries = {
  bad_signature: (by: Forging) => withHeader(postSaying(by), 'Wechatpay-Signature', flip),
  merchant_key: (by: Forging) => {
    const { serial, privatePem } = by.sealer.keys.merchant;
    const liar = { serial, privateKey: createPrivateKey(privatePem) };
    const right = postSaying({ ...by, sealer: { ...by.sealer, publicKey: liar } });
    return withHeader(right, 'Wechatpay-Serial', () => by.sealer.keys.publicKey.serial);
  },
  unknown_serial: (by: Forging) =>
    withHeader(postSaying(by), 'Wechatpay-Serial', () => 'PUB_KEY_ID_UNKNOWN'),
  other_serial: (by: Forging) =>
    withHeader(postSaying(by), 'Wechatpay-Serial', () => by.sealer.keys.certificate.serial),
  stale: (by: Forging) => postSaying({ ...by, now: new Date(by.now.getTime() - 302_000) }),
  fresh_timestamp_on_old: (by: Forging) => {
    const old = postSaying({ ...by, now: new Date(by.now.getTime() - 3_600_000) });
    return withHeader(old, 'Wechatpay-Timestamp', () =>
      String(Math.floor(by.now.getTime() / 1000)),
    );
  },
  signtest: (by: Forging) =>
    withHeader(postSaying(by), 'Wechatpay-Signature', (value) => `WECHATPAY/SIGNTEST/${value}`),
  tampered_ciphertext: (by: Forging) => {
    const text = sealSaying(by.sealer, by.saying, by.nonce(12));
    return postText(
      by,
      text.replace(/"ciphertext":"(.)/, (_, first: string) => `"ciphertext":"${flip(first)}`),
    );
  },
  wrong_aad: (by: Forging) =>
    postText(by, sealSaying(by.sealer, by.saying, by.nonce(12), { associatedData: 'other' })),
  wrong_key: (by: Forging) =>
    postText(by, sealSaying(by.sealer, by.saying, by.nonce(12), { key: 'x'.repeat(32) })),
  reserialised: (by: Forging) => {
    const right = postSaying(by);
    const text = JSON.stringify(JSON.parse(right.body.toString()) as unknown, null, 1);
    return { ...right, body: Buffer.from(text) };
  },
  byte_order_mark: (by: Forging) =>
    postText(by, `\uFEFF${sealSaying(by.sealer, by.saying, by.nonce(12))}`),
  huge: (by: Forging) =>
    postText(by, sealSaying(by.sealer, by.saying, by.nonce(12)) + ' '.repeat(70_000)),
  duplicated_keys: (by: Forging) => {
    const text = sealSaying(by.sealer, by.saying, by.nonce(12));
    return postText(by, text.replace('{"id":', '{"id":"EV-other","\\u0069d":'));
  },
  other_merchant: (by: Forging) =>
    postSaying(saying(by, { mchid: '1900000099', mch_id: '1900000099' })),
  other_app: (by: Forging) => postSaying(saying(by, { appid: 'wx9999999999999999' })),
} satisfies Record<string, (by: Forging) => Posted>;

export type Forgery = keyof typeof forgeries;
