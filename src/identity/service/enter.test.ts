import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Refusal } from '#kernel/refusal.ts';
import { day, hour, minute } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { listMessages } from '#platform/mail.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { aPerson, anAccount, codeSentTo, goodPassword, system } from '../fixtures/join.ts';
import { banUser, createUser } from '../service.ts';
import { findHolder } from '../store/session.ts';
import { hashToken } from '../service.ts';
import { changeAddress, changePassword, requestAddress } from './account.ts';
import { requestCode } from './code.ts';
import { deviceToken } from './guard.ts';
import { logInByCode, logInByPassword } from './log-in.ts';
import { register, resetPassword } from './register.ts';
import { endOtherSessions, listSessions } from './session.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse({ settings: { authRateLimit: 60 } });
});
after(() => house.close());
// Each test has windows of its own.
beforeEach(() => house.advance(2 * day));

const code = (wanted: string) => (error: Refusal) => {
  assert.equal(error.code, wanted);
  return true;
};

/** A different caller each time, so that only the limits of the address count. */
let callers = 0;
const stranger = (): Ctx => house.ctx({ ip: `198.51.${(callers += 1) >> 8}.${callers & 255}` });

const holderOf = (token: string) => findHolder(house.db, hashToken(token), house.now());

async function asHolder(token: string): Promise<Ctx> {
  const holder = await holderOf(token);
  assert(holder);
  const { userId, name, roles, sessionId } = holder;
  return house.ctx({ actor: { kind: 'user', userId, name, roles, sessionId } });
}

const wrongOf = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

test('whoever proves an address gets an account; the password works afterwards', async () => {
  const { ticket } = await requestCode(stranger(), {
    purpose: 'register',
    address: ' New@Example.com',
  });
  const sent = await codeSentTo(house, 'new@example.com');
  const opened = await register(stranger(), {
    ticket,
    code: sent,
    name: '小满',
    password: goodPassword,
  });
  assert.equal((await holderOf(opened.token))?.name, '小满');
  const again = await logInByPassword(stranger(), {
    address: 'new@example.com',
    password: goodPassword,
  });
  assert.equal(again.userId, opened.userId);
  assert.notEqual(again.token, opened.token);
});

test('a phone number without an account gets one by its code, and the same one the next time', async () => {
  const enter = async () => {
    const { ticket } = await requestCode(stranger(), {
      purpose: 'login',
      address: '138 0013 8000',
    });
    return logInByCode(stranger(), { ticket, code: await codeSentTo(house, '+8613800138000') });
  };
  const first = await enter();
  house.advance(minute);
  assert.equal((await enter()).userId, first.userId);
});

test('of forty parallel guesses at one code at most five are counted, and then not even the right one opens', async () => {
  const { ticket } = await requestCode(stranger(), {
    purpose: 'login',
    address: 'guess@example.com',
  });
  const right = await codeSentTo(house, 'guess@example.com');
  const guesses = Array.from({ length: 40 }, () =>
    logInByCode(stranger(), { ticket, code: wrongOf(right) }),
  );
  const refused = (await Promise.allSettled(guesses)).map(
    (result) => (result as PromiseRejectedResult).reason.code,
  );
  assert.equal(refused.filter((reason) => reason === 'identity.code_wrong').length, 5);
  assert.equal(refused.filter((reason) => reason === 'identity.code_over').length, 35);
  const { tries } = await house.db
    .selectFrom('loginCode')
    .select('tries')
    .where('id', '=', ticket)
    .executeTakeFirstOrThrow();
  assert.equal(tries, 5);
  await assert.rejects(
    logInByCode(stranger(), { ticket, code: right }),
    code('identity.code_over'),
  );
});

test('one code used in parallel opens one session', async () => {
  const { ticket } = await requestCode(stranger(), {
    purpose: 'login',
    address: 'once@example.com',
  });
  const right = await codeSentTo(house, 'once@example.com');
  const uses = Array.from({ length: 5 }, () => logInByCode(stranger(), { ticket, code: right }));
  const results = await Promise.allSettled(uses);
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  const sessions = await house.db
    .selectFrom('session')
    .innerJoin('appUser', 'appUser.id', 'session.userId')
    .select('session.id')
    .where('email', '=', 'once@example.com')
    .execute();
  assert.equal(sessions.length, 1);
});

