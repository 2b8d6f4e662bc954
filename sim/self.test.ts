import assert from 'node:assert/strict';
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

test('every planted fault has a name of its own and says who has to notice it', () => {
  assert.equal(new Set(plantedFaults.map(({ name }) => name)).size, plantedFaults.length);
  assert.ok(plantedFaults.length >= 12);
  for (const { name, noticedBy, source, spoil } of plantedFaults) {
    assert.ok(noticedBy.length > 0, name);
    assert.ok(source ?? spoil, name);
  }
});
