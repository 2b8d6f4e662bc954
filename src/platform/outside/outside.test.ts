import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { isPublicAddress } from './address.ts';
import { openOutside, type OutsideOptions } from './outside.ts';

/** A net of addresses as numbers, written down once more and in another way than the rule. */
const special4: readonly (readonly [first: string, last: string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
];
const numberOf = (address: string) =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const addressOf = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
const isSpecial4 = (number: number) =>
  special4.some(([first, last]) => numberOf(first) <= number && number <= numberOf(last));

const anyIpv4 = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  // The edges of every net, from both sides.
  fc
    .constantFrom(...special4.flat())
    .chain((edge) =>
      fc.constantFrom(-1, 0, 1).map((step) => (numberOf(edge) + step + 2 ** 32) % 2 ** 32),
    ),
);

describe('which addresses are public', () => {
  test('an IPv4 address is public exactly where no special registry names it', () => {
    fc.assert(
      fc.property(anyIpv4, (number) => isPublicAddress(addressOf(number)) === !isSpecial4(number)),
      { numRuns: 2_000 },
    );
  });

  test('no IPv6 form carries an IPv4 address in: mapped, compatible, NAT64, 6to4 or Teredo', () => {
    const hex = (number: number) =>
      `${Math.floor(number / 65_536).toString(16)}:${(number % 65_536).toString(16)}`;
    fc.assert(
      fc.property(anyIpv4, (number) => {
        const plain = addressOf(number);
        const forms = [
          `::ffff:${plain}`,
          `::ffff:${hex(number)}`,
          `0:0:0:0:0:ffff:${hex(number)}`,
          `::${plain}`,
          `64:ff9b::${plain}`,
          `64:ff9b:1::${hex(number)}`,
          `2002:${hex(number)}::1`,
          `2001:0:${hex(number)}::1`,
        ];
        return forms.every((form) => !isPublicAddress(form));
      }),
    );
  });

  test('an IPv6 address is public only inside what is handed out', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const [first = 0, second = 0] = groups;
        const isHandedOut = first >= 0x2000 && first <= 0x3fff;
        const isSpecial =
          (first === 0x2001 && (second < 0x200 || second === 0xdb8)) ||
          first === 0x2002 ||
          (first === 0x3fff && second < 0x1000);
        const address = groups.map((part) => part.toString(16)).join(':');
        return isPublicAddress(address) === (isHandedOut && !isSpecial);
      }),
      { numRuns: 500 },
    );
    for (const closed of ['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', 'ff02::1'])
      assert.equal(isPublicAddress(closed), false, closed);
    for (const open of ['2606:4700::1111', '2400:3200::1', '2001:4860:4860::8888'])
      assert.equal(isPublicAddress(open), true, open);
  });

  test('what is no address is not public', () => {
    fc.assert(fc.property(fc.domain(), (name) => !isPublicAddress(name)));
  });
});

