import { makeTemplate } from '#authoring/service.ts';
import { newId } from '#kernel/id.ts';
import { members } from './members.ts';
import { subscribed } from './subscribed.ts';
import { cheaper } from './cheaper.ts';
import type { Person } from './people.ts';
import type { Thing } from './things.ts';
import { aSnippet, aWork } from './works.ts';
import type { World } from './world.ts';

/** A bank of `owner` with one question. */
async function aQuestionBank(world: World, owner: Person): Promise<Thing> {
  const { db, canaries } = world;
  const id = newId(world.now());
  const bank = {
    id,
    ownerId: owner.id,
    title: canaries.plant('questionStem'),
    form: 'gift',
  } as const;
  await db
    .insertInto('questionBank')
    .values({ ...bank, questionCount: 1, createdAt: world.now() })
    .execute();
  const question = { kind: 'essay', format: 'plain', answer: '{}' } as const;
  await db
    .insertInto('bankQuestion')
    .values({ ...question, bankId: id, position: 1, stem: canaries.plant('questionStem') })
    .execute();
  const bury = async () => {
    await db.deleteFrom('questionBank').where('id', '=', id).execute();
  };
  return { params: { id }, bury };
}

/** What creators keep beside their works, and what members have, by what paths name. */
export const kept = {
  snippet: async (world: World, owner: Person): Promise<Thing> => {
    const id = await aSnippet(world, owner);
    const bury = async () => {
      await world.db.deleteFrom('snippet').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  template: async (world: World, owner: Person): Promise<Thing> => {
    const { id } = await aWork(world, owner, false);
    await makeTemplate(world.system(), id);
    const bury = async () => {
      await world.db.deleteFrom('workTemplate').where('workId', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  questionBank: aQuestionBank,
  ...members,
  ...subscribed,
  ...cheaper,
};
