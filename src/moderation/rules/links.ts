import type { Finding } from '../types.ts';

const web = /https?:\/\/[^\s<>"'，。；、）】》]{1,2000}/gi;

/** The host of a web address, without `www.`; undefined when it is none, or leads to the house itself. */
export function hostOf(address: string, own: string): string | undefined {
  const full = address.startsWith('//') ? `https:${address}` : address;
  if (!/^https?:\/\//i.test(full) || !URL.canParse(full)) return undefined;
  const host = new URL(full).hostname.replace(/^www\./, '');
  return host === own.replace(/^www\./, '') ? undefined : host;
}

/** The outside domains that a text leads to, each once: where its words name it, else at its beginning. */
export function findLinks(text: string, links: readonly string[], own: string): Finding[] {
  const found = new Map<string, Finding>();
  const note = (host: string | undefined, start: number, end: number) => {
    if (host === undefined || found.has(host)) return;
    found.set(host, { kind: 'link', severity: 'note', start, end, detail: host });
  };
  for (const { 0: address, index } of text.matchAll(web))
    note(hostOf(address, own), index, index + address.length);
  for (const address of links) note(hostOf(address, own), 0, 0);
  return [...found.values()];
}
