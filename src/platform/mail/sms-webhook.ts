import { createHmac } from 'node:crypto';
import { second } from '#kernel/time.ts';
import type { SmsSettings } from '../config.ts';
import { NotNow } from '../mail.ts';
import type { Carried, Carrier } from './post-office.ts';

export interface SmsOptions {
  readonly clock?: () => Date;
  /** How long an answer may take; 15 s. */
  readonly limitMs?: number;
}

/** Statuses that begin with 4 and are about us, or about this moment, not about the message. */
const later = new Set([401, 403, 404, 405, 408, 409, 425, 429]);

/**
 * Short messages by a web hook: `POST` of `{"id","to","text","locale"}` as JSON, with `X-Shuyuan-Timestamp` (seconds) and
 * `X-Shuyuan-Signature: sha256=<hex>`, the HMAC of `<timestamp>.<body>`. 2xx takes it, 400, 410, 422
 * and the like refuse it for good, anything else is tried again with the same `id`.
 */
export function openSmsWebhook(
  { url, secret }: SmsSettings,
  { clock = () => new Date(), limitMs = 15 * second }: SmsOptions = {},
): Carrier {
  return {
    carry: async ({ id, address, body: text, locale }) => {
      const body = JSON.stringify({ id, to: address, text, locale });
      const timestamp = String(Math.floor(clock().getTime() / 1000));
      const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
      const status = await post(url, limitMs, {
        body,
        headers: {
          'content-type': 'application/json',
          'x-shuyuan-timestamp': timestamp,
          'x-shuyuan-signature': `sha256=${signature}`,
        },
      });
      return judge(status);
    },
  };
}

/** @throws NotNow when no answer comes */
async function post(url: string, limitMs: number, init: RequestInit): Promise<number> {
  try {
    const signal = AbortSignal.timeout(limitMs);
    const answer = await fetch(url, { ...init, method: 'POST', redirect: 'manual', signal });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new NotNow(`the hook for short messages does not answer: ${code}`);
  }
}

/** @throws NotNow */
function judge(status: number): Carried {
  if (status >= 200 && status < 300) return 'taken';
  if (status >= 400 && status < 500 && !later.has(status)) return { refused: String(status) };
  throw new NotNow(`the hook for short messages does not take one just now: ${status}`);
}
