import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aCreator, aLesson, aWork } from '#catalog/fixtures/works.ts';
import { getOutline } from '#catalog/service.ts';
import { newId } from '#kernel/id.ts';
import { renewPlayback } from '#learning/service.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { AssetKind } from '#media/types.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import type { Audience } from './types.ts';
import { nameFile, renderMarkdown } from './service.ts';

const house = await openTestHouse();
after(() => house.close());

let creatorId: string;
let workId: string;
let lessons: { trial: string; paid: string };
const files: Record<string, string> = {};
const learner = testUser(newId());

async function anAsset(ownerId: string, kind: AssetKind, state = 'ready' as const) {
  const id = newId();
  const types = { audio: 'audio/mpeg', video: 'video/mp4', pdf: 'application/pdf' } as const;
  const mediaType = types[kind as keyof typeof types] ?? 'application/octet-stream';
  const file = { kind, fileName: `<${kind}>.bin`, mediaType, sizeBytes: 1_234_567, state };
  const sha256 = Buffer.from(id.replaceAll('-', ''), 'hex');
  await house.db
    .insertInto('asset')
    .values({ id, ownerId, ...file, sha256, createdAt: house.now() })
    .execute();
  const original = { name: 'original', kind: 'original', detail: '{"name":"original"}' } as const;
  await house.db
    .insertInto('rendition')
    .values({ id: newId(), assetId: id, ...original, mediaType, prefix: `asset/${id}/a/` })
    .execute();
  return id;
}

before(async () => {
  creatorId = await aCreator(house.ctx());
  const work = await aWork(house.ctx(), {
    creatorId,
    chapters: [
      {
        source: '01',
        title: '章',
        lessons: [
          aLesson('试听', '![听](free.mp3)', true),
          aLesson('正课', '![听](sound.mp3)\n\n![看](film.mp4)'),
        ],
      },
    ],
  });
  workId = work.id;
  const [chapter] = await getOutline(house.ctx(), workId, 'live');
  const [trial, paid] = chapter!.lessons;
  lessons = { trial: trial!.id, paid: paid!.id };
  const me = house.as(creatorId, 'creator');
  for (const [path, kind] of [
    ['free.mp3', 'audio'],
    ['sound.mp3', 'audio'],
    ['film.mp4', 'video'],
    ['notes.pdf', 'pdf'],
  ] as const) {
    files[path] = await anAsset(creatorId, kind);
    await nameFile(me, workId, { path, assetId: files[path] });
  }
});

const render = (body: string, audience: Audience = 'entitled', locale: 'zh' | 'en' = 'zh') =>
  renderMarkdown(house.ctx({ actor: learner, locale }), {
    workId,
    body,
    audience,
    renewAt: '/renew?asset=',
  });

test('a recording in a paragraph of its own is played there, by addresses for the one who asks', async () => {
  const { html, hasPlayer } = await render('前\n\n![第一段录音](sound.mp3)\n\n后');
  assert.ok(hasPlayer);
  const id = files['sound.mp3']!;
  assert.match(
    html,
    /^<p>前<\/p>\s*<section class="player player-audio" data-island="player" aria-label="第一段录音"/,
  );
  assert.match(html, new RegExp(`<source src="/media/f/${id}/[\\w.-]+" type="audio/mpeg"`));
  assert.ok(html.includes(`data-renew="/renew?asset=${id}"`));
  assert.doesNotMatch(html, /<p>\s*<section/);

  const film = await render('![看](film.mp4)', 'trial');
  assert.match(film.html, new RegExp(`<source src="/media/p/${files['film.mp4']}/`));
});

test('in the middle of a sentence a recording is a link, and a video says what it needs', async () => {
  const { html, hasPlayer } = await render('听 ![这段](sound.mp3)，看 ![那段](film.mp4)。');
  assert.equal(hasPlayer, false);
  assert.match(
    html,
    /<p>听 <a class="file-link" href="\/media\/f\/[^"]+\?download=1" download>这段 <small>1\.2 MB<\/small><\/a>，看 <em>那段（视频要独占一段才能播放）<\/em>。<\/p>/,
  );
});

test('a document is a way to download it', async () => {
  const { html } = await render('![](notes.pdf)');
  assert.match(
    html,
    /^<p><a class="file-link" href="\/media\/f\/[^"]+" download>&lt;pdf&gt;\.bin <small>/,
  );
});

