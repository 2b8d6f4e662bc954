import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Tx } from '#platform/db.ts';

/** A member who is told that their membership ends. */
export interface Due {
  readonly userName: string;
  readonly email: string;
  readonly locale: Locale;
  readonly tierZh: string;
  readonly tierEn: string;
  readonly endsAt: Date;
}

interface Wanted {
  readonly now: Date;
  readonly before: Date;
  /** Shorter memberships end without a letter. */
  readonly leastDays: number;
  readonly limit: number;
}

/** Marks up to `limit` memberships that end before `before` and that nothing continues; answers whom to tell. */
export async function markReminded(
  tx: Tx,
  { now, before, leastDays, limit }: Wanted,
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select m.id, u.name as user_name, u.email, u.locale, t.name_zh as tier_zh, t.name_en as tier_en
      from membership m join app_user u on u.id = m.user_id join tier t on t.id = m.tier_id
      where m.revoked_at is null and m.paused_at is null and m.reminded_at is null
        and m.ends_at > ${now} and m.ends_at <= ${before}
        and m.ends_at - m.since >= make_interval(days => ${leastDays}::int)
        and u.state = 'active' and u.email is not null
        and not exists (
          select from membership next
          where next.user_id = m.user_id and next.tier_id = m.tier_id and next.revoked_at is null
            and next.id <> m.id and (next.ends_at is null or next.ends_at > m.ends_at))
      order by m.ends_at limit ${sql.lit(limit)} for update of m skip locked
    )
    update membership m set reminded_at = ${now} from due where m.id = due.id
    returning due.user_name, due.email, due.locale, due.tier_zh, due.tier_en, m.ends_at`.execute(
    tx,
  );
  return rows;
}
