import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

// Written from the description of AWS Signature Version 4 (docs.aws.amazon.com, "Authenticating Requests"), and not from
// any client: the two must not share one misunderstanding.

/** A request as it came over the line. */
export interface SignedRequest {
  readonly method: string;
  /** Path and question as they were sent. */
  readonly target: string;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Who may sign, and for where. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** Why a request is not believed, in the store's words; undefined when it is. */
export type SignatureFault =
  | 'AccessDenied'
  | 'AuthorizationHeaderMalformed'
  | 'InvalidAccessKeyId'
  | 'RequestTimeTooSkewed'
  | 'SignatureDoesNotMatch'
  | 'XAmzContentSHA256Mismatch';

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;
const mostSkewMs = 15 * 60_000;

/** What an `Authorization` header says. */
interface Claim {
  readonly keyId: string;
  readonly day: string;
  readonly region: string;
  /** The names of the headers that were signed. */
  readonly signed: readonly string[];
  readonly signature: string;
}

/** Proves the signature of a request, and that its body is the one that was signed. */
export function proveSignature(
  request: SignedRequest,
  signer: Signer,
  now: Date,
): SignatureFault | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return 'AccessDenied';
  const claim = claimIn(authorization);
  if (claim?.region !== signer.region) return 'AuthorizationHeaderMalformed';
  if (claim.keyId !== signer.accessKeyId) return 'InvalidAccessKeyId';
  if (!isOfToday(request, claim, now)) return 'RequestTimeTooSkewed';
  if (!isBodySigned(request)) return 'XAmzContentSHA256Mismatch';
  if (!isEnoughSigned(request, claim.signed)) return 'AccessDenied';
  const right = signatureFor(request, claim, signer.secretAccessKey);
  return timingSafeEqual(right, Buffer.from(claim.signature, 'hex'))
    ? undefined
    : 'SignatureDoesNotMatch';
}

function claimIn(authorization: string): Claim | undefined {
  const found = form.exec(authorization);
  if (!found) return undefined;
  const [, keyId, day, region, service, names, signature] = found as unknown as string[];
  if (service !== 's3') return undefined;
  return {
    keyId: keyId!,
    day: day!,
    region: region!,
    signed: names!.split(';'),
    signature: signature!,
  };
}

function signatureFor(
  request: SignedRequest,
  { day, region, signed }: Claim,
  secret: string,
): Buffer {
  const date = request.headers['x-amz-date'];
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, hash(canonical(request, signed))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (so, word) => hmac(so, word),
    Buffer.from(`AWS4${secret}`),
  );
  return hmac(key, text);
}

function isOfToday({ headers }: SignedRequest, { day }: Claim, now: Date): boolean {
  const date = headers['x-amz-date'] ?? '';
  const skewMs = Math.abs(instantOf(date) - now.getTime());
  return skewMs <= mostSkewMs && date.startsWith(`${day}T`);
}

function instantOf(date: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
}

function isBodySigned({ headers, body }: SignedRequest): boolean {
  const told = headers['x-amz-content-sha256'];
  return told === 'UNSIGNED-PAYLOAD' || told === hash(body);
}

/** Host and every header of the protocol have to be among what was signed. */
function isEnoughSigned({ headers }: SignedRequest, signed: readonly string[]): boolean {
  const needed = Object.keys(headers).filter(
    (name) => name === 'host' || name.startsWith('x-amz-'),
  );
  const isSorted = signed.join() === signed.toSorted().join();
  return isSorted && needed.every((name) => signed.includes(name));
}

function canonical({ method, target, headers }: SignedRequest, signed: readonly string[]): string {
  const [path = '/', question = ''] = target.split('?');
  const lines = signed.map(
    (name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`,
  );
  return [
    method,
    path.split('/').map(recode).join('/'),
    canonicalQuestion(question),
    lines.join(''),
    signed.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
}

function canonicalQuestion(question: string): string {
  const pairs = question
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return `${recode(name)}=${recode(value)}`;
    });
  return pairs.toSorted().join('&');
}

/** Percent-encodes all but the unreserved letters of RFC 3986, however it was encoded before. */
function recode(text: string): string {
  const bytes = Buffer.from(decodeURIComponent(text.replaceAll('+', ' ')));
  return [...bytes]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(letter)
        ? letter
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
