import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { check, InputWrong } from './problem.ts';

const shapes: Readonly<Record<string, z.ZodType>> = {
  text: z.string(),
  needed: z.string().min(1).max(3),
  long: z.string().min(8),
  email: z.email(),
  address: z.url(),
  id: z.uuid(),
  day: z.iso.date(),
  instant: z.iso.datetime(),
  pattern: z.string().regex(/^[a-z]+$/),
  number: z.number().gt(0).lt(5),
  whole: z.int().min(1).max(9),
  coerced: z.coerce.number().int(),
  steps: z.number().multipleOf(5),
  flag: z.boolean(),
  list: z.array(z.int()).min(2).max(3),
  object: z.object({ a: z.string() }).strict(),
  record: z.record(z.string(), z.int()),
  choice: z.enum(['a', 'b']),
  literal: z.literal('yes'),
  union: z.union([z.int(), z.email()]),
  custom: z.string().refine(() => false),
};
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'x',
    'abcdefghij',
    -1,
    0,
    0.5,
    1e9,
    Number.NaN,
    true,
  ),
  fc.constantFrom<unknown>([], [1], [1, 2, 3, 4], {}, { a: 1 }, { b: 2 }, { a: 'x', c: 3 }),
);

function messagesOf(shape: z.ZodType, value: unknown, locale: 'zh' | 'en'): string[] {
  try {
    check(shape, value, locale);
    return [];
  } catch (error) {
    assert.ok(error instanceof InputWrong);
    return error.issues.map(({ message }) => message);
  }
}

test('whatever is wrong is said in the reader’s language, without a word of the program', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(shapes)), odd, (name, value) => {
      for (const message of messagesOf(shapes[name]!, value, 'zh')) {
        assert.match(message, /\p{Script=Han}/u);
        assert.doesNotMatch(message, /[a-z]{3,}(?<!yes)/i, message);
      }
      for (const message of messagesOf(shapes[name]!, value, 'en')) {
        assert.match(message, /^[A-Z].*\.$/, message);
        assert.doesNotMatch(
          message,
          /\p{Script=Han}|string|undefined|NaN|regex|array|expected|invalid/u,
        );
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a sentence says what to do', () => {
  const zh = (shape: z.ZodType, value: unknown) => messagesOf(shape, value, 'zh').join('；');
  const en = (shape: z.ZodType, value: unknown) => messagesOf(shape, value, 'en').join(' ');
  assert.equal(zh(z.object({ price: z.number() }), {}), '请填写这一项');
  assert.equal(zh(z.number(), '十元'), '请填写一个数字');
  assert.equal(zh(z.string().min(8), 'abc'), '至少要有 8 个字');
  assert.equal(zh(z.string().max(2), 'abc'), '最多 2 个字');
  assert.equal(en(z.int().positive(), 0), 'This has to be more than 0.');
  assert.equal(en(z.int(), 1.5), 'Please give a whole number.');
  assert.equal(en(z.enum(['day', 'month']), 'week'), 'Please choose one of: day, month.');
  const own = { zh: '结束不能早于开始', en: 'The end cannot come before the beginning.' };
  const ordered = z.object({ from: z.int(), to: z.int() }).refine(({ from, to }) => from <= to, {
    path: ['to'],
    params: { say: own },
  });
  assert.equal(zh(ordered, { from: 2, to: 1 }), own.zh);
  assert.equal(en(ordered, { from: 2, to: 1 }), own.en);
});
