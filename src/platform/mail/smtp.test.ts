import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { after as later, minute } from '#kernel/time.ts';
import { readSettings, type SmtpSettings } from '../config.ts';
import { inTransaction } from '../db.ts';
import type { Logger } from '../log.ts';
import { describeMessenger, rowsWith } from '../mail.contract.ts';
import { NotNow, type Message } from '../mail.ts';
import { makeCertificate } from '../testing/certificate.ts';
import { openTestHouse, type TestHouse } from '../testing/database.ts';
import { startMailServer, type MailServer } from '../testing/mail-server.ts';
import { mailReactions, openPostOffice, type Outgoing } from './post-office.ts';
import { openSmtp } from './smtp.ts';

const from = { name: '书院', address: 'no-reply@academy.example' };

function settingsFor(port: number, more: Partial<SmtpSettings> = {}): SmtpSettings {
  const nobody = { user: undefined, password: undefined };
  return { host: '127.0.0.1', port, isSecure: false, ...nobody, from, ...more };
}

const options = { hostName: 'academy.example', stepMs: 300, limitMs: 900 };

function aLetter(more: Partial<Outgoing> = {}): Outgoing {
  return {
    id: newId(),
    channel: 'email',
    locale: 'zh',
    address: 'reader@example.com',
    subject: '书院：登录验证码',
    body: '您的登录验证码是 604213。\n\n请看 https://academy.example/?a=1&b=2 。',
    ...more,
  };
}

const isNotNow = (error: unknown) => {
  assert.ok(error instanceof NotNow, String(error));
  assert.doesNotMatch(`${error.message} ${error.stack}`, /604213|example\.com/);
  return true;
};

describe('letters of a house by SMTP', () => {
  let house: TestHouse;
  let server: MailServer;
  const said: string[] = [];
  const log: Logger = {
    info: () => undefined,
    error: (message, fields) => void said.push(`${message} ${JSON.stringify(fields)}`),
  };

  before(async () => {
    server = await startMailServer();
    const messenger = openPostOffice({
      carriers: { email: openSmtp(settingsFor(server.port), options) },
      isKeeping: false,
      secret: Buffer.alloc(32, 7),
    });
    house = await openTestHouse({ messenger });
    Object.assign(house.ports, { log });
  });
  after(async () => {
    await house.close();
    await server.close();
  });

  describeMessenger('SMTP', 'email', () => ({
    house,
    delivered: async (address) =>
      server.letters
        .filter(({ to }) => to === address)
        .map(({ subject, text }) => ({ subject, body: text.replaceAll('\r\n', '\n') })),
  }));

  const post = (message: Message) =>
    inTransaction(house.ctx(), (tx) => house.ports.messenger.send(tx, message, house.now()));
  const letterTo = (address: string, body: string): Message => ({
    channel: 'email',
    locale: 'zh',
    address,
    subject: '验证码',
    body,
    endsAt: later(house.now(), 10 * minute),
  });
  const stateOf = (address: string) =>
    house.db
      .selectFrom('sentMessage')
      .select(['state', 'reason', 'sealed'])
      .where('address', '=', address)
      .executeTakeFirstOrThrow();

  test('what waits is sealed: no row holds the code, before or after', async () => {
    await post(letterTo('sealed@example.com', '917405'));
    assert.equal(await rowsWith(house, '917405'), 0);
    assert.ok((await stateOf('sealed@example.com')).sealed);
    await house.drain(mailReactions);
    assert.equal(await rowsWith(house, '917405'), 0);
    assert.deepEqual(await stateOf('sealed@example.com'), {
      state: 'taken',
      reason: null,
      sealed: null,
    });
  });

  test('a reader whose server knows nobody of the name is not asked for again, and no log names them', async () => {
    server.answer('nobody@example.com', () => 550);
    await post(letterTo('nobody@example.com', '604213'));
    await house.drain(mailReactions);
    const { state, reason, sealed } = await stateOf('nobody@example.com');
    assert.deepEqual([state, reason, sealed], ['refused', '550 5.1.1', null]);
    assert.match(said.at(-1)!, /^a message was refused .*"reason":"550 5\.1\.1"/);
    assert.doesNotMatch(said.join('\n'), /604213|nobody@/);
  });

  test('a server that knows us not yet is asked again until it takes the letter, which then is one', async () => {
    let tries = 0;
    server.answer('grey@example.com', () => (++tries < 3 ? 450 : undefined));
    await post(letterTo('grey@example.com', '604213'));
    await assert.rejects(house.drain(mailReactions), isNotNow);
    await assert.rejects(house.drain(mailReactions), isNotNow);
    assert.equal((await stateOf('grey@example.com')).state, 'waiting');
    await house.drain(mailReactions);
    await house.drain(mailReactions);
    assert.equal((await stateOf('grey@example.com')).state, 'taken');
    assert.equal(server.letters.filter(({ to }) => to === 'grey@example.com').length, 1);
  });

  test('a code that ended while its letter waited is not sent any more', async () => {
    server.answer('slow@example.com', () => 451);
    await post(letterTo('slow@example.com', '604213'));
    await assert.rejects(house.drain(mailReactions), isNotNow);
    house.advance(11 * minute);
    const before = server.visits();
    await house.drain(mailReactions);
    assert.equal(server.visits(), before);
    assert.deepEqual(await stateOf('slow@example.com'), {
      state: 'ended',
      reason: null,
      sealed: null,
    });
  });

  test('a slow mail server holds no transaction: the fact is in long before the letter', async () => {
    const began = performance.now();
    server.answer('late@example.com', () => 450);
    await post(letterTo('late@example.com', '604213'));
    assert.ok(performance.now() - began < 1_000);
    assert.equal(server.letters.filter(({ to }) => to === 'late@example.com').length, 0);
  });
});

