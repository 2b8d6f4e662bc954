/** How an address is reached. */
export type Channel = 'email' | 'sms';

/** Where a message goes, in the one way of writing that the house keeps. */
export interface Address {
  readonly channel: Channel;
  readonly address: string;
}

const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const topLevel = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * An e-mail address in NFKC and lower case, or undefined. It is normalised before it is judged, so that a full-width ＠
 * cannot hide a second address, and only ASCII passes, so that no letter of another script poses as a Latin one.
 */
export function normaliseEmail(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 254 || hidden.test(trimmed)) return undefined;
  const email = trimmed.normalize('NFKC').toLowerCase();
  const [local = '', domain = '', ...more] = email.split('@');
  if (more.length > 0 || email.length > 254 || local.length > 64) return undefined;
  return localPart.test(local) && isDomain(domain) ? email : undefined;
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const [last = ''] = labels.slice(-1);
  return labels.length >= 2 && labels.every((part) => label.test(part)) && topLevel.test(last);
}

const mainland = /^1[3-9]\d{9}$/;
const international = /^\+[1-9]\d{6,14}$/;

/**
 * A phone number as E.164, or undefined. Without a country it is one of mainland China, whose mobile numbers are checked;
 * spaces, hyphens and brackets do not matter.
 */
export function normalisePhone(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 40 || hidden.test(trimmed)) return undefined;
  const dialled = trimmed
    .normalize('NFKC')
    .replaceAll(/[\s().-]/g, '')
    .replace(/^00/, '+');
  if (mainland.test(dialled)) return `+86${dialled}`;
  if (!international.test(dialled)) return undefined;
  return dialled.startsWith('+86') && !mainland.test(dialled.slice(3)) ? undefined : dialled;
}

/** An e-mail address or a phone number, whichever it is. */
export function normaliseAddress(text: string): Address | undefined {
  const email = normaliseEmail(text);
  if (email) return { channel: 'email', address: email };
  const phone = normalisePhone(text);
  return phone ? { channel: 'sms', address: phone } : undefined;
}

/** An e-mail address as it is shown to those who need not know it: `l***@example.com`. */
export function maskEmail(email: string): string {
  return `${email.slice(0, 1)}***${email.slice(email.lastIndexOf('@'))}`;
}

/** A phone number as it is shown to those who need not know it: `+86138****8000`. */
export function maskPhone(phone: string): string {
  const shown = phone.length >= 12 ? 6 : 3;
  const tail = phone.slice(-Math.min(4, phone.length - shown - 2));
  return `${phone.slice(0, shown)}${'*'.repeat(phone.length - shown - tail.length)}${tail}`;
}

/** An address of either kind, masked. */
export function maskAddress({ channel, address }: Address): string {
  return channel === 'email' ? maskEmail(address) : maskPhone(address);
}
