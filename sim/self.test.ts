import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { joinTestCluster, type TestCluster } from '#platform/testing/cluster.ts';
import { plantedFaults, sourcesOf } from './planted.ts';
import { historyRule } from './history.ts';
import { invariants } from './invariants.ts';
import { runRules } from './run.ts';
import { isFound } from './self.ts';
import { heardRules } from './watch.ts';

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
  for (const fault of plantedFaults)
    for (const { file, from } of sourcesOf(fault)) {
      const text = await readFile(new URL(`../src/${file}`, import.meta.url), 'utf8');
      assert.equal(text.split(from).length, 2, fault.name);
    }
});

const ids = [
  ...invariants,
  historyRule,
  ...Object.values(heardRules),
  ...Object.values(runRules),
].map(({ id }) => id);

test('every invariant has an id of its own, and its place in the decision record', async () => {
  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
  );
  const record = new URL('../docs/decisions/0011-simulation.md', import.meta.url);
  const told = (await readFile(record, 'utf8')).matchAll(/^\| ([AI]\d[^|]*) \|/gm);
  assert.deepEqual([...told].flatMap(([, cell]) => cell!.split(' ')).toSorted(), ids.toSorted());
});

test('every planted fault has a name of its own and says who has to notice it', () => {
  assert.equal(new Set(plantedFaults.map(({ name }) => name)).size, plantedFaults.length);
  assert.ok(plantedFaults.length >= 12);
  for (const { name, noticedBy, source, spoil } of plantedFaults) {
    assert.ok(noticedBy.length > 0, name);
    for (const id of noticedBy) assert.ok(ids.includes(id), `${name} is noticed by ${id}`);
    assert.ok(source ?? spoil, name);
  }
});
