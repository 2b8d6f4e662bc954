const house = 'https://house.invalid';

/**
 * Where to go after signing in: `next` when it is a path of ours, else `fallback`. A path that a browser could read as
 * another place, or that would sign the person out again, is not one.
 */
export function safeNext(next: string | undefined, fallback: string): string {
  if (!next || next.length > 2_000 || !isPlainPath(next) || !URL.canParse(next, house))
    return fallback;
  const url = new URL(next, house);
  const path = url.pathname;
  if (url.origin !== house || path.startsWith('//')) return fallback;
  return /^(?:\/en)?\/(?:login|register|reset|logout)(?:\/|$)/.test(path)
    ? fallback
    : `${path}${url.search}${url.hash}`;
}

// Browsers drop tabs and line ends from addresses and read a backslash as a slash (WHATWG URL, 4.4).
function isPlainPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text) && !/[\\\p{Cc}\p{Cf}\p{Z}]/u.test(text);
}