test('a code is worth nothing for another purpose, with another ticket, or after ten minutes', async () => {
  await aPerson(house, 'bound@example.com');
  const login = await requestCode(stranger(), { purpose: 'login', address: 'bound@example.com' });
  const right = await codeSentTo(house, 'bound@example.com');
  const other = await requestCode(stranger(), { purpose: 'login', address: 'other@example.com' });
  const reset = { ticket: login.ticket, code: right, password: goodPassword };
  await assert.rejects(resetPassword(stranger(), reset), code('identity.code_over'));
  await assert.rejects(
    logInByCode(stranger(), { ticket: other.ticket, code: right }),
    code('identity.code_wrong'),
  );
  house.advance(10 * minute);
  await assert.rejects(
    logInByCode(stranger(), { ticket: login.ticket, code: right }),
    code('identity.code_over'),
  );
});

test('codes are kept as hashes, and one that is used closes the others of its address', async () => {
  const first = await requestCode(stranger(), { purpose: 'login', address: 'hash@example.com' });
  const firstCode = await codeSentTo(house, 'hash@example.com');
  house.advance(minute);
  const second = await requestCode(stranger(), { purpose: 'login', address: 'hash@example.com' });
  const secondCode = await codeSentTo(house, 'hash@example.com');
  const rows = JSON.stringify(
    await house.db.selectFrom('loginCode').selectAll().where('id', '=', second.ticket).execute(),
  );
  assert(!rows.includes(secondCode));
  await logInByCode(stranger(), { ticket: second.ticket, code: secondCode });
  await assert.rejects(
    logInByCode(stranger(), { ticket: first.ticket, code: firstCode }),
    code('identity.code_over'),
  );
});

test('one code a minute and five an hour go to an address, whoever asks', async () => {
  const ask = () => requestCode(stranger(), { purpose: 'login', address: 'bombed@example.com' });
  await ask();
  await assert.rejects(ask(), code('rate.limited'));
  for (let sent = 1; sent < 5; sent += 1) {
    house.advance(minute);
    await ask();
  }
  house.advance(minute);
  await assert.rejects(ask(), code('rate.limited'));
  assert.equal((await listMessages(house.db, 99, 'bombed@example.com')).length, 5);
});

test('registering an address that has an account tells only its owner', async () => {
  await aPerson(house, 'taken@example.com');
  const answer = await requestCode(stranger(), {
    purpose: 'register',
    address: 'taken@example.com',
  });
  const free = await requestCode(stranger(), { purpose: 'register', address: 'free@example.com' });
  assert.deepEqual(Object.keys(answer), Object.keys(free));
  const [letter] = await listMessages(house.db, 1, 'taken@example.com');
  assert.match(letter!.body!, /已经有账号了/);
  assert.doesNotMatch(letter!.body!, /\d{6}/);
  assert.equal((await listMessages(house.db, 9, 'free@example.com')).length, 1);
});

test('nobody can prepare an account for somebody else: without the code there is none', async () => {
  const evil = await requestCode(stranger(), {
    purpose: 'register',
    address: 'victim@example.com',
  });
  const attempt = { ticket: evil.ticket, code: '000000', name: 'evil', password: goodPassword };
  const sent = await codeSentTo(house, 'victim@example.com');
  await assert.rejects(
    register(stranger(), { ...attempt, code: wrongOf(sent) }),
    code('identity.code_wrong'),
  );
  house.advance(minute);
  const { ticket } = await requestCode(stranger(), {
    purpose: 'login',
    address: 'victim@example.com',
  });
  await logInByCode(stranger(), { ticket, code: await codeSentTo(house, 'victim@example.com') });
  const login = { address: 'victim@example.com', password: goodPassword };
  await assert.rejects(logInByPassword(stranger(), login), code('identity.wrong_password'));
});

test('an unknown account, a wrong password and no password at all are told apart by nobody, nor by the work they make', async () => {
  await anAccount(house, 'known@example.com');
  await aPerson(house, 'coded@example.com');
  const least = new Map<string, number>();
  // Work, not time: without a hash to check there would be a hundredth of it, however busy the machine is.
  for (let turn = 0; turn < 10; turn += 1) {
    for (const address of ['known@example.com', 'nobody@example.com', 'coded@example.com']) {
      const began = process.cpuUsage();
      await assert.rejects(
        logInByPassword(stranger(), { address, password: 'not this one' }),
        code('identity.wrong_password'),
      );
      const { user, system } = process.cpuUsage(began);
      least.set(address, Math.min(user + system, least.get(address) ?? Infinity));
    }
  }
  const [known, ...others] = [...least.values()];
  for (const other of others)
    assert(other > 0.3 * known! && other < 3 * known!, `${other} µs against ${known} µs`);
});