describe('the mail carrier', () => {
  const certificate = makeCertificate(new Date());
  const carry = (settings: SmtpSettings, more: Partial<Parameters<typeof openSmtp>[1]> = {}) =>
    openSmtp(settings, { ...options, ...more }).carry(aLetter());

  test('a letter is text and simple HTML, in the language of its reader, from us, and by no person', async (t) => {
    const server = await startMailServer();
    t.after(() => server.close());
    const letter = aLetter();
    await openSmtp(settingsFor(server.port), options).carry(letter);
    const [got] = server.letters;
    assert.equal(got!.subject, letter.subject);
    assert.equal(got!.text.replaceAll('\r\n', '\n').trim(), letter.body);
    assert.match(got!.html, /<html lang="zh-CN">/);
    assert.match(got!.html, /<strong[^>]*>604213<\/strong>/);
    assert.match(got!.html, /<a href="https:\/\/academy\.example\/\?a=1&amp;b=2">/);
    assert.match(got!.headers.get('from')!, /<no-reply@academy\.example>/);
    assert.equal(got!.headers.get('message-id'), `<${letter.id}@academy.example>`);
    assert.equal(got!.headers.get('auto-submitted'), 'auto-generated');
  });

  test('a name in a letter cannot add a header or markup', async (t) => {
    const server = await startMailServer();
    t.after(() => server.close());
    const evil = {
      subject: '书院\r\nBcc: other@example.com',
      body: '<script>alert(1)</script>\r\n.\r\nRCPT TO:<other@example.com>',
    };
    await openSmtp(settingsFor(server.port), options).carry(aLetter(evil));
    assert.equal(server.letters.length, 1);
    const [got] = server.letters;
    assert.equal(got!.headers.get('bcc'), undefined);
    assert.doesNotMatch(got!.html, /<script/);
    assert.match(got!.text, /RCPT TO:<other@example\.com>/);
  });

  for (const isSecure of [true, false]) {
    const how = isSecure ? 'TLS' : 'STARTTLS';

    test(`${how}: a certificate that is trusted carries the letter, signed in`, async (t) => {
      const server = await startMailServer({ certificate, isSecure, password: 'open sesame' });
      t.after(() => server.close());
      // By its name, so that this server is not taken for one on this machine.
      const settings = settingsFor(server.port, {
        host: isSecure ? 'localhost' : 'LOCALHOST',
        isSecure,
        user: 'us',
        password: 'open sesame',
      });
      assert.equal(await carry(settings, { ca: certificate.cert }), 'taken');
      await assert.rejects(
        carry({ ...settings, password: 'wrong' }, { ca: certificate.cert }),
        isNotNow,
      );
      assert.equal(server.letters.length, 1);
    });

    test(`${how}: a certificate that nobody vouches for gets no letter and no password`, async (t) => {
      const server = await startMailServer({ certificate, isSecure, password: 'open sesame' });
      t.after(() => server.close());
      const host = isSecure ? 'localhost' : 'LOCALHOST';
      const known = { user: 'us', password: 'open sesame' };
      await assert.rejects(carry(settingsFor(server.port, { host, isSecure, ...known })), isNotNow);
      assert.equal(server.letters.length, 0);
    });
  }

  test('a server elsewhere that offers no TLS gets no letter', async (t) => {
    const server = await startMailServer();
    t.after(() => server.close());
    await assert.rejects(carry(settingsFor(server.port, { host: 'LOCALHOST' })), isNotNow);
    assert.equal(server.letters.length, 0);
  });

  test('what is refused when the letter is whole is refused for good, or later, as it says', async (t) => {
    let code: number | undefined = 554;
    const server = await startMailServer({ atTheEnd: () => code });
    t.after(() => server.close());
    assert.deepEqual(await carry(settingsFor(server.port)), { refused: '554 5.1.1' });
    code = 452;
    await assert.rejects(carry(settingsFor(server.port)), isNotNow);
  });

  test('nobody there, a server that says nothing, one that drips, one that goes away: later, and soon', async (t) => {
    const free = await listen(() => undefined);
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    const moody: Record<string, (socket: Socket) => void> = {
      silent: () => undefined,
      dripping: (socket) => {
        const drop = () => void (socket.destroyed || socket.write('220-'));
        const timer = setInterval(drop, 50);
        socket.on('close', () => clearInterval(timer));
      },
      leaving: (socket) => socket.destroy(),
      rude: (socket) => socket.end('554 no service for you\r\n'),
      garbled: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'leaving in the middle': (socket) => {
        socket.write('220 here\r\n');
        socket.on('data', (bytes) =>
          String(bytes).startsWith('EHLO') ? socket.write('250 here\r\n') : socket.destroy(),
        );
      },
    };
    await assert.rejects(carry(settingsFor(port)), isNotNow);
    for (const [name, behave] of Object.entries(moody)) {
      const server = await listen(behave);
      t.after(() => server.close());
      const began = performance.now();
      const settings = settingsFor((server.address() as { port: number }).port);
      await assert.rejects(carry(settings), isNotNow, name);
      assert.ok(performance.now() - began < 2_500, `${name} took too long`);
    }
  });
});

