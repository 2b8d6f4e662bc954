import type { Context, MiddlewareHandler } from 'hono';
import { refuser } from '#kernel/refusal.ts';
import type { Settings } from '../config.ts';

export const refuseRequest = refuser({
  'request.cross_site': {
    status: 403,
    zh: '这个请求来自别的网站，已被拦下。请回到本站再试一次',
    en: 'This request came from another site and was stopped. Please try again from here.',
  },
  'request.too_large': { status: 413, zh: '内容太大了', en: 'That is too large.' },
  'request.unreadable': {
    status: 400,
    zh: '提交的内容读不出来，请检查格式',
    en: 'What was sent cannot be read: check its format.',
  },
  'request.unknown_path': { status: 404, zh: '没有这个页面', en: 'There is no such page.' },
});

// Fonts, frames and plugins are never used; styles and scripts are files of ours; videos play from blob: through MSE.
const policy = (nonce: string | undefined) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');

const contentPolicy = policy(undefined);

/** The policy for a document whose own styles carry `nonce`: the studio, whose component library writes style elements. */
export function contentPolicyWithNonce(nonce: string): string {
  return policy(nonce);
}

/** Headers that every answer carries (OWASP ASVS 5.0, 3.4). */
export function safeHeaders({ publicUrl }: Settings): Readonly<Record<string, string>> {
  const isSecure = publicUrl.startsWith('https:');
  return {
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

/** Puts them on every answer; a document may have a content policy of its own. */
export function securityHeaders(settings: Settings): MiddlewareHandler {
  const { 'content-security-policy': own = '', ...others } = safeHeaders(settings);
  const always = Object.entries(others);
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', own);
    for (const [name, value] of always) headers.set(name, value);
  };
}

/**
 * Refuses a change that another site asked a browser for: the browser says so in `Sec-Fetch-Site`, older ones in `Origin`.
 *
 * @throws Refusal request.cross_site
 */
export function assertSameSite(c: Context, settings: Settings): void {
  const site = c.req.header('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  if (site) throw refuseRequest('request.cross_site');

  const origin = c.req.header('origin');
  // Neither header: no browser sends that with a form or a fetch, so no cookie was attached against its owner's will.
  if (!origin) return;
  const own = [settings.publicUrl, new URL(c.req.url).origin];
  if (!own.some((url) => new URL(url).origin === origin)) throw refuseRequest('request.cross_site');
}

/**
 * The caller's address: the last one that a trusted proxy did not add itself, from right to left; never what a caller claims.
 */
export function callerAddress(
  socket: string,
  forwarded: string | undefined,
  trusted: number,
): string {
  if (trusted === 0 || !forwarded) return plain(socket);
  const hops = forwarded.split(',').map((hop) => hop.trim());
  return plain(hops.at(-trusted) ?? hops[0] ?? socket);
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/** What counts as one caller for limits: an IPv4 address, or the /64 that an IPv6 customer is given. */
export function callerKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const groups = [
    ...left,
    ...Array.from({ length: 8 - left.length - right.length }, () => '0'),
    ...right,
  ];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
