import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import {
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFString,
  StandardFonts,
} from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { createWork, publishWork, saveOutline, setPrice } from '#catalog/service.ts';
import { grantEntitlement } from '#entitlement/service.ts';
import { newId } from '#kernel/id.ts';
import { money } from '#kernel/money.ts';
import { Refusal } from '#kernel/refusal.ts';
import { storeAsset } from '#media/service.ts';
import { stampPdf } from '#media/service/stamp-pdf.ts';
import type { Ctx, User } from '#platform/ctx.ts';
import { inTransaction } from '#platform/db.ts';
import { openTestHouse, testUser, type TestHouse } from '#platform/testing/database.ts';
import { readingApi } from './api.ts';
import { PdfLayout } from './pages/pdf-layout.ts';
import { readingPages } from './pages/routes.ts';
import { joinPieces, keepable, runsOfSizes } from './rules/page-text.ts';
import { addMark, findWords, moveTo, openBook, openChapter, openPage } from './service.ts';
import { getDocument } from './service/pdf-library.ts';

const card = await readFile(
  new URL('../../demo/material/听得懂的乐理/03-音阶与旋律/04-乐理随身卡.pdf', import.meta.url),
);

let house: TestHouse;
let creator: User;
let learner: User;

before(async () => {
  house = await openTestHouse();
  creator = await aUser('creator');
  learner = await aUser();
});
after(() => house.close());

async function aUser(...roles: 'creator'[]): Promise<User> {
  const user = testUser(newId(), ...roles);
  await house.db
    .insertInto('appUser')
    .values({ id: user.userId, name: '学员', createdAt: house.now() })
    .execute();
  return user;
}

/** A lesson that is this PDF, in a course that the learner has. */
async function aLesson(content: Uint8Array): Promise<string> {
  const ctx: Ctx = { ...house.ctx(), actor: creator };
  const fileName = '卡片.pdf';
  const file = { ownerId: creator.userId, fileName, content: Buffer.from(content) };
  const { asset } = await storeAsset(ctx, file);
  const workId = (await createWork(ctx, { title: '乐理' })).id;
  const lesson = {
    source: 'a',
    title: '卡片',
    kind: 'pdf',
    assetId: asset.id,
    durationSec: 0,
    isTrial: false,
    body: '',
  } as const;
  await saveOutline(ctx, workId, [{ source: 'c', title: '章', lessons: [lesson] }]);
  await setPrice(ctx, workId, money(9900));
  await publishWork(house.ctx({ actor: { kind: 'system', name: 'test' } }), workId);
  const source = { kind: 'order', id: newId() } as const;
  await inTransaction(house.ctx(), (tx) =>
    grantEntitlement(tx, { userId: learner.userId, workId, source }, house.now()),
  );
  const row = house.db.selectFrom('lesson').select('id').where('workId', '=', workId);
  return (await row.executeTakeFirstOrThrow()).id;
}

const reader = (): Ctx => house.ctx({ actor: learner });
const open = (path: string, actor: User = learner) =>
  Promise.resolve(house.app([...readingPages, ...readingApi], () => actor).request(path));
const refuses = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

/** Three pages of three sizes, with contents of two lines. */
async function aPdf(change: (document: PDFDocument) => void = () => {}): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const sizes = [
    [400, 600],
    [400, 600],
    [800, 300],
  ] as const;
  for (const [index, size] of sizes.entries()) {
    const page = document.addPage([...size]);
    page.drawText(`Overture ${index + 1}: strings and air`, { x: 40, y: 200, size: 14, font });
    page.drawText('second line', { x: 40, y: 170, size: 14, font });
  }
  const { context } = document;
  const line = (title: string, page: number) =>
    context.obj({
      Title: PDFString.of(title),
      Dest: [document.getPage(page).ref, PDFName.of('Fit')],
    });
  const [one, two] = [line('Beginning', 0), line('End', 2)];
  const [firstRef, lastRef] = [context.register(one), context.register(two)];
  one.set(PDFName.of('Next'), lastRef);
  two.set(PDFName.of('Prev'), firstRef);
  const outline = context.register(
    context.obj({ Type: 'Outlines', First: firstRef, Last: lastRef, Count: PDFNumber.of(2) }),
  );
  document.catalog.set(PDFName.of('Outlines'), outline);
  change(document);
  return document.save();
}

