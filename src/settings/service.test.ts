import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import type { SiteSettings } from './schema.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { settingsApi } from './api.ts';
import { defaultSettings } from './schema.ts';
import { changeSettings, getSiteSettings } from './service.ts';

let house: TestHouse;
const owner = newId();
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

const count = async () => (await house.db.selectFrom('auditRecord').select('id').execute()).length;

test('until the operator decides, the defaults hold', async () => {
  assert.deepEqual(await getSiteSettings(house.ctx()), defaultSettings);
  assert.equal(defaultSettings.siteName.zh, '书院');
});

test('a change is seen at once, audited with what was before, and leaves the rest', async () => {
  await changeSettings(house.as(owner, 'owner'), { refundDays: 14 });
  assert.deepEqual(await getSiteSettings(house.ctx()), { ...defaultSettings, refundDays: 14 });
  const [record] = await house.db
    .selectFrom('auditRecord')
    .select(['deed', 'detail', 'actorId'])
    .execute();
  assert.deepEqual(record, {
    deed: 'settings.change',
    detail: { from: { refundDays: 7 }, to: { refundDays: 14 } },
    actorId: owner,
  });
});

test('a value that is already so writes nothing', async () => {
  const before = await count();
  await changeSettings(house.as(owner, 'owner'), {
    refundDays: 14,
    siteName: defaultSettings.siteName,
  });
  assert.equal(await count(), before);
});

test('pages that show a setting are purged', async () => {
  const { pages } = house.ports;
  const view = { kind: 'view', title: '', tags: ['settings'] } as const;
  pages.keep('/', { view, body: Buffer.from(''), whole: undefined }, pages.begin());
  await changeSettings(house.as(owner, 'owner'), { icp: '京ICP备00000000号' });
  assert.equal(pages.find('/'), undefined);
});

test('a gateway that is not connected cannot become the first choice', async () => {
  await assert.rejects(changeSettings(house.as(owner, 'owner'), { defaultGateway: 'nowhere' }), {
    code: 'settings.unknown_gateway',
  });
});

test('racing changes of different settings are all kept', async () => {
  const changes: Partial<SiteSettings>[] = [
    { minPayout: 5000 },
    { icp: '沪ICP备1号' },
    { refundDays: 3 },
  ];
  await Promise.all(changes.map((change) => changeSettings(house.as(owner, 'owner'), change)));
  const { minPayout, icp, refundDays } = await getSiteSettings(house.ctx());
  assert.deepEqual(
    { minPayout, icp, refundDays },
    { minPayout: 5000, icp: '沪ICP备1号', refundDays: 3 },
  );
});

test('only the owner changes settings; finance reads them; wrong values are refused', async () => {
  const as = (role?: 'owner' | 'finance' | 'creator') =>
    house.app(settingsApi, () => (role ? house.as(owner, role).actor : { kind: 'visitor' }));
  const patch = (body: unknown) => ({
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const ask = async (role: Parameters<typeof as>[0], init?: RequestInit) =>
    (await as(role).request('/api/v1/settings', init)).status;

  for (const bad of [
    { icp: '长'.repeat(101) },
    { refundDays: -1 },
    { refundDays: 9 },
    { siteName: { zh: '', en: 'x' } },
    { unknown: 1 },
    { minPayout: 1.5 },
  ]) {
    assert.equal(await ask('owner', patch(bad)), 400, JSON.stringify(bad));
  }
  assert.equal(await ask(undefined), 401);
  assert.equal(await ask('creator'), 403);
  assert.equal(await ask('finance', patch({ refundDays: 30 })), 403);
  assert.equal(await ask('finance'), 200);
  assert.equal(await ask('owner', patch({ refundDays: 30 })), 200);
});
