import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { lost } from '../line.ts';
import { listMovements } from './balance.ts';
import type { Saying } from './forge.ts';
import { membersOf, readForm } from './form.ts';
import { createRefund, findRefund, listRefunds } from './refunds.ts';
import { createSession, expireSession } from './sessions.ts';
import * as spell from './spell.ts';
import {
  type Asked,
  decide,
  missing,
  pageOf,
  paymentOf,
  type StripeProviderOptions,
  type Verb,
} from './verb.ts';

const routes: readonly (readonly ['get' | 'post', string, Verb])[] = [
  ['post', '/v1/checkout/sessions', createSession],
  [
    'get',
    '/v1/checkout/sessions/:id',
    (options, { id, expands }) => spell.spellSession(options, paymentOf(options, id), expands),
  ],
  ['post', '/v1/checkout/sessions/:id/expire', expireSession],
  [
    'get',
    '/v1/payment_intents/:id',
    (options, { id, expands }) => spell.spellIntent(options, paymentOf(options, id), expands, ''),
  ],
  ['get', '/v1/charges/:id', findCharge],
  ['post', '/v1/refunds', createRefund],
  ['get', '/v1/refunds', listRefunds],
  ['get', '/v1/refunds/:id', findRefund],
  [
    'get',
    '/v1/balance_transactions',
    (options, { form, expands }) => pageOf(form, listMovements(options, form, expands)),
  ],
  ['get', '/v1/webhook_endpoints', listEndpoints],
];

/** The provider's API: forms in, JSON out, the key in each request. */
export function openStripeProvider(options: StripeProviderOptions): Hono {
  const app = new Hono();
  const memory: Memory = new Map();
  for (const [method, path, verb] of routes)
    app[method](path, async (c) => answer(options, memory, verb, c));
  app.all('/v1/*', () =>
    say(404, { error: { type: 'invalid_request_error', message: 'Unrecognized request URL' } }),
  );
  return app;
}

interface Remembered {
  readonly digest: string;
  readonly status: number;
  readonly body: Saying;
}
/** What was answered to each key; forgotten when the provider starts anew. */
type Memory = Map<string, Remembered>;

function say(status: number, body: Saying, headers: Record<string, string> = {}): Response {
  const type = {
    'Content-Type': 'application/json',
    'Request-Id': `req_${randomBytes(6).toString('hex')}`,
  };
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...headers } });
}

/** Lets faults strike before or after the effect. */
async function answer(
  options: StripeProviderOptions,
  memory: Memory,
  verb: Verb,
  c: Context,
): Promise<Response> {
  const { faults } = options.desk;
  if (faults.strikes('timeoutBefore')) return lost();
  const denied = findDoorFault(options, c.req.header('authorization'));
  if (denied) return denied;
  const asked = await readAsked(c);
  const what = `${c.req.path}?${JSON.stringify(asked.form)}`;
  const digest = createHash('sha256').update(what).digest('hex');
  const known = memory.get(asked.key ?? '');
  if (known) return replay(known, digest);

  const done = decide(options, verb, asked);
  const isLost = faults.strikes('timeoutAfter');
  const said = faults.strikes('serverErrorAfter') ? { status: 500, body: trouble } : done;
  remember(memory, asked.key, { digest, ...said });
  return isLost ? lost() : say(said.status, said.body);
}

/** Trouble after an effect is remembered as what was answered; what was not understood can be asked again, better. */
function remember(memory: Memory, key: string | undefined, said: Remembered): void {
  if (key !== undefined && (said.status === 200 || said.status === 500)) memory.set(key, said);
}

const trouble = { error: { type: 'api_error', message: 'An unknown error occurred' } };

function replay({ digest, status, body }: Remembered, asked: string): Response {
  if (digest === asked) return say(status, body, { 'Idempotent-Replayed': 'true' });
  const message = 'Keys for idempotent requests can only be used with the same parameters';
  return say(400, { error: { type: 'idempotency_error', message } });
}

/** Why a request is not looked at: it has no key of the account's, or comes too soon after others. */
function findDoorFault(
  { keys, desk }: StripeProviderOptions,
  authorization = '',
): Response | undefined {
  const [scheme, value = ''] = authorization.split(' ');
  const basic = () => Buffer.from(value, 'base64').toString().split(':')[0];
  const key = scheme === 'Basic' ? basic() : value;
  const error = { type: 'invalid_request_error' };
  if (key !== keys.secretKey)
    return say(401, { error: { ...error, message: 'Invalid API Key provided' } });
  if (!desk.faults.strikes('rateLimited')) return undefined;
  return say(429, { error: { ...error, code: 'rate_limit', message: 'Too many requests' } });
}

async function readAsked(c: Context): Promise<Asked> {
  const text = c.req.method === 'GET' ? new URL(c.req.url).search.slice(1) : await c.req.text();
  const form = readForm(text);
  const wanted = membersOf(form['expand']).filter((it) => typeof it === 'string');
  // To have what lies deep said in full is to have what lies around it said so too.
  const expands = (path: string) => wanted.some((it) => `${it}.`.startsWith(`${path}.`));
  const key = c.req.method === 'POST' ? c.req.header('idempotency-key') : undefined;
  return { form, id: c.req.param('id') ?? '', key, expands };
}

function listEndpoints({ notifyUrl }: StripeProviderOptions): Saying {
  const endpoint = {
    object: 'webhook_endpoint',
    url: notifyUrl,
    status: 'enabled',
    enabled_events: ['*'],
  };
  return { object: 'list', has_more: false, data: [{ id: 'we_1', ...endpoint }] };
}

function findCharge(options: StripeProviderOptions, { id, expands }: Asked): Saying {
  const charge = options.book.charges.get(id.replace(/^ch_/, ''));
  if (!charge) throw missing(id);
  return spell.spellCharge(options, charge, expands);
}
