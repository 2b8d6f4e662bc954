import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { degrees, PDFDocument, PDFName, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { newId, numberOf } from '#kernel/id.ts';
import { Refusal } from '#kernel/refusal.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/database.ts';
import yauzl from 'yauzl';
import { text } from 'node:stream/consumers';
import { zip } from '../../tools/make-demo/zip.ts';
import { footOf, runsOf, writeStamp } from './rules/stamp.ts';
import { isSafeEntry, resolveIn, withoutDeclarations } from './rules/epub.ts';
import { mediaReactions } from './reactions.ts';
import { deliverStamped, discardAsset, findAssets, getAsset, storeAsset } from './service.ts';
import { sweepCopies } from './service/stamp.ts';
import { after as later, day } from '#kernel/time.ts';

let house: TestHouse;
let ctx: Ctx<User>;
const stamp = { name: '林晓燕', number: '3f9a-01bc-77de', order: '202611290000000001' };

before(async () => {
  house = await openTestHouse();
  ctx = await someone();
});
after(() => house.close());

async function someone(): Promise<Ctx<User>> {
  const id = newId();
  await house.db
    .insertInto('appUser')
    .values({ id, name: '林晓燕', createdAt: house.now() })
    .execute();
  return house.as(id, 'creator');
}

async function aPdf(pages: number): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let number = 0; number < pages; number += 1) {
    const page = document.addPage([400, 600]);
    page.drawText(`page ${number} of ${newId()}`, { x: 50, y: 300 });
    page.setRotation(degrees((number % 4) * 90));
  }
  return Buffer.from(await document.save());
}

const keep = async (content: Buffer, fileName = 'a.pdf') =>
  (await storeAsset(ctx, { ownerId: ctx.actor.userId, fileName, content })).asset;
const request = new Request('http://localhost/lessons/x/files/y?download=1');
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const copies = (assetId: string) => Array.fromAsync(house.ports.files.list(`stamped/${assetId}/`));

/** What is drawn on each page with letters of ASCII. */
async function drawnOn(content: Uint8Array): Promise<string[]> {
  const document = await PDFDocument.load(content);
  return document.getPages().map((page) => {
    const contents = page.node.Contents();
    const streams = contents && 'asArray' in contents ? contents.asArray() : [contents];
    return streams
      .map((one) => document.context.lookup(one))
      .filter((one) => one instanceof PDFRawStream)
      .map((one) => inflateSync(one.getContents()).toString('latin1'))
      .join('\n')
      .replaceAll(/<([0-9A-F]+)> Tj/g, (_, hex: string) =>
        Buffer.from(hex, 'hex').toString('latin1'),
      );
  });
}

test('every page of a PDF carries the number and the order of who downloads it, however it is turned', async () => {
  const asset = await keep(await aPdf(5));
  const answer = await deliverStamped(ctx, request, asset, stamp);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-disposition')!, /^attachment/);
  const content = await bytesOf(answer);
  const drawn = await drawnOn(content);
  assert.equal(drawn.length, 5);
  for (const page of drawn) assert.ok(page.includes(stamp.number) && page.includes(stamp.order));
  const said = (await PDFDocument.load(content)).getSubject();
  assert.equal(said, writeStamp(stamp));
  assert.ok(said.includes('林晓燕'));
});

test('a copy is made once for many who ask at once, anew for another stamp, and goes with its asset', async () => {
  const asset = await keep(await aPdf(1));
  const ask = (as: Ctx<User>, name = stamp.name) =>
    deliverStamped(as, request, asset, { ...stamp, name });
  await Promise.all(Array.from({ length: 8 }, () => ask(ctx).then(bytesOf)));
  const [first, ...rest] = await copies(asset.id);
  assert.equal(rest.length, 0);
  await ask(ctx).then(bytesOf);
  assert.deepEqual(await copies(asset.id), [first]);

  await ask(ctx, '改名了').then(bytesOf);
  const [renamed, ...none] = await copies(asset.id);
  assert.notEqual(renamed, first);
  assert.equal(none.length, 0);
  await ask(await someone()).then(bytesOf);
  assert.equal((await copies(asset.id)).length, 2);

  await discardAsset(ctx, asset.id);
  assert.deepEqual(await copies(asset.id), []);
});

