import type { Database } from '#platform/db.ts';
import type { Mischief } from '#simulator/desk.ts';
import type { People } from './population.ts';

/** What a caller hears. */
export interface Answer {
  /** 0 when no answer came: what was asked for may have happened, or not. */
  readonly status: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What became of a call, as the summary counts it. */
export type Outcome = 'done' | 'refused' | 'unknown' | 'broken';

/** The application as its callers see it, in this process or over the network. */
export interface Front {
  readonly people: People;
  /** Looks at rows past the application, as somebody who has its number on a slip of paper would. */
  readonly observer: Database;
  /** Sends a request as `userId` signed in; undefined when no answer came. */
  request(
    userId: string | undefined,
    path: string,
    init: RequestInit,
  ): Promise<Response | undefined>;
  /** The payer confirms at the provider's cashier. */
  pay(outTradeNo: string, mischief: Mischief): Promise<void>;
}

/** Asks the API for `deed`, such as `POST /orders`, as `userId` signed in; a visitor without one. */
export async function ask(
  front: Front,
  userId: string | undefined,
  deed: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`,
  body?: object,
): Promise<Answer> {
  const [method = 'GET', path = '/'] = deed.split(' ');
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  const response = await front.request(userId, `/api/v1${path}`, { method, ...sent });
  if (!response) return { status: 0, value: {} };
  const text = await response.text();
  return {
    status: response.status,
    value: text === '' ? {} : (JSON.parse(text) as Answer['value']),
  };
}

export function outcomeOf({ status }: Answer): Outcome {
  if (status === 0) return 'unknown';
  if (status >= 500 && status !== 503) return 'broken';
  return status < 400 ? 'done' : 'refused';
}

/** The text of a field of an answer; undefined when there is none. */
export function textOf({ value }: Answer, field: string): string | undefined {
  const found = value[field];
  return typeof found === 'string' ? found : undefined;
}

/** The number in a field of an answer; 0 when there is none. */
export function numberOf({ value }: Answer, field: string): number {
  const found = value[field];
  return typeof found === 'number' ? found : 0;
}
