import pg from 'pg';
import { startPostgres } from '#platform/postgres/server.ts';

// `node e2e/move-team.ts <data folder> <team>`: the clock, for one team: it is as if all of it had been a week ago.
const [dataDir = '', team = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
const client = new pg.Client(postgres.connection);
await client.connect();
const { rowCount } = await client.query(
  `update team set opened_at = opened_at - interval '7 days', deadline = deadline - interval '7 days',
     close_at = close_at - interval '7 days' where id = $1`,
  [team],
);
await client.end();
await postgres.stop();
process.exitCode = rowCount === 1 ? 0 : 1;
