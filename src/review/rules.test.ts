import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anchorOf, findAnchor } from './rules/anchor.ts';
import { faultOf, passMark } from './rules/finding.ts';
import { fits, houseRules, seatOf, trustOf, wayOf, type Case, type Seat } from './rules/stages.ts';
import { criteria, points, stages, trusts, ways, type Mark, type ReviewRule } from './types.ts';

const category = fc.constantFrom('a', 'b', 'c');
const rule: fc.Arbitrary<ReviewRule> = fc.record({
  categoryId: fc.option(category),
  trust: fc.option(fc.constantFrom(...trusts)),
  minPrice: fc.option(fc.nat(20_000)),
  way: fc.constantFrom(...ways),
});
const rules = fc.array(rule, { maxLength: 6 });
const aCase: fc.Arbitrary<Case> = fc.record({
  categories: fc.uniqueArray(category),
  trust: fc.constantFrom(...trusts),
  price: fc.nat(20_000),
});

test('every work is looked at: the first rule that fits says how, and no later one', () => {
  fc.assert(
    fc.property(rules, aCase, rule, (set, one, later) => {
      const way = wayOf(set, one);
      assert(ways.includes(way));
      const decisive = set.find((each) => fits(each, one));
      assert.equal(way, decisive?.way ?? 'first');
      if (decisive) assert.equal(wayOf([...set, later], one), way);
    }),
  );
});

test('a rule without conditions holds for all, and each condition only takes works away', () => {
  fc.assert(
    fc.property(rule, aCase, (wanted, one) => {
      const free = { categoryId: null, trust: null, minPrice: null, way: wanted.way };
      assert(fits(free, one));
      for (const name of ['categoryId', 'trust', 'minPrice'] as const)
        if (fits(wanted, one)) assert(fits({ ...wanted, [name]: null }, one));
    }),
  );
});

test('what fits a rule by its price still fits when it costs more', () => {
  fc.assert(
    fc.property(rule, aCase, fc.nat(10_000), (wanted, one, more) => {
      if (fits(wanted, one)) assert(fits(wanted, { ...one, price: one.price + more }));
    }),
  );
});

test('the house looks twice at what somebody new sells, and once at everything else', () => {
  fc.assert(
    fc.property(aCase, (one) => {
      const isTwice = one.trust === 'new' && one.price > 0;
      assert.equal(wayOf(houseRules.rules, one), isTwice ? 'both' : 'first');
    }),
  );
});

test('trust grows with approvals and never with setbacks', () => {
  fc.assert(
    fc.property(fc.nat(10), fc.nat(10), (approved, setbacks) => {
      const rank = (a: number, s: number) => trusts.indexOf(trustOf({ approved: a, setbacks: s }));
      assert(rank(approved + 1, setbacks) >= rank(approved, setbacks));
      assert(rank(approved, setbacks + 1) <= rank(approved, setbacks));
      assert.equal(trustOf({ approved: 0, setbacks }), 'new');
    }),
  );
});

const person = fc.constantFrom('ann', 'bob', 'cat', 'dan');
const seat: fc.Arbitrary<Seat> = fc
  .record({
    me: person,
    isOwner: fc.boolean(),
    stage: fc.constantFrom(...stages),
    creatorId: person,
    submittedBy: person,
    assignedTo: fc.option(person),
    firstBy: fc.option(person),
    isExpert: fc.boolean(),
    hasExperts: fc.boolean(),
  })
  .map((one) => ({ ...one, hasExperts: one.hasExperts || one.isExpert }));

test('nobody judges their own work, both stages of one, or what somebody else has taken', () => {
  fc.assert(
    fc.property(seat, (one) => {
      if (seatOf(one) !== undefined) return;
      assert.notEqual(one.me, one.creatorId);
      assert.notEqual(one.me, one.submittedBy);
      assert(one.assignedTo === null || one.assignedTo === one.me);
      if (one.stage === 'first') return;
      assert.notEqual(one.me, one.firstBy);
      assert(one.isExpert || one.isOwner || !one.hasExperts);
    }),
  );
});

const note = fc.constantFrom('', ' ', '第二课缺例子');
const mark = fc.integer({ min: 1, max: 5 });
const whole: fc.Arbitrary<Mark[]> = fc
  .tuple(
    ...criteria.map((criterion) => fc.record({ criterion: fc.constant(criterion), mark, note })),
  )
  .map((marks) => [...marks]);
const finding = fc.record({
  verdict: fc.constantFrom('passed' as const, 'returned' as const),
  failed: fc.subarray([...points]),
  marks: fc.oneof(whole, fc.constant<Mark[]>([])),
  reasons: note,
});

test('what passes has no point that failed and no mark that is low; what is returned says why', () => {
  fc.assert(
    fc.property(fc.constantFrom(...stages), finding, (stage, one) => {
      if (faultOf(stage, one) !== undefined) return;
      if (one.verdict === 'returned') assert.notEqual(one.reasons.trim(), '');
      if (stage === 'first') {
        assert.equal(one.failed.length > 0, one.verdict === 'returned');
        return;
      }
      assert.deepEqual(one.marks.map(({ criterion }) => criterion).toSorted(), criteria.toSorted());
      for (const { mark: given, note: why } of one.marks)
        if (given < passMark) assert(one.verdict === 'returned' && why.trim() !== '');
    }),
  );
});

const text = fc.string({
  unit: fc.constantFrom('弦', '在', '振', '动', '。', '\n'),
  maxLength: 80,
});
const passage = fc
  .tuple(text, fc.nat(80), fc.integer({ min: 1, max: 20 }))
  .chain(([all, from, long]) => {
    const start = Math.min(from, Math.max(0, all.length - 1));
    return fc.constant({ all, start, end: Math.min(all.length, start + long) });
  });

test('a passage is found where it was read', () => {
  fc.assert(
    fc.property(passage, ({ all, start, end }) => {
      const at = findAnchor(all, anchorOf(all, start, end));
      if (start === end) return assert.equal(at, undefined);
      // Where the surroundings are the same to the last sign, one place is as good as the other.
      assert(at !== undefined && all.startsWith(all.slice(start, end), at));
      const read = anchorOf(all, start, end);
      assert.deepEqual(anchorOf(all, at, at + (end - start)), read);
    }),
  );
});

test('what is written elsewhere moves a passage and does not lose it; when its words are gone, it is gone', () => {
  fc.assert(
    fc.property(passage, fc.string({ maxLength: 40 }), ({ all, start, end }, more) => {
      fc.pre(end > start);
      const read = anchorOf(all, start, end);
      assert.notEqual(findAnchor(more + all, read), undefined);
      assert.notEqual(findAnchor(all + more, read), undefined);
      assert.equal(
        findAnchor(all.replaceAll(read.quote, ''), { ...read, quote: `${read.quote}Z` }),
        undefined,
      );
    }),
  );
});

test('of two places with the same words the one that was read is found', () => {
  const all = '第一段：弦在振动，所以有声。第二段：弦在振动，于是空气也动。';
  const start = all.lastIndexOf('弦在振动');
  const read = anchorOf(all, start, start + 4);
  assert.equal(findAnchor(all, read), start);
  assert.equal(findAnchor(`前言。${all}`, read), start + 3);
});
