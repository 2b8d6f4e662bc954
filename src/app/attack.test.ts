import assert from 'node:assert/strict';
import test from 'node:test';
import { readSettings } from '#platform/config.ts';
import type { Settings } from '#platform/config.ts';
import { silentLog } from '#platform/log.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { openSandbox } from './sandbox.ts';

/** The sandbox of a house with these settings, over HTTP. */
async function aSandbox(
  t: { after(work: () => Promise<void>): void },
  settings: Partial<Settings>,
) {
  const house = await openTestHouse();
  const own = { ...readSettings({ DATA_DIR: house.ports.settings.dataDir }), ...settings };
  const sandbox = await openSandbox({ settings: own, log: silentLog, port: 3000 });
  t.after(async () => {
    await sandbox?.stop();
    await house.close();
  });
  return sandbox?.route && house.app([sandbox.route]);
}

test('in production the sandbox cashier opens to this machine only, whatever proxy stands in front', async (t) => {
  assert.equal(await aSandbox(t, { mode: 'production', host: '0.0.0.0' }), undefined);
  const app = await aSandbox(t, { mode: 'production' });
  const ask = async (url: string) =>
    (await (await app!.request(url)).text()).includes('request.unknown_path');
  assert.equal(await ask('http://localhost:3000/sandbox/cashier'), false);
  assert.equal(await ask('http://academy.example/sandbox/cashier'), true);
});

test('the sandbox reads no more than anybody needs to send', async (t) => {
  const app = await aSandbox(t, {});
  for (const path of ['/sandbox/cashier/pay', '/sandbox/v3/pay/transactions/h5']) {
    const answer = await app!.request(path, { method: 'POST', body: 'x'.repeat(1_000_000) });
    assert.equal(answer.status, 413, path);
  }
});
