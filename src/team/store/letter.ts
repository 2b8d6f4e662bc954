import { sql } from 'kysely';
import type { Locale } from '#kernel/locale.ts';
import type { Tx } from '#platform/db.ts';
import type { TeamState } from '../types.ts';

/** Somebody in a team who is told how it stands. */
export interface Told {
  readonly orderId: string;
  readonly userId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly locale: Locale;
  readonly teamId: string;
  readonly leaderId: string;
  readonly state: TeamState;
  readonly missing: number;
  readonly deadline: Date;
  readonly isOverflow: boolean;
  readonly titleZh: string;
  readonly titleEn: string;
}

/** Marks the members of a team who were not told `what` yet, one of them alone when `orderId` is given; answers whom to tell. */
export async function markTold(
  tx: Tx,
  { teamId, orderId, what }: { teamId: string; orderId?: string; what: 'joined' | 'ended' },
): Promise<Told[]> {
  const known = what === 'joined' ? sql`('nothing')` : sql`('nothing', 'joined')`;
  const one = orderId ? sql`and s.order_id = ${orderId}` : sql``;
  const { rows } = await sql<Told>`
    update team_seat s set told = ${what}
    from team t, app_user u, work w, work_version v
    where s.team_id = ${teamId} ${one} and s.left_at is null and s.told in ${known}
      and t.id = s.team_id and u.id = s.user_id and w.id = t.work_id and v.id = coalesce(w.live_id, w.draft_id)
    returning s.order_id, s.user_id, u.name as user_name, case when u.state = 'active' then u.email end as email, u.locale,
      s.team_id, t.leader_id, t.state, t.size - t.taken as missing, t.deadline,
      s.wanted_id is not null and s.wanted_id <> s.team_id as is_overflow,
      v.title as title_zh, case when v.title_en = '' then v.title else v.title_en end as title_en`.execute(
    tx,
  );
  return rows;
}
