import { readFile } from 'node:fs/promises';
import { newId } from '#kernel/id.ts';
import { mediaApi } from '#media/api.ts';
import { mediaReactions } from '#media/reactions.ts';
import { signMedia, storeAsset } from '#media/service.ts';
import { listen } from '#platform/http/server.ts';
import { openTestHouse, testUser } from '#platform/testing/database.ts';
import type { Place } from './house.ts';

// A house that serves one packaged clip, in a process of its own: it tells where, and the addresses of its viewers.

const [, , clip = '', viewers = '1'] = process.argv;

const house = await openTestHouse({ now: new Date() });
const ownerId = newId();
await house.db
  .insertInto('appUser')
  .values({ id: ownerId, name: 'bench', createdAt: house.now() })
  .execute();
const owner = house.as(ownerId, 'creator');
const content = await readFile(clip);
const { asset } = await storeAsset(owner, { ownerId, fileName: 'clip.mp4', content });
await house.drain(mediaReactions);

// Everybody has an account and a session of their own, as their addresses do.
const actors = new Map(
  Array.from({ length: Number(viewers) }, () => testUser(newId())).map((actor) => [
    actor.sessionId,
    actor,
  ]),
);
const app = house.app(mediaApi, (request) => {
  const [, token = ''] = /sid=([^;]+)/.exec(request.headers.get('cookie') ?? '') ?? [];
  return actors.get(token) ?? { kind: 'visitor' };
});
const { port, close } = await listen(app, '127.0.0.1', 0);
const place: Place = {
  port,
  pid: process.pid,
  viewers: Array.from(actors.values(), (actor) => ({
    token: actor.sessionId,
    path: signMedia(house.ctx({ actor }), asset.id, 'playlist'),
  })),
};
process.send?.(place);
process.once('message', async () => {
  await close(1_000);
  await house.close();
  process.disconnect();
});
