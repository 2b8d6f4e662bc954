import type { Book } from './book.ts';
import type { Tongue } from './callbacks.ts';
import { sayingOf } from './envelope.ts';
import { postSaying } from './forge.ts';
import type { Sealer } from './seal.ts';

/** 24 h 4 min in all. Source: WeChat Pay v3, 支付通知. */
const retrySec = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];

export interface TongueOptions {
  readonly book: Book;
  readonly sealer: Sealer;
  readonly now: () => Date;
  readonly nonce: (length: number) => string;
  /** Which key signs: both while the provider changes over. */
  readonly keyMode: 'public_key' | 'certificate' | 'mixed';
}

/** How WeChat Pay v3 speaks to its merchants: encrypted, and signed in the headers. */
export function openTongue({ book, sealer, now, nonce, keyMode }: TongueOptions): Tongue {
  return {
    secret: sealer.keys.apiV3Key,
    retrySec,
    spell: (notice) => {
      const saying = sayingOf(sealer, book, notice);
      const isCertificate =
        keyMode === 'certificate' ||
        (keyMode === 'mixed' && Number.parseInt(nonce(1), 36) % 2 === 1);
      return postSaying(
        { sealer, saying, now: now(), nonce },
        isCertificate ? 'certificate' : 'publicKey',
      );
    },
    isHeard: async (response) => {
      await response.body?.cancel();
      return response.status === 200 || response.status === 204;
    },
  };
}
