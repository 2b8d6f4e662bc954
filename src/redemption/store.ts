import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { CodeState } from './types.ts';
import type { Batch, CodeRow } from './types.ts';

export interface NewBatchRow {
  readonly id: string;
  readonly name: string;
  readonly workId: string | null;
  readonly tierId: string | null;
  readonly days: number | null;
  readonly quantity: number;
  readonly expiresAt: Date | null;
  readonly madeBy: string | null;
  readonly createdAt: Date;
}

/** Writes a batch with its codes, in two statements however many there are. */
export async function insertBatch(
  tx: Tx,
  batch: NewBatchRow,
  codes: readonly { readonly id: string; readonly hash: Buffer; readonly tail: string }[],
): Promise<void> {
  await tx.insertInto('codeBatch').values(batch).execute();
  const ids = codes.map(({ id }) => id);
  const hashes = codes.map(({ hash }) => hash.toString('hex'));
  const tails = codes.map(({ tail }) => tail);
  await sql`
    insert into redemption_code (id, batch_id, code_hash, tail)
    select id, ${batch.id}::uuid, decode(hash, 'hex'), tail
    from unnest(${ids}::uuid[], ${hashes}::text[], ${tails}::text[]) as c (id, hash, tail)`.execute(
    tx,
  );
}

