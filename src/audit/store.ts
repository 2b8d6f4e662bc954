import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db.ts';
import type { AuditFilter } from './schema.ts';

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actorId: string | null;
  readonly deed: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly ip: string | null;
}

/** Writes one record. */
export async function insertAudit(tx: Tx, row: AuditRow): Promise<void> {
  await tx
    .insertInto('auditRecord')
    .values({ ...row, detail: JSON.stringify(row.detail) })
    .execute();
}

interface Place {
  readonly at: string;
  readonly id: string;
}

/** Up to `limit` records, newest first, after `place`. */
export async function selectAudit(
  db: Db,
  filter: AuditFilter,
  limit: number,
  place?: Place,
): Promise<AuditRow[]> {
  return db
    .selectFrom('auditRecord')
    .select(['id', 'at', 'actorId', 'deed', 'subject', 'detail', 'ip'])
    .$if(filter.subject !== undefined, (q) => q.where('subject', '=', filter.subject!))
    .$if(filter.actor !== undefined, (q) => q.where('actorId', '=', filter.actor!))
    .$if(filter.deed !== undefined, (q) =>
      filter.deed!.includes('.')
        ? q.where('deed', '=', filter.deed!)
        : q.where(sql<boolean>`starts_with(deed, ${`${filter.deed}.`})`),
    )
    .$if(place !== undefined, (q) =>
      q.where(sql<boolean>`(at, id) < (${place!.at}::timestamptz, ${place!.id}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit))
    .execute();
}
