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

/** Staff took a work from everybody, or gave it back. */
export interface WorkTaken {
  readonly takedownId: string;
  readonly workId: string;
  readonly creatorId: string;
}

/** A creator's appeal was upheld or rejected. */
export interface AppealDecided {
  readonly appealId: string;
  readonly workId: string;
  readonly creatorId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'submission.opened': SubmissionOpened;
    'submission.approved': SubmissionApproved;
    'submission.returned': SubmissionReturned;
    'work.taken_down': WorkTaken;
    'work.restored': WorkTaken;
    'appeal.decided': AppealDecided;
  }
}
