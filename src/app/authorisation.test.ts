import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import {
  asksOf,
  idleRows,
  nounOf,
  parametersOf,
  reachFor,
  type Ask,
} from './authorisation/asked.ts';
import { borrowing, bodyFor, shapeOf } from './authorisation/bodies.ts';
import {
  actorNames,
  aNewcomer,
  audiencesOf,
  type ActorName,
  type Person,
} from './authorisation/people.ts';
import { isTurnedAway, send, type Answer } from './authorisation/send.ts';
import { checkNoFault, Faults, say } from './authorisation/faults.ts';
import { makeThing, type Thing } from './authorisation/things.ts';
import { sayChange } from './authorisation/watch.ts';
import { openWorld, type World } from './authorisation/world.ts';

let world: World;
let asks: Ask[];
const standing = new Map<ActorName, Person | undefined>();

before(async () => {
  world = await openWorld();
  asks = world.routes.flatMap(asksOf);
  for (const name of actorNames) standing.set(name, await newcomer(name));
  await world.watch.take();
});
after(() => world.close());

const newcomer = (name: ActorName) => aNewcomer(world, name);

const oddIds: Readonly<Record<string, string>> = {
  malformed: 'not-an-id',
  upperCase: newId().toUpperCase(),
  prototype: '__proto__',
  long: 'a'.repeat(5_000),
  nul: 'a\0b',
  traversal: '../../etc/passwd',
  quote: `'); drop table work; --`,
};

function withEach(thing: Thing | undefined, value: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(thing?.params ?? {}).map((name) => [name, name === '*' ? encodeURI(value) : value]),
  );
}

test('no route without a row: every parameter of every path says what it names, and no row is idle', () => {
  const unnamed = asks.filter((ask) => nounOf(ask) === 'unknown').map(({ name }) => name);
  assert.deepEqual(unnamed, []);
  assert.deepEqual(idleRows(asks), []);
});

test('a sampled body satisfies the shape of its route', async () => {
  const faults = new Faults();
  const owner = (await newcomer('creator'))!;
  for (const ask of asks) {
    const shape = shapeOf(ask);
    if (!shape) continue;
    const noun = nounOf(ask);
    const thing = noun ? await makeThing(world, noun, owner) : undefined;
    const parsed = shape.safeParse(await bodyFor(ask, { world, owner, thing }));
    faults.check(parsed.success, ask.name, parsed.error?.message);
  }
  faults.assertNone();
});

for (const name of actorNames) {
  test(`${name}: what the table does not allow is refused, and nothing is written`, async () => {
    const faults = new Faults();
    const stranger = (await newcomer('creator'))!;
    const isKnown = audiencesOf(name).includes('learner');
    const foreign = new Map<string | undefined, Thing | undefined>([[undefined, undefined]]);
    for (const ask of asks) {
      if (reachFor(ask.route, audiencesOf(name)) !== 'none') continue;
      const noun = nounOf(ask);
      if (noun && !foreign.has(noun)) foreign.set(noun, await makeThing(world, noun, stranger));
      const thing = foreign.get(noun);
      const body = await bodyFor(ask, { world, owner: stranger, thing });
      await world.watch.take();
      for (const params of [thing?.params, withEach(thing, newId())]) {
        const answer = await send(world, standing.get(name), ask, { params, body });
        checkNoFault(faults, world, name, ask, answer);
        const expected = isKnown ? [403] : [401, 303];
        faults.check(
          isTurnedAway(answer) && expected.includes(answer.status),
          name,
          ask.name,
          say(answer),
        );
      }
      const changes = await world.watch.take();
      faults.check(changes.length === 0, name, ask.name, 'wrote', ...changes.map(sayChange));
    }
    faults.assertNone();
  });

  test(`${name}: what is one's own alone lets nobody at a stranger's thing, nor at one that is gone or never was`, async () => {
    const faults = new Faults();
    const stranger = (await newcomer('creator'))!;
    for (const ask of asks) {
      const noun = nounOf(ask);
      if (!noun || reachFor(ask.route, audiencesOf(name)) !== 'own') continue;
      const person = await newcomer(name);
      const foreign = await makeThing(world, noun, stranger);
      const deleted = await makeThing(world, noun, person!);
      await deleted.bury?.();
      const body = await bodyFor(ask, { world, owner: person!, thing: foreign });
      await world.watch.take();
      const random = withEach(foreign, newId());
      const tries = {
        foreign: foreign.params,
        random,
        ...(deleted.bury ? { deleted: deleted.params } : {}),
      };
      for (const [kind, params] of Object.entries(tries)) {
        const answer = await send(world, person, ask, { params, body });
        checkNoFault(faults, world, name, ask, answer);
        faults.check(isRefused(ask, answer), name, ask.name, kind, say(answer));
        const changes = await world.watch.take();
        faults.check(
          changes.length === 0,
          name,
          ask.name,
          kind,
          'wrote',
          ...changes.map(sayChange),
        );
      }
    }
    faults.assertNone();
  });

  test(`${name}: what the table allows is done`, async () => {
    const faults = new Faults();
    for (const ask of asks) {
      const reach = reachFor(ask.route, audiencesOf(name));
      if (reach === 'none') continue;
      const person = await newcomer(name);
      const owners =
        reach === 'any' && nounOf(ask) ? [person, await newcomer('creator')] : [person];
      for (const owner of owners) {
        const answer = await askFor(ask, person, owner);
        if (!answer) continue;
        checkNoFault(faults, world, name, ask, answer);
        faults.check(
          isServed(ask, answer),
          name,
          ask.name,
          owner === person ? 'own' : 'foreign',
          say(answer),
        );
      }
    }
    faults.assertNone();
  });
}