test('many callers who guess at one account are stopped together, and its owner still gets in', async () => {
  const userId = await anAccount(house, 'target@example.com');
  const window = {
    startsAt: new Date(house.now().getTime() - (house.now().getTime() % hour)),
    taken: 120,
  };
  await assert.rejects(
    logInByPassword(stranger(), { address: 'target@example.com', password: 'guess' }),
  );
  await house.db
    .updateTable('rateWindow')
    .set({ taken: window.taken })
    .where('key', 'like', 'password:%')
    .where('startsAt', '=', window.startsAt)
    .execute();
  const login = { address: 'target@example.com', password: goodPassword };
  await assert.rejects(logInByPassword(stranger(), login), code('identity.too_many_tries'));

  const device = deviceToken(house.ctx(), userId);
  assert.equal((await logInByPassword(stranger(), login, device)).userId, userId);
  const { ticket } = await requestCode(stranger(), {
    purpose: 'login',
    address: 'target@example.com',
  });
  await logInByCode(stranger(), { ticket, code: await codeSentTo(house, 'target@example.com') });
});

test('a device’s own shield is for its own account only, and cannot be made up', async () => {
  const userId = await anAccount(house, 'shield@example.com');
  const elsewhere = deviceToken(house.ctx(), await aPerson(house, 'mine@example.com'));
  const forged = deviceToken(
    { ...house.ctx(), ports: { ...house.ports, secret: Buffer.alloc(32, 99) } },
    userId,
  );
  const caller = stranger();
  for (const device of [elsewhere, forged, 'nonsense', '..', undefined]) {
    await assert.rejects(
      logInByPassword(caller, { address: 'shield@example.com', password: 'guess' }, device),
    );
  }
  const { taken } = await house.db
    .selectFrom('rateWindow')
    .select((eb) => eb.fn.max('taken').as('taken'))
    .where('key', 'like', `password:%:${caller.ip}`)
    .executeTakeFirstOrThrow();
  assert.equal(taken, 5);
});

test('one caller is slowed down whatever accounts are tried, and then has to work', async () => {
  const caller = house.ctx({ ip: '203.0.113.5' });
  const tryOne = (n: number) =>
    logInByPassword(caller, { address: `many${n}@example.com`, password: 'guess' });
  const reasons: string[] = [];
  for (let n = 0; n < 21; n += 1)
    await tryOne(n).catch((error: Refusal) => reasons.push(error.code));
  assert.deepEqual(
    reasons.slice(0, 20),
    Array.from({ length: 20 }, () => 'identity.wrong_password'),
  );
  assert.equal(reasons[20], 'identity.challenge_needed');
});

test('signing in while signed in ends the session that was there: a planted one is of no use', async () => {
  await anAccount(house, 'fix@example.com');
  const login = { address: 'fix@example.com', password: goodPassword };
  const planted = await logInByPassword(stranger(), login);
  const opened = await logInByPassword(
    { ...(await asHolder(planted.token)), ip: '192.0.2.1' },
    login,
  );
  assert.equal(await holderOf(planted.token), undefined);
  assert(await holderOf(opened.token));
});

test('a new password ends every session, and tells its owner', async () => {
  await anAccount(house, 'change@example.com');
  const login = { address: 'change@example.com', password: goodPassword };
  const [phone, desk] = [
    await logInByPassword(stranger(), login),
    await logInByPassword(stranger(), login),
  ];
  const ctx = await asHolder(desk.token);
  const wrong = { currentPassword: 'not mine', newPassword: 'another good one' };
  await assert.rejects(changePassword(ctx, wrong), code('identity.wrong_present_password'));
  const opened = await changePassword(ctx, {
    currentPassword: goodPassword,
    newPassword: 'another good one',
  });
  assert.equal(await holderOf(phone.token), undefined);
  assert.equal(await holderOf(desk.token), undefined);
  assert(await holderOf(opened.token));
  await assert.rejects(logInByPassword(stranger(), login), code('identity.wrong_password'));
  assert.match((await listMessages(house.db, 1, 'change@example.com'))[0]!.subject, /密码已修改/);
});

test('a reset by code sets a password, ends every session and works for those who had none', async () => {
  const userId = await aPerson(house, 'reset@example.com');
  const login = await requestCode(stranger(), { purpose: 'login', address: 'reset@example.com' });
  const old = await logInByCode(stranger(), {
    ticket: login.ticket,
    code: await codeSentTo(house, 'reset@example.com'),
  });
  house.advance(minute);
  const { ticket } = await requestCode(stranger(), {
    purpose: 'reset',
    address: 'reset@example.com',
  });
  const answer = { ticket, code: await codeSentTo(house, 'reset@example.com') };
  await assert.rejects(
    resetPassword(stranger(), { ...answer, password: 'password' }),
    code('identity.password_too_common'),
  );
  await resetPassword(stranger(), { ...answer, password: goodPassword });
  assert.equal(await holderOf(old.token), undefined);
  assert.equal(
    (await logInByPassword(stranger(), { address: 'reset@example.com', password: goodPassword }))
      .userId,
    userId,
  );
  await assert.rejects(
    resetPassword(stranger(), { ...answer, password: goodPassword }),
    code('identity.code_over'),
  );
});

