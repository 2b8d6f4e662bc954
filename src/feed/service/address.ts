import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What of a token is kept. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Signs that an episode belongs to a feed: 128 bits of HMAC-SHA-256. */
export function episodeSignature(house: Buffer, feedId: string, lessonId: string): string {
  const secret = Buffer.from(hkdfSync('sha256', house, '', 'podcast episodes', 32));
  const mac = createHmac('sha256', secret).update(`${feedId}:${lessonId}`).digest();
  return mac.subarray(0, 16).toString('base64url');
}

/** Compares signatures without telling by time how much is right. */
export function isSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const endings: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/webm': 'webm',
};

/** What an episode's file is called: apps tell by the ending what they can play. */
export function soundName(mediaType: string): string {
  return `audio.${endings[mediaType] ?? 'mp3'}`;
}
