import type { KeyObject } from 'node:crypto';
import {
  GatewayRefused,
  GatewayUnavailable,
  type RequestRefusal,
  type Transport,
} from './gateway.ts';
import { Head } from './alipay-shapes.ts';
import { isSigned, type Params, rawMember, signRequest, toBeijing } from './alipay-signature.ts';
import { MAX_JSON_BYTES, parseStrictJson } from './strict-json.ts';
import { readCapped, refuseServerTrouble, sendRequest, unverified } from './wire.ts';

/** What a signed call needs. */
export interface Line {
  /** `https://openapi.alipay.com/gateway.do`. */
  readonly gatewayUrl: string;
  readonly appId: string;
  readonly privateKey: KeyObject;
  readonly alipayKey: KeyObject;
  readonly timeoutMs: number;
  readonly transport: Transport;
  readonly now: () => Date;
}

/** One request. `content` is what it is about, `rest` are parameters beside it. */
export interface Call {
  readonly operation: string;
  readonly method: string;
  readonly content: object;
  readonly rest?: Params;
}

/** Every parameter of a request, signed. */
export function signedParams(line: Line, { method, content, rest = {} }: Omit<Call, 'operation'>) {
  const params = {
    app_id: line.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: toBeijing(line.now()),
    version: '1.0',
    ...rest,
    biz_content: JSON.stringify(content),
  };
  return { ...params, sign: signRequest(params, line.privateKey) };
}

/**
 * Calls the provider and returns its verified answer, parsed.
 *
 * The signature is over the bytes of the answer's inner object as they came; without it neither a yes nor a no counts.
 * @throws GatewayUnavailable, GatewayRefused
 */
export async function callSigned(line: Line, call: Call): Promise<unknown> {
  const { operation, method } = call;
  const response = await sendRequest(line, operation, `${line.gatewayUrl}?charset=utf-8`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      'User-Agent': 'shuyuan',
    },
    body: new URLSearchParams(signedParams(line, call)).toString(),
  });
  const raw = await readCapped(response, operation, MAX_JSON_BYTES);
  refuseServerTrouble(operation, response.status);
  const answer = proved(line, operation, raw, `${method.replaceAll('.', '_')}_response`);
  const head = Head.safeParse(answer);
  if (!head.success) throw unverified(operation, 'an answer without a code');
  if (head.data.code === '10000') return answer;
  throw failureOf(operation, head.data);
}

function proved(line: Line, operation: string, raw: Buffer, member: string): unknown {
  const text = raw.toString('utf8');
  const envelope = parsed(operation, raw);
  const name = member in envelope ? member : 'error_response';
  const inner = rawMember(text, name);
  const { sign } = envelope;
  if (inner === undefined || typeof sign !== 'string' || !isSigned(inner, sign, line.alipayKey))
    throw unverified(operation, 'the signature does not match');
  return envelope[name];
}

function parsed(operation: string, raw: Buffer): Record<string, unknown> {
  try {
    const value = parseStrictJson(raw);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw unverified(operation, 'not strict JSON', cause);
  }
  throw unverified(operation, 'not an object');
}

const maxFileBytes = 256 * 1024 * 1024;

/** Downloads a file by an address that a signed answer gave; the file itself is not signed. */
export async function download(line: Line, operation: string, url: string): Promise<Buffer> {
  const isPlain = new URL(url).protocol === 'http:';
  if (isPlain && !line.gatewayUrl.startsWith('http:'))
    throw unverified(operation, 'the file is not on a protected line');
  const response = await sendRequest(line, operation, url, { method: 'GET' });
  if (response.status !== 200)
    throw new GatewayUnavailable(operation, 'server_error', `status ${response.status}`);
  return readCapped(response, operation, maxFileBytes);
}

const refusalCodes: Readonly<Record<string, RequestRefusal>> = {
  'ACQ.TRADE_HAS_SUCCESS': 'already_paid',
  'ACQ.TRADE_HAS_CLOSE': 'order_closed',
  'ACQ.TRADE_NOT_EXIST': 'unknown',
  'ACQ.CONTEXT_INCONSISTENT': 'number_reused',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': 'not_enough_money',
  'ACQ.INVALID_PARAMETER': 'invalid_request',
  'ACQ.TRADE_STATUS_ERROR': 'invalid_request',
  'ACQ.REASON_TRADE_STATUS_INVALID': 'invalid_request',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': 'invalid_request',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': 'invalid_request',
  'ACQ.DISCORDANT_REPEAT_REQUEST': 'number_reused',
  'ACQ.TRADE_HAS_FINISHED': 'forbidden',
  'isp.bill_not_exist': 'not_ready',
  'isv.invalid-signature': 'forbidden',
  'isv.invalid-app-id': 'forbidden',
  'isv.insufficient-isv-permissions': 'forbidden',
};

/** By the general code when the particular one is not known. */
const refusalHeads: Readonly<Record<string, RequestRefusal>> = {
  '20001': 'forbidden',
  '40001': 'invalid_request',
  '40002': 'invalid_request',
  '40006': 'forbidden',
};

/** "Later", or "we do not know ourselves": ask again with the same number. */
function isTrouble({ code, sub_code: sub = '' }: Head): boolean {
  return code === '20000' || sub.endsWith('SYSTEM_ERROR') || sub.startsWith('isp.unknow');
}

function failureOf(operation: string, head: Head): Error {
  const { code, msg, sub_code: sub, sub_msg: detail } = head;
  if (isTrouble(head)) return new GatewayUnavailable(operation, 'server_error', sub ?? code);
  const refusal = refusalCodes[sub ?? ''] ?? refusalHeads[code] ?? 'other';
  return new GatewayRefused(
    refusal,
    `${operation}: ${code} ${sub ?? msg} ${detail ?? ''}`,
    sub ?? code,
  );
}
