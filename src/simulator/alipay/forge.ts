import { createPrivateKey } from 'node:crypto';
import type { Posted } from '../forge.ts';
import { type AlipaySealer, type Fields, sealNotice } from './seal.ts';

/** A notice ready to be posted. */
export function postFields(sealer: AlipaySealer, fields: Fields): Posted {
  return posted(sealNotice(fields, sealer.own));
}

function posted(text: string): Posted {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { headers, body: Buffer.from(text) };
}

/** The same form with some parameters changed after it was signed. */
function retold(sealer: AlipaySealer, fields: Fields, changed: Fields): Posted {
  const params = new URLSearchParams(sealNotice(fields, sealer.own));
  for (const [name, value] of Object.entries(changed)) params.set(name, value);
  return posted(params.toString());
}

/**
 * Notices that must be refused. Some could only come from the provider itself: signed, and addressed to someone else.
 */
export const forgeries = {
  bad_signature: (sealer: AlipaySealer, fields: Fields) => {
    const params = new URLSearchParams(sealNotice(fields, sealer.own));
    const sign = params.get('sign') ?? '';
    params.set('sign', (sign.startsWith('A') ? 'B' : 'A') + sign.slice(1));
    return posted(params.toString());
  },
  no_signature: (sealer: AlipaySealer, fields: Fields) => retold(sealer, fields, { sign: '' }),
  merchant_key: (sealer: AlipaySealer, fields: Fields) =>
    posted(sealNotice(fields, createPrivateKey(sealer.keys.app.privatePem))),
  other_amount: (sealer: AlipaySealer, fields: Fields) =>
    retold(sealer, fields, { total_amount: '0.01' }),
  other_order: (sealer: AlipaySealer, fields: Fields) =>
    retold(sealer, fields, { out_trade_no: 'somebody-elses' }),
  emptied: (sealer: AlipaySealer, fields: Fields) => {
    const params = new URLSearchParams(sealNotice(fields, sealer.own));
    params.delete('passback_params');
    return posted(params.toString());
  },
  other_signature_type: (sealer: AlipaySealer, fields: Fields) =>
    retold(sealer, fields, { sign_type: 'RSA' }),
  twice: (sealer: AlipaySealer, fields: Fields) =>
    posted(`${sealNotice(fields, sealer.own)}&total_amount=0.01`),
  other_app: (sealer: AlipaySealer, fields: Fields) =>
    postFields(sealer, { ...fields, app_id: '2021999999999999' }),
  other_seller: (sealer: AlipaySealer, fields: Fields) =>
    postFields(sealer, { ...fields, seller_id: '2088999999999999' }),
  odd_amount: (sealer: AlipaySealer, fields: Fields) =>
    postFields(sealer, { ...fields, total_amount: '19.9' }),
  huge: (sealer: AlipaySealer, fields: Fields) =>
    postFields(sealer, { ...fields, body: 'x'.repeat(20_000) }),
} satisfies Record<string, (sealer: AlipaySealer, fields: Fields) => Posted>;

export type AlipayForgery = keyof typeof forgeries;
