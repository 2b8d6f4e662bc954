import type { KeyObject } from 'node:crypto';
import {
  GatewayRefused,
  GatewayUnavailable,
  type RequestRefusal,
  type Transport,
} from './gateway.ts';
import { MAX_JSON_BYTES, parseStrictJson } from './strict-json.ts';
import { Failure } from './wechat-shapes.ts';
import { authorize, type PlatformKeys, verifySigned } from './wechat-signature.ts';
import { readCapped, refuseServerTrouble, sendRequest } from './wire.ts';

/** What a signed call needs. Clock and randomness are handed in, so that a simulation owns both. */
export interface Line {
  /** Scheme, host and an optional path prefix, no slash at the end. */
  readonly baseUrl: string;
  readonly mchid: string;
  readonly serial: string;
  readonly privateKey: KeyObject;
  readonly platformKeys: PlatformKeys;
  readonly timeoutMs: number;
  readonly transport: Transport;
  readonly now: () => Date;
  /** 16–32 letters and digits, never twice the same. */
  readonly nonce: () => string;
}

/** One request. `path` starts with a slash and holds the query; `operation` is for messages. */
export interface Call {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** Serial of the key that encrypted a field of the body. */
  readonly sealedWith?: string;
}

/**
 * Calls the provider and returns its verified answer, parsed; undefined for 204.
 *
 * An answer counts only when its signature is right: an unsigned "no" may come from anyone on the way, and to
 * believe it would be to treat an unknown result as a failure.
 * @throws GatewayUnavailable, GatewayRefused
 */
export async function callSigned(line: Line, call: Call): Promise<unknown> {
  const { operation } = call;
  const response = await send(line, call);
  const raw = await readCapped(response, operation, MAX_JSON_BYTES);
  refuseServerTrouble(operation, response.status);
  proveAnswer(line, operation, response, raw);

  if (response.status === 204 && raw.byteLength === 0) return undefined;
  const value = parseAnswer(operation, raw);
  if (response.status >= 200 && response.status < 300) return value;
  throw failureOf(operation, response.status, value);
}

/** Downloads a file by an address that the provider gave; signed request, unsigned answer of at most 256 MiB. */
export async function download(line: Line, operation: string, url: string): Promise<Buffer> {
  if (!url.startsWith(`${line.baseUrl}/`)) {
    throw new GatewayUnavailable(operation, 'unverified_answer', 'the file is on another host');
  }
  const path = url.slice(line.baseUrl.length);
  const response = await send(line, { operation, method: 'GET', path });
  if (response.status !== 200) {
    throw new GatewayUnavailable(operation, 'server_error', `status ${response.status}`);
  }
  return readCapped(response, operation, 256 * 1024 * 1024);
}

async function send(line: Line, call: Call): Promise<Response> {
  const url = line.baseUrl + call.path;
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const { pathname, search } = new URL(url);
  const request = { method: call.method, target: pathname + search, body };
  const headers: Record<string, string> = {
    Accept: 'application/json',
    Authorization: authorize(line, request, line.now(), line.nonce()),
    'User-Agent': 'shuyuan',
  };
  if (body !== '') headers['Content-Type'] = 'application/json';
  if (call.sealedWith !== undefined) headers['Wechatpay-Serial'] = call.sealedWith;

  return sendRequest(line, call.operation, url, {
    method: call.method,
    headers,
    ...(body === '' ? {} : { body }),
  });
}

function proveAnswer(line: Line, operation: string, response: Response, raw: Buffer): void {
  try {
    verifySigned(line.platformKeys, response.headers, raw, line.now());
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const detail = `status ${response.status}, ${why}`;
    throw new GatewayUnavailable(operation, 'unverified_answer', detail, cause);
  }
}

function parseAnswer(operation: string, raw: Buffer): unknown {
  try {
    return parseStrictJson(raw);
  } catch (cause) {
    throw new GatewayUnavailable(operation, 'unverified_answer', 'not strict JSON', cause);
  }
}

/** Codes that say "later", whatever the status. */
const busyCodes = new Set([
  'SYSTEM_ERROR',
  'SYSTEMERROR',
  'BANK_ERROR',
  'FREQUENCY_LIMITED',
  'FREQUENCY_LIMIT_EXCEED',
  'RATELIMIT_EXCEEDED',
]);

const refusalCodes: Readonly<Record<string, RequestRefusal>> = {
  ORDERPAID: 'already_paid',
  ORDER_PAID: 'already_paid',
  ORDER_CLOSED: 'order_closed',
  ORDERCLOSED: 'order_closed',
  OUT_TRADE_NO_USED: 'number_reused',
  ALREADY_EXISTS: 'number_reused',
  ORDER_NOT_EXIST: 'unknown',
  ORDERNOTEXIST: 'unknown',
  RESOURCE_NOT_EXISTS: 'unknown',
  NOT_FOUND: 'unknown',
  NOT_ENOUGH: 'not_enough_money',
  NOTENOUGH: 'not_enough_money',
  STATEMENT_CREATING: 'not_ready',
  NO_STATEMENT_EXIST: 'unknown',
  PARAM_ERROR: 'invalid_request',
  INVALID_REQUEST: 'invalid_request',
  APPID_MCHID_NOT_MATCH: 'forbidden',
  NO_AUTH: 'forbidden',
  SIGN_ERROR: 'forbidden',
};

function failureOf(operation: string, status: number, value: unknown): Error {
  const told = Failure.safeParse(value);
  if (!told.success) {
    return new GatewayUnavailable(
      operation,
      'unverified_answer',
      `status ${status} without a code`,
    );
  }
  const { code, message } = told.data;
  if (busyCodes.has(code)) return new GatewayUnavailable(operation, 'server_error', code);
  const detail = `${operation}: ${status} ${code} ${message}`;
  return new GatewayRefused(refusalCodes[code] ?? 'other', detail, code);
}