describe('a server that misbehaves', () => {
  let folder: string;
  let server: Server;
  let port: number;
  let answer: RequestListener = (_request, response) => response.end('feed');
  let asked: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuyuan-outside-'));
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    asked = [];
    server.closeAllConnections();
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  let number = 0;
  /** Fetches from the server, which is let in by the operator's setting as no other address is. */
  async function fetch(url: string, more: Partial<OutsideOptions> = {}, limits = {}) {
    const outside = openOutside({ also: [`127.0.0.1:${port}`], userAgent: 'Shuyuan', ...more });
    const path = join(folder, String((number += 1)));
    const wanted = { url, path, limitBytes: 1_000_000, ...limits };
    return outside.fetch(wanted).then(
      async (fetched) => ({ ...fetched, text: await readFile(path, 'utf8') }),
      (error: { code?: string }) => {
        assert.equal(existsSync(path), false, 'nothing is left of what was refused');
        return String(error.code);
      },
    );
  }
  const own = (path = '/feed') => `http://127.0.0.1:${port}${path}`;

  test('an honest one is heard, packed or not', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/xml' }).end('feed');
    assert.deepEqual(await fetch(own()), {
      url: own(),
      sizeBytes: 4,
      contentType: 'text/xml',
      text: 'feed',
    });
    answer = (request, response) => {
      assert.equal(request.headers['user-agent'], 'Shuyuan');
      assert.equal(request.headers.host, `127.0.0.1:${port}`);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
    };
    assert.equal(((await fetch(own())) as { text: string }).text, 'packed');
  });

  test('addresses of our own machine and network are never asked, however they are written', async () => {
    const also = { also: [] };
    for (const host of [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '127.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      '169.254.169.254',
      '100.100.100.200',
      '10.0.0.1',
    ])
      assert.equal(await fetch(`http://${host}/`, also), 'outside.not_public', host);
    for (const url of [
      own(),
      'file:///etc/passwd',
      'gopher://example.com/',
      'http://u:p@example.com/',
      'https://example.com:22/',
      'http:///',
      '一个地址',
    ])
      assert.equal(await fetch(url, also), 'outside.not_public', url);
    assert.deepEqual(asked, []);
  });

  test('a name is looked up once, and every address that it stands for is judged', async () => {
    const looked: string[] = [];
    const resolve = (addresses: readonly string[]) => async (name: string) => {
      looked.push(name);
      return addresses;
    };
    const url = 'http://rebinding.example/';
    for (const addresses of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['2606:4700::1', '::1'], []])
      assert.equal(await fetch(url, { resolve: resolve(addresses) }), 'outside.not_public');
    assert.equal(looked.length, 4);
    assert.deepEqual(asked, []);
  });

  test('the connection goes to the address that was judged, by the name that was asked for', async () => {
    answer = (request, response) => response.end(request.headers.host);
    const also = [`pinned.example:${port}`];
    const resolve = async () => ['127.0.0.1'];
    const got = await fetch(`http://pinned.example:${port}/`, { also, resolve });
    assert.equal((got as { text: string }).text, `pinned.example:${port}`);
  });

  test('a redirect is judged like any address', async () => {
    for (const location of [
      `http://localhost:${port}/inside`,
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      'http://[::ffff:127.0.0.1]/',
    ]) {
      answer = (_request, response) => response.writeHead(302, { location }).end();
      assert.equal(await fetch(own()), 'outside.not_public', location);
    }
    assert.deepEqual(new Set(asked), new Set(['/feed']));
  });

  test('five redirects are followed, a sixth is not; other answers say their status', async () => {
    answer = ({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(301, { location: `/${left - 1}` }).end();
    };
    assert.equal(((await fetch(own('/5'))) as { url: string }).url, own('/0'));
    assert.equal(await fetch(own('/6')), 'outside.too_many_turns');
    answer = (_request, response) => response.writeHead(404).end('no');
    assert.equal(await fetch(own()), 'outside.status');
  });

  test('what is too much is cut off: announced, endless, or packed', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-length': '2000000' }).write('x');
    assert.equal(await fetch(own()), 'outside.too_large');

    answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    assert.equal(await fetch(own()), 'outside.too_large');

    answer = (_request, response) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(50_000_000)));
    assert.equal(await fetch(own()), 'outside.too_large');
  });

  test('silence, a trickle, and an answer that never ends are not waited for', async () => {
    answer = () => undefined;
    assert.equal(await fetch(own(), { silenceMs: 50 }), 'outside.too_slow');
    answer = (_request, response) => void response.writeHead(200).write('x');
    assert.equal(await fetch(own(), { silenceMs: 50 }), 'outside.too_slow');

    const trickle: RequestListener = async (_request, response) => {
      while (!response.destroyed) {
        response.write('x');
        await sleep(10);
      }
    };
    answer = trickle;
    const slow = { graceMs: 60, slowestBps: 100_000 };
    assert.equal(await fetch(own(), slow), 'outside.too_slow');
    answer = trickle;
    assert.equal(await fetch(own(), {}, { limitMs: 100 }), 'outside.too_slow');
  });

  test('what breaks off or cannot be unpacked is not taken for whole', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => request.socket.destroy(), 20);
    };
    assert.equal(await fetch(own()), 'outside.unreachable');
    for (const encoding of ['gzip', 'br', 'zstd, gzip', 'made-up']) {
      answer = (_request, response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end('not packed');
      assert.equal(await fetch(own()), 'outside.unreachable', encoding);
    }
  });
});
