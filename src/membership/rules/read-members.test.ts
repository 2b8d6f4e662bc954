import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvCell } from '#kernel/text.ts';
import { MembersReader, readEnd, type MemberLine } from './read-members.ts';

function read(
  text: string,
  size = text.length,
): { lines: MemberLine[]; problem: string | undefined } {
  const reader = new MembersReader();
  const lines: MemberLine[] = [];
  for (let at = 0; at < text.length; at += size)
    lines.push(...reader.push(text.slice(at, at + size)));
  lines.push(...reader.end());
  return { lines, problem: reader.problem };
}

test('Ghost’s export is read as its admin writes it', () => {
  const ghost = [
    'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers',
    '6241,ann@example.com,"Lee, Ann","she said ""hello""',
    'twice",true,false,cus_1,2024-03-01T09:30:00.000Z,,"vip,early","Gold,Silver"',
    '6242,bob@example.com,,,false,true,,2024-03-01T09:30:00.000Z,,,',
    '6243,gone@example.com,,,false,false,,2024-03-01T09:30:00.000Z,2025-01-01T00:00:00.000Z,,',
    '',
  ].join('\r\n');
  const { lines, problem } = read(ghost);
  assert.equal(problem, undefined);
  assert.deepEqual(
    lines.map(({ line, email, name, tiers, isComplimentary, isDeleted }) => [
      line,
      email,
      name,
      tiers.join('|'),
      isComplimentary,
      isDeleted,
    ]),
    [
      [2, 'ann@example.com', 'Lee, Ann', 'Gold|Silver', false, false],
      [3, 'bob@example.com', '', '', true, false],
      [4, 'gone@example.com', '', '', false, true],
    ],
  );
});

test('our own export is read in either language', () => {
  for (const header of ['会员,邮箱,等级,到期', 'Member,E-mail,Tier,Until']) {
    const { lines } = read(
      `\uFEFF${header}\r\n林知音,lin@example.com,畅学,2027-01-01T00:00:00.000Z\r\n`,
    );
    assert.partialDeepStrictEqual(lines, [
      {
        email: 'lin@example.com',
        name: '林知音',
        tiers: ['畅学'],
        endsAt: '2027-01-01T00:00:00.000Z',
      },
    ]);
  }
});

test('whatever stands in cells comes back as it was written, in pieces of any size', () => {
  const cell = fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => text.replaceAll(/[\0\t]/g, ''));
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (cells, size) => {
        const text = ['email,name', ...cells.map((name) => `a@b.cn,${csvCell(name)}`)].join('\r\n');
        const { lines, problem } = read(text, size);
        assert.equal(problem, undefined);
        assert.deepEqual(
          lines.map(({ name }) => name),
          cells.map((name) => name.trim()),
        );
      },
    ),
  );
});

test('what is no members file says why', () => {
  assert.equal(read('').problem, 'columns');
  assert.equal(read('name,tier\nAnn,Gold').problem, 'columns');
  assert.equal(read('email,name\n"ann@example.com,Ann').problem, 'quotes');
  assert.equal(read(`email,name\na@b.cn,${'x'.repeat(3_000)}`).problem, 'long');
});

test('an end is an instant, or a day that is the last one; anything else is no end', () => {
  assert.equal(readEnd('2027-01-31'), '2027-01-31T16:00:00.000Z');
  assert.equal(readEnd('2027/1/5'), '2027-01-05T16:00:00.000Z');
  assert.equal(readEnd('2027-01-31T10:00:00+08:00'), '2027-01-31T02:00:00.000Z');
  for (const text of ['2027-02-31', '2027-13-01', 'soon', '31.01.2027', '2027-01-31T99:00:00Z'])
    assert.equal(readEnd(text), undefined, text);
});