test('a PDF is taken apart by pages, with sizes, words and contents, and is searched and marked', async () => {
  const lessonId = await aLesson(await aPdf());
  const { book } = await openBook(reader(), lessonId);
  assert.deepEqual(book.pages, [
    [400, 600, 2],
    [800, 300, 1],
  ]);
  assert.deepEqual(
    book.contents.map(({ title, chapter }) => [title, chapter]),
    [
      ['Beginning', 1],
      ['End', 3],
    ],
  );
  assert.equal(
    (await openPage(reader(), lessonId, 2)).text,
    'Overture 2: strings and air second line',
  );

  const found = await findWords(reader(), lessonId, {
    q: 'air second',
    cursor: undefined,
    limit: 2,
  });
  assert.deepEqual(
    found.found.items.map(({ chapter, title }) => [chapter, title]),
    [
      [1, 'Beginning'],
      [2, 'Beginning'],
    ],
  );
  assert.ok(found.found.nextCursor);

  const passage = { chapter: 3, startBlock: 0, startChar: 0, endBlock: 0, endChar: 8, note: '' };
  assert.equal((await addMark(reader(), lessonId, passage)).quote, 'Overture');
  const marks = await (await open(`/read/${lessonId}/marks`)).text();
  assert.match(marks, new RegExp(`href="/read/${lessonId}/pages/3#t0">第 3 页 · End<`));

  await moveTo(reader(), lessonId, { chapter: 2, block: 4, agoMs: 0 });
  const led = await open(`/read/${lessonId}`);
  assert.equal(led.headers.get('location'), `/read/${lessonId}/pages/2#t4`);
});

test('a page of a PDF says its words without script; what is not there is not', async () => {
  const lessonId = await aLesson(await aPdf());
  const page = await (await open(`/read/${lessonId}/pages/2`)).text();
  assert.match(page, /Overture 2: strings and air second line/);
  assert.match(page, new RegExp(`href="/read/${lessonId}/pages/3"`));
  assert.equal((await open(`/read/${lessonId}/pages/4`)).status, 404);
  await assert.rejects(openChapter(reader(), lessonId, 1), refuses('reading.unknown_chapter'));
  assert.equal((await open(`/read/${lessonId}/pages/1`, await aUser())).status, 403);
});

test('a broken PDF is refused with its reason; one whose contents go in a ring is read', async () => {
  const broken = Buffer.concat([card.subarray(0, 900), Buffer.from('\n%%EOF')]);
  await assert.rejects(openBook(reader(), await aLesson(broken)), refuses('media.pdf_broken'));
  const ring = await aPdf(({ context, catalog }) => {
    const outline = catalog.lookup(PDFName.of('Outlines'), PDFDict);
    const first = outline.get(PDFName.of('First'))!;
    context.lookup(first, PDFDict).set(PDFName.of('Next'), first);
  });
  const { book } = await openBook(reader(), await aLesson(ring));
  assert.deepEqual(
    book.contents.map(({ title }) => title),
    ['Beginning'],
  );
});

/** What the browser makes of a copy, by the same library and the same rule. */
async function wordsIn(content: Uint8Array): Promise<string[]> {
  const task = getDocument(new Uint8Array(content));
  const document = await task.promise;
  const all: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    all.push(joinPieces(items.filter((item) => 'str' in item)).text);
  }
  await task.destroy();
  return all;
}

test('a stamp leaves every character of a page where it was, so that marks stand where they were made', async () => {
  for (const content of [card, await aPdf()]) {
    const own = await wordsIn(content);
    const stamped = await wordsIn(await stampPdf(content, '白露 · 学员 0000-0000-0001'));
    for (const [index, words] of own.entries()) {
      assert.ok(words.length > 20);
      assert.equal(stamped[index]!.slice(0, words.length), words);
      assert.ok(stamped[index]!.length > words.length);
    }
  }
});

test('law: to keep a page’s words moves no character, and gaps stand at ends of lines only', () => {
  const piece = fc.record({
    str: fc.string({ unit: fc.constantFrom('身', '⾝', 'a', ' ', '，', '\0', '豈', '𠮷') }),
    hasEOL: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { text, gaps } = joinPieces(pieces);
      const kept = keepable(text);
      assert.equal(kept.length, text.length);
      assert.doesNotMatch(kept, /[\0⾝]/);
      assert.equal(gaps.length, pieces.filter(({ hasEOL }) => hasEOL).length);
      const own = pieces.reduce((sum, { str }) => sum + str.length, 0);
      assert.equal(text.length, own + gaps.join('').length);
    }),
  );
  const line = (str: string) => ({ str, hasEOL: true });
  assert.equal(
    joinPieces([line('五度相'), line('生'), line('is a'), line('tuning')]).text,
    '五度相生 is a tuning',
  );
});

test('law: wherever one is in a layout, one is found there again at every zoom', () => {
  const sizes = fc.array(
    fc.tuple(fc.integer({ min: 50, max: 900 }), fc.integer({ min: 50, max: 900 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(
      sizes,
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      fc.nat(),
      (all, zoom, pick) => {
        const runs = runsOfSizes(all);
        assert.equal(
          runs.reduce((sum, [, , count]) => sum + count, 0),
          all.length,
        );
        const layout = new PdfLayout(runs, 12);
        const place = { page: (pick % all.length) + 1, part: (pick % 97) / 100 };
        layout.zoomTo(zoom);
        const found = layout.placeAt(layout.topOf(place));
        assert.equal(found.page, place.page);
        assert.ok(Math.abs(found.part - place.part) < 1e-6);
      },
    ),
  );
});
