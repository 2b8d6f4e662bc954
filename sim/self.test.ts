import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { joinTestCluster, type TestCluster } from '#platform/testing/cluster.ts';
import { plantedFaults } from './planted.ts';
import { isFound } from './self.ts';

// Faults that any run meets; `npm run sim -- --self-test` plants all, also those that only a race shows.
const sample = new Set([
  'signature-unchecked',
  'amount-unchecked',
  'refund-number-at-call',
  'right-not-revoked',
  'no-floor',
]);

let cluster: TestCluster;
before(async () => {
  cluster = await joinTestCluster();
});
after(() => cluster.stop());

for (const fault of plantedFaults.filter(({ name }) => sample.has(name))) {
  test(`the simulation notices when: ${fault.says}`, async () => {
    assert.ok(await isFound(fault, cluster), `${fault.name} stayed unseen`);
  });
}

test('what a planted fault changes is in its source, once', async () => {
  for (const { name, source } of plantedFaults) {
    if (!source) continue;
    const text = await readFile(new URL(`../src/${source.file}`, import.meta.url), 'utf8');
    assert.equal(text.split(source.from).length, 2, name);
  }
});

test('every planted fault has a name of its own and says who has to notice it', () => {
  assert.equal(new Set(plantedFaults.map(({ name }) => name)).size, plantedFaults.length);
  assert.ok(plantedFaults.length >= 12);
  for (const { name, noticedBy, source, spoil } of plantedFaults) {
    assert.ok(noticedBy.length > 0, name);
    assert.ok(source ?? spoil, name);
  }
});
