import { createHmac } from 'node:crypto';
import type { Posted } from '../forge.ts';
import type { StripeKeys } from './keys.ts';

/** An event before it is signed. */
export type Saying = Readonly<Record<string, unknown>>;

interface Forging {
  readonly keys: StripeKeys;
  readonly saying: Saying;
  readonly now: Date;
}

const secondsOf = (at: Date) => String(Math.floor(at.getTime() / 1000));

/** How an event is signed: over the time, a dot and the body. */
function signed(text: string, at: string, secret: string): string {
  return createHmac('sha256', secret).update(`${at}.${text}`).digest('hex');
}

function posted(text: string, signature: string): Posted {
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Stripe-Signature': signature,
  };
  return { headers, body: Buffer.from(text) };
}

/** An event ready to be posted: with one signature by each secret that holds. */
export function postEvent({ keys, saying, now }: Forging): Posted {
  const text = JSON.stringify(saying, null, 2);
  const at = secondsOf(now);
  const secrets = [keys.webhookSecret, ...(keys.nextWebhookSecret ? [keys.nextWebhookSecret] : [])];
  const signatures = secrets.map((secret) => `v1=${signed(text, at, secret)}`);
  return posted(text, [`t=${at}`, ...signatures, `v0=${signed(text, at, 'unused')}`].join(','));
}

const resign = (by: Forging, change: (signature: string) => string): Posted => {
  const right = postEvent(by);
  return posted(right.body.toString(), change(right.headers['Stripe-Signature']!));
};
const retell = (by: Forging, change: (text: string) => string): Posted => {
  const right = postEvent(by);
  return posted(change(right.body.toString()), right.headers['Stripe-Signature']!);
};
const saying = (by: Forging, changed: Saying): Posted =>
  postEvent({ ...by, saying: { ...by.saying, ...changed } });
const aged = (by: Forging, seconds: number): Posted =>
  postEvent({ ...by, now: new Date(by.now.getTime() + seconds * 1000) });

/**
 * Events that must be refused. Some could only come from the provider itself: signed, and about another account or mode.
 */
export const forgeries = {
  bad_signature: (by: Forging) =>
    resign(by, (it) => it.replace(/v1=(.)/, (_, first) => `v1=${first === 'a' ? 'b' : 'a'}`)),
  no_signature: (by: Forging) => resign(by, () => ''),
  old_scheme: (by: Forging) => resign(by, (it) => it.replaceAll('v1=', 'v0=')),
  other_secret: (by: Forging) =>
    postEvent({ ...by, keys: { ...by.keys, webhookSecret: 'whsec_somebody-elses' } }),
  stale: (by: Forging) => aged(by, -302),
  fresh_time_on_old: (by: Forging) => {
    const old = aged(by, -3_600);
    const header = old.headers['Stripe-Signature']!;
    return posted(old.body.toString(), header.replace(/t=\d+/, `t=${secondsOf(by.now)}`));
  },
  two_times: (by: Forging) => resign(by, (it) => `t=${secondsOf(by.now)},${it}`),
  ahead: (by: Forging) => aged(by, 3_600),
  other_order: (by: Forging) =>
    retell(by, (text) =>
      text.replace(/"client_reference_id": "[^"]*"/, '"client_reference_id": "somebody-elses"'),
    ),
  reserialised: (by: Forging) => retell(by, (text) => JSON.stringify(JSON.parse(text))),
  huge: (by: Forging) => saying(by, { padding: 'x'.repeat(70_000) }),
  twice: (by: Forging) => {
    const text = JSON.stringify(by.saying).replace('{', '{"id":"evt_other",');
    const at = secondsOf(by.now);
    return posted(text, `t=${at},v1=${signed(text, at, by.keys.webhookSecret)}`);
  },
  other_mode: (by: Forging) => saying(by, { livemode: true }),
  other_account: (by: Forging) => saying(by, { account: 'acct_somebodyelse' }),
} satisfies Record<string, (by: Forging) => Posted>;

export type StripeForgery = keyof typeof forgeries;
