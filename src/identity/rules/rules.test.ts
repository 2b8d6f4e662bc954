import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { roles } from '#platform/policy.ts';
import { leadingZeroBits, sha256, solve } from '../pages/sha256.ts';
import {
  maskEmail,
  maskPhone,
  normaliseAddress,
  normaliseEmail,
  normalisePhone,
} from './address.ts';
import { commonPasswords } from './common-passwords.ts';
import { deviceName } from './device.ts';
import { safeNext } from './next.ts';
import { faultOfPassword } from './password.ts';
import { canGrant } from './role.ts';

test('an e-mail address has one way of writing, and normalising twice is once', () => {
  assert.equal(normaliseEmail('  Xiao.Man@Example.COM '), 'xiao.man@example.com');
  assert.equal(normaliseEmail('ｘｉａｏ＠ｅｘａｍｐｌｅ．ｃｏｍ'), 'xiao@example.com');
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' })), (text) => {
      const email = normaliseEmail(text);
      if (email === undefined) return;
      assert.equal(normaliseEmail(email), email);
      assert.match(email, /^[\x21-\x7e]+$/);
      assert.equal(email.split('@').length, 2);
      assert.equal(email, email.toLowerCase());
    }),
  );
});

const badEmails = [
  '',
  'a',
  '@',
  'a@',
  '@b.cn',
  'a@b',
  'a@b.c',
  'a b@c.cn',
  'a@@b.cn',
  'a@b.cn@evil.com',
  'victim@bank.com＠evil.com',
  'a@b..cn',
  '.a@b.cn',
  'a.@b.cn',
  'a..b@c.cn',
  'a@-b.cn',
  'a@b-.cn',
  'a@[127.0.0.1]',
  'a@127.0.0.1',
  '"a b"@c.cn',
  'a\u0000@b.cn',
  'a\u200b@b.cn',
  'a@b.cn\u202e',
  'a@b.cn\nbcc:x@y.cn',
  'а@b.cn',
  'a@gооgle.com',
  'ıa@b.cn',
  '张三@例子.中国',
  'a,b@c.cn',
  'a;b@c.cn',
  'a<b@c.cn>',
  'A <a@b.cn>',
  `${'a'.repeat(65)}@b.cn`,
  `a@${'b'.repeat(64)}.cn`,
  `${'a'.repeat(250)}@b.cn`,
];

test('addresses that hide something are refused: two @, controls, letters of other scripts, header injection', () => {
  for (const email of badEmails)
    assert.equal(normaliseEmail(email), undefined, JSON.stringify(email));
});

test('a phone number without a country is of mainland China, and E.164 comes out', () => {
  for (const text of [
    '13800138000',
    '138 0013 8000',
    '138-0013-8000',
    '+86 138 0013 8000',
    '008613800138000',
    '１３８００１３８０００',
  ]) {
    assert.equal(normalisePhone(text), '+8613800138000', text);
  }
  assert.equal(normalisePhone('+852 5123 4567'), '+85251234567');
  assert.equal(normalisePhone('+1 (415) 555-0100'), '+14155550100');
  const bad = [
    '',
    '110',
    '12800138000',
    '1380013800',
    '138001380000',
    '+8612800138000',
    '+86',
    '+0123456789',
    '+1234567890123456',
    '١٣٨٠٠١٣٨٠٠٠',
    '+86 138 0013 800a',
    'tel:13800138000',
  ];
  for (const text of bad) assert.equal(normalisePhone(text), undefined, text);
});

test('an address is an e-mail or a phone, whichever it is', () => {
  assert.deepEqual(normaliseAddress('a@b.cn'), { channel: 'email', address: 'a@b.cn' });
  assert.deepEqual(normaliseAddress('13800138000'), { channel: 'sms', address: '+8613800138000' });
  assert.equal(normaliseAddress('nobody'), undefined);
});

test('a masked address never shows what is in its middle', () => {
  assert.equal(maskEmail('lihua@example.com'), 'l***@example.com');
  assert.equal(maskPhone('+8613800138000'), '+86138****8000');
  const phone = fc.stringMatching(/^\+[1-9]\d{6,14}$/);
  fc.assert(
    fc.property(phone, (number) => {
      const masked = maskPhone(number);
      assert.equal(masked.length, number.length);
      assert(masked.includes('**') && masked !== number);
    }),
  );
});

