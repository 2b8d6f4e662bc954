import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { getOutline, publishWork, saveOutline } from '#catalog/service.ts';
import { aLesson, aWork } from '#catalog/fixtures/works.ts';
import { locales } from '#kernel/locale.ts';
import { Refusal } from '#kernel/refusal.ts';
import { asSystem } from '#platform/ctx.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import { submitWork } from '#review/service.ts';
import { contentApi } from './api.ts';
import { kitchen } from './fixtures/kitchen.ts';
import { contentReactions } from './reactions.ts';
import { castDraft, castLive, castMissing, renderMarkdown } from './service.ts';
import { hashText } from './service/ask-thread.ts';
import { castMarkdown } from './service/cast-markdown.ts';
import { pipeline } from './store/cast.ts';

const house = await openTestHouse();
after(() => house.close());
const system = asSystem(house.ctx(), 'test');

/** Formulas of macros that expand to macros: each within its limits, all together a minute and a half. */
const minuteLong = Array.from(
  { length: 2_000 },
  () => `$\\def\\a{${'x+'.repeat(80)}}${'\\a'.repeat(20)}$`,
).join('\n\n');

const chapter = (...lessons: ReturnType<typeof aLesson>[]) => [
  { source: '01', title: '第一章', lessons },
];
const castsOf = (workId: string) =>
  house.db.selectFrom('textCast').selectAll().where('workId', '=', workId).execute();

test('a text that would take more than a minute is refused in both languages, and delays nobody meanwhile', async () => {
  const { id, creatorId } = await aWork(house.ctx(), { isPublished: false });
  const app = house.app(contentApi, () => house.as(creatorId, 'creator').actor);
  const preview = (body: string, language: string) =>
    app.request(`/api/v1/works/${id}/preview`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify({ body }),
    });
  const other = await aWork(house.ctx(), { isPublished: false });
  const ask = (body: string) =>
    renderMarkdown(house.ctx(), { workId: other.id, body, audience: 'public' });
  // Both threads are awake before the clock runs.
  await Promise.all([preview('醒', 'zh'), ask('来')]);
  const slow = preview(minuteLong, 'zh');
  const begunAt = performance.now();
  let [rounds, slowestMs] = [0, 0];
  const watch = { isOver: false };
  void Promise.resolve(slow).then(() => (watch.isOver = true));
  while (!watch.isOver) {
    const began = performance.now();
    assert.equal((await ask(`第 ${rounds} 段`)).html, `<p>第 ${rounds} 段</p>`);
    slowestMs = Math.max(slowestMs, performance.now() - began);
    rounds += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const wholeMs = performance.now() - begunAt;
  const says = `${rounds} rounds in ${wholeMs} ms, the slowest ${slowestMs} ms`;
  assert.ok(rounds > 20 && slowestMs < wholeMs / 3, says);
  for (const [answer, words] of [
    [await slow, /太复杂，10 秒.*拆成几段/],
    // What was given up is refused at once when it is asked again.
    [await preview(minuteLong, 'en'), /too complex.*10 seconds.*split it/],
  ] as const) {
    assert.equal(answer.status, 422);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    assert.equal(error.code, 'text.too_heavy');
    assert.match(error.message, words);
  }
});

test('such a text keeps a work from being handed in, by the name of its lesson', async () => {
  const lessons = chapter(aLesson('好读的'), aLesson('读不完的', minuteLong));
  const work = await aWork(house.ctx(), { isPublished: false, chapters: lessons });
  await assert.rejects(submitWork(house.as(work.creatorId, 'creator'), work.id), (error) => {
    assert.ok(error instanceof Refusal && error.code === 'text.lesson_too_heavy');
    assert.match(error.say('zh'), /《读不完的》.*拆成几课/);
    assert.match(error.say('en'), /“读不完的”.*several lessons/);
    return true;
  });
  assert.deepEqual(await castsOf(work.id), []);
});

test('such a text that is live all the same is shown as it was typed', async () => {
  const { id } = await aWork(house.ctx());
  const text = { workId: id, body: minuteLong, audience: 'public' } as const;
  const { html } = await renderMarkdown(house.ctx(), text);
  assert.ok(html.startsWith('<p>$\\def') && html.endsWith('\\a$</p>'));
});

test('five megabytes in one line are rendered, or refused, while others are answered', async () => {
  for (const line of [
    '声'.repeat(1_700_000),
    'word '.repeat(1_000_000),
    '[^a](b)<'.repeat(650_000),
  ]) {
    const { id } = await aWork(house.ctx());
    const answers = await Promise.allSettled([
      renderMarkdown(house.ctx(), { workId: id, body: line, audience: 'public', isDraft: true }),
      renderMarkdown(house.ctx(), { workId: id, body: '短', audience: 'public' }),
    ]);
    const [long, short] = answers;
    assert.ok(short.status === 'fulfilled' && short.value.html === '<p>短</p>');
    if (long.status === 'fulfilled') assert.ok(long.value.html.length >= line.length);
    else assert.ok(long.reason instanceof Refusal && long.reason.code === 'text.too_heavy');
  }
});