/** Puts one more code into a batch. False when it is full or out of use. */
export async function insertCode(
  tx: Tx,
  batchId: string,
  { id, hash, tail }: { readonly id: string; readonly hash: Buffer; readonly tail: string },
): Promise<boolean> {
  const { rows } = await sql`
    with more as (
      update code_batch set quantity = quantity + 1
      where id = ${batchId} and quantity < 20000 and frozen_at is null returning id
    )
    insert into redemption_code (id, batch_id, code_hash, tail) select ${id}::uuid, id, ${hash}, ${tail} from more
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Whether a work is published or withdrawn, or a tier is there. */
export async function existsSubject(
  db: Db,
  { workId, tierId }: Pick<NewBatchRow, 'workId' | 'tierId'>,
): Promise<boolean> {
  const { rows } = await sql<{ isThere: boolean }>`
    select exists (select from work where id = ${workId}::uuid and state in ('published', 'withdrawn'))
      or exists (select from tier where id = ${tierId}::uuid) as is_there`.execute(db);
  return rows[0]!.isThere;
}

/** What a code gives, once it was taken. */
export interface Taken {
  readonly id: string;
  readonly workId: string | null;
  readonly tierId: string | null;
  readonly days: number | null;
  /** False when its batch was put out of use while this waited: then it is not taken, and must be given back. */
  readonly isCounted: boolean;
}

const isGood = (now: Date) =>
  sql<boolean>`(b.frozen_at is null and (b.expires_at is null or b.expires_at > ${now}))`;

/** Takes an open code for somebody, however many try: nothing when it is not there, not open any more, or its batch is not. */
export async function takeCode(
  tx: Tx,
  hash: Buffer,
  userId: string,
  now: Date,
): Promise<Taken | undefined> {
  const { rows } = await sql<Taken>`
    with taken as (
      update redemption_code c set redeemed_by = ${userId}, redeemed_at = ${now}
      where c.code_hash = ${hash} and c.redeemed_at is null and c.frozen_at is null
        and exists (select from code_batch b where b.id = c.batch_id and ${isGood(now)})
      returning c.id, c.batch_id
    ), counted as (
      update code_batch b set redeemed = b.redeemed + 1 from taken t
      where b.id = t.batch_id and ${isGood(now)}
      returning b.id
    )
    select t.id, b.work_id, b.tier_id, b.days, exists (select from counted) as is_counted
    from taken t join code_batch b on b.id = t.batch_id`.execute(tx);
  return rows[0];
}

const stateOf = (now: Date) => sql<CodeState>`case
  when c.redeemed_at is not null then 'redeemed'
  when c.frozen_at is not null or b.frozen_at is not null then 'frozen'
  when b.expires_at <= ${now} then 'expired'
  else 'open' end`;

/** How a code stands, and who redeemed it; nothing when there is none. */
export async function findCode(
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<{ readonly state: CodeState; readonly redeemedBy: string | null } | undefined> {
  const { rows } = await sql<{ state: CodeState; redeemedBy: string | null }>`
    select ${stateOf(now)} as state, c.redeemed_by
    from redemption_code c join code_batch b on b.id = c.batch_id where c.code_hash = ${hash}`.execute(
    db,
  );
  return rows[0];
}

/** What a code's work or tier is called. */
export async function nameSubject(
  db: Db,
  { workId, tierId }: Pick<Taken, 'workId' | 'tierId'>,
  locale: Locale,
): Promise<{ readonly subject: string; readonly slug: string | null }> {
  const { rows } = await sql<{ subject: string; slug: string | null }>`
    select said_in(${locale}, v.title, v.title_en) as subject, w.slug from work w
    join work_version v on v.id = coalesce(w.live_id, w.draft_id) where w.id = ${workId}::uuid
    union all select said_in(${locale}, t.name_zh, t.name_en), null from tier t where t.id = ${tierId}::uuid`.execute(
    db,
  );
  return rows[0]!;
}

/** Up to `limit` batches, the latest first. */
export async function selectBatches(
  db: Db,
  locale: Locale,
  beforeId: string | undefined,
  limit: number,
): Promise<Batch[]> {
  const { rows } = await sql<Batch>`
    select b.id, b.name, b.work_id, b.tier_id, b.days, b.quantity, b.redeemed, b.expires_at, b.frozen_at, b.created_at,
      coalesce(said_in(${locale}, v.title, v.title_en), said_in(${locale}, t.name_zh, t.name_en)) as subject
    from code_batch b left join tier t on t.id = b.tier_id left join work w on w.id = b.work_id
    left join work_version v on v.id = coalesce(w.live_id, w.draft_id)
    where ${beforeId ? sql`b.id < ${beforeId}::uuid` : sql`true`}
    order by b.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Whether there is such a batch. */
export async function existsBatch(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from code_batch where id = ${id}`.execute(db);
  return rows.length === 1;
}

/** Up to `limit` codes of a batch. */
export async function selectCodes(
  db: Db,
  wanted: {
    readonly batchId: string;
    readonly state: CodeState | undefined;
    readonly now: Date;
    readonly beforeId: string | undefined;
    readonly limit: number;
  },
): Promise<CodeRow[]> {
  const { batchId, state, now, beforeId, limit } = wanted;
  const where: RawBuilder<unknown>[] = [sql`c.batch_id = ${batchId}`];
  if (state) where.push(sql`${stateOf(now)} = ${state}`);
  if (beforeId) where.push(sql`c.id < ${beforeId}::uuid`);
  const { rows } = await sql<CodeRow>`
    select c.id, c.tail, ${stateOf(now)} as state, u.name as redeemed_by, c.redeemed_at
    from redemption_code c join code_batch b on b.id = c.batch_id left join app_user u on u.id = c.redeemed_by
    where ${sql.join(where, sql` and `)}
    order by c.id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Whether there is such a code. */
export async function existsCode(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from redemption_code where id = ${id}`.execute(db);
  return rows.length === 1;
}

/** Freezes or frees a batch. False when there is none, or nothing changed. */
export async function freezeBatch(tx: Tx, id: string, frozenAt: Date | null): Promise<boolean> {
  const { rows } = await sql`
    update code_batch set frozen_at = ${frozenAt}
    where id = ${id} and frozen_at is ${frozenAt ? sql`` : sql`not`} null returning id`.execute(tx);
  return rows.length === 1;
}

/** Freezes or frees one code that was not redeemed. Answers its batch; nothing when nothing changed. */
export async function freezeCode(
  tx: Tx,
  id: string,
  frozenAt: Date | null,
): Promise<{ readonly batchId: string } | undefined> {
  const { rows } = await sql<{ batchId: string }>`
    update redemption_code set frozen_at = ${frozenAt}
    where id = ${id} and redeemed_at is null and frozen_at is ${frozenAt ? sql`` : sql`not`} null
    returning batch_id`.execute(tx);
  return rows[0];
}
