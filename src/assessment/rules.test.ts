import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readAiken } from './rules/aiken.ts';
import { faultOf } from './rules/check.ts';
import { readGift } from './rules/gift.ts';
import { readSheet } from './rules/sheet.ts';
import { writeGift } from './rules/write-gift.ts';
import { questionFormats, wholeWeight, type Answer, type Question } from './types.ts';

const sign = fc.constantFrom(...'弦音aT1. \n\\~=#{}:%->[]/$_"<&n－', '😀');
const text = fc.array(sign, { maxLength: 14 }).map((signs) => signs.join('').trim());
const words = text.filter((said) => said !== '');
const weight = fc.integer({ min: -wholeWeight, max: wholeWeight - 1 });
const choice = fc.record({ text: words, weight, feedback: text });
const whole = fc.record({ text: words, weight: fc.constant(wholeWeight), feedback: text });
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  // A number that is written is not minus nought.
  .map((value) => value + 0);

/** A list with one more somewhere in it. */
const withOne = <T>(list: fc.Arbitrary<T[]>, one: fc.Arbitrary<T>) =>
  fc
    .tuple(list, one, fc.nat())
    .map(([others, it, at]) => others.toSpliced(at % (others.length + 1), 0, it));

const answer: fc.Arbitrary<Answer> = fc.oneof(
  withOne(fc.array(choice, { minLength: 1, maxLength: 4 }), whole).map((choices) => ({
    kind: 'single' as const,
    choices,
  })),
  fc.array(fc.tuple(choice, fc.nat(1_000)), { minLength: 2, maxLength: 5 }).map((parts) => {
    // Shares that sum to the whole, and others that take away.
    const sum = parts.reduce((all, [, share]) => all + share, 0);
    const choices = parts.map(([one, share]) => ({
      ...one,
      weight:
        share === 0 || sum === 0
          ? 0 - Math.abs(one.weight)
          : Math.round((share / sum) * wholeWeight),
    }));
    return { kind: 'multiple' as const, choices };
  }),
  withOne(
    fc.array(
      choice.map((one) => ({ ...one, weight: Math.abs(one.weight) || 1 })),
      { maxLength: 3 },
    ),
    whole,
  ).map((choices) => ({ kind: 'short' as const, choices })),
  fc.record({
    kind: fc.constant('true_false' as const),
    isTrue: fc.boolean(),
    whenRight: text,
    whenWrong: text,
  }),
  fc
    .array(fc.record({ a: number, b: number, feedback: text }), { minLength: 1, maxLength: 3 })
    .map((list) => ({
      kind: 'numeric' as const,
      ranges: list.map(({ a, b, feedback }) => ({
        min: Math.min(a, b),
        max: Math.max(a, b),
        weight: wholeWeight,
        feedback,
      })),
    })),
  fc
    .array(fc.record({ left: text, right: words }), { minLength: 2, maxLength: 5 })
    .map((pairs) => ({ kind: 'matching' as const, pairs })),
  fc.constant({ kind: 'essay' as const }),
);

const question: fc.Arbitrary<Question> = fc
  .record({
    title: text,
    category: fc.constantFrom('', '乐理', '乐理/音程'),
    stem: words,
    format: fc.constantFrom(...questionFormats),
    feedback: text,
    answer,
  })
  .filter((one) => faultOf(one) === undefined);

