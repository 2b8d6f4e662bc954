import { tidy } from '#kernel/text.ts';

/** Letters and digits that nobody takes for another. */
export const codeLetters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A promoter's code of eight such letters; `draw(n)` is a number from 0 up to, not including, n. */
export function drawCode(draw: (below: number) => number): string {
  return Array.from({ length: 8 }, () => codeLetters[draw(codeLetters.length)]).join('');
}

/** Whether a text is written like a promoter's code. */
export function isCode(text: string): boolean {
  return /^[a-hj-km-np-z2-9]{8}$/.test(text);
}

/** What stands for the code in a link of a campaign alone. */
const noCode = '-';

const campaignNames = ['utm_source', 'utm_medium', 'utm_campaign'] as const;

/**
 * Where a link with `?via=` or `?utm_…=` leads first: the short link that remembers it and goes on to the same page without it, so that
 * the page itself stays one page for everybody. Undefined for every other address.
 */
export function shortLinkOf(url: URL): string | undefined {
  if (/^\/(?:s|api)\//.test(url.pathname)) return undefined;
  const via = url.searchParams.get('via');
  const hasCampaign = campaignNames.some((name) => url.searchParams.get(name));
  if (via === null && !hasCampaign) return undefined;
  const code = via !== null && isCode(via) ? via : noCode;
  const rest = new URLSearchParams(url.searchParams);
  rest.delete('via');
  const search = rest.toString();
  return `/s/${code}${url.pathname === '/' ? '' : url.pathname}${search ? `?${search}` : ''}`;
}

const longest = 60;

/** What a short link says of its campaign, and the page that it leads to: a path of this house, whatever was asked for. */
export function readShortLink(url: URL): {
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly to: string;
} {
  const [source = '', medium = '', campaign = ''] = campaignNames.map((name) =>
    tidy(url.searchParams.get(name) ?? '').slice(0, longest),
  );
  const rest = new URLSearchParams(url.searchParams);
  for (const name of [...campaignNames, 'via']) rest.delete(name);
  const path = url.pathname.replace(/^\/s\/[^/]*/, '').replaceAll(/[/\\]{2,}|\\/g, '/');
  const search = rest.toString();
  const to = `/${path.replace(/^\/+/, '')}${search ? `?${search}` : ''}`;
  // A short link that leads to a short link would go round for ever.
  return { source, medium, campaign, to: /^\/s(?:\/|$)/.test(to) ? '/' : to };
}
