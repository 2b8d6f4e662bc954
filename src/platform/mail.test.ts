import { after, before } from 'node:test';
import { describeMessenger } from './mail.contract.ts';
import { listMessages, type Channel } from './mail.ts';
import { openTestHouse, type TestHouse } from './testing/database.ts';

let house: TestHouse;
before(async () => {
  house = await openTestHouse();
});
after(() => house.close());

const bench = () => ({
  house,
  delivered: async (address: string) =>
    (await listMessages(house.db, 99, address)).map(({ subject, body }) => ({
      subject,
      body: body ?? '',
    })),
});

for (const channel of ['email', 'sms'] satisfies Channel[])
  describeMessenger(`outbox, ${channel}`, channel, bench);
