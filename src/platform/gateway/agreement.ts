/**
 * Agreements to deduct: a payer signs once at the provider, and the house collects by that from then on (WeChat Pay: 委托代扣).
 * What is deducted is a payment like any other: it has an `outTradeNo` of ours, is announced and asked about as such, and is refunded as such.
 */
export interface Agreements {
  /** Where the payer signs. The same code answers the same address again. */
  sign(agreement: SignAgreement): Promise<{ readonly signUrl: string }>;
  query(contractCode: string): Promise<AgreementState>;
  /** Collects by an agreement. The same number never moves money twice; `taken` says that the provider has it. */
  deduct(deduction: Deduction): Promise<Deducted>;
  /** After this nothing is deducted; again is no harm. */
  terminate(contractCode: string): Promise<void>;
}

export interface SignAgreement {
  /** Our number of the agreement, stored before the call. At most 32 letters and digits. */
  readonly contractCode: string;
  /** What the payer reads. */
  readonly description: string;
  /** Where the payer's browser goes afterwards. Arriving there proves nothing: query. */
  readonly returnUrl: string;
}

export type AgreementState =
  | { readonly state: 'unsigned' | 'unknown_agreement' | 'terminated' }
  | { readonly state: 'signed'; readonly agreementId: string };

export interface Deduction {
  readonly agreementId: string;
  readonly outTradeNo: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly expiresAt: Date;
  readonly notifyUrl: string;
}

/** Why a payer's account gave nothing: too little on it, the card or account is no good, or the agreement was ended there. */
export type DeductFailure = 'not_enough_money' | 'account' | 'terminated';

export type Deducted =
  | { readonly state: 'taken' }
  | { readonly state: 'failed'; readonly why: DeductFailure };
