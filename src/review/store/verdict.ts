import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Finding, Stage, VerdictRow } from '../types.ts';

/** Who found what, where. */
export interface NewVerdict extends Finding {
  readonly id: string;
  readonly submissionId: string;
  readonly stage: Stage;
  readonly reviewerId: string;
  readonly decidedAt: Date;
}

/** Notes what was found in a stage; the submission's own guard has decided the race before. */
export async function insertVerdict(tx: Tx, row: NewVerdict): Promise<void> {
  await tx
    .insertInto('reviewVerdict')
    .values({ ...row, failed: [...row.failed], marks: JSON.stringify(row.marks) })
    .execute();
}

/** What was found in the stages of a submission, first things first. */
export async function listVerdicts(db: Db, submissionId: string): Promise<VerdictRow[]> {
  const { rows } = await sql<VerdictRow>`
    select v.stage, v.verdict, v.reviewer_id, u.name as reviewer_name, v.decided_at, v.failed, v.marks, v.reasons
    from review_verdict v join app_user u on u.id = v.reviewer_id
    where v.submission_id = ${submissionId} order by v.decided_at, v.stage = 'deep'`.execute(db);
  return rows;
}