test('two hundred texts at once become what each becomes alone', async () => {
  const { id } = await aWork(house.ctx());
  const bodies = Array.from(
    { length: 200 },
    (_, n) => `# ${n}\n\n$x^${n}$ **a**\n\n\`\`\`js\nlet a = ${n};\n\`\`\`\n\n[^1]\n\n[^1]: ${n}`,
  );
  const rendered = await Promise.all(
    bodies.map((body) => renderMarkdown(house.ctx(), { workId: id, body, audience: 'public' })),
  );
  for (const [index, { html }] of rendered.entries()) {
    const alone = await castMarkdown(bodies[index]!, 'zh');
    assert.equal(html, alone.parts.join(''));
  }
});

test('who changes what a text becomes raises the pipeline, so that live texts are rendered again', async () => {
  const made = await Promise.all(locales.map((locale) => castMarkdown(kitchen, locale)));
  const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16);
  assert.deepEqual([pipeline, digest], [3, '9c1028a13e83d553']);
});

test('what is handed in is rendered in both languages; what is live is all that stays', async () => {
  const { id, creatorId } = await aWork(house.ctx(), {
    isPublished: false,
    description: '关于 **弦**',
    chapters: chapter(aLesson('一', '第一稿'), aLesson('二', '同一句'), aLesson('三', '同一句')),
  });
  await submitWork(house.as(creatorId, 'creator'), id);
  assert.equal((await castsOf(id)).length, 6);
  await house.db.updateTable('work').set({ submittedAt: null }).where('id', '=', id).execute();
  await saveOutline(system, id, chapter(aLesson('一', '第二稿'), aLesson('二', '同一句')));
  await castDraft(system, id);
  assert.equal((await castsOf(id)).length, 8);
  await publishWork(system, id);
  await house.drain(contentReactions);
  const kept = await castsOf(id);
  const hashes = ['关于 **弦**', '第二稿', '同一句'].flatMap((body) =>
    locales.map((locale) => hashText(body, locale).toString('hex')),
  );
  assert.deepEqual(kept.map(({ hash }) => hash.toString('hex')).toSorted(), hashes.toSorted());
});

test('a page renders nothing that was kept: it shows the kept bytes', async () => {
  const { id } = await aWork(house.ctx());
  const body = '只在库里的一段';
  const kept = { parts: ['<p>KEPT</p>'], headings: '[]', files: '[]', pipeline };
  const put = (workId: string, text: string, version: number) =>
    house.db
      .insertInto('textCast')
      .values({ workId, hash: hashText(text, 'zh'), ...kept, pipeline: version })
      .execute();
  await put(id, body, pipeline);
  const text = { workId: id, body, audience: 'public' } as const;
  assert.equal((await renderMarkdown(house.ctx(), text)).html, '<p>KEPT</p>');

  const older = '老办法排的一段';
  await put(id, older, pipeline - 1);
  assert.equal(
    (await renderMarkdown(house.ctx(), { ...text, body: older })).html,
    `<p>${older}</p>`,
  );
});

test('after an upgrade every text that learners read is rendered again, once', async () => {
  const live = await aWork(house.ctx(), { chapters: chapter(aLesson('一', '升级前的课文')) });
  const draft = await aWork(house.ctx(), { isPublished: false });
  await house.drain(contentReactions);
  await house.db
    .updateTable('castWork')
    .set({ pipeline: pipeline - 1 })
    .execute();
  await house.db
    .updateTable('textCast')
    .set({ pipeline: pipeline - 1, parts: ['OLD'] })
    .execute();
  await castMissing(system);
  const again = await castsOf(live.id);
  assert.ok(again.length >= 2 && again.every((row) => row.pipeline === pipeline));
  assert.ok(again.every(({ parts }) => !parts.includes('OLD')));
  assert.deepEqual(await castsOf(draft.id), []);
  const rows = await house.db.selectFrom('castWork').selectAll().execute();
  house.advance(1_000);
  await castMissing({ ...system, now: house.now() });
  assert.deepEqual(await house.db.selectFrom('castWork').selectAll().execute(), rows);
});

test('many who render the same work at once leave each text once', async () => {
  const bodies = ['甲', '乙', '丙'].map((word) => aLesson(word, `${word}的课文`));
  const { id } = await aWork(house.ctx(), { chapters: chapter(...bodies) });
  await Promise.all(
    Array.from({ length: 12 }, (_, n) => (n % 2 ? castLive(system, id) : castDraft(system, id))),
  );
  assert.equal((await castsOf(id)).length, 6);
  assert.equal((await getOutline(system, id, 'live'))[0]!.lessons.length, 3);
});
