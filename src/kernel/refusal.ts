import { fill, type Locale } from './locale.ts';

/** HTTP statuses with which we refuse: we understood and will not. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 503;

/** One row of a domain's `refusals.ts`. `{name}` in a sentence stands for a parameter. */
export interface RefusalWords {
  readonly status: RefusalStatus;
  readonly zh: string;
  readonly en: string;
}

/** Something we understood and will not do. Leaves its transaction, is rendered by one handler, and is not logged as an error. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: RefusalStatus;
  readonly words: RefusalWords;
  readonly params: Readonly<Record<string, string | number>>;
  /** What a caller of the API needs to go on, such as what stands now where somebody else was quicker. */
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: string,
    words: RefusalWords,
    params: Readonly<Record<string, string | number>> = {},
    detail?: Readonly<Record<string, unknown>>,
  ) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = words.status;
    this.words = words;
    this.params = params;
    this.detail = detail;
  }

  /** The sentence for a reader of `locale`. */
  say(locale: Locale): string {
    return fill(this.words[locale], this.params);
  }
}

/** Makes a domain's `refuse`: a code that is not in the table does not compile. */
export function refuser<const Table extends Readonly<Record<string, RefusalWords>>>(table: Table) {
  return (
    code: keyof Table & string,
    params?: Readonly<Record<string, string | number>>,
    detail?: Readonly<Record<string, unknown>>,
  ): Refusal => new Refusal(code, table[code]!, params, detail);
}
