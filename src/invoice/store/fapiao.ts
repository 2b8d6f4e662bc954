import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Db, Tx } from '#platform/db.ts';
import type { Fapiao, FapiaoState, FapiaoTitle } from '../types.ts';

/** A fapiao as it is asked for. */
export interface NewFapiao extends FapiaoTitle {
  readonly id: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly locale: Locale;
  readonly requestedAt: Date;
  readonly dueAt: Date;
}

/** Writes a request. False when the order has a live one, however many ask at once. */
export async function insertFapiao(tx: Tx, row: NewFapiao): Promise<boolean> {
  const written = await tx
    .insertInto('fapiao')
    .values(row)
    .onConflict((oc) =>
      oc
        .column('orderId')
        .where('state', 'in', [
          sql.lit('requested'),
          sql.lit('issued'),
          sql.lit('red_owed'),
        ] as never)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

const read = (locale: Locale) => sql`
  select f.id, f.order_id, o.number as order_number, f.buyer_id, f.state, f.kind, f.title, f.tax_number, f.email, f.locale,
    f.requested_at, f.due_at, f.amount, f.number, f.issued_on, f.link, f.file_key, f.file_name, f.reason, f.closed_at,
    o.total - o.refunded - o.refunding as "left", u.name as buyer_name,
    (select string_agg(title_of_sold(l.work_id, l.tier_id, ${locale}), '、' order by l.position)
      from order_line l where l.order_id = f.order_id) as sold,
    coalesce((select jsonb_agg(jsonb_build_object(
        'id', r.id, 'amount', r.amount, 'owedAt', r.owed_at, 'number', r.number, 'issuedOn', r.issued_on) order by r.id)
      from red_letter r where r.fapiao_id = f.id), '[]') as letters`;

const tables = sql`join "order" o on o.id = f.order_id join app_user u on u.id = f.buyer_id`;

/** A fapiao with the names that staff are shown beside it. */
export interface NamedFapiao extends Fapiao {
  readonly buyerName: string;
  /** What the order bought. */
  readonly sold: string;
}

function revived(row: NamedFapiao): NamedFapiao {
  const letters = row.letters.map((letter) => ({ ...letter, owedAt: new Date(letter.owedAt) }));
  return { ...row, letters };
}

async function select(db: Db, locale: Locale, which: RawBuilder<unknown>): Promise<NamedFapiao[]> {
  const { rows } = await sql<NamedFapiao>`${read(locale)} from fapiao f ${tables} ${which}`.execute(
    db,
  );
  return rows.map(revived);
}

export async function findFapiao(
  db: Db,
  id: string,
  locale: Locale,
): Promise<NamedFapiao | undefined> {
  return (await select(db, locale, sql`where f.id = ${id}`))[0];
}

/** The fapiao that a red letter is of. */
export async function findFapiaoOfLetter(
  db: Db,
  letterId: string,
  locale: Locale,
): Promise<NamedFapiao | undefined> {
  const of = sql`where f.id = (select fapiao_id from red_letter where id = ${letterId})`;
  return (await select(db, locale, of))[0];
}

/** Every fapiao of an order, newest first. */
export function selectOfOrder(db: Db, orderId: string, locale: Locale): Promise<NamedFapiao[]> {
  return select(db, locale, sql`where f.order_id = ${orderId} order by f.id desc`);
}

/** Up to `limit` titles that a buyer used, each once, the latest first. */
export async function selectTitles(
  db: Db,
  buyerId: string,
  limit: number,
): Promise<(FapiaoTitle & { readonly id: string })[]> {
  const { rows } = await sql<FapiaoTitle & { id: string }>`
    select id, kind, title, tax_number, email from (
      select distinct on (kind, title, tax_number) id, kind, title, tax_number, email from fapiao
      where buyer_id = ${buyerId} order by kind, title, tax_number, id desc
    ) used order by id desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

export interface FapiaoFilter {
  readonly state?: FapiaoState | undefined;
  readonly orderNumber?: string | undefined;
  /** Only those that should have been issued before. */
  readonly dueBefore?: Date | undefined;
}

/** Up to `limit` fapiao, newest first. */
export function selectFapiao(
  db: Db,
  { state, orderNumber, dueBefore }: FapiaoFilter,
  place: { readonly locale: Locale; readonly beforeId: string | undefined },
  limit: number,
): Promise<NamedFapiao[]> {
  const wanted: RawBuilder<unknown>[] = [sql`true`];
  // Literal: with a parameter of such an uneven column every execution is planned anew.
  if (state) wanted.push(sql`f.state = ${sql.lit(state)}`);
  if (orderNumber !== undefined)
    wanted.push(sql`f.order_id = (select id from "order" where number = ${orderNumber})`);
  if (dueBefore) wanted.push(sql`f.state = 'requested' and f.due_at < ${dueBefore}`);
  if (place.beforeId) wanted.push(sql`f.id < ${place.beforeId}::uuid`);
  const page = sql`where ${sql.join(wanted, sql` and `)} order by f.id desc limit ${sql.lit(limit)}`;
  return select(db, place.locale, page);
}

/** What a deed writes besides the state. */
export interface Step {
  readonly state: FapiaoState;
  readonly amount?: Money;
  readonly number?: string;
  readonly issuedOn?: string;
  readonly issuedAt?: Date;
  readonly issuedBy?: string;
  readonly link?: string;
  readonly reason?: string;
  readonly closedAt?: Date;
}

/** Moves a fapiao on from the state it was read in. False when it has left that, however many try at once. */
export async function moveFapiao(
  tx: Tx,
  { id, state }: Pick<Fapiao, 'id' | 'state'>,
  step: Step,
): Promise<boolean> {
  const written = await tx
    .updateTable('fapiao')
    .set(step)
    .where('id', '=', id)
    .where('state', '=', state)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Puts a file in place of the one that was there. False when that is another by now, or the fapiao is not issued. */
export async function replaceFile(
  tx: Tx,
  { id, fileKey }: Pick<Fapiao, 'id' | 'fileKey'>,
  next: { readonly fileKey: string; readonly fileName: string },
): Promise<boolean> {
  const written = await tx
    .updateTable('fapiao')
    .set(next)
    .where('id', '=', id)
    .where('issuedAt', 'is not', null)
    .where('fileKey', fileKey === null ? 'is' : '=', fileKey)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

export async function insertLetter(
  tx: Tx,
  row: {
    readonly id: string;
    readonly fapiaoId: string;
    readonly amount: Money;
    readonly owedAt: Date;
  },
): Promise<void> {
  await tx.insertInto('redLetter').values(row).execute();
}

/** Writes the number of a red letter that is owed. False when it is issued already. */
export async function finishLetter(
  tx: Tx,
  id: string,
  done: {
    readonly number: string;
    readonly issuedOn: string;
    readonly doneAt: Date;
    readonly doneBy: string;
  },
): Promise<boolean> {
  const written = await tx
    .updateTable('redLetter')
    .set(done)
    .where('id', '=', id)
    .where('doneAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}
