import { z } from 'zod';
import {
  GatewayRefused,
  GatewayUnavailable,
  type RequestRefusal,
  type Transport,
} from './gateway.ts';
import { readCapped, sendRequest, unverified } from './wire.ts';

/** What a call needs. */
export interface Line {
  /** `https://api.stripe.com`, no slash at the end. */
  readonly baseUrl: string;
  /** `sk_…`, or `rk_…` of fewer rights. */
  readonly secretKey: string;
  readonly timeoutMs: number;
  readonly transport: Transport;
}

/** The version that this client was written against; whatever the account's own is, answers have this one's shape. */
const version = '2026-10-28.endive';

/** One request. A `key` makes it safe to be sent again: the provider answers what it answered then, for a day at least. */
export interface Call {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly params?: Params;
  readonly key?: string;
}

/** What a form says, nested as deep as needed; what is undefined is left out. */
export interface Params {
  readonly [name: string]: Value | undefined;
}
type Value = string | number | boolean | readonly Value[] | Params;

const maxBytes = 8 * 1024 * 1024;

/**
 * Asks, and answers what was understood. No answer is signed: it is believed because of the protected line that it came by.
 * @throws GatewayUnavailable, GatewayRefused
 */
export async function call<T>(line: Line, asked: Call, shape: z.ZodType<T>): Promise<T> {
  const { operation } = asked;
  const response = await send(line, asked);
  const body = await readCapped(response, operation, maxBytes);
  const isReplayed = response.headers.get('Idempotent-Replayed') === 'true';
  refuseTrouble(operation, response.status, isReplayed);
  const answer = parsed(operation, body);
  if (response.status !== 200) throw failureOf(operation, response.status, answer);
  const understood = shape.safeParse(answer);
  if (!understood.success) throw unverified(operation, understood.error.message.slice(0, 200));
  return understood.data;
}

function send(line: Line, { operation, method, path, params = {}, key }: Call): Promise<Response> {
  const text = spellForm(params);
  const url = `${line.baseUrl}${path}`;
  const headers = {
    Authorization: `Bearer ${line.secretKey}`,
    'Stripe-Version': version,
    'User-Agent': 'shuyuan',
    ...(key ? { 'Idempotency-Key': key } : {}),
  };
  if (method === 'GET')
    return sendRequest(line, operation, text ? `${url}?${text}` : url, { method, headers });
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return sendRequest(line, operation, url, {
    method,
    headers: { ...headers, ...type },
    body: text,
  });
}

/** `a[b][0]=c`: how the provider reads what is nested. */
export function spellForm(params: Params): string {
  const form = new URLSearchParams();
  const add = (name: string, value: Value | undefined): void => {
    if (value === undefined) return;
    if (typeof value !== 'object') return form.append(name, String(value));
    for (const [inner, part] of Object.entries(value)) add(`${name}[${inner}]`, part);
  };
  for (const [name, value] of Object.entries(params)) add(name, value);
  return form.toString();
}

/**
 * What a status alone says. Trouble that is replayed stays so for this key, whoever asks: a request of another key is needed,
 * which is a refusal of this one.
 */
function refuseTrouble(operation: string, status: number, isReplayed: boolean): void {
  if (status === 429) throw new GatewayUnavailable(operation, 'rate_limited', 'status 429');
  if (status >= 500 && isReplayed)
    throw new GatewayRefused('number_spoilt', `${operation}: status ${status} for good`);
  const isTrouble = status >= 500 || status < 200 || (status >= 300 && status < 400);
  // Another request with the same key is under way.
  if (isTrouble || status === 409)
    throw new GatewayUnavailable(operation, 'server_error', `status ${status}`);
}

function parsed(operation: string, body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch (cause) {
    throw unverified(operation, 'not JSON', cause);
  }
}

const Failure = z.object({
  error: z.object({
    type: z.string(),
    code: z.string().optional(),
    param: z.string().optional(),
    message: z.string().default(''),
  }),
});

const byCode: Readonly<Record<string, RequestRefusal>> = {
  resource_missing: 'unknown',
  balance_insufficient: 'not_enough_money',
  insufficient_funds: 'not_enough_money',
  charge_already_refunded: 'invalid_request',
  api_key_expired: 'forbidden',
  secret_key_required: 'forbidden',
  testmode_charges_only: 'forbidden',
};

function failureOf(operation: string, status: number, answer: unknown): Error {
  const failure = Failure.safeParse(answer);
  if (!failure.success) return unverified(operation, `status ${status} without a reason`);
  const { type, code, param, message } = failure.data.error;
  const detail = `${operation}: ${status} ${code ?? type} ${param ?? ''} ${message}`.slice(0, 300);
  return new GatewayRefused(
    meaningOf(status, failure.data.error),
    detail,
    code ?? `${type} ${status}`,
  );
}

function meaningOf(
  status: number,
  { type, code = '', param }: z.infer<typeof Failure>['error'],
): RequestRefusal {
  if (type === 'idempotency_error') return 'number_reused';
  // Asked for so late that the time left is shorter than what it grants at least: by a new number it can be paid.
  if (param === 'expires_at') return 'order_closed';
  if (byCode[code]) return byCode[code];
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return 'unknown';
  return status === 400 ? 'invalid_request' : 'other';
}
