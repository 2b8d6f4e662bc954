import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Db } from '#platform/db.ts';
import type { Consumed } from '../types.ts';

/** What lines of an order gave, work by work, with the lessons that its buyer did of each since `since`; trials are everybody's, and count for nothing. */
export async function selectConsumed(
  db: Db,
  lineIds: readonly string[],
  since: Date,
  locale: Locale,
): Promise<Consumed[]> {
  const { rows } = await sql<Consumed>`
    select e.source_id as line_id, e.work_id, title_of_sold(e.work_id, null, ${locale}) as title, coalesce(o.price, 0) as price,
      count(v.id)::integer as whole, count(p.lesson_id)::integer as done
    from entitlement e join work w on w.id = e.work_id and w.kind <> 'bundle'
    left join offer o on o.work_id = e.work_id and o.retired_at is null
    left join lesson l on l.work_id = e.work_id and l.original_id is null
    left join lesson_version v on v.id = l.live_id and not v.is_trial
    left join progress p on p.user_id = e.user_id and p.lesson_id = l.id and p.completed_at >= ${since} and v.id is not null
    where e.source_kind = 'order' and e.source_id = any(${[...lineIds]}::uuid[])
    group by e.source_id, e.work_id, o.price order by e.work_id`.execute(db);
  return rows;
}
