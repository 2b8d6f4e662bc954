import type { Audience } from '#platform/policy.ts';

/**
 * The private fields of the house, each with the staff who may read it besides the party it belongs to. `visitor` means
 * that everybody may: such words prove that the sweep finds what is there.
 */
export const fields = {
  email: ['owner'],
  phone: ['owner'],
  passwordHash: [],
  personName: ['reviewer', 'finance', 'owner'],
  sessionDevice: [],
  sessionAddress: [],
  auditDetail: ['owner'],
  auditAddress: ['owner'],
  liveTitle: ['visitor'],
  trialBody: ['visitor'],
  paidBody: ['reviewer', 'owner'],
  draftTitle: ['reviewer', 'owner'],
  draftSummary: ['reviewer', 'owner'],
  draftBody: ['reviewer', 'owner'],
  submissionNote: ['reviewer', 'owner'],
  reviewReasons: ['reviewer', 'owner'],
  claimEmail: ['reviewer', 'owner'],
  claimName: ['reviewer', 'owner'],
  claimReasons: ['reviewer', 'owner'],
  sensitiveWord: ['reviewer', 'owner'],
  linkLabel: ['owner'],
  snippet: [],
  fileName: ['reviewer', 'owner'],
  storagePrefix: [],
  importName: [],
  questionStem: [],
  importReport: [],
  exportName: ['owner'],
  exportedFile: ['owner'],
  payee: [], // shown masked, also to those who let money out
  payoutReason: ['finance', 'owner'],
  payoutFailure: ['finance', 'owner'],
  invoiceName: ['finance', 'owner'],
  fapiaoTitle: ['finance', 'owner'],
  fapiaoEmail: ['finance', 'owner'],
  refundReason: ['finance', 'owner'],
  grantReason: ['finance', 'owner'],
  growthReason: ['owner'],
  pointReason: ['owner'],
  parcelAddress: ['owner'],
  pointCode: [],
  orderKey: [],
} as const satisfies Readonly<Record<string, readonly Audience[]>>;
export type Field = keyof typeof fields;

/** A word that stands in one private field of one row, and nowhere else. */
export interface Canary {
  readonly field: Field;
  readonly text: string;
}

/** Makes the words and remembers them. */
export class Canaries {
  readonly #planted: Canary[] = [];
  #count = 0;

  /** A new word for `field`. */
  plant(field: Field): string {
    this.#count += 1;
    const text = textFor(field, this.#count);
    this.#planted.push({ field, text });
    return text;
  }

  /** Every word that was planted since the last `forget`. */
  planted(): readonly Canary[] {
    return this.#planted;
  }

  /** Forgets the words of those who look themselves. */
  forget(): void {
    this.#planted.length = 0;
  }

  /** Which words stand in `text` that somebody of `audiences` may not read. */
  leaksIn(text: string, audiences: readonly Audience[]): Canary[] {
    return this.#planted.filter(({ field, text: word }) => {
      const allowed: readonly Audience[] = fields[field];
      return !allowed.some((audience) => audiences.includes(audience)) && text.includes(word);
    });
  }
}

// Some fields have a form; the others take a word of letters, which the search cuts as one.
function textFor(field: Field, count: number): string {
  const digits = String(count).padStart(8, '0');
  const word = `zk${field.toLowerCase()}${digits}zk`;
  if (field === 'email' || field === 'claimEmail' || field === 'fapiaoEmail')
    return `${word}@example.com`;
  if (field === 'phone') return `+86139${digits}`;
  if (field === 'sessionAddress' || field === 'auditAddress')
    return `2001:db8:${count.toString(16)}::cafe`;
  return word;
}
