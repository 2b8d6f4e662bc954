import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startMailServer } from '#platform/testing/mail-server.ts';
import { Customer } from './fixtures/customer.ts';
import { endEverything, freePort, run } from './fixtures/running.ts';

// The real product in earnest, with a mail server of ours.

const scratch = mkdtempSync(join(tmpdir(), 'shuyuan-letters-'));
chmodSync(scratch, 0o711);
const dataDir = join(scratch, 'data');

after(async () => {
  await endEverything(dataDir);
  rmSync(scratch, { recursive: true, force: true });
});

test('a production house sends codes by mail, patiently, and its log and its answers hold none', async (t) => {
  const mail = await startMailServer();
  t.after(() => mail.close());
  let tries = 0;
  mail.answer('newcomer@example.com', () => (++tries < 3 ? 450 : undefined));
  const PORT = await freePort();
  const product = run({
    settings: {
      PORT,
      DATA_DIR: dataDir,
      MODE: 'production',
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'Academy <no-reply@academy.example>',
    },
  });
  await product.ready();

  const newcomer = new Customer(product.url);
  const began = performance.now();
  const { ticket } = await newcomer.ask<{ ticket: string }>('POST', '/api/v1/login-codes', {
    purpose: 'register',
    address: 'newcomer@example.com',
  });
  t.diagnostic(`the code was asked for in ${Math.round(performance.now() - began)} ms`);
  await assert.rejects(
    newcomer.ask('POST', '/api/v1/login-codes', { purpose: 'login', address: '+8613800138000' }),
    /identity\.phone_closed/,
  );
  for (let waits = 0; mail.letters.length === 0 && waits < 400; waits += 1) await sleep(100);
  assert.equal(mail.letters.length, 1);
  t.diagnostic(
    `its letter was taken at the third try, after ${Math.round(performance.now() - began)} ms`,
  );
  const [code = ''] = /\d{6}/.exec(mail.letters[0]!.text) ?? [];
  const registration = { ticket, code, name: '来客', password: '书院里的一盏灯 2026' };
  const { userId } = await newcomer.ask<{ userId: string }>('POST', '/api/v1/users', registration);
  assert.equal(await newcomer.whoAmI(), userId);
  assert.equal((await fetch(`${product.url}/dev/outbox`)).status, 404);
  assert.equal(await product.end('SIGTERM'), 0, product.said());
  assert.doesNotMatch(product.said(), new RegExp(`${code}|newcomer@`));
  assert.match(product.said(), /the mail server does not take letters just now: .*450/);
});

test('where no mail is connected the first owner is given a password, once, and gets in by it', async () => {
  const root = join(import.meta.dirname, '../..');
  const hooks = pathToFileURL(join(root, 'src/platform/hooks.mjs')).href;
  const { PATH, HOME } = process.env;
  const made = spawnSync(
    process.execPath,
    ['--import', hooks, 'src/app/owner.ts', 'boss@example.com'],
    { cwd: root, encoding: 'utf8', env: { PATH, HOME, DATA_DIR: dataDir, MODE: 'production' } },
  );
  assert.equal(made.status, 0, made.stderr);
  const password = made.stdout.trim().split('\n').at(-1)!;
  assert.match(password, /^[\w-]{16}$/, made.stdout);

  const PORT = await freePort();
  const product = run({ settings: { PORT, DATA_DIR: dataDir, MODE: 'production' } });
  await product.ready();
  const boss = new Customer(product.url);
  await boss.logIn('boss@example.com', password);
  const { abilities } = await boss.ask<{ abilities: Record<string, string> }>(
    'GET',
    '/api/v1/session',
  );
  assert.equal(abilities['settings.change'], 'any');
  assert.equal(await product.end('SIGTERM'), 0, product.said());
});
