import type { KeyObject } from 'node:crypto';
import { GatewayRefused, type Notice } from './gateway.ts';
import { captureOf, TradeNotice } from './alipay-shapes.ts';
import { isSignedNotice } from './alipay-signature.ts';

/** Whom a notice must be addressed to. */
export interface Addressee {
  readonly appId: string;
  readonly sellerId: string;
  readonly alipayKey: KeyObject;
}

const maxBytes = 16 * 1024;

/**
 * Reads a posted notice. It has no age: the provider repeats one for a day, and who replays it says nothing new, since each is
 * stored once by its id.
 *
 * @throws GatewayRefused with a `NoticeRefusal`
 */
export function readAlipayNotice(to: Addressee, rawBody: Uint8Array): Notice {
  if (rawBody.byteLength > maxBytes) throw new GatewayRefused('too_large', 'over 16 KiB');
  const params = readForm(rawBody);
  if (params['sign_type'] !== 'RSA2') throw malformed('sign_type');
  if (!isSignedNotice(params, to.alipayKey))
    throw new GatewayRefused('signature', 'the signature does not match');

  const parsed = TradeNotice.safeParse(params);
  if (!parsed.success) throw malformed(parsed.error.message.slice(0, 200));
  const notice = parsed.data;
  if (notice.app_id !== to.appId) throw new GatewayRefused('merchant', 'another app_id');
  if (notice.seller_id !== to.sellerId) throw new GatewayRefused('merchant', 'another seller_id');
  return meaningOf(notice);
}

function meaningOf(notice: TradeNotice): Notice {
  const head = { id: notice.notify_id, at: notice.notify_time };
  const hint = { kind: 'hint', ...head, outTradeNo: notice.out_trade_no } as const;
  const isRefund = notice.refund_fee !== undefined || notice.out_biz_no !== undefined;
  // A refund is told as the trade's success or end once more: it is no second payment, and names no amount of its own.
  if (isRefund)
    return { ...hint, ...(notice.out_biz_no ? { outRefundNo: notice.out_biz_no } : {}) };
  // `TRADE_FINISHED` comes months later, or at once for who takes no refunds: either way it was paid.
  const isPaid =
    notice.trade_status === 'TRADE_SUCCESS' || notice.trade_status === 'TRADE_FINISHED';
  if (!isPaid) return hint;
  if (!notice.gmt_payment) throw malformed('paid, but not when');
  return { kind: 'payment', state: 'paid', ...head, ...captureOf(notice, notice.gmt_payment) };
}

type TradeNotice = ReturnType<typeof TradeNotice.parse>;

/** The parameters of a form. A name that comes twice is refused: two readers could disagree about it. */
function readForm(bytes: Uint8Array): Record<string, string> {
  const params: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(decoded(bytes))) {
    if (name in params) throw malformed(`${name.slice(0, 40)} appears twice`);
    params[name] = value;
  }
  return params;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('not UTF-8');
  }
}

function malformed(detail: string): GatewayRefused {
  return new GatewayRefused('malformed', detail);
}
