import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { hashPassword, isPassword } from './password.ts';

test('a password is known by its hash, and two hashes of it differ', async () => {
  const [one, two] = await Promise.all([hashPassword('床前明月光'), hashPassword('床前明月光')]);
  assert.notEqual(one, two);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert(await isPassword('床前明月光', one));
  assert(!(await isPassword('床前明月光 ', one)));
});

test('a password is the same on every keyboard', async () => {
  const hash = await hashPassword('café１２３４');
  assert(await isPassword('cafe\u03011234', hash));
});

test('a hash of another cost, such as an older one, is still read', async () => {
  const nonce = Buffer.from('somesaltsomesalt');
  const cost = { memory: 64, passes: 1, parallelism: 1 };
  const key = argon2Sync('argon2id', { message: 'password', nonce, tagLength: 32, ...cost });
  const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const hash = `$argon2id$v=19$m=64,t=1,p=1$${bare(nonce)}$${bare(key)}`;
  assert(await isPassword('password', hash));
  assert(!(await isPassword('passwore', hash)));
});

test('without a hash, or with a broken one, the answer is no', async () => {
  assert(!(await isPassword('anything', null)));
  assert(!(await isPassword('anything', undefined)));
  assert(!(await isPassword('', '$2b$10$broken')));
});

test('a flood waits in line, and beyond the line it is turned away', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 130 }, () => hashPassword('a flood of these')),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  assert(refused.length >= 10 && refused.length < 130);
  for (const { reason } of refused) assert.equal(reason.code, 'password.busy');
  assert(await isPassword('afterwards', await hashPassword('afterwards')));
});
