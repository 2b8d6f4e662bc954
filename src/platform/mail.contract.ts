import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { after, minute } from '#kernel/time.ts';
import { inTransaction } from './db.ts';
import { forgetCodes, type Channel, type Message } from './mail.ts';
import { mailReactions } from './mail/post-office.ts';
import type { TestHouse } from './testing/database.ts';

/** A messenger under test, as the house that uses it sees it. */
export interface MessengerBench {
  readonly house: TestHouse;
  /** What reached an address, the oldest first; a short message has no subject. */
  delivered(
    address: string,
  ): Promise<readonly { readonly subject?: string; readonly body: string }[]>;
}

const places: Readonly<Record<Channel, (name: string) => string>> = {
  email: (name) => `${name}@example.com`,
  sms: (name) => `+861380013${String(8000 + name.length)}`,
};

/** What every messenger promises for a channel. */
export function describeMessenger(
  name: string,
  channel: Channel,
  bench: () => MessengerBench,
): void {
  const message = (who: string, more: Partial<Message> = {}): Message => ({
    channel,
    locale: 'zh',
    address: places[channel](who),
    subject: '书院：登录验证码',
    body: '【书院】您的登录验证码是 604213，10 分钟内有效。 Hello & <welcome>.',
    ...more,
  });
  const send = (one: Message) => {
    const { house } = bench();
    const ctx = house.ctx();
    return inTransaction(ctx, (tx) => house.ports.messenger.send(tx, one, house.now()));
  };
  const settle = () => bench().house.drain(mailReactions);

  test(`${name}: a message of a committed fact arrives once and whole`, async () => {
    const one = message('in');
    await send(one);
    await settle();
    await settle();
    const [first, ...more] = await bench().delivered(one.address);
    assert.equal(more.length, 0);
    assert.equal(first?.body.trim(), one.body);
    if (channel === 'email') assert.equal(first?.subject, one.subject);
  });

  test(`${name}: a fact that is taken back sends nothing`, async () => {
    const one = message('taken-back');
    const { house } = bench();
    const refused = inTransaction(house.ctx(), async (tx) => {
      await house.ports.messenger.send(tx, one, house.now());
      throw new Error('taken back');
    });
    await assert.rejects(refused, /taken back/);
    await settle();
    assert.deepEqual(await bench().delivered(one.address), []);
  });

  test(`${name}: twenty messages at once all arrive, each once`, async () => {
    const bodies = Array.from({ length: 20 }, (_, n) => `第 ${n} 条`);
    await Promise.all(bodies.map((body) => send(message('twenty', { body }))));
    await settle();
    const arrived = await bench().delivered(places[channel]('twenty'));
    assert.deepEqual(arrived.map(({ body }) => body.trim()).toSorted(), bodies.toSorted());
  });

  test(`${name}: a code is nowhere any more once it has ended`, async () => {
    const { house } = bench();
    await send(message('ended', { body: '730518', endsAt: after(house.now(), 10 * minute) }));
    await settle();
    await forgetCodes(house.db, after(house.now(), 11 * minute));
    assert.equal(await rowsWith(house, '730518'), 0);
    const { rows } = await sql`select 1 from sent_message where sealed is not null`.execute(
      house.db,
    );
    assert.equal(rows.length, 0, 'nothing that was delivered stays, sealed or not');
  });
}

/** How many rows of messages and of what is owed hold a text. */
export async function rowsWith({ db }: TestHouse, text: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from sent_message m where m::text like ${`%${text}%`})
         + (select count(*) from outbox o where o::text like ${`%${text}%`}) as count`.execute(db);
  return rows[0]!.count;
}
