import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { Creator } from '../types.ts';

const fields = [
  'userId as id',
  'slug',
  'name',
  'headline',
  'bio',
  'nameEn',
  'headlineEn',
  'bioEn',
  'avatarId',
  'workCount',
] as const;

export function findCreator(
  db: Db,
  by: { id: string } | { slug: string },
): Promise<Creator | undefined> {
  const [column, value] = 'id' in by ? (['userId', by.id] as const) : (['slug', by.slug] as const);
  return db.selectFrom('creator').select(fields).where(column, '=', value).executeTakeFirst();
}

/** Creators with published works, those with most first. */
export function listShownCreators(db: Db, count: number): Promise<Creator[]> {
  return db
    .selectFrom('creator')
    .select(fields)
    .where('workCount', '>', 0)
    .orderBy('workCount', 'desc')
    .orderBy('userId')
    .limit(sql.lit(count))
    .execute();
}

export interface CreatorPatch {
  readonly slug?: string;
  readonly name?: string;
  readonly headline?: string;
  readonly bio?: string;
  readonly nameEn?: string;
  readonly headlineEn?: string;
  readonly bioEn?: string;
  readonly avatarId?: string | null;
}

/** Writes a creator. False when the person already is one, or the slug is taken. */
export async function insertCreator(
  tx: Tx,
  row: {
    userId: string;
    slug: string;
    name: string;
    headline: string;
    bio: string;
    createdAt: Date;
  },
): Promise<boolean> {
  const written = await tx
    .insertInto('creator')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('userId')
    .executeTakeFirst();
  return written !== undefined;
}

export async function updateCreator(tx: Tx, id: string, patch: CreatorPatch): Promise<boolean> {
  const changed = await tx
    .updateTable('creator')
    .set(patch)
    .where('userId', '=', id)
    .returning('userId')
    .executeTakeFirst();
  return changed !== undefined;
}
