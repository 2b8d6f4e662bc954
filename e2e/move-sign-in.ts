import pg from 'pg';
import { startPostgres } from '#platform/postgres/server.ts';

// `node e2e/move-sign-in.ts <data folder> <e-mail>`: the clock, for one person: they checked in a day before they did.
const [dataDir = '', email = ''] = process.argv.slice(2);
const postgres = await startPostgres({ dataDir });
const client = new pg.Client(postgres.connection);
await client.connect();
const { rowCount } = await client.query(
  `update point_sign_in set day = day - 1 where user_id = (select id from app_user where email = $1)`,
  [email],
);
await client.end();
await postgres.stop();
process.exitCode = rowCount === 1 ? 0 : 1;
