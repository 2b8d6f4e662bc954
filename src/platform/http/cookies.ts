import type { Context, MiddlewareHandler } from 'hono';
import { generateCookie } from 'hono/cookie';

const given = new WeakMap<Context, string[]>();

/**
 * Puts a cookie on the answer, whichever that will be. It waits here until there is one: Hono would keep it on an answer of its
 * own, and copy ours around that, stream and all.
 */
export function giveCookie(
  c: Context,
  name: string,
  value: string,
  about: { readonly secure: boolean; readonly maxAge: number },
): void {
  const cookie = generateCookie(name, value, {
    ...about,
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
  });
  given.set(c, [...(given.get(c) ?? []), cookie]);
}

/** Puts the cookies that were given on the answer. */
export const withCookies: MiddlewareHandler = async (c, next) => {
  await next();
  for (const cookie of given.get(c) ?? []) c.res.headers.append('set-cookie', cookie);
};
