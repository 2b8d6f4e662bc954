import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { newId } from '#kernel/id.ts';
import { describeMessenger } from '../mail.contract.ts';
import { NotNow } from '../mail.ts';
import { openTestHouse, type TestHouse } from '../testing/database.ts';
import { openPostOffice } from './post-office.ts';
import { openSmsWebhook } from './sms-webhook.ts';

interface Posted {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly locale: string;
}

describe('short messages of a house by a web hook', () => {
  const secret = 'sixteen letters or more';
  const posted: Posted[] = [];
  let answer: () => number | 'nothing' | 'cut' = () => 202;
  let hook: Server;
  let house: TestHouse;
  let url: string;

  before(async () => {
    hook = createServer((request, response) => {
      const take = async () => {
        const body = await text(request);
        const signed = `${String(request.headers['x-shuyuan-timestamp'])}.${body}`;
        const right = createHmac('sha256', secret).update(signed).digest('hex');
        assert.equal(request.headers['x-shuyuan-signature'], `sha256=${right}`);
        assert.equal(request.method, 'POST');
        const status = answer();
        if (status === 'nothing') return;
        if (status === 'cut') return request.socket.destroy();
        if (status < 300) posted.push(JSON.parse(body) as Posted);
        response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end('{}');
      };
      void take();
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(hook.address() as { port: number }).port}/sms`;
    const messenger = openPostOffice({
      carriers: { sms: openSmsWebhook({ url, secret }) },
      isKeeping: false,
      secret: Buffer.alloc(32, 7),
    });
    house = await openTestHouse({ messenger });
  });
  after(async () => {
    await house.close();
    hook.closeAllConnections();
    hook.close();
  });

  describeMessenger('web hook', 'sms', () => ({
    house,
    delivered: async (address) =>
      posted.filter(({ to }) => to === address).map(({ text: body }) => ({ body })),
  }));

  test('a message says which it is, to whom, in which language', () => {
    const [first] = posted;
    assert.deepEqual(Object.keys(first!), ['id', 'to', 'text', 'locale']);
    assert.match(first!.to, /^\+86/);
    assert.equal(first!.locale, 'zh');
  });

  test('what the message is to blame for is refused for good; anything else comes again', async () => {
    const carrier = openSmsWebhook({ url, secret }, { limitMs: 300 });
    const carry = () =>
      carrier.carry({
        id: newId(),
        channel: 'sms',
        locale: 'zh',
        address: '+8613800138000',
        subject: '',
        body: '604213',
      });
    for (const status of [400, 410, 422]) {
      answer = () => status;
      assert.deepEqual(await carry(), { refused: String(status) });
    }
    for (const said of [302, 401, 403, 404, 408, 429, 500, 503, 'nothing', 'cut'] as const) {
      answer = () => said;
      await assert.rejects(
        carry(),
        (error) => error instanceof NotNow && !/604213|138/.test(error.message),
        String(said),
      );
    }
  });
});
