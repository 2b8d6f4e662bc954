import { createHmac, timingSafeEqual } from 'node:crypto';
import { GatewayRefused, type HeaderBag, type Notice } from './gateway.ts';
import { MAX_JSON_BYTES, parseStrictJson } from './strict-json.ts';
import { Event } from './stripe-shapes.ts';
import { findHeader } from './wire.ts';

/** Whom a notice must be addressed to. */
export interface Addressee {
  /** `whsec_…`: two while the owner replaces one by the other. */
  readonly webhookSecrets: readonly string[];
  readonly isLive: boolean;
}

const toleranceSec = 300;

/**
 * Reads a posted event: whose it is and what it is about. What it says of money is not read, since what the provider says when
 * asked is newer, and as it was told to the right person.
 *
 * @throws GatewayRefused with a `NoticeRefusal`
 */
export function readStripeNotice(
  to: Addressee,
  headers: HeaderBag,
  rawBody: Uint8Array,
  now: Date,
): Notice {
  if (rawBody.byteLength > MAX_JSON_BYTES) throw new GatewayRefused('too_large', 'over 64 KiB');
  prove(to, findHeader(headers, 'stripe-signature') ?? '', rawBody, now);
  const event = Event.safeParse(strict(rawBody));
  if (!event.success) throw malformed(event.error.message.slice(0, 200));
  if (event.data.livemode !== to.isLive) throw new GatewayRefused('merchant', 'the other mode');
  if (event.data.account) throw new GatewayRefused('merchant', 'another account’s');
  return meaningOf(event.data);
}

/** Source: https://docs.stripe.com/webhooks/signature (signing scheme v1). */
function prove(to: Addressee, header: string, rawBody: Uint8Array, now: Date): void {
  const parts = header.split(',').map((part) => part.split('=', 2) as [string, string?]);
  const valuesOf = (name: string) =>
    parts.filter(([key]) => key === name).map(([, it]) => it ?? '');
  const [at = '', ...more] = valuesOf('t');
  if (!/^\d{1,12}$/.test(at) || more.length > 0) throw new GatewayRefused('signature', 'no time');
  const signatures = valuesOf('v1').filter((it) => /^[0-9a-f]{64}$/.test(it));
  const isProved = to.webhookSecrets.some((secret) => {
    const right = createHmac('sha256', secret).update(`${at}.`).update(rawBody).digest();
    return signatures.some((it) => timingSafeEqual(Buffer.from(it, 'hex'), right));
  });
  if (!isProved) throw new GatewayRefused('signature', 'the signature does not match');
  if (Math.abs(now.getTime() / 1000 - Number(at)) > toleranceSec)
    throw new GatewayRefused('stale', `signed at ${at}`);
}

const aboutSessions = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
]);
const aboutRefunds = new Set(['refund.created', 'refund.updated', 'refund.failed']);

/** What an endpoint has to be sent. */
export const wantedEvents: readonly string[] = [...aboutSessions, ...aboutRefunds];

function meaningOf({ id, created, type, data }: Event): Notice {
  const head = { id, at: created };
  const { object } = data;
  const said = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const metadata = (object['metadata'] ?? {}) as Record<string, unknown>;
  const outTradeNo = said(object['client_reference_id']) ?? said(metadata['out_trade_no']);
  // Somebody else may use the account as well.
  if (outTradeNo === undefined) return { kind: 'other', ...head };
  if (aboutSessions.has(type)) return { kind: 'hint', ...head, outTradeNo };
  const outRefundNo = said(metadata['out_refund_no']);
  if (!aboutRefunds.has(type) || outRefundNo === undefined) return { kind: 'other', ...head };
  return { kind: 'hint', ...head, outTradeNo, outRefundNo };
}

function strict(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : 'not JSON');
  }
}

function malformed(detail: string): GatewayRefused {
  return new GatewayRefused('malformed', detail);
}
