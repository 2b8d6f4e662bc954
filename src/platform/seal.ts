import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a sealed thing is for: another purpose has another key, and another id does not open it. */
export interface SealedFor {
  readonly purpose: string;
  readonly id: string;
}

function keyFor(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/** `content` sealed with the house's secret (AES-256-GCM): 12 bytes nonce, the ciphertext, 16 bytes tag. */
export function seal(
  secret: Buffer,
  { purpose, id }: SealedFor,
  content: Buffer,
  nonce: Buffer = randomBytes(12),
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce);
  cipher.setAAD(Buffer.from(id));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed. @throws when the secret, the purpose, the id or a bit is another */
export function unseal(secret: Buffer, { purpose, id }: SealedFor, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(id));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