test('letters lead to the configured address only, and never repeat what a caller typed', async () => {
  await requestCode(stranger(), { purpose: 'reset', address: 'unknown@example.com' });
  const [letter] = await listMessages(house.db, 1, 'unknown@example.com');
  assert.match(letter!.body!, /还没有账号/);
  assert(letter!.body!.includes(`${house.ports.settings.publicUrl}/register`));
});

test('who is banned is told after proof, and learns nothing before', async () => {
  const userId = await anAccount(house, 'exile@example.com');
  await banUser(system(house), userId);
  const login = { address: 'exile@example.com', password: goodPassword };
  await assert.rejects(
    logInByPassword(stranger(), { ...login, password: 'guess' }),
    code('identity.wrong_password'),
  );
  await assert.rejects(logInByPassword(stranger(), login), code('identity.banned'));
  const { ticket } = await requestCode(stranger(), {
    purpose: 'login',
    address: 'exile@example.com',
  });
  const right = await codeSentTo(house, 'exile@example.com');
  await assert.rejects(logInByCode(stranger(), { ticket, code: right }), code('identity.banned'));
});

test('a new e-mail is proven by its own code, which only its asker can use; the old one is told', async () => {
  await anAccount(house, 'from@example.com');
  const mine = await logInByPassword(stranger(), {
    address: 'from@example.com',
    password: goodPassword,
  });
  await anAccount(house, 'thief@example.com');
  const thief = await logInByPassword(stranger(), {
    address: 'thief@example.com',
    password: goodPassword,
  });
  const ctx = await asHolder(mine.token);
  const input = { address: 'to@example.com', currentPassword: goodPassword };
  await assert.rejects(
    requestAddress(ctx, { ...input, currentPassword: 'x' }),
    code('identity.wrong_present_password'),
  );
  const { ticket } = await requestAddress(ctx, input);
  const right = await codeSentTo(house, 'to@example.com');
  await assert.rejects(
    changeAddress(await asHolder(thief.token), { ticket, code: right }),
    code('identity.code_wrong'),
  );
  const opened = await changeAddress(ctx, { ticket, code: right });
  assert.equal(await holderOf(mine.token), undefined);
  assert(await holderOf(opened.token));
  assert.match((await listMessages(house.db, 1, 'from@example.com'))[0]!.subject, /地址已更换/);
});

test('an address of another account cannot be bound, and asking for it tells nothing', async () => {
  await anAccount(house, 'binder@example.com');
  await aPerson(house, 'bound-already@example.com');
  const mine = await logInByPassword(stranger(), {
    address: 'binder@example.com',
    password: goodPassword,
  });
  const input = { address: 'bound-already@example.com', currentPassword: goodPassword };
  assert.ok((await requestAddress(await asHolder(mine.token), input)).ticket);
  assert.equal(await codeSentTo(house, 'bound-already@example.com'), '');
});

test('a person has at most twenty devices: the one not seen longest goes, and all others end on demand', async () => {
  const userId = await createUser(system(house), {
    name: '多设备',
    email: 'devices@example.com',
    password: goodPassword,
  });
  const first = await logInByPassword(stranger(), {
    address: 'devices@example.com',
    password: goodPassword,
  });
  await house.db
    .insertInto('session')
    .values(
      Array.from({ length: 19 }, (_, n) => ({
        id: `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`,
        tokenHash: Buffer.alloc(32, n + 1),
        userId,
        createdAt: house.now(),
        seenAt: new Date(house.now().getTime() + 1000 + n),
        expiresAt: new Date('2099-01-01'),
      })),
    )
    .execute();
  house.advance(minute);
  const last = await logInByPassword(stranger(), {
    address: 'devices@example.com',
    password: goodPassword,
  });
  assert.equal(await holderOf(first.token), undefined);
  const ctx = await asHolder(last.token);
  assert.equal((await listSessions(ctx)).length, 20);
  assert.equal(await endOtherSessions(ctx), 19);
  assert.deepEqual(
    (await listSessions(ctx)).map(({ isCurrent }) => isCurrent),
    [true],
  );
});
