import type { Db, Tx } from '#platform/db.ts';
import type { Address, Channel } from '../rules/address.ts';
import type { CodePurpose } from '../types.ts';

export interface CodeRow {
  readonly id: string;
  readonly purpose: CodePurpose;
  readonly channel: Channel;
  readonly address: string;
  readonly codeHash: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Writes down a code that is being sent. */
export async function insertCode(tx: Tx, row: CodeRow): Promise<void> {
  await tx.insertInto('loginCode').values(row).execute();
}

/** A code that can still be used. */
export interface OpenCode extends Address {
  readonly codeHash: Buffer;
}

const mostTries = 5;

/** Counts one try at an open code and answers what it is held against; undefined when it may not be tried any more. */
export async function takeTry(
  db: Db,
  code: { id: string; purpose: CodePurpose },
  now: Date,
): Promise<OpenCode | undefined> {
  return db
    .updateTable('loginCode')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', code.id)
    .where('purpose', '=', code.purpose)
    .where('tries', '<', mostTries)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning(['channel', 'address', 'codeHash'])
    .executeTakeFirst();
}

/** Uses a code up. False when it was used before, however many race for it. */
export async function useCode(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('loginCode')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Uses up every other open code of an address. */
export async function closeCodes(tx: Tx, address: string, now: Date): Promise<void> {
  await tx
    .updateTable('loginCode')
    .set({ usedAt: now })
    .where('address', '=', address)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute();
}

/** Where a code was sent. */
export async function findCodeAddress(
  db: Db,
  id: string,
  purpose: CodePurpose,
): Promise<Address | undefined> {
  return db
    .selectFrom('loginCode')
    .select(['channel', 'address'])
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
}

/** Forgets codes from before `before`. */
export async function deleteCodes(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('loginCode').where('createdAt', '<', before).execute();
}
