import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recordAudit } from '#audit/service.ts';
import { newId } from '#kernel/id.ts';
import { locales, localePath } from '#kernel/locale.ts';
import { inTransaction } from '#platform/db.ts';
import { searchReactions } from '#search/reactions.ts';
import { asksOf, nounOf, parametersOf, reachFor, type Ask } from './authorisation/asked.ts';
import { fields, type Field } from './authorisation/canary.ts';
import { checkNoFault, Faults } from './authorisation/faults.ts';
import { aGrant, aPayout, aRefund, pastPayouts, someGrowth } from './authorisation/money.ts';
import {
  actorNames,
  actors,
  aNewcomer,
  aPerson,
  asPerson,
  audiencesOf,
  type ActorName,
  type Person,
} from './authorisation/people.ts';
import { aRedemption, somePoints } from './authorisation/points.ts';
import { isTurnedAway, ring, send, type Answer } from './authorisation/send.ts';
import { makeThing, type Thing } from './authorisation/things.ts';
import { aReturnedWork, aSensitiveWord, aWork } from './authorisation/works.ts';
import { openWorld, type World } from './authorisation/world.ts';

let world: World;
let asks: Ask[];
/** What the victims have, by noun: what the others try to see. */
const things = new Map<string, Thing[]>();
const people = new Map<ActorName, Person | undefined>();

before(async () => {
  world = await openWorld();
  asks = world.routes.flatMap(asksOf).filter(({ method }) => method === 'GET');
  for (const name of actorNames) people.set(name, await aNewcomer(world, name));
  const [staff, author, buyer] = [
    await aPerson(world, { roles: ['owner', 'reviewer'] }),
    await aPerson(world, { roles: ['creator'] }),
    await aPerson(world),
  ];
  // Staff's own names are no secret of this test; those of author and buyer are.
  const nouns = new Set(asks.map(nounOf).filter((noun) => noun !== undefined));
  for (const noun of nouns)
    things.set(noun, [await makeThing(world, noun, author), await makeThing(world, noun, buyer)]);
  const { slug, trialId, paidId } = await aWork(world, author, true);
  things
    .get('classroom')!
    .push(
      { params: { id: trialId, lessonId: trialId, slug, asset: newId() } },
      { params: { id: paidId, lessonId: paidId, slug, asset: newId() } },
    );
  things.get('lesson')!.push({ params: { id: trialId } }, { params: { id: paidId } });
  await aReturnedWork(world, author, staff);
  await aRefund(world, buyer);
  await aGrant(world, buyer.id, staff);
  await someGrowth(world, buyer, staff);
  await somePoints(world, buyer, staff);
  await aRedemption(world, buyer);
  await pastPayouts(world, author, staff);
  await aPayout(world, author);
  await aSensitiveWord(world);
  await beginAudit(staff, author);
  await world.shop.house.drain(searchReactions);
});
after(() => world.close());

async function beginAudit(staff: Person, subject: Person): Promise<void> {
  const ctx = { ...asPerson(world, staff), ip: world.canaries.plant('auditAddress') };
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, 'user.ban', subject.id, { reason: world.canaries.plant('auditDetail') }),
  );
}

// Words of one's own may be shown to oneself.
const ownWords = new Map<ActorName, Set<string>>();

async function leaksOf(name: ActorName, answer: Answer): Promise<string[]> {
  const person = people.get(name);
  const own = ownWords.get(name) ?? (await wordsOf(person));
  ownWords.set(name, own);
  const seen = `${answer.text}\n${[...answer.headers].join('\n')}`;
  return world.canaries
    .leaksIn(seen, audiencesOf(name))
    .filter(({ text }) => !own.has(text))
    .map(({ field, text }) => `${field} ${text}`);
}

async function wordsOf(person: Person | undefined): Promise<Set<string>> {
  if (!person) return new Set();
  const user = await world.db
    .selectFrom('appUser')
    .select(['name', 'email', 'phone'])
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow();
  const sessions = await world.db
    .selectFrom('session')
    .select(['ip', 'userAgent'])
    .where('userId', '=', person.id)
    .execute();
  return new Set(
    [user, ...sessions].flatMap((row) => Object.values(row)).filter((word) => word !== null),
  );
}

const seenBy = new Map<Field, Set<ActorName>>();

function remember(name: ActorName, { text }: Answer): void {
  for (const { field, text: word } of world.canaries.planted()) {
    if (text.includes(word)) seenBy.set(field, (seenBy.get(field) ?? new Set()).add(name));
  }
}