test('on pages that are kept for everybody nothing but pictures has an address', async () => {
  const { html, hasPlayer } = await render(
    '![听](sound.mp3)\n\n![看](film.mp4)\n\n![](notes.pdf)',
    'public',
    'en',
  );
  assert.equal(hasPlayer, false);
  assert.doesNotMatch(html, /\/media\//);
  assert.match(html, /<p><em>听 \(opens in the lessons\)<\/em><\/p>/);
});

test('only files of the work’s own creator are shown, and only those that were named', async () => {
  const stranger = await aCreator(house.ctx());
  const theirs = await anAsset(stranger, 'audio');
  await assert.rejects(
    nameFile(house.as(creatorId, 'creator'), workId, { path: 'x.mp3', assetId: theirs }),
    Refusal,
  );
  // Even a row that should not be there opens nothing.
  await house.db
    .insertInto('embeddedAsset')
    .values({ workId, path: 'theirs.mp3', assetId: theirs })
    .execute();
  for (const path of ['theirs.mp3', 'nowhere.mp3', `${files['sound.mp3']}`])
    assert.match((await render(`![x](${path})`)).html, /^<p><em>(?:文件|图片)缺失：x<\/em><\/p>$/);
});

test('what is still being prepared or is damaged says so', async () => {
  await house.db
    .updateTable('asset')
    .set({ state: 'processing' })
    .where('id', '=', files['film.mp4']!)
    .execute();
  assert.match((await render('![看](film.mp4)')).html, /看（还在处理，稍后就好）/);
  await house.db
    .updateTable('asset')
    .set({ state: 'failed' })
    .where('id', '=', files['film.mp4']!)
    .execute();
  assert.match((await render('![看](film.mp4)')).html, /看（文件坏了，放不了）/);
  await house.db
    .updateTable('asset')
    .set({ state: 'ready' })
    .where('id', '=', files['film.mp4']!)
    .execute();
});

test('fresh addresses are given for what the lesson’s own text shows, and for nothing else of the work', async () => {
  const visitor = house.ctx();
  assert.ok((await renewPlayback(visitor, lessons.trial, files['free.mp3'])).src);
  for (const [lesson, asset] of [
    [lessons.trial, files['sound.mp3']],
    [lessons.trial, newId()],
    [lessons.paid, files['sound.mp3']],
    [lessons.paid, files['free.mp3']],
  ] as const)
    await assert.rejects(renewPlayback(visitor, lesson, asset), Refusal);
});

test('footnotes are named, there and back, also when one is used twice', async () => {
  const body = '一[^a]，二[^a]。\n\n[^a]: 注';
  const zh = (await render(body)).html;
  assert.match(zh, /<a href="#user-content-fn-a"[^>]*aria-label="脚注 1">1<\/a>/);
  assert.match(zh, /<h2[^>]*id="footnote-label"[^>]*>脚注<\/h2>/);
  assert.match(zh, /aria-label="回到正文中的脚注 1"[\s\S]*aria-label="回到正文中的脚注 1-2"/);
  const en = (await render(body, 'entitled', 'en')).html;
  assert.match(en, /aria-label="Footnote 1"/);
  assert.match(en, /aria-label="Back to footnote 1 in the text"/);
});

test('a heading has an anchor for the mouse, which its name and the table of contents do not hear', async () => {
  const { html, headings } = await render('## 音高');
  assert.deepEqual(headings, [{ id: 's-音高', text: '音高', level: 2 }]);
  assert.match(
    html,
    /<h2 id="s-音高">音高<a class="heading-anchor" href="#s-音高" aria-hidden="true" tabindex="-1">#<\/a><\/h2>/,
  );
});

test('Mermaid is drawn on the server in the house’s own colours, with its source beside it', async () => {
  const { html } = await render(
    '```mermaid\ngraph TD\n  A[弦] -->|振动| B\n  style A fill:#f00\n```\n\n```mermaid\nsequenceDiagram\n  甲->>乙: 问\n```',
  );
  assert.match(
    html,
    /<figure class="diagram"><div class="diagram-scroll" role="region" tabindex="0" aria-label="流程图"><svg [^>]*role="img"/,
  );
  assert.match(html, /<text [^>]*>弦<\/text>/);
  assert.match(html, /<details><summary>看这张图的源码<\/summary><pre><code/);
  assert.match(html, /url\(#s-diagram-1-arrowhead\)[\s\S]*url\(#s-diagram-2-/);
  assert.doesNotMatch(html, /<style|style=|#f00"|<script/);
});

test('a diagram of another kind, or one that nobody can read, is its source in a named figure', async () => {
  for (const source of ['mindmap\n  root((乐理))', 'gantt\n  title x', 'sequenceDiagramX', '???']) {
    const { html } = await render(`\`\`\`mermaid\n${source}\n\`\`\``);
    assert.match(html, /^<figure class="diagram"><pre><code class="language-mermaid">/);
    assert.match(html, /<figcaption>[\s\S]*源码<\/figcaption><\/figure>$/);
  }
});
