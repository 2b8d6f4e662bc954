/** A reviewer sent a work back to its creator. */
export interface SubmissionReturned {
  readonly submissionId: string;
  readonly workId: string;
  readonly creatorId: string;
}

/** A reviewer let a work be published. */
export interface SubmissionApproved {
  readonly submissionId: string;
  readonly workId: string;
  readonly creatorId: string;
}

/** A creator handed a work in. */
export interface SubmissionOpened {
  readonly submissionId: string;
  readonly workId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'submission.opened': SubmissionOpened;
    'submission.approved': SubmissionApproved;
    'submission.returned': SubmissionReturned;
  }
}
