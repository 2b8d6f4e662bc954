import type { Sealed } from './store.ts';

/** A key of one lesson's own. No script can read it, this one neither: it is only used where it lies. */
export async function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Encrypts bytes; `about` says which they are, and they open as nothing else. */
export async function seal(key: CryptoKey, about: string, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt(algorithm(iv, about), key, bytes) };
}

/** Decrypts them; throws when they were changed, or are others. */
export async function unseal(
  key: CryptoKey,
  about: string,
  { iv, bytes }: Sealed,
): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt(algorithm(iv, about), key, bytes);
}

function algorithm(iv: Uint8Array<ArrayBuffer>, about: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(about) };
}