/** Asks as `person` for a new thing of `owner`; nobody owns nothing. */
async function askFor(
  ask: Ask,
  person: Person | undefined,
  owner: Person | undefined,
): Promise<Answer | undefined> {
  const noun = nounOf(ask);
  if (noun && !owner) return undefined;
  const thing = noun ? await makeThing(world, noun, owner!) : undefined;
  const body = await bodyFor(ask, { world, owner: owner ?? (await newcomer('learner'))!, thing });
  return send(world, person, ask, { params: thing?.params, body });
}

function isServed(ask: Ask, answer: Answer): boolean {
  if (ask.name in excused || ask.name.includes(' /media/')) return true;
  return (answer.status !== 404 || !nounOf(ask)) && !isTurnedAway(answer);
}

test('ids that cannot be ids are answered with no more than 404, whoever asks', async () => {
  const faults = new Faults();
  for (const ask of asks) {
    const noun = nounOf(ask);
    if (!noun) continue;
    const stranger = (await newcomer('creator'))!;
    const thing = await makeThing(world, noun, stranger);
    const body = await bodyFor(ask, { world, owner: stranger, thing });
    await world.watch.take();
    for (const [name, person] of standing) {
      // Who may not ask at all is refused before anybody looks at the id.
      if (reachFor(ask.route, audiencesOf(name)) === 'none') continue;
      for (const [kind, value] of Object.entries(oddIds)) {
        const answer = await send(world, person, ask, { params: withEach(thing, value), body });
        checkNoFault(faults, world, `${name} (${kind})`, ask, answer);
        faults.check(
          answer.status >= 300 || noun === 'tag' || noun === 'file',
          name,
          kind,
          ask.name,
          say(answer),
        );
      }
    }
    const changes = await world.watch.take();
    faults.check(changes.length === 0, ask.name, 'wrote', ...changes.map(sayChange));
  }
  faults.assertNone();
});

test('a body cannot borrow what belongs to somebody else', async () => {
  const faults = new Faults();
  for (const [name, lend] of Object.entries(borrowing)) {
    const ask = asks.find((candidate) => candidate.name === name);
    assert.ok(ask, `${name} is not a route any more`);
    const [creator, stranger] = [(await newcomer('creator'))!, (await newcomer('creator'))!];
    const noun = nounOf(ask);
    const thing = noun ? await makeThing(world, noun, creator) : undefined;
    const body = await lend(world, stranger);
    await world.watch.take();
    const answer = await send(world, creator, ask, { params: thing?.params, body });
    checkNoFault(faults, world, 'creator', ask, answer);
    faults.check(answer.status >= 400, name, say(answer), JSON.stringify(body));
    const changes = await world.watch.take();
    faults.check(changes.length === 0, name, 'wrote', ...changes.map(sayChange));
  }
  faults.assertNone();
});

/** 401, 403 and 404 refuse; a page may instead lead to where the thing can be had. */
function isRefused({ route }: Ask, { status }: Answer): boolean {
  if ([401, 403, 404, 410].includes(status)) return true;
  return route.kind !== 'api' && route.kind !== 'list' && status === 303;
}

/** What is refused for another reason than who asks. */
const excused: Readonly<Record<string, string>> = {
  'GET /assets/:name{[A-Za-z0-9_/-][A-Za-z0-9._/-]*}': 'there is no built client here',
  'page /login/code': 'who has no code waiting begins again',
  'form /account/password': 'the present password is wrong',
  'POST /payment/notices/:gateway': 'the signature decides, and there is none',
  'POST /buried-jobs/:id/retries': 'nothing was laid aside: no worker runs here',
  'GET /lessons/:id/playback': 'a text is not played',
  'GET /lessons/:id/files/:asset': 'a text has no document',
  'GET /en/lessons/:id/files/:asset': 'a text has no document',
  'GET /feeds/free/:lessonId/:file': 'only sound that is free is sent',
  'GET /feeds/private/:token/podcast.xml': 'whoever holds the address hears, and nobody else',
  'GET /feeds/episodes/:feedId/:lessonId/:signature/:file': 'the signature decides',
  'page /shared/:token': 'whoever holds the address sees it, and nobody else',
  'page /shared/:token/:lessonId': 'whoever holds the address sees it, and nobody else',
  'page /claims/:id/:key': 'whoever holds the link follows it, and nobody else',
  'form /claims/:id/:key/lawsuit': 'whoever holds the link follows it, and nobody else',
  'form /claims/:id/:key/withdrawal': 'whoever holds the link follows it, and nobody else',
};

test('every excuse is for a route that is there', () => {
  assert.deepEqual(
    Object.keys(excused).filter((name) => !asks.some((ask) => ask.name === name)),
    [],
  );
  assert.ok(asks.every(({ route }) => parametersOf(route.path).length < 5));
});
