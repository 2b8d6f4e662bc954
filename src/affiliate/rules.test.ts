import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { after, day } from '#kernel/time.ts';
import { decideBinding, type VisitFacts } from './rules/binding.ts';
import { codeLetters, drawCode, isCode, readShortLink, shortLinkOf } from './rules/links.ts';
import { leftForCreator, sharesOf } from './rules/sharing.ts';
import {
  bindingScopes,
  renewals,
  selfBuys,
  type BindingTerms,
  type Lineage,
  type PromoterFact,
} from './types.ts';

const start = new Date('2026-11-21T10:00:00Z');
const instant = fc.integer({ min: 0, max: 400 }).map((days) => after(start, days * day));

const anyTerms: fc.Arbitrary<BindingTerms> = fc.record({
  scope: fc.constantFrom(...bindingScopes),
  validDays: fc.integer({ min: 0, max: 90 }),
  protectDays: fc.integer({ min: 0, max: 60 }),
  maySnatch: fc.boolean(),
  renewOn: fc.constantFrom(...renewals),
});

const person = fc.constantFrom('a', 'b', 'c');
const anyFacts: fc.Arbitrary<VisitFacts> = fc
  .record({
    promoterId: fc.option(person),
    customerId: person,
    registeredAt: instant,
    isDownline: fc.boolean(),
    visitedAt: instant,
    now: instant,
    hasExpired: fc.boolean(),
    active: fc.option(
      fc.record({
        id: fc.constant('x'),
        seq: fc.integer({ min: 1, max: 9 }),
        promoterId: person,
        boundAt: instant,
        expiresAt: fc.option(instant),
        protectedUntil: instant,
        isPromoting: fc.boolean(),
      }),
    ),
  })
  .map((facts) => ({ ...facts, hasExpired: facts.active === null && facts.hasExpired }));

test('nobody is bound to themselves, to whom they brought, or to somebody who does not promote', () => {
  fc.assert(
    fc.property(anyFacts, anyTerms, (facts, terms) => {
      const cannot =
        facts.promoterId === null || facts.promoterId === facts.customerId || facts.isDownline;
      if (cannot) assert.equal(decideBinding(facts, terms).kind, 'ignored');
    }),
  );
});

test('while a binding is protected, or nobody may be taken over, no other promoter gets its customer', () => {
  fc.assert(
    fc.property(anyFacts, anyTerms, (facts, terms) => {
      const { active, now, promoterId } = facts;
      const isHeld =
        active?.isPromoting &&
        active.promoterId !== promoterId &&
        (now < active.protectedUntil || !terms.maySnatch);
      if (isHeld) assert.equal(decideBinding(facts, terms).kind, 'ignored');
    }),
  );
});

test('what is bound holds for the days of the terms, and its end names what it replaces', () => {
  fc.assert(
    fc.property(anyFacts, anyTerms, (facts, terms) => {
      const decided = decideBinding(facts, terms);
      if (decided.kind === 'ignored') return;
      const { validDays, protectDays } = terms;
      const until = validDays === 0 ? null : after(facts.now, validDays * day);
      assert.deepEqual(decided.expiresAt, until);
      assert.deepEqual(decided.protectedUntil, after(facts.now, protectDays * day));
      if (decided.kind === 'renewed') {
        assert.equal(facts.active?.promoterId, facts.promoterId);
        assert.equal(terms.renewOn, 'visit');
        return;
      }
      assert.notEqual(facts.active?.promoterId, facts.promoterId);
      assert.equal(decided.ends !== null, facts.active !== null || facts.hasExpired);
    }),
  );
});

test('where only new people count, who registered before they followed the link is bound only by being taken over', () => {
  fc.assert(
    fc.property(anyFacts, anyTerms, (facts, terms) => {
      if (terms.scope !== 'new' || facts.registeredAt >= facts.visitedAt) return;
      const decided = decideBinding(facts, terms);
      if (decided.kind === 'bound') assert.equal(decided.ends, 'snatched');
    }),
  );
});

const rates = { level1Bps: 1_000, level2Bps: 500, leastBps: 0, mostBps: 5_000 };
const openTerms = { ...rates, mode: 'open', selfBuy: 'upline', withTeams: false } as const;

const anyPromoter: fc.Arbitrary<PromoterFact> = fc.record({
  id: fc.constantFrom('p', 'q', 'buyer', 'creator'),
  level1Bps: fc.option(fc.integer({ min: 0, max: 9_000 })),
  upline: fc.option(
    fc.record({
      id: fc.constantFrom('r', 's', 'buyer', 'creator'),
      level1Bps: fc.option(fc.integer({ min: 0, max: 9_000 })),
      uplineId: fc.option(fc.constantFrom('t', 'buyer', 'creator')),
    }),
  ),
});
const anyLineage: fc.Arbitrary<Lineage> = fc.record({
  own: fc.option(anyPromoter.map((one) => ({ ...one, id: 'buyer' }))),
  bound: fc.option(anyPromoter.filter(({ id }) => id !== 'buyer')),
});

