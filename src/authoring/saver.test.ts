import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import fc from 'fast-check';
import type { LessonStanding } from '#catalog/schema.ts';
import { changesOf, Saver, type Base, type Fields, type SaveState } from './studio/saver.ts';

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

const blank: Fields = {
  title: '一课',
  kind: 'text',
  body: '',
  assetId: null,
  isTrial: false,
  trialFirst: null,
  opensOn: null,
  opensAfterDays: null,
  closesAfterDays: null,
  needs: [],
};

class Away extends Error {}
class Changed extends Error {}

/** A house with one lesson, and a device that keeps. */
class Desk {
  stands: Base = { fields: blank, revision: 1 };
  kept: Fields | undefined;
  states: SaveState['kind'][] = [];
  isAway = false;
  readonly answers: (() => void)[] = [];
  readonly saver: Saver;
  readonly points: { readonly body: string; readonly isAutosave: boolean }[] = [];

  constructor() {
    this.saver = new Saver(this.stands, {
      send: async (changes, { revision, isAutosave }) => {
        await new Promise<void>((resolve) => this.answers.push(resolve));
        if (this.isAway) throw new Away();
        if (revision !== this.stands.revision) throw new Changed();
        this.stands = { fields: { ...this.stands.fields, ...changes }, revision: revision + 1 };
        this.points.push({ body: this.stands.fields.body, isAutosave });
        return { revision: revision + 1, versionId: '', savedAt: '' };
      },
      judge: (error) => {
        if (error instanceof Away) return { kind: 'offline' };
        return { kind: 'conflict', theirs: this.stands.fields as LessonStanding };
      },
      keep: (fields) => (this.kept = fields),
      forget: () => (this.kept = undefined),
      tell: ({ kind }) => this.states.push(kind),
    });
    this.saver.begin({ fields: blank, state: { kind: 'saved' } });
  }

  /** Lets the house answer what it was asked. */
  async answer(): Promise<void> {
    this.answers.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

test('typing is saved by itself when it rests', async () => {
  const desk = new Desk();
  desk.saver.change({ body: '一' });
  assert.deepEqual([desk.kept?.body, desk.states], ['一', ['unsaved']]);
  mock.timers.tick(1_600);
  await desk.answer();
  assert.deepEqual(
    [desk.stands.fields.body, desk.kept, desk.states.at(-1)],
    ['一', undefined, 'saved'],
  );
  assert.deepEqual(desk.points, [{ body: '一', isAutosave: true }]);
});

test('what is typed while a save is on its way is saved after it', async () => {
  const desk = new Desk();
  desk.saver.change({ body: '一' });
  mock.timers.tick(1_600);
  desk.saver.change({ body: '一二' });
  await desk.answer();
  assert.deepEqual([desk.stands.fields.body, desk.kept?.body], ['一', '一二']);
  mock.timers.tick(1_600);
  await desk.answer();
  assert.deepEqual([desk.stands.fields.body, desk.kept], ['一二', undefined]);
});

test('a house that is away is asked again by itself; the text stays on the device', async () => {
  const desk = new Desk();
  desk.isAway = true;
  desk.saver.change({ body: '一' });
  mock.timers.tick(1_600);
  await desk.answer();
  assert.deepEqual([desk.states.at(-1), desk.kept?.body], ['offline', '一']);
  desk.isAway = false;
  mock.timers.tick(5_100);
  await desk.answer();
  assert.deepEqual([desk.states.at(-1), desk.stands.fields.body], ['saved', '一']);
});

test('who comes second is not saved until they chose; keeping theirs over the other is a point of its own', async () => {
  const desk = new Desk();
  desk.stands = { fields: { ...blank, body: '她的' }, revision: 2 };
  desk.saver.change({ body: '我的' });
  mock.timers.tick(1_600);
  await desk.answer();
  assert.equal(desk.states.at(-1), 'conflict');
  desk.saver.change({ body: '我的，接着写' });
  mock.timers.tick(60_000);
  assert.deepEqual([desk.answers.length, desk.kept?.body], [0, '我的，接着写']);
  desk.saver.resolve(desk.stands, desk.saver.fields);
  await desk.answer();
  assert.deepEqual(desk.points, [{ body: '我的，接着写', isAutosave: false }]);
});

test('a lesson without a title keeps its old one; the rest is saved', async () => {
  assert.deepEqual(changesOf(blank, { ...blank, title: ' ', body: '一' }), { body: '一' });
  const desk = new Desk();
  desk.saver.change({ title: '' });
  mock.timers.tick(10_000);
  assert.deepEqual([desk.answers.length, desk.kept?.title], [0, '']);
});

test('law: at every moment the last text is with the house, on its way, or on the device', async () => {
  const step = fc.oneof(
    fc.string({ maxLength: 3 }).map((body) => ({ do: 'type' as const, body })),
    fc.nat(6_000).map((ms) => ({ do: 'wait' as const, ms })),
    fc.constant({ do: 'answer' as const }),
    fc.boolean().map((isAway) => ({ do: 'network' as const, isAway })),
    fc.constant({ do: 'save' as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const desk = new Desk();
      let typed = '';
      for (const one of steps) {
        if (one.do === 'type') desk.saver.change({ body: (typed = one.body) });
        if (one.do === 'wait') mock.timers.tick(one.ms);
        if (one.do === 'answer') await desk.answer();
        if (one.do === 'network') desk.isAway = one.isAway;
        if (one.do === 'save') void desk.saver.save();
        const isKept = desk.kept?.body === typed;
        assert(isKept || desk.stands.fields.body === typed, `${typed} is nowhere`);
      }
      desk.isAway = false;
      for (let turn = 0; turn < 6; turn += 1) {
        mock.timers.tick(6_000);
        await desk.answer();
      }
      assert.equal(desk.stands.fields.body, typed);
    }),
  );
});
