import { textOf } from './xml.ts';

/** What the store said in place of what it was asked for; status 0 when it said nothing. */
export class S3Fault extends Error {
  override readonly name = 'S3Fault';
  readonly status: number;
  /** The store's word for it, such as `NoSuchKey`; ours when there was no answer. */
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${code} (${status === 0 ? 'no answer' : status})`);
    this.status = status;
    this.code = code;
  }

  /** Another try may succeed: nothing is wrong with the question. */
  get isPassing(): boolean {
    return this.status === 0 || this.status >= 500 || passing.has(this.code);
  }
}

const passing = new Set([
  'InternalError',
  'OperationAborted',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'TooManyRequests',
]);

const byStatus: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  408: 'RequestTimeout',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** What an answer that is no success says; one to HEAD has no body to say it in. */
export function faultIn(status: number, body: string): S3Fault {
  return new S3Fault(status, textOf(body, 'Code') ?? byStatus[status] ?? 'Unknown');
}

/** What went wrong while nobody answered: by the name that the system has for it. */
export function silence(error: unknown): S3Fault {
  if (error instanceof S3Fault) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return new S3Fault(0, typeof code === 'string' ? code : 'NoAnswer');
}