test('two people at most earn from a line, never its creator, and nobody where it does not count', () => {
  fc.assert(
    fc.property(
      anyLineage,
      fc.constantFrom(...selfBuys),
      fc.constantFrom('plain' as const, 'team' as const, 'flash' as const),
      fc.record({ withTeams: fc.boolean(), isOut: fc.boolean(), isOff: fc.boolean() }),
      (lineage, selfBuy, kind, { withTeams, isOut, isOff }) => {
        const terms = { ...openTerms, selfBuy, withTeams, mode: isOff ? 'off' : 'open' } as const;
        const line = { creatorId: 'creator', promotion: { isOut, level1Bps: null } };
        const shares = sharesOf(line, 'buyer', lineage, { terms, kind });
        const ids = new Set(shares.map(({ promoterId }) => promoterId));
        assert.deepEqual(
          shares.map(({ level }) => level),
          ([1, 2] as const).filter((level) => shares.some((one) => one.level === level)),
        );
        assert.ok(!ids.has('creator'));
        assert.ok(!ids.has('buyer') || (selfBuy === 'own' && lineage.own !== null));
        const isNone = [
          isOff,
          isOut,
          kind === 'flash',
          kind === 'team' && !withTeams,
          lineage.own !== null && selfBuy === 'nobody',
        ];
        if (isNone.includes(true)) assert.deepEqual(shares, []);
      },
    ),
  );
});

test('the rate is the work’s within the bounds, else the promoter’s, else the site’s; level 2 off pays one person', () => {
  const bound = { id: 'p', level1Bps: 2_000, upline: { id: 'q', level1Bps: null, uplineId: null } };
  const told = (work: number | null, own: number | null, level2Bps = 500) =>
    sharesOf(
      { creatorId: 'c', promotion: { isOut: false, level1Bps: work } },
      'buyer',
      { own: null, bound: { ...bound, level1Bps: own } },
      { terms: { ...openTerms, level2Bps }, kind: 'plain' },
    ).map(({ promoterId, bps }) => [promoterId, bps]);
  assert.deepEqual(told(3_000, 2_000), [
    ['p', 3_000],
    ['q', 500],
  ]);
  assert.deepEqual(told(9_000, 2_000), [
    ['p', 5_000],
    ['q', 500],
  ]);
  assert.deepEqual(told(null, 2_000), [
    ['p', 2_000],
    ['q', 500],
  ]);
  assert.deepEqual(told(null, null, 0), [['p', 1_000]]);
});

test('a promoter who buys earns, or who brought them, or nobody, as the terms say', () => {
  const own = {
    id: 'buyer',
    level1Bps: null,
    upline: { id: 'up', level1Bps: null, uplineId: 'top' },
  };
  const bound = { id: 'p', level1Bps: null, upline: null };
  const told = (selfBuy: 'own' | 'upline' | 'nobody', lineage: Lineage) =>
    sharesOf({ creatorId: null, promotion: null }, 'buyer', lineage, {
      terms: { ...openTerms, selfBuy },
      kind: 'plain',
    }).map(({ promoterId }) => promoterId);
  assert.deepEqual(told('own', { own, bound }), ['buyer', 'up']);
  assert.deepEqual(told('upline', { own, bound }), ['up', 'top']);
  assert.deepEqual(told('upline', { own: { ...own, upline: null }, bound }), ['p']);
  assert.deepEqual(told('nobody', { own, bound }), []);
});

test('rates that promise more than there is leave less than nothing', () => {
  assert.equal(leftForCreator({ platformBps: 2_000, level1Bps: 1_000, level2Bps: 500 }), 6_500);
  assert.equal(leftForCreator({ platformBps: 2_000, level1Bps: 7_000, level2Bps: 1_001 }), -1);
});

test('a link with a code or a campaign leads over the short link to the same page, and never out of the house', () => {
  const lead = (link: string) => {
    const short = shortLinkOf(new URL(link, 'https://a.example'));
    return short === undefined
      ? undefined
      : { short, ...readShortLink(new URL(short, 'https://a.example')) };
  };
  assert.equal(lead('/courses?sort=new'), undefined);
  const told = lead('/courses?sort=new&via=abcd2345&utm_source=weibo&utm_campaign=%E5%8F%8C11');
  assert.equal(told?.to, '/courses?sort=new');
  assert.ok(told?.short.startsWith('/s/abcd2345/courses?'));
  assert.deepEqual([told?.source, told?.medium, told?.campaign], ['weibo', '', '双11']);
  assert.equal(lead('/?via=not-a-code')?.short, '/s/-');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('/', '\\', '//', 's', '.', '..', 'a', '%2f', '?', '@b.example')),
      (parts) => {
        const url = new URL('https://a.example/s/abcd2345');
        url.pathname += parts.join('');
        const { to } = readShortLink(url);
        assert.equal(new URL(to, 'https://a.example').host, 'a.example');
        assert.ok(!/^\/s(\/|$)/.test(to));
      },
    ),
  );
});

test('a code is eight letters that nobody takes for others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: codeLetters.length - 1 }), (at) => {
      assert.ok(isCode(drawCode(() => at)));
    }),
  );
});
