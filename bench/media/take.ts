import { newId } from '#kernel/id.ts';
import { mediaApi } from '#media/api.ts';
import { listen } from '#platform/http/server.ts';
import { openTestHouse } from '#platform/testing/database.ts';
import type { Desk } from './upload.ts';

// A house that takes uploads, in a process of its own: who sends lives elsewhere.

const house = await openTestHouse({ now: new Date() });
const ownerId = newId();
const owner = { id: ownerId, name: 'bench', createdAt: house.now() };
await house.db.insertInto('appUser').values(owner).execute();
const { actor } = house.as(ownerId, 'creator');
const { port, close } = await listen(
  house.app(mediaApi, () => actor),
  '127.0.0.1',
  0,
);
const desk: Desk = { port, pid: process.pid };
process.send?.(desk);
process.once('message', async () => {
  await close(1_000);
  await house.close();
  process.disconnect();
});
