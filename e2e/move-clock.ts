import pg from 'pg';
import { startPostgres } from '#platform/postgres/server.ts';

// `node e2e/move-clock.ts <data folder> <what> <whose>`: the clock, for one thing alone. A process of its own, because journeys
// run where the house's modules do not.
const moves: Readonly<Record<string, string>> = {
  // As if all of a team had been a week ago.
  team: `update team set opened_at = opened_at - interval '7 days', deadline = deadline - interval '7 days',
    close_at = close_at - interval '7 days' where id = $1`,
  // As if what promoters earned on an order had been a month ago.
  share: `update earning_share s set release_at = s.release_at - interval '30 days', earned_at = s.earned_at - interval '30 days'
    from order_line l where l.id = s.order_line_id and l.order_id = $1`,
  // As if somebody, by e-mail, had checked in a day before they did.
  'sign-in': `update point_sign_in set day = day - 1 where user_id = (select id from app_user where email = $1)`,
  // As if the days that an order gave had begun thirty days before.
  days: `update entitlement e set since = e.since - interval '30 days', starts_at = e.starts_at - interval '30 days',
    ends_at = e.ends_at - interval '30 days'
    from order_line l where l.id = e.source_id and l.order_id = $1`,
};

const [dataDir = '', what = '', whose = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
const client = new pg.Client(postgres.connection);
await client.connect();
const { rowCount } = await client.query(moves[what] ?? '', [whose]);
await client.end();
await postgres.stop();
process.exitCode = rowCount === 1 ? 0 : 1;
