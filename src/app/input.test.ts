import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { z } from 'zod';
import { newId } from '#kernel/id.ts';
import { defaultSettings } from '#settings/schema.ts';
import { changeSettings } from '#settings/service.ts';
import {
  asksOf,
  fillPath,
  nounOf,
  parametersOf,
  reachFor,
  type Ask,
} from './authorisation/asked.ts';
import { bodyFor, shapeOf } from './authorisation/bodies.ts';
import { checkNoFault, Faults, say } from './authorisation/faults.ts';
import {
  actorNames,
  aNewcomer,
  audiencesOf,
  type ActorName,
  type Person,
} from './authorisation/people.ts';
import { fieldsOf } from './authorisation/sample.ts';
import { ring, send } from './authorisation/send.ts';
import { makeThing, type Thing } from './authorisation/things.ts';
import { sayChange, type Change } from './authorisation/watch.ts';
import { openWorld, type World } from './authorisation/world.ts';

let world: World;
let asks: Ask[];

before(async () => {
  world = await openWorld();
  asks = world.routes.flatMap(asksOf);
});
after(() => world.close());

/** Somebody who may ask with a thing of their own, and a body that is right. */
interface Scene {
  readonly person: Person;
  readonly thing: Thing | undefined;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

const strongest: readonly ActorName[] = ['owner', 'finance', 'creator', 'learner'];

async function sceneFor(ask: Ask): Promise<Scene> {
  const name = strongest.find((actor) => reachFor(ask.route, audiencesOf(actor)) !== 'none');
  assert.ok(name, `nobody may ${ask.name}`);
  const person = (await aNewcomer(world, name))!;
  const noun = nounOf(ask);
  const thing = noun ? await makeThing(world, noun, person) : undefined;
  return { person, thing, body: await bodyFor(ask, { world, owner: person, thing }) };
}

const poison = { owner: newId(), number: 3_133_731 };

/** Fields that nobody may set by sending them. */
const forced: Readonly<Record<string, unknown>> = {
  role: 'owner',
  roles: ['owner'],
  price: poison.number,
  total: poison.number,
  amount: poison.number,
  paid: true,
  paidAt: '2020-01-01T00:00:00Z',
  id: poison.owner,
  userId: poison.owner,
  creatorId: poison.owner,
  buyerId: poison.owner,
  ownerId: poison.owner,
  state: 'published',
  isTrial: true,
  isAdmin: true,
  commissionBps: 0,
  refunded: poison.number,
  learnerCount: poison.number,
};

/** What was written, without what differs from one thing to the next. */
function shapeOfChanges(changes: readonly Change[]): string[] {
  const plain = (row: Change['after']) =>
    Object.entries(row ?? {}).filter(
      ([name, value]) =>
        !/id$|_at$|number|revision|version|position/.test(name) &&
        (typeof value === 'boolean' ||
          typeof value === 'number' ||
          /^[a-z_]{1,20}$/.test(String(value))),
    );
  return changes
    .map((change) => `${sayChange(change)} ${JSON.stringify(plain(change.after))}`)
    .toSorted();
}

test('fields that were not asked for are not taken: no role, price, owner or state comes with a body', async () => {
  const faults = new Faults();
  for (const ask of asks) {
    const shape = shapeOf(ask);
    if (!shape) continue;
    const known = new Set(fieldsOf(shape));
    const extra = Object.fromEntries(Object.entries(forced).filter(([name]) => !known.has(name)));
    const honest = await sceneFor(ask);
    await world.watch.take();
    const fair = await send(world, honest.person, ask, {
      params: honest.thing?.params,
      body: honest.body,
    });
    const expected = shapeOfChanges(await world.watch.take());
    const greedy = await sceneFor(ask);
    await world.watch.take();
    const text =
      ask.route.kind === 'form'
        ? { ...greedy.body, ...extra }
        : withPrototype({ ...greedy.body, ...extra });
    const answer = await send(world, greedy.person, ask, {
      params: greedy.thing?.params,
      body: text,
    });
    checkNoFault(faults, world, 'forced', ask, answer);
    const changes = await world.watch.take();
    const written = JSON.stringify(changes.map(({ after: row }) => row));
    faults.check(
      !written.includes(poison.owner) && !written.includes(String(poison.number)),
      ask.name,
      'took a forced value',
      written,
    );
    const isRefused = answer.status === 400 && changes.length === 0;
    faults.check(isRefused || fair.status === answer.status, ask.name, say(fair), say(answer));
    if (!isRefused)
      faults.check(
        JSON.stringify(shapeOfChanges(changes)) === JSON.stringify(expected),
        ask.name,
        shapeOfChanges(changes).join('; '),
        'instead of',
        expected.join('; '),
      );
  }
  faults.assertNone();
  assert.equal((Object.prototype as Record<string, unknown>)['isAdmin'], undefined);
});

/** JSON whose keys reach for prototypes, which an object literal cannot say. */
function withPrototype(body: Readonly<Record<string, unknown>>): string {
  const rest = JSON.stringify(body).slice(1);
  return `{"__proto__":{"isAdmin":true,"role":"owner"},"constructor":{"prototype":{"isAdmin":true}}${rest === '}' ? '' : ','}${rest}`;
}

/** JSON texts that are not what anybody expects in a field. */
const oddValues: readonly string[] = [
  '[]',
  '{}',
  'null',
  'true',
  '""',
  '-0',
  '-1',
  '1e309',
  '9007199254740993',
  '99999999999999999999',
  '0.1',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\u202egnp.exe"',
  '["a",["b"]]',
  '{"__proto__":{"polluted":1}}',
  '{"toString":1}',
  `"${'x'.repeat(20_000)}"`,
  `"${newId().toUpperCase()}"`,
  '"9999999-13-45T99:99:99Z"',
  '"+275760-09-13T00:00:00.001Z"',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
];

/** JSON texts, and what is none, in place of a whole body. */
const oddBodies: readonly string[] = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '1e309',
  'NaN',
  '{"a":1}{',
  '\uFEFF{}',
  '['.repeat(200_000),
  '{"__proto__":null}',
];

