import type { z } from 'zod';
import type { Locale } from '#kernel/locale.ts';
import { Refusal } from '#kernel/refusal.ts';
import { newId } from '#kernel/id.ts';
import { isAway } from '../db.ts';
import { errorFields, type Logger } from '../log.ts';
import { sentenceFor } from './sentences.ts';

/** What went wrong, as callers are told. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** What is wrong with the input, by field path. */
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
  /** What the caller needs to go on after a refusal. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Under which number a fault of ours stands in the log. */
  readonly incident?: string;
  /** After how many seconds it may be asked again. */
  readonly retryAfterSec?: number;
}

const words = {
  invalid: { zh: '有几处内容需要改一改', en: 'A few things need to be corrected.' },
  away: {
    zh: '网站正在重启，请过几秒再试',
    en: 'The site is restarting: please try again in a few seconds.',
  },
  fault: {
    zh: '我们这边出了差错，已经记下来了。请稍后再试（编号 {incident}）',
    en: 'Something went wrong on our side and was written down. Please try again later (no. {incident}).',
  },
} as const;

const languages = { zh: sentenceFor('zh'), en: sentenceFor('en') };

/** Input that is not of its shape: the caller's doing, unlike a value of ours that is not (a ZodError, a fault). */
export class InputWrong extends Error {
  readonly issues: readonly { readonly path: string; readonly message: string }[];

  constructor(error: z.ZodError) {
    super('input.invalid');
    this.name = 'InputWrong';
    this.issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  }
}

/** Checks a caller's `value`, with messages in their language. @throws InputWrong */
export function check<T>(shape: z.ZodType<T>, value: unknown, locale: Locale): T {
  const parsed = shape.safeParse(value, { error: languages[locale] });
  if (parsed.success) return parsed.data;
  throw new InputWrong(parsed.error);
}

/** What an error means to the caller: wrong input, a refusal, or a fault of ours, which is logged with an incident number. */
export function problemOf(error: unknown, locale: Locale, log: Logger, where: string): Problem {
  if (error instanceof Refusal) {
    const { retryAfterSec } = error.params;
    const wait = typeof retryAfterSec === 'number' ? { retryAfterSec } : {};
    const detail = error.detail ? { detail: error.detail } : {};
    return {
      status: error.status,
      code: error.code,
      message: error.say(locale),
      ...detail,
      ...wait,
    };
  }
  if (error instanceof InputWrong) {
    return {
      status: 400,
      code: 'input.invalid',
      message: words.invalid[locale],
      issues: error.issues,
    };
  }
  if (isAway(error)) {
    log.error('a request met no database', { where, error: (error as Error).message });
    return { status: 503, code: 'service.away', message: words.away[locale], retryAfterSec: 2 };
  }
  const incident = newId().slice(-12);
  log.error('a request failed', { incident, where, ...errorFields(error) });
  return {
    status: 500,
    code: 'fault',
    message: words.fault[locale].replace('{incident}', incident),
    incident,
  };
}

/** Tells when to come again, in the header for it. */
export function withRetryAfter(response: Response, { retryAfterSec }: Problem): Response {
  if (retryAfterSec !== undefined) response.headers.set('retry-after', String(retryAfterSec));
  return response;
}
