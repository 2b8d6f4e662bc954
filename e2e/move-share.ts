import pg from 'pg';
import { startPostgres } from '#platform/postgres/server.ts';

// `node e2e/move-share.ts <data folder> <order>`: the clock, for what promoters earned on one order: it is as if it had been a month ago.
const [dataDir = '', order = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
const client = new pg.Client(postgres.connection);
await client.connect();
const { rowCount } = await client.query(
  `update earning_share s set release_at = s.release_at - interval '30 days', earned_at = s.earned_at - interval '30 days'
   from order_line l where l.id = s.order_line_id and l.order_id = $1`,
  [order],
);
await client.end();
await postgres.stop();
process.exitCode = rowCount === 1 ? 0 : 1;