test('bodies of every wrong type are refused in words: never a fault, and nothing sticks to a prototype', async () => {
  const faults = new Faults();
  const prototype = Object.getOwnPropertyNames(Object.prototype).join();
  for (const ask of asks) {
    const shape = shapeOf(ask);
    if (!shape || ask.route.kind !== 'api') continue;
    const { person, thing, body = {} } = await sceneFor(ask);
    const texts = [
      ...oddBodies,
      ...fieldsOf(shape).flatMap((field) =>
        oddValues.map((value) => withField(body, field, value)),
      ),
    ];
    for (const text of texts) {
      const answer = await send(world, person, ask, { params: thing?.params, body: text });
      checkNoFault(faults, world, text.slice(0, 200), ask, answer);
    }
    // What the site decided by accident would change what the others find.
    await changeSettings(world.system(), defaultSettings);
  }
  faults.assertNone();
  assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), prototype);
});

function withField(body: Readonly<Record<string, unknown>>, field: string, value: string): string {
  const { [field]: _replaced, ...rest } = body;
  const text = JSON.stringify(rest).slice(1);
  return `{${JSON.stringify(field)}:${value}${text === '}' ? '' : ','}${text}`;
}

const oddTexts = [
  '',
  'a\0b',
  '%',
  '__proto__',
  'x'.repeat(5_000),
  '-1',
  '1e309',
  "'; drop table work; --",
  '\u202e',
  '9999999-13-45',
  newId().toUpperCase(),
];

test('forms and questions filled with anything are refused in words', async () => {
  const faults = new Faults();
  for (const ask of asks) {
    const { person, thing, body } = await sceneFor(ask);
    const form = ask.route.kind === 'form' ? ask.route.body : undefined;
    for (const field of form ? fieldsOf(form) : []) {
      for (const value of oddTexts) {
        const answer = await send(world, person, ask, {
          params: thing?.params,
          body: { ...body, [field]: value },
        });
        checkNoFault(faults, world, `${field}=${value.slice(0, 30)}`, ask, answer);
      }
    }
    if (ask.method !== 'GET') continue;
    for (const query of oddQueries(ask)) {
      const answer = await send(world, person, ask, { params: thing?.params, query: `?${query}` });
      checkNoFault(faults, world, query.slice(0, 100), ask, answer);
    }
  }
  faults.assertNone();
});

// Places in lists that we never gave anybody.
const oddCursors = [
  [],
  ['x'],
  ['x', 'y'],
  [1, 2],
  ['2026-01-01T00:00:00Z', 'x'],
  ['x', newId()],
  [newId()],
  ['a\0b', newId()],
  [1e300, newId()],
  ['-1', '-1', '-1'],
].map((values) => Buffer.from(JSON.stringify(values)).toString('base64url'));

function oddQueries({ route }: Ask): string[] {
  const shape: z.ZodType | undefined = 'query' in route ? route.query : undefined;
  const named = shape ? fieldsOf(shape) : [];
  const isPaged = route.kind === 'list' || named.includes('cursor');
  const cursors = isPaged ? [...oddCursors, 'e30', '!!!'].map((cursor) => `cursor=${cursor}`) : [];
  const limits =
    route.kind === 'list'
      ? ['limit=0', 'limit=1e9', 'limit=NaN', 'limit=-1', 'format=xml', 'format=csv&limit=1']
      : [];
  const fields = named.flatMap((field) => [
    ...oddTexts.map((value) => `${field}=${encodeURIComponent(value)}`),
    `${field}=%`,
    `${field}=%ED%A0%80`,
    `${field}[]=1`,
    `${field}=1&${field}=2`,
    `${field}[a]=1`,
  ]);
  return [...cursors, ...limits, ...fields];
}

