import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Good } from '../types.ts';

const columns = sql`id, kind, name_zh, name_en, summary_zh, summary_en, price, work_id, coupon_id, tier_id, days, batch_id,
  stock, taken, per_person, starts_at, ends_at, is_hidden`;

/** A good; undefined when there is none. */
export async function findGood(db: Db, id: string): Promise<Good | undefined> {
  const { rows } = await sql<Good>`select ${columns} from point_good where id = ${id}`.execute(db);
  return rows[0];
}

interface Wanted {
  /** Only what is on the shelf at `now`, or will be. */
  readonly shownAt: Date | undefined;
  readonly beforeId: string | undefined;
}

/** Up to `limit` goods, the latest first. */
export async function selectGoods(
  db: Db,
  { shownAt, beforeId }: Wanted,
  limit: number,
): Promise<Good[]> {
  const wanted = [sql`true`];
  if (shownAt) wanted.push(sql`not is_hidden and (ends_at is null or ends_at > ${shownAt})`);
  if (beforeId) wanted.push(sql`id < ${beforeId}::uuid`);
  const { rows } = await sql<Good>`
    select ${columns} from point_good where ${sql.join(wanted, sql` and `)}
    order by id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** Whether a work is published, a coupon is given by staff, or a tier is open. */
export async function existsSubject(
  db: Db,
  { workId, couponId, tierId }: Pick<Good, 'workId' | 'couponId' | 'tierId'>,
): Promise<boolean> {
  const { rows } = await sql<{ isThere: boolean }>`
    select exists (select from work where id = ${workId}::uuid and state = 'published')
      or exists (select from coupon where id = ${couponId}::uuid and way = 'granted')
      or exists (select from tier where id = ${tierId}::uuid and state = 'open') as is_there`.execute(
    db,
  );
  return rows[0]!.isThere;
}

/** Writes a good. */
export async function insertGood(
  tx: Tx,
  good: Omit<Good, 'taken'> & { readonly createdAt: Date },
): Promise<void> {
  await tx.insertInto('pointGood').values(good).execute();
}

type Said = Pick<
  Good,
  | 'nameZh'
  | 'nameEn'
  | 'summaryZh'
  | 'summaryEn'
  | 'price'
  | 'stock'
  | 'perPerson'
  | 'startsAt'
  | 'endsAt'
  | 'isHidden'
>;

/** Changes what is said of a good. False when there is none, or more are taken than there would be. */
export async function updateGood(tx: Tx, id: string, said: Said): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('pointGood')
    .set(said)
    .where('id', '=', id)
    .where('taken', '<=', said.stock)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes one piece at this price. False when there is none to be had now, however many ask at once. */
export async function takePiece(tx: Tx, id: string, price: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update point_good set taken = taken + 1
    where id = ${id} and price = ${price} and taken < stock and not is_hidden
      and starts_at <= ${now} and (ends_at is null or ends_at > ${now})
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Puts a piece back on the shelf. */
export async function putBackPiece(tx: Tx, id: string): Promise<void> {
  await sql`update point_good set taken = taken - 1 where id = ${id}`.execute(tx);
}

/** What goods, and the goods of redemptions, are called, by the id of either. */
export async function selectGoodNames(
  db: Db,
  ids: readonly string[],
  locale: Locale,
): Promise<{ readonly id: string; readonly name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, said_in(${locale}, name_zh, name_en) as name from point_good where id = any(${[...ids]}::uuid[])
    union all
    select r.id, said_in(${locale}, g.name_zh, g.name_en) || ' · ' || u.name
    from point_redemption r join point_good g on g.id = r.good_id join app_user u on u.id = r.user_id
    where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
