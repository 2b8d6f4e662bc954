import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Claim, ClaimState } from './types.ts';

/** A work that can be claimed against. */
export interface Claimed {
  readonly id: string;
  readonly title: string;
}

/** The work at an address, while it can be opened by anybody. */
export async function findClaimed(
  db: Db,
  slug: string,
  locale: Locale,
): Promise<Claimed | undefined> {
  const { rows } = await sql<Claimed>`
    select w.id, said_in(${locale}, v.title, v.title_en) as title
    from work w join work_version v on v.id = w.live_id
    where w.slug = ${slug} and w.state in ('published', 'withdrawn')`.execute(db);
  return rows[0];
}

/** A claim as it is made. */
export interface NewRow {
  readonly id: string;
  readonly workId: string;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly original: string;
  readonly reasons: string;
  readonly madeAt: Date;
  readonly dueAt: Date;
}

export async function insertClaim(tx: Tx, row: NewRow): Promise<void> {
  await tx.insertInto('claim').values(row).execute();
}

/** What a deed writes besides the state. */
export interface Step {
  readonly state: ClaimState;
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
  readonly answer?: string;
  readonly takedownId?: string;
  readonly restoreAt?: Date;
  readonly lawsuit?: string;
  readonly closedAt?: Date;
}

/** Moves a claim on from the state it was read in. False when it has left that, however many try at once. */
export async function moveClaim(
  tx: Tx,
  { id, state }: Pick<Claim, 'id' | 'state'>,
  step: Step,
): Promise<boolean> {
  const written = await tx
    .updateTable('claim')
    .set(step)
    .where('id', '=', id)
    .where('state', '=', state)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Whether any claim holds a takedown. */
export async function isHeld(db: Db, takedownId: string): Promise<boolean> {
  const { rows } = await sql<{ isHeld: boolean }>`
    select exists (select from claim where takedown_id = ${takedownId}
      and state in ('taken_down', 'countered', 'sued')) as is_held`.execute(db);
  return rows[0]?.isHeld === true;
}

export async function insertCounter(
  tx: Tx,
  row: {
    readonly claimId: string;
    readonly madeBy: string;
    readonly madeAt: Date;
    readonly name: string;
    readonly words: string;
  },
): Promise<void> {
  await tx.insertInto('counterNotice').values(row).execute();
}

const read = (locale: Locale) => sql`
  select c.id, c.work_id, said_in(${locale}, v.title, v.title_en) as work_title, w.slug as work_slug,
    w.creator_id, u.name as creator_name, c.name, c.email, c.locale, c.original, c.reasons, c.made_at, c.due_at,
    c.state, c.answer, c.takedown_id, c.restore_at, c.lawsuit, c.closed_at,
    n.name as counter_name, n.words as counter_words, n.made_at as countered_at,
    (select count(*) from work o join claim p on p.work_id = o.id
      where o.creator_id = w.creator_id and p.state in ('taken_down', 'countered', 'sued')) as upheld_count
  from claim c join work w on w.id = c.work_id join work_version v on v.id = w.draft_id
    join app_user u on u.id = w.creator_id left join counter_notice n on n.claim_id = c.id`;

export async function findClaim(db: Db, id: string, locale: Locale): Promise<Claim | undefined> {
  const { rows } = await sql<Claim>`${read(locale)} where c.id = ${id}`.execute(db);
  return rows[0];
}

export interface ClaimFilter {
  readonly locale: Locale;
  readonly state?: ClaimState | undefined;
  /** Only those that were due before. */
  readonly dueBefore?: Date | undefined;
  /** Only those for which a work of theirs was taken down. */
  readonly creatorId?: string | undefined;
}

/** Claims from the newest to the oldest, after `afterId`. */
export async function listClaims(
  db: Db,
  { locale, state, dueBefore, creatorId }: ClaimFilter,
  afterId: string | undefined,
  count: number,
): Promise<Claim[]> {
  const wanted = [
    sql`true`,
    ...(state ? [sql`c.state = ${state}`] : []),
    ...(dueBefore ? [sql`c.state = 'open' and c.due_at < ${dueBefore}`] : []),
    ...(creatorId ? [sql`w.creator_id = ${creatorId} and c.takedown_id is not null`] : []),
    ...(afterId ? [sql`c.id < ${afterId}`] : []),
  ];
  const { rows } = await sql<Claim>`
    ${read(locale)} where ${sql.join(wanted, sql` and `)} order by c.id desc limit ${sql.lit(count)}`.execute(
    db,
  );
  return rows;
}

/** Claims whose waiting time is over, the longest first. */
export async function listOver(db: Db, now: Date, count: number): Promise<string[]> {
  const rows = await db
    .selectFrom('claim')
    .select('id')
    .where('state', '=', 'countered')
    .where('restoreAt', '<=', now)
    .orderBy('restoreAt')
    .limit(sql.lit(count))
    .execute();
  return rows.map(({ id }) => id);
}

/** How many claims should have been decided before `now`. */
export async function countLate(db: Db, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('claim')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', 'open')
    .where('dueAt', '<', now)
    .executeTakeFirstOrThrow();
  return count;
}
