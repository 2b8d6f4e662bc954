import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  addChapter,
  addLesson,
  editLesson,
  getDraft,
  getDraftLesson,
  getOutline,
  removeLesson,
} from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { escapeHtml } from '#kernel/text.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import { contentReactions } from './reactions.ts';
import { decodeText } from '#kernel/decode.ts';
import { planPublication, type ForeignItem } from './rules/publication.ts';
import { readMarkdown } from './rules/read.ts';
import { askImport, getImport, importFolder } from './service.ts';

let house: TestHouse;
let ctx: Ctx<User>;
let folder: string;
let server: Server;
let port: number;
/** What lies at each path; and how often each was asked for. */
const lying = new Map<string, { readonly body: Buffer | string; readonly type?: string }>();
const asked: string[] = [];

before(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const there = lying.get(url);
    if (!there) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': there.type ?? '' }).end(there.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  house = await openTestHouse({ settings: { fetchAlso: [`127.0.0.1:${port}`] } });
  folder = await mkdtemp(join(tmpdir(), 'shuyuan-feed-'));
  ctx = house.as(await aUser(), 'creator');
  const fixtures = join(import.meta.dirname, '../media/fixtures');
  lying.set('/1.mp3', { body: await readFile(join(fixtures, 'tone.mp3')) });
  lying.set('/2.m4a', { body: await readFile(join(fixtures, 'tone.m4a')) });
  lying.set('/dot.png', { body: await readFile(join(fixtures, 'dot.png')) });
});
after(async () => {
  await house.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function aUser(): Promise<string> {
  const row = { id: newId(), name: '林知微', createdAt: house.now() };
  await house.db.insertInto('appUser').values(row).execute();
  return row.id;
}

const at = (path: string) => `http://127.0.0.1:${port}${path}`;

function rss(items: string, head = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>听得懂的乐理 &amp; 声音</title><link>${at('/')}</link><description>&lt;p&gt;每周&lt;b&gt;一期&lt;/b&gt;。&lt;/p&gt;</description>${head}${items}</channel></rss>`;
}

interface Episode {
  readonly guid: string;
  readonly title?: string;
  readonly html?: string;
  readonly day?: string;
  readonly sound?: string;
}

function episode({ guid, title = guid, html = '', day = '01 Jan 2024', sound }: Episode): string {
  return `<item><guid isPermaLink="false">${guid}</guid><title>${escapeHtml(title)}</title>
<pubDate>Mon, ${day} 08:00:00 GMT</pubDate><content:encoded><![CDATA[${html}]]></content:encoded>
${sound ? `<enclosure url="${at(sound)}" type="audio/mpeg" length="1"/>` : ''}</item>`;
}

const load = (root: string) => importFolder(ctx, { creatorId: ctx.actor.userId, root });

async function lessonsOf(workId: string) {
  const outline = await getOutline(ctx, workId, 'draft');
  const lessons = outline.flatMap((chapter) => chapter.lessons);
  return Promise.all(lessons.map(({ id }) => getDraftLesson(ctx, id)));
}

test('a podcast becomes an album, oldest first, with its sound, pictures and cover; nothing is left on the way', async () => {
  const items = [
    episode({ guid: 'b', day: '08 Jan 2024', sound: '/2.m4a', html: '<h1>节拍</h1><p>二</p>' }),
    episode({
      guid: 'a',
      sound: '/1.mp3',
      html: `<p>弦<script>alert(1)</script> <img src="/dot.png" alt="一根弦"> <a href="javascript:alert(1)">x</a><img width="1" height="1" src="${at('/count.gif')}"></p><iframe src="https://example.com/film"></iframe>`,
    }),
  ];
  const image = `<itunes:image href="${at('/dot.png')}"/>`;
  lying.set('/podcast', { body: rss(items.join(''), image), type: 'application/rss+xml' });

  const report = await load(at('/podcast'));
  assert.deepEqual(
    [report.title, report.created, report.assets, report.unreadable],
    ['听得懂的乐理 & 声音', 2, 3, []],
  );
  const draft = await getDraft(ctx, report.workId);
  assert.deepEqual([draft.kind, draft.draft.description], ['album', '每周**一期**。']);
  assert.notEqual(draft.draft.coverId, null);
  const [first, second] = await lessonsOf(report.workId);
  assert.deepEqual([first?.title, first?.kind, first?.durationSec], ['a', 'audio', 3]);
  assert.match(first!.body, /^弦 !\[一根弦\]\(pictures\/[0-9a-f]{32}\.png\) x\n\n/);
  assert.match(first!.body, /<https:\/\/example\.com\/film>$/);
  assert.equal(second?.body, '## 节拍\n\n二');
  assert.ok(!asked.includes('/count.gif'));
  assert.deepEqual(await readdir(join(house.ports.settings.dataDir, 'imports')), []);
});

test('coming again adds what is new and renews what changed; what its creator wrote, moved or removed stays; nothing is fetched twice', async () => {
  const three = ['一', '二', '三'].map((html, n) =>
    episode({
      guid: `g${n}`,
      html,
      day: `0${n + 1} Feb 2024`,
      ...(n === 0 && { sound: '/1.mp3' }),
    }),
  );
  lying.set('/blog', { body: rss(three.toReversed().join('')) });
  const { workId } = await load(at('/blog'));
  const before = await lessonsOf(workId);
  assert.deepEqual(
    before.map(({ body }) => body),
    ['一', '二', '三'],
  );
  await editLesson(ctx, before[1]!.id, { title: '我的题目', body: '我改过' });
  await removeLesson(ctx, before[2]!.id);
  const times = asked.filter((url) => url === '/1.mp3').length;

  // The feed forgot its first, changed all others, and has two new ones.
  const next = [
    episode({ guid: 'new', html: '新', day: '09 Mar 2025' }),
    episode({ guid: 'g2', html: '三，改', day: '03 Feb 2024' }),
    episode({ guid: 'g1', html: '二，改', day: '02 Feb 2024' }),
    episode({ guid: 'g0', html: '一，改', day: '01 Feb 2024', sound: '/1.mp3' }),
  ];
  lying.set('/blog', { body: rss(next.join('')) });
  const again = await load(at('/blog'));
  assert.deepEqual(
    [again.workId, again.isNewWork, again.created, again.updated, again.removed, again.unchanged],
    [workId, false, 1, 1, 0, 2],
  );
  assert.match(again.unreadable[0]!.why, /2 篇您在这里改过或移除过/);
  assert.deepEqual(
    (await lessonsOf(workId)).map(({ title, body }) => [title, body]),
    [
      ['g0', '一，改'],
      ['我的题目', '我改过'],
      ['new', '新'],
    ],
  );
  const chapters = await getOutline(ctx, workId, 'draft');
  assert.deepEqual(
    chapters.map(({ title }) => title),
    ['2024', '2025'],
  );
  assert.equal(asked.filter((url) => url === '/1.mp3').length, times);

  lying.set('/blog', { body: rss(next.slice(0, 1).join('')) });
  const fewer = await load(at('/blog'));
  assert.deepEqual([fewer.created, fewer.updated, fewer.removed], [0, 0, 0]);
  assert.equal((await lessonsOf(workId)).length, 3);
});

test('what is new goes behind what its creator put there by hand, chapters and lessons alike', async () => {
  const [one, two, three] = [
    episode({ guid: 'h1', day: '01 Feb 2024' }),
    episode({ guid: 'h2', day: '02 Feb 2024' }),
    episode({ guid: 'h3', day: '03 Feb 2025' }),
  ];
  lying.set('/by-hand', { body: rss(one) });
  const { workId } = await load(at('/by-hand'));
  const [year] = await getOutline(ctx, workId, 'draft');
  for (const title of ['手一', '手二']) await addLesson(ctx, year!.id, { title, kind: 'text' });
  for (const title of ['附录一', '附录二', '附录三']) await addChapter(ctx, workId, title);

  lying.set('/by-hand', { body: rss(three + two + one) });
  await load(at('/by-hand'));
  const outline = await getOutline(ctx, workId, 'draft');
  const titles = outline.map(({ lessons }) => lessons.map(({ title }) => title));
  assert.deepEqual(titles, [['h1', '手一', '手二', 'h2'], [], [], [], ['h3']]);
});

test('a year of six hundred texts is read, and keeps nobody else from the threads that read', async () => {
  const many = Array.from({ length: 600 }, (_, n) =>
    episode({ guid: `m${n}`, html: `第 ${n} 篇` }),
  );
  lying.set('/many', { body: rss(many.join('')) });
  const { created } = await load(at('/many'));
  assert.equal(created, 600);
});

test('a file that cannot be had is left out and named; what comes later fills the gap', async () => {
  const items =
    episode({ guid: 'late', sound: '/late.mp3' }) + episode({ guid: 'page', sound: '/page.mp3' });
  lying.set('/page.mp3', { body: '<html>log in</html>' });
  lying.set('/gaps', { body: rss(items) });
  const first = await load(at('/gaps'));
  assert.deepEqual(
    first.unreadable.map(({ path }) => path).toSorted(),
    [at('/late.mp3'), at('/page.mp3')].toSorted(),
  );
  assert.match(first.unreadable.find(({ path }) => path.endsWith('late.mp3'))!.why, /HTTP 404/);
  assert.deepEqual(
    (await lessonsOf(first.workId)).map(({ kind }) => kind),
    ['text', 'text'],
  );
  lying.set('/late.mp3', {
    body: Buffer.concat([lying.get('/1.mp3')!.body as Buffer, Buffer.alloc(3)]),
  });
  const second = await load(at('/gaps'));
  assert.deepEqual([second.updated, second.unchanged], [1, 1]);
  lying.delete('/late.mp3');
  const third = await load(at('/gaps'));
  assert.deepEqual([third.updated, third.unchanged, third.unreadable.length], [0, 2, 1]);
});

test('a page leads to the feed that it names; a file is known as the same feed; what is neither is refused', async () => {
  const page = `<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/named">`;
  lying.set('/home', { body: page });
  const self = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="${at('/named')}"/>`;
  const text = rss(episode({ guid: 'p', html: '页' }), self);
  lying.set('/named', { body: text });
  const { workId } = await load(at('/home'));
  await writeFile(join(folder, 'named.xml'), text);
  assert.deepEqual((await load(join(folder, 'named.xml'))).workId, workId);

  const refused = (code: string) => (error: { code?: string }) => error.code === code;
  for (const [name, body] of [
    ['loop', '<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/loop">'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['cut', '<rss><channel><title>x'],
    ['json', '{"a": 1}'],
    ['deep', `{"db":${'['.repeat(100_000)}`],
  ] as const) {
    lying.set(`/${name}`, { body });
    await assert.rejects(load(at(`/${name}`)), refused('import.no_feed'), name);
  }
  await assert.rejects(load('http://localhost:1/feed'), refused('outside.not_public'));
  assert.deepEqual(await readdir(join(house.ports.settings.dataDir, 'imports')), []);
});

test('through the studio: one import of an address at a time; the job says why it failed; a secret is not shown', async () => {
  const run = async (address: string) => {
    const { id } = await askImport(ctx, { address });
    await house.drain(contentReactions);
    return getImport(ctx, id);
  };
  const address = at('/podcast?token=secret');
  const racing = await Promise.allSettled(
    Array.from({ length: 8 }, () => askImport(ctx, { address })),
  );
  const won = racing.filter(({ status }) => status === 'fulfilled');
  assert.equal(won.length, 1);
  for (const one of racing)
    if (one.status === 'rejected')
      assert.equal((one.reason as { code: string }).code, 'import.running');
  await house.drain(contentReactions);

  const failed = await run(at('/nothing-here'));
  assert.deepEqual([failed.state, failed.report.code], ['failed', 'outside.status']);
  lying.set('/podcast?token=secret', lying.get('/podcast')!);
  const done = await run(address);
  assert.deepEqual([done.state, done.fileName], ['done', `127.0.0.1:${port}/podcast`]);
});

test('an export of Ghost becomes a series: what was open is a trial, drafts and pages stay behind, tags come along', async () => {
  const post = (id: string, more: object) => ({
    id,
    uuid: `u${id}`,
    title: `题 ${id}`,
    html: `<p>文 ${id}</p>`,
    status: 'published',
    type: 'post',
    visibility: 'paid',
    published_at: `202${id}-05-01T00:00:00.000Z`,
    ...more,
  });
  const data = {
    posts: [
      post('3', { visibility: 'public', feature_image: '__GHOST_URL__/content/images/dot.png' }),
      post('1', { html: `<p><img src="${at('/content/images/dot.png')}"></p>` }),
      post('4', { status: 'draft' }),
      post('5', { type: 'page' }),
    ],
    tags: [
      { id: 't1', name: '乐理' },
      { id: 't2', name: '#internal' },
      { id: 't3', name: '声音' },
    ],
    posts_tags: [
      { post_id: '1', tag_id: 't3' },
      { post_id: '3', tag_id: 't3' },
      { post_id: '3', tag_id: 't2' },
    ],
    settings: [
      { key: 'title', value: '琴声' },
      { key: 'description', value: '一周一封 <信>' },
    ],
  };
  lying.set('/content/images/dot.png', lying.get('/dot.png')!);
  const path = join(folder, 'ghost.json');
  await writeFile(path, JSON.stringify({ db: [{ meta: { version: '5.0.0' }, data }] }));
  const report = await load(path);
  assert.deepEqual(
    [report.title, report.created, report.assets, report.unreadable.map((one) => one.path)],
    ['琴声', 2, 1, ['题 4', '题 5']],
  );
  const draft = await getDraft(ctx, report.workId);
  assert.deepEqual(
    [draft.kind, draft.draft.summary, draft.draft.tags],
    ['series', '一周一封 <信>', ['声音', '乐理']],
  );
  const lessons = await lessonsOf(report.workId);
  assert.deepEqual(
    lessons.map(({ title, isTrial }) => [title, isTrial]),
    [
      ['题 1', false],
      ['题 3', true],
    ],
  );
  assert.match(lessons[1]!.body, /^!\[\]\(pictures\/[0-9a-f]{32}\.png\)\n\n文 3$/);
  assert.deepEqual([(await load(path)).unchanged, (await load(path)).created], [2, 0]);
});

test('feeds in GBK, in UTF-16 and with a mark are read as they were written', () => {
  const head = (name: string) => `<?xml version="1.0" encoding="${name}"?>`;
  const gbk = Buffer.from([0xcf, 0xd2]); // 弦
  assert.equal(
    decodeText(Buffer.concat([Buffer.from(head('gb2312')), gbk])),
    `${head('gb2312')}弦`,
  );
  assert.equal(decodeText(gbk, 'text/xml; charset=GBK'), '弦');
  assert.equal(decodeText(gbk), '弦');
  assert.equal(decodeText(Buffer.from('\uFEFF弦', 'utf16le')), '弦');
  assert.equal(decodeText(Buffer.from('\uFEFF弦')), '弦');
  assert.equal(decodeText(Buffer.from('弦'), 'text/xml; charset=no-such'), '弦');
});

test('what a publication says of itself is words: no styles, no scripts, and lines stay apart', () => {
  const description = '<style>p{}</style><p>One.</p><script>x()</script><p>Two<br>three</p>';
  const head = { form: 'feed', identity: 'i', title: '<b>A</b> &amp; B', description } as const;
  const rest = { link: undefined, language: undefined, image: undefined, tags: [], left: [] };
  const { summary, title } = planPublication({ ...head, ...rest, items: [] }, (id) => id);
  assert.deepEqual([title, summary], ['A & B', 'One. Two three']);
});

test('law: each item of a publication is one lesson, once, in the order of its days, saying its words', () => {
  const word = fc.stringMatching(/^[a-z弦音]{1,8}$/);
  const item = fc.record({ id: word, word, day: fc.integer({ min: 0, max: 20_000 }) });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 20 }), (made) => {
      const items = made.map(({ id, word: said, day }): ForeignItem => ({
        id,
        title: said,
        html: `<p>${said} <b>${said}</b> 1 * 2 $x$ [y]</p>`,
        link: undefined,
        at: new Date(day * 86_400_000),
        season: undefined,
        enclosure: undefined,
        isOpen: false,
      }));
      const head = { form: 'feed', identity: 'i', title: 't', description: '' } as const;
      const rest = { link: undefined, language: undefined, image: undefined, tags: [], left: [] };
      const plan = planPublication({ ...head, ...rest, items }, (id) => id);
      const lessons = plan.chapters.flatMap((chapter) => chapter.lessons);
      const ids = new Set(made.map(({ id }) => id));
      assert.equal(new Set(lessons.map(({ source }) => source)).size, ids.size);
      assert.equal(lessons.length, ids.size);
      // The newest of twins is what stands first in the file.
      const newest = new Map(made.toReversed().map((one) => [one.id, one]));
      const inOrder = made
        .filter((one) => newest.get(one.id) === one)
        .toReversed()
        .toSorted((a, b) => a.day - b.day);
      assert.deepEqual(
        lessons.map(({ title }) => title),
        inOrder.map((one) => one.word),
      );
      for (const { title, body } of lessons)
        assert.equal(readMarkdown(body).text, `${title} ${title} 1 * 2 $x$ [y]`);
    }),
    { numRuns: 60 },
  );
});
