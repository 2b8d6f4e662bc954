import type { Database } from '#platform/db.ts';
import type { Mischief } from '#simulator/desk.ts';
import type { Front } from './callers.ts';
import { password } from './level2.ts';
import type { People } from './population.ts';

interface Network {
  readonly url: string;
  readonly people: People;
  readonly observer: Database;
}

const patienceMs = 10_000;

/** The real server as its callers see it: signed in by password, each with a cookie; a payer with a browser. */
export async function openNetworkFront({ url, people, observer }: Network): Promise<Front> {
  const cookies = new Map<string, string>();
  const cashiers = new Map<string, string>();
  for (const userId of [...people.buyers, ...people.creators, people.finance, people.owner]) {
    cookies.set(userId, await logIn(url, observer, userId));
  }
  return {
    people,
    observer,
    request: async (userId, path, init) => {
      const headers = new Headers(init.headers);
      const cookie = userId === undefined ? undefined : cookies.get(userId);
      if (cookie !== undefined) headers.set('cookie', cookie);
      const response = await send(url + path, { ...init, headers });
      await noteCashier(cashiers, path, response);
      // A fault of ours while the database is away is no answer that a caller could rely on.
      return response && response.status >= 500 ? undefined : response;
    },
    pay: async (outTradeNo, mischief) => {
      const address = await findCashier(cashiers, observer, outTradeNo);
      if (address !== undefined) await payAtCashier(url, address, mischief);
    },
  };
}

/** The whole answer; undefined when none came, or it broke off. */
async function send(address: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      ...init,
      signal: AbortSignal.timeout(patienceMs),
    });
    const body = await response.arrayBuffer();
    const isEmpty = [204, 303, 304].includes(response.status);
    return new Response(isEmpty ? null : body, {
      status: response.status,
      headers: response.headers,
    });
  } catch (error) {
    if (error instanceof Error) return undefined; // Nobody was there, or died while answering.
    throw error;
  }
}

async function logIn(url: string, { db }: Database, userId: string): Promise<string> {
  const { email: address } = await db
    .selectFrom('appUser')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const response = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address, password }),
  });
  if (response.status !== 201)
    throw new Error(`nobody could sign in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Keeps the address, by order, that the shop sends a payer to. */
async function noteCashier(
  cashiers: Map<string, string>,
  path: string,
  response: Response | undefined,
): Promise<void> {
  const orderId = /^\/api\/v1\/orders\/([^/]+)\/payments$/.exec(path)?.[1];
  if (orderId === undefined || response?.status !== 201) return;
  const { payUrl } = (await response.clone().json()) as { payUrl: string | null };
  if (payUrl !== null) cashiers.set(orderId, payUrl);
}

async function findCashier(
  cashiers: ReadonlyMap<string, string>,
  { db }: Database,
  outTradeNo: string,
): Promise<string | undefined> {
  const payment = await db
    .selectFrom('payment')
    .select('orderId')
    .where('outTradeNo', '=', outTradeNo)
    .executeTakeFirst();
  return payment && cashiers.get(payment.orderId);
}

/** Goes to the address that the shop sent the payer to, and presses the button. */
async function payAtCashier(url: string, address: string, mischief: Mischief): Promise<void> {
  const prepayId = new URL(address).searchParams.get('prepay_id') ?? '';
  const wishes = Object.entries(mischief)
    .filter(([, isWanted]) => isWanted === true)
    .map(([name]) => [name, 'on']);
  const body = new URLSearchParams([
    ['prepay_id', prepayId],
    ['act', 'pay'],
    ...(wishes as [string, string][]),
  ]);
  await send(`${url}/sandbox/cashier/pay`, { method: 'POST', body });
}
