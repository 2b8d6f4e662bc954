import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Money } from '#kernel/money.ts';
import type { Tx } from '#platform/db.ts';

/** A buyer who is told that their days of a work end. */
export interface Due {
  readonly userName: string;
  readonly email: string;
  readonly locale: Locale;
  readonly slug: string;
  readonly title: string;
  readonly endsAt: Date;
  /** What it costs now, and for how many days (null: for ever); null while it is not sold. */
  readonly price: Money | null;
  readonly accessDays: number | null;
}

interface Wanted {
  readonly now: Date;
  readonly before: Date;
  /** Shorter rights end without a letter. */
  readonly leastHours: number;
  readonly limit: number;
}

/** Marks up to `limit` rights that were bought, end before `before` and are followed by nothing; answers whom to tell. Of a bundle once. */
export async function markReminded(
  tx: Tx,
  { now, before, leastHours, limit }: Wanted,
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select e.id, u.name as user_name, u.email, u.locale, w.slug, said_in(u.locale, v.title, v.title_en) as title,
        case when w.state = 'published' then o.price end as price, o.access_days
      from entitlement e join app_user u on u.id = e.user_id join work w on w.id = e.work_id
      join work_version v on v.id = coalesce(w.live_id, w.draft_id)
      left join offer o on o.work_id = w.id and o.retired_at is null
      where e.source_kind = 'order' and e.revoked_at is null and e.reminded_at is null
        and e.ends_at > ${now} and e.ends_at <= ${before}
        and e.ends_at - e.since >= make_interval(hours => ${leastHours}::int)
        and u.state = 'active' and u.email is not null
        and not exists (
          select from entitlement next
          where next.user_id = e.user_id and next.work_id = e.work_id and next.revoked_at is null
            and next.id <> e.id and (next.ends_at is null or next.ends_at > e.ends_at))
        and not exists (
          select from entitlement whole join work b on b.id = whole.work_id and b.kind = 'bundle'
          where whole.source_kind = 'order' and whole.source_id = e.source_id and whole.user_id = e.user_id
            and whole.work_id <> e.work_id)
      order by e.ends_at limit ${sql.lit(limit)} for update of e skip locked
    )
    update entitlement e set reminded_at = ${now} from due where e.id = due.id
    returning due.user_name, due.email, due.locale, due.slug, due.title, due.price, due.access_days, e.ends_at`.execute(
    tx,
  );
  return rows;
}