test('copies of last week are swept, and made again for who asks', async () => {
  const asset = await keep(await aPdf(1));
  await deliverStamped(ctx, request, asset, stamp).then(bytesOf);
  assert.equal(await sweepCopies({ ...ctx, now: new Date() }), 0);
  assert.ok((await sweepCopies({ ...ctx, now: later(new Date(), 8 * day) })) >= 1);
  assert.deepEqual(await copies(asset.id), []);
  assert.equal((await deliverStamped(ctx, request, asset, stamp)).status, 200);
});

async function refusalOf(content: Buffer, fileName?: string): Promise<string> {
  const asset = await keep(content, fileName);
  try {
    await deliverStamped(ctx, request, asset, stamp);
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    assert.deepEqual(await copies(asset.id), []);
    const seen = await getAsset({ ...ctx, locale: 'en' }, asset.id);
    assert.equal(seen.state, 'failed');
    assert.doesNotMatch(seen.failure!, /instructor/, 'it is the instructor who reads it');
    await assertFoundBefore(content, error.code);
    return error.code;
  }
  await assertFoundBefore(content, null);
  return 'delivered';
}

/** The same file of somebody else, which nobody opens, is found out by itself, and its owner told. */
async function assertFoundBefore(content: Buffer, expected: string | null): Promise<void> {
  const other = await someone();
  const { asset } = await storeAsset(other, {
    ownerId: other.actor.userId,
    fileName: 'same',
    content,
  });
  await house.drain(mediaReactions);
  const found = (await findAssets(house.db, [asset.id])).get(asset.id)!;
  assert.equal(found.failure, expected);
  assert.equal(found.state, expected === null ? 'ready' : 'failed');
  assert.deepEqual(await copies(asset.id), []);
}

test('a PDF that is locked, broken or active ends in a sentence of its own', async () => {
  const locked = await PDFDocument.create();
  locked.addPage();
  locked.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
  assert.equal(await refusalOf(Buffer.from(await locked.save())), 'media.pdf_locked');

  assert.equal(await refusalOf(Buffer.from('%PDF-1.7 card')), 'media.pdf_broken');
  assert.equal(await refusalOf((await aPdf(2)).subarray(0, 200)), 'media.pdf_broken');

  const active = await PDFDocument.create();
  active.addPage();
  active.addJavaScript('hello', 'app.alert(1)');
  assert.equal(await refusalOf(Buffer.from(await active.save())), 'media.pdf_script');
  const opening = await PDFDocument.create();
  opening.addPage();
  const deed = opening.context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(2)') });
  opening.catalog.set(PDFName.of('OpenAction'), deed);
  assert.equal(await refusalOf(Buffer.from(await opening.save())), 'media.pdf_script');
});

const container =
  '<?xml version="1.0"?><container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>';
const opf = `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata><dc:title>小书</dc:title></metadata>
  <manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/><item id="b" href="two.xhtml" media-type="application/xhtml+xml"/></manifest>
  <spine><itemref idref="a"/><itemref idref="b"/></spine></package>`;
const chapter = (words: string, type = '<!DOCTYPE html>') =>
  `<?xml version="1.0" encoding="utf-8"?>${type}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>${words}</p></body></html>`;

function anEpub(more: Readonly<Record<string, string>> = {}): Buffer {
  const files = {
    'META-INF/container.xml': container,
    'OEBPS/book.opf': opf,
    'OEBPS/one.xhtml': chapter(`一 ${newId()}`),
    'OEBPS/two.xhtml': chapter('二'),
    ...more,
  };
  return zip([
    { name: 'mimetype', data: Buffer.from('application/epub+zip'), stored: true },
    ...Object.entries(files).map(([name, words]) => ({ name, data: Buffer.from(words) })),
  ]);
}

async function filesOf(content: Buffer): Promise<Map<string, string>> {
  const archive = await yauzl.fromBufferPromise(content, { lazyEntries: true });
  const files = new Map<string, string>();
  for await (const entry of archive.eachEntry())
    files.set(entry.fileName, await text(await archive.openReadStreamPromise(entry)));
  return files;
}

