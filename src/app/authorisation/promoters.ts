import { newId } from '#kernel/id.ts';
import { drawCode } from '#affiliate/rules/links.ts';
import { randomInt } from 'node:crypto';
import { aPerson } from './people.ts';
import type { Thing } from './things.ts';
import type { World } from './world.ts';

/** What paths of promotion name. */
export const promoters = {
  promoter: async (world: World): Promise<Thing> => {
    const { id: userId } = await aPerson(world);
    // With a digit, so that nobody takes it for a state.
    const code = `2${drawCode((below) => randomInt(below)).slice(1)}`;
    const row = { userId, code, beganAt: world.now() };
    await world.db.insertInto('promoter').values(row).execute();
    const bury = async () => {
      await world.db.deleteFrom('promoter').where('userId', '=', userId).execute();
    };
    return { params: { id: userId }, bury };
  },
  application: async (world: World): Promise<Thing> => {
    const { id: userId } = await aPerson(world);
    const id = newId(world.now());
    const row = { id, userId, note: '我有一个读书号', askedAt: world.now() };
    await world.db.insertInto('promoterApplication').values(row).execute();
    const bury = async () => {
      await world.db.deleteFrom('promoterApplication').where('id', '=', id).execute();
    };
    return { params: { id }, bury };
  },
  shortLink: async (): Promise<Thing> => ({ params: { code: 'zzzzzzzz', '*': 'courses' } }),
};
