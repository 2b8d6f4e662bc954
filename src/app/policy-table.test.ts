import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audiences, type Audience, type Reach } from '#platform/policy.ts';
import { readSettings } from '#platform/config.ts';
import { asksOf } from './authorisation/asked.ts';
import { allRoutes, permissions } from './routes.ts';
import { installRoutes } from './installable.tsx';
import { studioRoutes } from './studio.ts';

const settings = readSettings({ MODE: 'test' });
const noAssets = { css: [], script: () => undefined, island: () => undefined };
const routes = allRoutes(settings, async () => true, [
  ...studioRoutes(() => noAssets),
  ...installRoutes(() => noAssets),
]);

test('every permission has a name of its own: two rows of one name would hide one of them', () => {
  const rows = new Map<string, object>();
  for (const { may } of routes) {
    assert.ok((rows.get(may.name) ?? may) === may, `two permissions are called ${may.name}`);
    rows.set(may.name, may);
  }
  assert.equal(new Set(permissions().map(({ name }) => name)).size, permissions().length);
});

test('every permission is called <what>.<deed>, and names audiences and reaches that there are', () => {
  const reaches: ReadonlySet<Reach> = new Set(['none', 'own', 'any']);
  for (const { name, who } of permissions()) {
    assert.match(name, /^[a-z]+(-[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
    assert.ok(Object.keys(who).length > 0, `nobody may ${name}`);
    for (const [audience, reach] of Object.entries(who)) {
      assert.ok(audiences.includes(audience as Audience), `${name} names ${audience}`);
      assert.ok(reaches.has(reach), `${name} reaches ${reach}`);
    }
  }
});

test('nobody who is not signed in owns anything', () => {
  assert.deepEqual(
    permissions()
      .filter(({ who }) => who.visitor === 'own')
      .map(({ name }) => name),
    [],
  );
});

test('no two routes answer one question', () => {
  const asked = routes
    .flatMap(asksOf)
    .map(({ method, pattern }) => `${method} ${pattern.replaceAll(/:[A-Za-z]+/g, ':')}`);
  assert.deepEqual(
    asked.filter((ask, at) => asked.indexOf(ask) !== at),
    [],
  );
});

test('only routes whose callers sign or are named by their address are asked without a cookie', () => {
  const signed = routes
    .filter((route) => route.kind === 'raw' && route.isSigned)
    .map(({ path }) => path);
  assert.deepEqual(
    signed.filter(
      (path) =>
        !/^\/(media\/([is]|sample-piece)|payment\/notices|feeds\/(private|episodes))\//.test(path),
    ),
    [],
  );
});

test('the outbox of a development machine is nowhere else', () => {
  const outbox = (mode: string) =>
    allRoutes(readSettings({ MODE: mode }), async () => true, []).some(({ path }) =>
      path.startsWith('/dev/'),
    );
  assert.ok(outbox('development'));
  assert.ok(!outbox('test'));
});
