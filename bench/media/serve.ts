import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '#kernel/id.ts';
import { mediaApi } from '#media/api.ts';
import { mediaReactions } from '#media/reactions.ts';
import { signMedia, storeAsset } from '#media/service.ts';
import { listen } from '#platform/http/server.ts';
import { openTestHouse } from '#platform/testing/database.ts';

// A house that serves one packaged clip, in a process of its own: it tells where, and its segments' addresses.

const clip = join(import.meta.dirname, '../../src/media/fixtures/clip.mp4');

const house = await openTestHouse({ now: new Date() });
const ownerId = newId();
await house.db
  .insertInto('appUser')
  .values({ id: ownerId, name: 'bench', createdAt: house.now() })
  .execute();
const ctx = house.as(ownerId, 'creator');
const content = await readFile(clip);
const { asset } = await storeAsset(ctx, { ownerId, fileName: 'clip.mp4', content });
await house.drain(mediaReactions);

const app = house.app(mediaApi, () => ctx.actor);
const textOf = async (path: string) => (await app.request(path)).text();
const list = await textOf(signMedia(ctx, asset.id, 'playlist'));
const [track = ''] = /^\/media\/p\/.+copy\.m3u8$/m.exec(list) ?? [];
const playlist = await textOf(track);
const segments = playlist.split('\n').filter((line) => line.startsWith('/media/s/'));
const { port, close } = await listen(app, '127.0.0.1', 0);
process.send?.({ port, pid: process.pid, segments, playlist: track });
process.once('message', async () => {
  await close(1_000);
  await house.close();
  process.disconnect();
});