test('length decides about a password, not kinds of characters; common ones and one’s own name are refused', () => {
  assert.equal(faultOfPassword('短'), 'too_short');
  assert.equal(faultOfPassword('1234567'), 'too_short');
  assert.equal(faultOfPassword('a'.repeat(129)), 'too_long');
  for (const common of [
    'password',
    'PASSWORD',
    'woaini1314',
    'ｐａｓｓｗｏｒｄ',
    'aaaaaaaa',
    '12345678',
    '87654321',
    'abababab',
    'qq123456',
  ]) {
    assert.equal(faultOfPassword(common), 'too_common', common);
  }
  assert.equal(faultOfPassword('li.hua.cn', ['li.hua.cn']), 'too_common');
  for (const good of [
    'correct horse battery',
    '床前明月光，疑是地上霜',
    'x7#kfpqw',
    '        a b c d',
  ]) {
    assert.equal(faultOfPassword(good), undefined, good);
  }
  assert(commonPasswords.size >= 300);
  for (const common of commonPasswords) assert.equal(common, common.toLowerCase());
});

const elsewhere = [
  'https://evil.com',
  '//evil.com',
  '///evil.com',
  '////evil.com',
  '/\\evil.com',
  '\\\\evil.com',
  '\\/evil.com',
  '/\\/evil.com',
  'https:evil.com',
  'https:/evil.com',
  'http://own.cn@evil.com',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'evil.com',
  '/\t/evil.com',
  '/\n/evil.com',
  '/\r\n/evil.com',
  '\t//evil.com',
  ' //evil.com',
  '/ /evil.com',
  '/\u0000/evil.com',
  '/./\\evil.com',
  '/.//evil.com',
  '/..//evil.com',
  '/a/..//evil.com',
  '/%2e//evil.com',
  '/\u200b/evil.com',
  '/\u3000/evil.com',
  '?//evil.com',
  '#//evil.com',
  '.',
  '..',
  '',
  '/a\\b',
  '/login',
  '/en/login?next=/a',
  '/logout',
  '/en/logout',
  '/reset',
  '/register/code',
  `/${'a'.repeat(3000)}`,
  '/a\r\nset-cookie: x=y',
];

test('after signing in nobody is led to another site', () => {
  for (const next of elsewhere)
    assert.equal(safeNext(next, '/home'), '/home', JSON.stringify(next));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `/${text}`),
      ),
      (text) => {
        const path = safeNext(text, '/home');
        assert.equal(new URL(path, 'https://own.cn').origin, 'https://own.cn');
        assert(path.startsWith('/') && !path.startsWith('//'));
      },
    ),
  );
});

test('a path of ours is kept with its query', () => {
  assert.equal(
    safeNext('/courses/乐理?tab=2#a', '/'),
    `/courses/${encodeURIComponent('乐理')}?tab=2#a`,
  );
  assert.equal(safeNext('/en/learning', '/'), '/en/learning');
  assert.equal(safeNext('/loginology', '/'), '/loginology');
  assert.equal(safeNext(undefined, '/en'), '/en');
});

test('only owners give roles', () => {
  for (const role of roles) {
    assert(canGrant(['owner'], role));
    assert(!canGrant(['creator', 'reviewer', 'finance'], role));
    assert(!canGrant([], role));
  }
});

test('a device is named in two words', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
  const wechat =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50';
  assert.equal(deviceName(chrome), 'Chrome · Windows');
  assert.equal(deviceName(wechat), '微信 · iOS');
  assert.equal(deviceName('curl/8'), '');
});

test('our SHA-256 for browsers is the one of the standard', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\x20-\x7e]{0,200}$/), (text) => {
      const bytes = Buffer.alloc(32);
      sha256(text).forEach((word, index) => bytes.writeInt32BE(word, index * 4));
      assert.equal(bytes.toString('hex'), createHash('sha256').update(text).digest('hex'));
    }),
  );
  const solution = solve('a puzzle', 8, 0, 10_000)!;
  assert(leadingZeroBits(sha256(solution)) >= 8);
});
