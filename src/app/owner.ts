import { createUser, grantRole, listUsers } from '#identity/service.ts';
import { newToken } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import { readSettings, SettingsRefused } from '#platform/config.ts';
import { StoreRefused } from '#platform/files-s3.ts';
import { silentLog } from '#platform/log.ts';
import { MigrationRefused } from '#platform/migrate.ts';
import { PostgresRefused } from '#platform/postgres/server.ts';
import { HouseRefused, openHouse } from './house.ts';

// `npm run owner -- name@example.com`: puts somebody in charge, of a new house above all. They sign in with a mailed code,
// and where no mail is connected with a password that is told here and nowhere else.

const byCode = '用邮箱验证码登录即可。 / Sign in with a mailed code.';
const byPassword =
  '本站还没有接通邮件，请用密码登录，然后马上换一个。 / No mail is connected: sign in with the password, then change it at once.';

const plain = [SettingsRefused, MigrationRefused, PostgresRefused, HouseRefused, StoreRefused];

try {
  await main(process.argv[2]);
} catch (error) {
  process.exitCode = 1;
  if (error instanceof Refusal) console.error(`${error.say('zh')}\n${error.say('en')}`);
  else if (plain.some((kind) => error instanceof kind)) console.error((error as Error).message);
  else throw error;
}

async function main(email: string | undefined): Promise<void> {
  if (!email) {
    console.error('用法 Usage: npm run owner -- <邮箱 e-mail>');
    process.exitCode = 1;
    return;
  }
  const house = await openHouse({
    settings: readSettings(process.env),
    log: silentLog,
    gateways: new Map(),
    wakeOutbox: () => undefined,
  });
  try {
    const ctx = house.systemCtx('owner');
    const { items } = await listUsers(ctx, {
      filter: { text: email },
      cursor: undefined,
      limit: 20,
    });
    const known = items.find((user) => user.email === email.toLowerCase());
    const name = email.split('@')[0]!;
    const isReached = house.ports.messenger.ways.email !== 'none';
    const password = isReached || known ? undefined : newToken().slice(0, 16);
    if (known) await grantRole(ctx, known.id, 'owner');
    else await createUser(ctx, { email, name, roles: ['owner'], password });
    console.log(`${email} 现在是所有者 / is an owner now.`);
    console.log(isReached ? byCode : byPassword);
    if (password) console.log(password);
  } finally {
    await house.close();
  }
}
