import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** A private RSA key as people paste it: PEM of either kind, or the bare base64 that Alipay's tool writes. PEM, or undefined. */
export function readPrivateKey(text: string): string | undefined {
  const key = firstReadable([
    () => createPrivateKey(text.trim()),
    () => createPrivateKey({ key: bare(text), format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key: bare(text), format: 'der', type: 'pkcs1' }),
  ]);
  return key?.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** A public RSA key, or a certificate that holds one, as people paste it. PEM, or undefined. */
export function readPublicKey(text: string): string | undefined {
  // Of a private key a public one could be made as well: who pastes the wrong one shall hear of it.
  if (text.includes('PRIVATE KEY')) return undefined;
  const key = firstReadable([
    () => createPublicKey(text.trim()),
    () => createPublicKey({ key: bare(text), format: 'der', type: 'spki' }),
  ]);
  return key?.export({ format: 'pem', type: 'spki' }).toString();
}

function bare(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
}

function firstReadable(ways: readonly (() => KeyObject)[]): KeyObject | undefined {
  for (const way of ways) {
    try {
      const key = way();
      if (key.asymmetricKeyType === 'rsa') return key;
    } catch {
      continue; // It is written in another way.
    }
  }
  return undefined;
}