test('every chapter of an EPUB carries the stamp, and the book is whole otherwise', async () => {
  const asset = await keep(anEpub({ 'OEBPS/style.css': 'p{}' }), 'a.epub');
  const files = await filesOf(await bytesOf(await deliverStamped(ctx, request, asset, stamp)));
  assert.equal([...files.keys()][0], 'mimetype');
  for (const name of ['OEBPS/one.xhtml', 'OEBPS/two.xhtml'])
    assert.match(
      files.get(name)!,
      /林晓燕 · 学员 3f9a-01bc-77de · 订单 202611290000000001<\/p><\/body>/,
    );
  assert.equal(files.get('OEBPS/style.css'), 'p{}');
  assert.equal(files.get('OEBPS/book.opf'), opf);
});

test('an EPUB brings nothing in from outside, and leads nowhere', async () => {
  const type = '<!DOCTYPE html [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>';
  const asset = await keep(
    anEpub({ 'OEBPS/one.xhtml': chapter(`前 &xxe; 后 ${newId()}`, type) }),
    'a.epub',
  );
  const files = await filesOf(await bytesOf(await deliverStamped(ctx, request, asset, stamp)));
  await assertFoundBefore(anEpub({ 'OEBPS/one.xhtml': chapter('前 &xxe; 后', type) }), null);
  const one = files.get('OEBPS/one.xhtml')!;
  assert.ok(!/ENTITY|xxe|passwd/.test(one), one);
  assert.ok(one.includes('前  后'));

  assert.equal(
    await refusalOf(anEpub({ '../outside.txt': newId() }), 'a.epub'),
    'media.epub_unsafe',
  );
  assert.equal(await refusalOf(anEpub({ '/outside.txt': newId() }), 'a.epub'), 'media.epub_unsafe');
  assert.equal(
    await refusalOf(anEpub({ 'META-INF/container.xml': newId() }), 'a.epub'),
    'media.epub_broken',
  );
  const locked = `<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>`;
  assert.equal(
    await refusalOf(anEpub({ 'META-INF/encryption.xml': locked }), 'a.epub'),
    'media.epub_locked',
  );
  assert.equal(await refusalOf(anEpub().subarray(0, 300), 'a.epub'), 'media.epub_broken');
});

test('the stamp stands in the lower corner of a page as it is read, inside of it', () => {
  const side = fc.integer({ min: 100, max: 3_000 });
  fc.assert(
    fc.property(side, side, fc.constantFrom(0, 90, 180, 270, -90, 450), (width, height, turn) => {
      const { x, y } = footOf({ x: 5, y: 7, width, height }, turn, 10);
      assert.ok(x >= 15 && x <= width - 5 && y >= 17 && y <= height - 3);
    }),
  );
});

test('runs are the text again, but for what no font has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (words) => {
      const runs = runsOf(words, () => 'all');
      assert.equal(runs.map((run) => run.text).join(''), words);
      assert.ok(runs.every((run, at) => at === 0 || run.slice !== runs[at - 1]!.slice));
      assert.ok(
        !/[^\x20-\x7E]/.test(
          runsOf(words, () => undefined)
            .map((run) => run.text)
            .join(''),
        ),
      );
    }),
  );
});

test('no path of a book leads out of it, and no declaration stays', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('..', '.', 'a', 'b', '', '%2e%2e')), (parts) => {
      const found = resolveIn('OEBPS/x/one.xhtml', parts.join('/'));
      assert.ok(found === undefined || found.path === '' || isSafeEntry(found.path), found?.path);
    }),
  );
  for (const odd of ['../a', 'a/../../b', '/a', 'C:\\a', 'a\\..\\b', 'a\u0000b', ''])
    assert.equal(isSafeEntry(odd), false, odd);
  const known =
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">';
  assert.equal(withoutDeclarations(known), known);
  assert.equal(withoutDeclarations('<!DOCTYPE html SYSTEM "http://evil/x.dtd"><p/>'), '<p/>');
});

test('a number tells people apart and is no part of an address', () => {
  assert.match(numberOf(newId()), /^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/);
});
