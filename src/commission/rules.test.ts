import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#kernel/id.ts';
import { covers, outlookAt, rateAt, siteSubject, standardBps, stateOf, succeed } from './rules.ts';
import { ruleScopes, type ApplicableRule, type Rule } from './types.ts';

const instant = fc.integer({ min: 0, max: 40 }).map((at) => new Date(at * 1_000));
const aRule: fc.Arbitrary<ApplicableRule> = fc
  .record({
    scope: fc.constantFrom(...ruleScopes),
    bps: fc.integer({ min: 0, max: 10_000 }),
    startsAt: instant,
    lasts: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
    height: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ scope, bps, startsAt, lasts, height }) => ({
    id: newId(),
    scope,
    bps,
    startsAt,
    endsAt: lasts === null ? null : new Date(startsAt.getTime() + lasts * 1_000),
    subjectId: siteSubject,
    distance: scope === 'category' ? height : 0,
  }));
const someRules = fc.array(aRule, { maxLength: 12 });

const rank = ({ scope, distance }: Pick<ApplicableRule, 'scope' | 'distance'>) =>
  ({ work: 0, creator: 1, category: 1 + distance, site: 100 })[scope];

test('the rate is that of a rule in force than which none is more specific, or the standard', () => {
  fc.assert(
    fc.property(someRules, instant, (rules, at) => {
      const rate = rateAt(rules, at);
      const inForce = rules.filter((rule) => covers(rule, at));
      if (inForce.length === 0) {
        assert.deepEqual(rate, { bps: standardBps, scope: 'site' });
        return;
      }
      const best = Math.min(...inForce.map(rank));
      assert.ok(
        inForce.some(
          (rule) => rank(rule) === best && rule.bps === rate.bps && rule.scope === rate.scope,
        ),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('a rule that is wider than the one that counts changes nothing, whatever it says', () => {
  fc.assert(
    fc.property(someRules, aRule, instant, (rules, more, at) => {
      const before = rateAt(rules, at);
      const counting = rules.filter((rule) => covers(rule, at)).map(rank);
      fc.pre(counting.length > 0 && rank(more) > Math.min(...counting));
      assert.deepEqual(rateAt([...rules, more], at), before);
    }),
  );
});

test('rules that are over, or have not begun, change nothing', () => {
  fc.assert(
    fc.property(someRules, instant, (rules, at) => {
      const holding = rules.filter((rule) => covers(rule, at));
      assert.deepEqual(rateAt(rules, at), rateAt(holding, at));
    }),
  );
});

test('the outlook names the first change: until then the rate stays, and then it is the one that was named', () => {
  fc.assert(
    fc.property(someRules, instant, (rules, at) => {
      const { next, ...now } = outlookAt(rules, at);
      assert.deepEqual(now, rateAt(rules, at));
      for (let later = at.getTime(); later <= 100_000; later += 500) {
        const then = rateAt(rules, new Date(later));
        if (!next || later < next.at.getTime()) assert.deepEqual(then, now);
      }
      if (next) assert.deepEqual(rateAt(rules, next.at), { bps: next.bps, scope: next.scope });
    }),
    { numRuns: 500 },
  );
});

const aTerm = fc
  .record({ from: instant, lasts: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }) })
  .map(({ from, lasts }) => ({
    startsAt: from,
    endsAt: lasts === null ? null : new Date(from.getTime() + lasts * 1_000),
  }));

test('of one subject no two rules ever hold at once, whichever way they were set', () => {
  fc.assert(
    fc.property(fc.array(aTerm, { maxLength: 12 }), (terms) => {
      let rules: Rule[] = [];
      for (const [place, term] of terms.entries()) {
        const { ending, inTheWay } = succeed(rules, term);
        if (inTheWay) continue;
        rules = rules.map((rule) =>
          ending.includes(rule) ? { ...rule, endsAt: term.startsAt } : rule,
        );
        rules.push({
          id: String(place),
          scope: 'site',
          subjectId: siteSubject,
          bps: place,
          ...term,
        });
      }
      for (let at = 0; at <= 70_000; at += 500) {
        assert.ok(rules.filter((rule) => covers(rule, new Date(at))).length <= 1);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a state is one of three, and only a rule in force counts', () => {
  fc.assert(
    fc.property(aRule, instant, (rule, at) => {
      assert.equal(stateOf(rule, at) === 'in_force', covers(rule, at));
      if (stateOf(rule, at) === 'planned') assert.ok(rule.startsAt > at);
    }),
  );
});

test('worked example: 20 % of the site, 18 % in music, 15 % for a creator, 10 % for one work in December', () => {
  const day = (text: string) => new Date(`${text}T00:00:00+08:00`);
  const rule = (
    scope: Rule['scope'],
    bps: number,
    from: string,
    until?: string,
  ): ApplicableRule => ({
    id: newId(),
    scope,
    subjectId: siteSubject,
    bps,
    startsAt: day(from),
    endsAt: until ? day(until) : null,
    distance: scope === 'category' ? 1 : 0,
  });
  const rules = [
    rule('site', 2_000, '2026-01-01'),
    rule('category', 1_800, '2026-01-01'),
    rule('creator', 1_500, '2026-06-01'),
    rule('work', 1_000, '2026-12-01', '2027-01-01'),
  ];
  assert.equal(rateAt(rules, day('2026-03-01')).bps, 1_800);
  assert.equal(rateAt(rules, day('2026-11-30')).bps, 1_500);
  assert.deepEqual(outlookAt(rules, day('2026-11-30')).next, {
    bps: 1_000,
    scope: 'work',
    at: day('2026-12-01'),
  });
  assert.equal(rateAt(rules, day('2027-01-01')).bps, 1_500);
});