describe('GIFT', () => {
  test('law: what is written is read as it was, whatever signs it holds', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(question, { maxLength: 6 }), (made) => {
        const questions = structuredClone(made);
        const read = readGift(writeGift(questions));
        for (const one of questions) seen.add(one.answer.kind);
        assert.deepEqual(read, { questions, problems: [] });
      }),
      { numRuns: 400 },
    );
    assert.equal(seen.size, 7, 'every kind was among them');
  });

  test('words that look like a part of the marks stay words', () => {
    const asked = { title: '', category: '', stem: '弦', format: 'plain', feedback: '' } as const;
    const choice = (text: string, weight: number) => ({ text, weight, feedback: '' });
    const pair = (left: string) => ({ left, right: '弦' });
    const answers = [
      { kind: 'matching', pairs: [pair('%.%'), pair('%50%'), pair('弦')] },
      { kind: 'short', choices: [choice('%50%', wholeWeight), choice('%.%', wholeWeight)] },
      { kind: 'single', choices: [choice('%100% 弦', wholeWeight), choice('%-5%弦', 0)] },
    ] as const;
    const questions = answers.map((answer) => ({ ...asked, answer }));
    assert.deepEqual(readGift(writeGift(questions)), { questions, problems: [] });
  });

  test('law: any text is read without a fault of ours, and no line is blamed that is not there', () => {
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
        const said = signs.join('');
        const { questions, problems } = readGift(said);
        const lines = said.split('\n').length;
        for (const { line } of problems) assert.ok(line >= 1 && line <= lines);
        for (const one of questions) assert.equal(faultOf(one), undefined);
      }),
      { numRuns: 500 },
    );
  });

  test('the examples of its description are read as it says', () => {
    const { questions, problems } = readGift(`// multiple choice
::Q1:: Who's buried in Grant's tomb? {=Grant ~no one #was true for 12 years ~%50%Napoleon}

Grant is {~buried =entombed ~living} in Grant's tomb.

$CATEGORY: $course$/top/数学
::Q2:: 2 plus 2 \\= 4? {T#不对#对}

Pi is between what? {#3.141..3.142}

When was Grant born? {#
=1822:0 #Correct!
=%50%1822:2 #close
####general}

Match. { =Canada -> Ottawa =Italy  -> Rome }

Name a gas {=oxygen =%25%氧}

Which two? {~%50%a ~%50%b ~%-100%c}

Write. {}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      questions.map((one) => one.answer.kind),
      [
        'single',
        'single',
        'true_false',
        'numeric',
        'numeric',
        'matching',
        'short',
        'multiple',
        'essay',
      ],
    );
    assert.equal(questions[1]!.stem, "Grant is _____ in Grant's tomb.");
    assert.deepEqual([questions[1]!.category, questions[2]!.category], ['', '数学']);
    assert.deepEqual(questions[4]!.answer, {
      kind: 'numeric',
      ranges: [
        { min: 1822, max: 1822, weight: wholeWeight, feedback: 'Correct!' },
        { min: 1820, max: 1824, weight: wholeWeight / 2, feedback: 'close' },
      ],
    });
    assert.equal(questions[4]!.feedback, 'general');
  });

  test('what cannot be taken is named by its line, and the rest is read', () => {
    const { questions, problems } = readGift(
      [
        '题一 {=对 ~错}',
        '',
        '没有答案的一段话',
        '',
        '// 注释',
        '题二 {=a',
        '',
        '题三 {~a ~b}',
        '',
        '题四 {#abc}',
        '',
        '题五 {~%60%a ~%60%b}',
        '',
        '{=a ~b}',
        '',
        '题六 {=a -> b =c}',
        '',
        '题七 {=a =b ~c}',
      ].join('\n'),
    );
    assert.equal(questions.length, 1);
    assert.deepEqual(
      problems.map(({ line, what }) => [line, what]),
      [
        [3, 'description'],
        [6, 'unclosed'],
        [8, 'noRight'],
        [10, 'badNumber'],
        [12, 'badSum'],
        [14, 'noStem'],
        [16, 'mixed'],
        [18, 'manyRight'],
      ],
    );
  });
});

test('Aiken: a question, its options, its answer; what has none is named by its line', () => {
  const { questions, problems } = readAiken(
    '哪个音最高？\r\nA. 宫\r\nB) 羽\r\nANSWER: B\r\n\r\n没有答案\nA. 一\nB. 二\n\n哪两个？\nA、一\nB、二\nC、三\n答案：AC\n\n错的\nA. 一\nB. 二\nANSWER: D\n最后\nA. 一',
  );
  assert.deepEqual(
    questions.map(({ stem, answer: { kind } }) => [stem, kind]),
    [
      ['哪个音最高？', 'single'],
      ['哪两个？', 'multiple'],
    ],
  );
  assert.deepEqual(
    problems.map(({ line, what }) => [line, what]),
    [
      [6, 'noAnswer'],
      [16, 'unknownOption'],
      [20, 'noAnswer'],
    ],
  );
  // Read as questions, they are written as GIFT and read again.
  assert.deepEqual(readGift(writeGift(questions)).questions, questions);
});

test('a table: every kind by its row, in either language; what is wrong is named by its row', () => {
  const head = ['题型', '题目', '选项A', 'B', 'option C', '答案', '解析'];
  const rows = [
    head,
    ['单选', '一', '甲', '乙', null, 'B', '因为'],
    ['多选题', '二', '甲', '乙', '丙', 'A、B，C', null],
    ['判断', '三', null, null, null, true, null],
    ['填空', '四', null, null, null, '宫 | gong', null],
    ['numeric', '五', null, null, null, 440, null],
    ['数值', '六', null, null, null, '1~2.5', null],
    ['连线', '七', '宫->do', '商 → re', null, null, null],
    ['问答', '八', null, null, null, null, null],
    [null, null, null, null, null, null, null],
    ['猜谜', '九', null, null, null, null, null],
    ['单选', '十', '甲', '乙', null, 'C', null],
    ['单选', '十一', '甲', '乙', null, 'AB', null],
    ['数值', '十二', null, null, null, '大约三', null],
  ] as const;
  const { questions, problems } = readSheet(rows);
  assert.deepEqual(
    questions.map(({ answer: { kind } }) => kind),
    ['single', 'multiple', 'true_false', 'short', 'numeric', 'numeric', 'matching', 'essay'],
  );
  const [, multiple] = questions;
  assert.ok(multiple!.answer.kind === 'multiple');
  assert.equal(
    multiple!.answer.choices.reduce((sum, one) => sum + one.weight, 0),
    wholeWeight,
  );
  assert.deepEqual(
    problems.map(({ line, what }) => [line, what]),
    [
      [11, 'unknownKind'],
      [12, 'unknownOption'],
      [13, 'manyRight'],
      [14, 'badNumber'],
    ],
  );
  assert.deepEqual(readGift(writeGift(questions)).questions, questions);
});