/** Other ways to write an address: they mean the same or nothing. */
function writtenOtherwise(path: string): string[] {
  const [first = '', ...rest] = path.slice(1).split('/');
  const suffixes = [
    '/',
    ';x',
    ';jsessionid=1',
    '.json',
    '%20',
    '%00',
    '?_method=GET',
    '%2f',
    '%23',
  ];
  const heads = ['/', '//', '/%2e', '/x/..', '/.'].map((head) => `${head}${path}`);
  const letters = [
    `/${[first.toUpperCase(), ...rest].join('/')}`,
    `/%${first.charCodeAt(0).toString(16)}${path.slice(2)}`,
  ];
  return [...suffixes.map((suffix) => `${path}${suffix}`), ...heads, ...letters];
}

/** Headers by which some servers let callers say what they want to be taken for. */
const claims: readonly Readonly<Record<string, string>>[] = [
  ...['x-http-method-override', 'x-http-method', 'x-method-override'].map((name) => ({
    [name]: 'GET',
  })),
  { 'x-original-url': '/' },
  { 'x-rewrite-url': '/' },
  { 'x-forwarded-host': 'evil.example' },
  { authorization: 'Bearer owner' },
  ...['x-user-id', 'x-forwarded-user', 'x-real-ip'].map((name) => ({ [name]: newId() })),
];

interface Knock {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Every other way to ask the same. */
function knocksOf(path: string, method: string): Knock[] {
  const methods = method === 'GET' ? ['GET', 'get', 'HEAD'] : [method];
  return [
    ...methods.flatMap((wanted) =>
      writtenOtherwise(path).map((written) => ({ path: written, method: wanted, headers: {} })),
    ),
    ...claims.map((headers) => ({ path, method, headers })),
    { path, method: 'PROPFIND', headers: {} },
  ];
}

test('however an address is written, who may not ask is refused, and nothing is written', async () => {
  const faults = new Faults();
  const learner = (await aNewcomer(world, 'learner'))!;
  for (const ask of asks) {
    const isShut = (name: ActorName) => reachFor(ask.route, audiencesOf(name)) === 'none';
    const cookies: Readonly<Record<string, string>>[] = isShut('learner')
      ? [{}, { cookie: learner.cookie }]
      : [{}];
    if (!isShut('visitor')) continue;
    const { thing, body } = await sceneFor(ask);
    const path = fillPath(ask.pattern, thing?.params ?? {});
    await world.watch.take();
    for (const cookie of cookies) {
      for (const knock of knocksOf(path, ask.method)) {
        await checkKnock(faults, knock, cookie, knock.method === ask.method ? body : undefined);
      }
    }
    const changes = await world.watch.take();
    faults.check(changes.length === 0, ask.name, 'wrote', ...changes.map(sayChange));
  }
  faults.assertNone();
});

async function checkKnock(
  faults: Faults,
  knock: Knock,
  cookie: Readonly<Record<string, string>>,
  body: object | undefined,
): Promise<void> {
  const { path, method } = knock;
  const headers = { 'content-type': 'application/json', ...cookie, ...knock.headers };
  const answer = await ring(world, path, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const isRefused = answer.status >= 300 && answer.status < 500;
  faults.check(
    isRefused && world.takeFaults().length === 0,
    method,
    path,
    JSON.stringify(knock.headers),
    say(answer),
  );
}

test('HEAD answers as GET does, without a body', async () => {
  const faults = new Faults();
  for (const ask of asks.filter(({ method }) => method === 'GET')) {
    for (const name of actorNames) {
      if (parametersOf(ask.pattern).length > 0) continue;
      const person = await aNewcomer(world, name);
      const [get, head] = [
        await send(world, person, ask),
        await send(world, person, { ...ask, method: 'HEAD' }),
      ];
      faults.check(
        get.status === head.status && head.text === '',
        name,
        ask.name,
        say(get),
        say(head),
      );
    }
  }
  faults.assertNone();
});

test('a change that another site asked for is stopped, whoever is signed in', async () => {
  const faults = new Faults();
  for (const ask of asks) {
    const isSigned = ask.route.kind === 'raw' && ask.route.isSigned;
    if (['GET', 'HEAD'].includes(ask.method) || isSigned) continue;
    const { person, thing, body } = await sceneFor(ask);
    await world.watch.take();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const answer = await send(world, person, ask, { params: thing?.params, body, headers });
      checkNoFault(faults, world, JSON.stringify(headers), ask, answer);
      faults.check(answer.status === 403, ask.name, JSON.stringify(headers), say(answer));
    }
    const changes = await world.watch.take();
    faults.check(changes.length === 0, ask.name, 'wrote', ...changes.map(sayChange));
  }
  faults.assertNone();
});