for (const name of actorNames) {
  test(`${name} reads no private word of anybody else at any address, as page, JSON or CSV, in either language`, async () => {
    const faults = new Faults();
    for (const ask of asks) {
      const forms =
        ask.route.kind === 'list' ? ['?limit=200', '?format=csv', '?format=csv&lang=en'] : [''];
      for (const thing of thingsOf(ask)) {
        for (const query of forms) {
          const answer = await send(world, people.get(name), ask, { params: thing?.params, query });
          checkNoFault(faults, world, name, ask, answer);
          remember(name, answer);
          const leaks = await leaksOf(name, answer);
          faults.check(leaks.length === 0, name, ask.name, query, 'tells', ...leaks);
        }
      }
    }
    faults.assertNone();
  });

  test(`${name}: the search finds no private word, and tells nothing of what stands beside a word that is found`, async () => {
    const faults = new Faults();
    const person = people.get(name);
    const headers = person ? { cookie: person.cookie } : {};
    // What is typed comes back as the question: it is the words beside it that must not come.
    for (const word of ['音高', ...oneWordPerField()]) {
      const q = encodeURIComponent(word);
      for (const path of [
        `/api/v1/search?q=${q}`,
        `/api/v1/search/suggestions?q=${q}`,
        `/search?q=${q}`,
      ]) {
        const answer = await ring(world, path, { headers });
        const quiet = { ...answer, text: answer.text.replaceAll(word, '') };
        for (const leak of await leaksOf(name, quiet))
          faults.check(false, name, path, 'tells', leak);
        if (path.startsWith('/api/v1/search?'))
          faults.check(
            mayBeFound(word) || JSON.parse(answer.text).items.length === 0,
            name,
            path,
            'finds it',
          );
      }
    }
    faults.assertNone();
  });
}

/** The last word of each private field: to ask for each of them would take long and tell no more. */
function oneWordPerField(): string[] {
  const last = new Map(world.canaries.planted().map(({ field, text }) => [field, text]));
  return [...last]
    .filter(([field]) => !(fields[field] as readonly string[]).includes('visitor'))
    .map(([, text]) => text);
}

/** Bodies of published lessons are searched, whoever asks; what is not published is not. */
function mayBeFound(word: string): boolean {
  const field = world.canaries.planted().find(({ text }) => text === word)?.field;
  return field === undefined || field === 'paidBody';
}

function thingsOf(ask: Ask): readonly (Thing | undefined)[] {
  const noun = nounOf(ask);
  return noun ? (things.get(noun) ?? []) : [undefined];
}

test('every word is seen by those who may: the sweep looks where the words are', () => {
  const unseen = Object.entries(fields).flatMap(([field, audiences]) =>
    audiences
      .filter((audience) => !seenBy.get(field as Field)?.has(audience))
      .map((audience) => `${field} by ${audience}`),
  );
  assert.deepEqual(unseen, []);
});

test('a page that somebody with an account asked for is never what visitors are shown from memory', async () => {
  const faults = new Faults();
  const { pages } = world.shop.house.ports;
  const cached = asks.filter(({ route }) => route.kind === 'page' && route.isCached);
  assert.ok(cached.length > 0);
  for (const ask of cached) {
    for (const thing of thingsOf(ask)) {
      for (const name of actorNames.toReversed()) {
        pages.clear();
        const first = await send(world, people.get(name), ask, { params: thing?.params });
        const next = await send(world, undefined, ask, { params: thing?.params });
        const leaks = world.canaries.leaksIn(next.text, ['visitor']);
        faults.check(leaks.length === 0, name, ask.name, ...leaks.map(({ field }) => field));
        const isPrivate = (first.headers.get('cache-control') ?? '').includes('private');
        faults.check(
          isPrivate || people.get(name) === undefined,
          name,
          ask.name,
          first.headers.get('cache-control'),
        );
      }
    }
  }
  faults.assertNone();
});

test('every page answers in both languages to everybody who may see it, and leads the others to the way in', async () => {
  const faults = new Faults();
  for (const ask of asks.filter(({ route }) => route.kind === 'page')) {
    if (parametersOf(ask.pattern).length > 0) continue;
    for (const name of actorNames) {
      const answer = await send(world, people.get(name), ask);
      checkNoFault(faults, world, name, ask, answer);
      const isAllowed = reachFor(ask.route, audiencesOf(name)) !== 'none';
      const wayIn = localePath(ask.locale, `/login?next=${encodeURIComponent(ask.pattern)}`);
      const isSignedIn = actors[name] !== undefined && !['banned', 'late'].includes(name);
      const isRight = isAllowed
        ? !isTurnedAway(answer) || ask.name === 'page /login/code'
        : isSignedIn
          ? answer.status === 403
          : answer.location === wayIn;
      faults.check(isRight, name, ask.pattern, answer.status, answer.location);
    }
  }
  assert.equal(locales.length, 2);
  faults.assertNone();
});

test('the description of the API and the maps of the site hold no private word', async () => {
  for (const path of [
    '/api/v1/openapi.json',
    '/sitemap.xml',
    '/robots.txt',
    '/opensearch.xml',
    '/favicon.svg',
    '/sw.js',
    '/manifest.webmanifest',
    '/en/manifest.webmanifest',
    '/offline',
    '/healthz',
    '/studio',
    '/.env',
    '/.git/config',
    '/dev/outbox',
  ]) {
    const answer = await ring(world, path, {});
    assert.deepEqual(world.canaries.leaksIn(answer.text, ['visitor']), [], path);
  }
});
