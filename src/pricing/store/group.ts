import { sql } from 'kysely';
import type { Money } from '#kernel/money.ts';
import type { Db } from '#platform/db.ts';

/** What buyers are told of a group buy. */
export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly price: Money;
  readonly teamSize: number;
  readonly teamHours: number;
  readonly shortFrom: number | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The group buys of a work that run at `now` or will, in the order in which they begin. */
export async function selectGroupBuys(db: Db, workId: string, now: Date): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select p.id, p.name, p.name_en, reduced_price(o.price, p.off_bps, p.price) as price, p.team_size, p.team_hours, p.short_from,
      p.starts_at, p.ends_at
    from promotion p join offer o on o.work_id = ${workId} and o.retired_at is null
    where p.kind = 'group' and p.ends_at > ${now} and p.scope_ids @> array[${workId}::uuid]
    order by p.starts_at, p.id`.execute(db);
  return rows;
}
