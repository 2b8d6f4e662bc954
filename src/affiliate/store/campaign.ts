import { sql } from 'kysely';
import type { Db } from '#platform/db.ts';
import type { CampaignItem } from '../schema.ts';

type Place = Pick<CampaignItem, 'campaign' | 'source' | 'medium'>;

/** Up to `limit` campaigns that brought orders, by name, with what was paid for these and what went back: groups in the order of an index. */
export async function selectCampaigns(
  db: Db,
  place: Place | undefined,
  limit: number,
): Promise<CampaignItem[]> {
  const from = place
    ? sql`(c.campaign, c.source, c.medium) > (${place.campaign}, ${place.source}, ${place.medium})`
    : sql`true`;
  const { rows } = await sql<CampaignItem>`
    select c.campaign, c.source, c.medium, count(*)::int as orders, count(o.paid_at)::int as paid,
      coalesce(sum(o.total) filter (where o.paid_at is not null), 0)::bigint as gross, sum(o.refunded)::bigint as refunded
    from order_campaign c join "order" o on o.id = c.order_id where ${from}
    group by c.campaign, c.source, c.medium
    order by c.campaign, c.source, c.medium limit ${sql.lit(limit)}`.execute(db);
  return rows;
}
