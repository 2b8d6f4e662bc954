import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeApi } from '#platform/http/openapi.ts';
import { readSettings } from '#platform/config.ts';
import { allRoutes } from './routes.ts';

// OpenAPI 3.1.0 (spec.openapis.org/oas/v3.1.0): what a generator of clients relies on.

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const routes = allRoutes(readSettings({ MODE: 'test' }), async () => true, []).filter(
  ({ kind }) => kind === 'api' || kind === 'list',
);
const api = describeApi(routes, 'https://academy.example') as Described;
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('every route of the API is described, once, under an id of its own', () => {
  assert.equal(operations.length, routes.length);
  const ids = operations.map(({ operation }) => operation.operationId);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  assert.deepEqual(twice, []);
  assert.deepEqual(
    ids.filter((id) => !/^[A-Za-z]\w*$/.test(id)),
    [],
  );
});

test('the parameters of a path are those that it names, each named once, and required', () => {
  for (const { path, method, operation } of operations) {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
    const named = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
    assert.deepEqual(
      inPath.map(({ name }) => name),
      named,
      `${method} ${path}`,
    );
    const all = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    assert.equal(new Set(all).size, all.length, `${method} ${path}: ${all.join(', ')}`);
    assert.ok(!/[:*]/.test(path), `${path} is no template of a path`);
  }
});

test('whatever it refers to is there', () => {
  for (const ref of refsIn(api)) {
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], api);
    assert.ok(ref.startsWith('#/') && found !== undefined, `${ref} leads nowhere`);
  }
});

test('what is only read has no body, and every operation says how it ends well and how badly', () => {
  for (const { path, method, operation } of operations) {
    if (method === 'get') assert.equal(operation.requestBody, undefined, path);
    const codes = Object.keys(operation.responses);
    assert.ok(codes.includes('default') && codes.some((code) => /^2\d\d$/.test(code)), path);
  }
});

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}
