import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Anchor, ReviewComment, Stage } from '../types.ts';

/** A comment as it is made. */
export interface NewCommentRow extends Anchor {
  readonly id: string;
  readonly submissionId: string;
  readonly workId: string;
  readonly lessonId: string;
  readonly authorId: string;
  readonly stage: Stage;
  readonly body: string;
  readonly madeAt: Date;
}

/** Writes a comment while its submission waits for a decision in its stage. False when it does not any more. */
export async function insertComment(tx: Tx, row: NewCommentRow): Promise<boolean> {
  const { id, submissionId, workId, lessonId, authorId, stage, quote, before, after, body } = row;
  const { rows } = await sql`
    with waiting as (
      select id from submission where id = ${submissionId} and state = 'open' and stage = ${stage} for share
    )
    insert into review_comment
      (id, submission_id, work_id, lesson_id, author_id, stage, quote, before, after, body, made_at)
    select ${id}, id, ${workId}, ${lessonId}, ${authorId}, ${stage}, ${quote}, ${before}, ${after}, ${body}, ${row.madeAt}
    from waiting returning id`.execute(tx);
  return rows.length === 1;
}

/** Takes a comment back that nobody but its author has seen. False when its stage is decided. */
export async function deleteComment(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from review_comment c using submission s
    where c.id = ${id} and s.id = c.submission_id and s.state = 'open' and s.stage = c.stage returning c.id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Says that a comment is seen to, or is not. */
export async function settleComment(
  tx: Tx,
  id: string,
  settled: { readonly settledAt: Date; readonly settledBy: string } | undefined,
): Promise<void> {
  await tx
    .updateTable('reviewComment')
    .set(settled ?? { settledAt: null, settledBy: null })
    .where('id', '=', id)
    .execute();
}

const fields = sql`
  c.id, c.submission_id, c.lesson_id, coalesce(v.title, '') as lesson_title, c.author_id, u.name as author_name, c.stage,
  c.quote, c.before, c.after, c.body, c.made_at, c.settled_at`;

const joined = sql`
  review_comment c join app_user u on u.id = c.author_id join lesson l on l.id = c.lesson_id
  left join lesson_version v on v.id = coalesce(l.draft_id, l.live_id)`;

export interface CommentFilter {
  readonly workId: string;
  readonly lessonId?: string | undefined;
  readonly isSettled?: boolean | undefined;
  /** Only those whose stage is decided: before, they are the reviewer's notes. */
  readonly isDecided?: boolean;
}

/** Comments of a work from the newest to the oldest, after `afterId`. */
export async function listComments(
  db: Db,
  filter: CommentFilter,
  afterId: string | undefined,
  count: number,
): Promise<ReviewComment[]> {
  const { workId, lessonId, isSettled, isDecided } = filter;
  const wanted = [
    sql`c.work_id = ${workId}`,
    ...(lessonId ? [sql`c.lesson_id = ${lessonId}`] : []),
    ...(isSettled === undefined ? [] : [sql`(c.settled_at is not null) = ${isSettled}`]),
    ...(isDecided
      ? [
          sql`exists (select from review_verdict d where d.submission_id = c.submission_id and d.stage = c.stage)`,
        ]
      : []),
    ...(afterId ? [sql`c.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<ReviewComment>`
    select ${fields} from ${joined} where ${sql.join(wanted, sql` and `)}
    order by c.id desc limit ${sql.lit(count)}`.execute(db);
  return rows;
}

/** A comment with whose work it is about, and whether its stage is decided. */
export async function findComment(
  db: Db,
  id: string,
): Promise<(ReviewComment & { creatorId: string; isDecided: boolean }) | undefined> {
  const { rows } = await sql<ReviewComment & { creatorId: string; isDecided: boolean }>`
    select ${fields}, w.creator_id,
      exists (select from review_verdict d where d.submission_id = c.submission_id and d.stage = c.stage) as is_decided
    from ${joined} join work w on w.id = c.work_id where c.id = ${id}`.execute(db);
  return rows[0];
}