async function listen(behave: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test('the settings of a mail server are read as they are written', () => {
  const read = (SMTP_URL: string, MAIL_FROM = 'Academy 书院 <no-reply@academy.example>') =>
    readSettings({ SMTP_URL, MAIL_FROM }).smtp;
  assert.deepEqual(read('smtps://me%40here:p%2Fw@mail.example.com'), {
    host: 'mail.example.com',
    port: 465,
    isSecure: true,
    user: 'me@here',
    password: 'p/w',
    from: { name: 'Academy 书院', address: 'no-reply@academy.example' },
  });
  assert.deepEqual(read('smtp://[::1]:25', 'a@b.example')?.from, {
    name: '',
    address: 'a@b.example',
  });
  assert.deepEqual(
    [read('smtp://[::1]:25')?.host, read('smtp://mail.example')?.port],
    ['::1', 587],
  );
  for (const [url, sender] of [
    ['mailto:a@b.example', 'a@b.example'],
    ['smtp://mail.example/?tls.rejectUnauthorized=false', 'a@b.example'],
    ['smtps://mail.example', 'nobody'],
    ['smtps://mail.example', 'Name <a@b.example'],
    ['smtps://mail.example', 'a@b.example>'],
    ['smtps://mail.example', 'x\r\nBcc: y <a@b.example>'],
  ] as const)
    assert.throws(() => read(url, sender), /cannot be used/, `${url} ${sender}`);
  assert.throws(() => readSettings({ SMTP_URL: 'smtps://mail.example' }), /MAIL_FROM is missing/);
  assert.throws(
    () => readSettings({ SMTP_URL: 'http://me:hush@mail.example', MAIL_FROM: 'a@b.example' }),
    (error: Error) => !error.message.includes('hush'),
  );
});
