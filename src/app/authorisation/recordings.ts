import type { Person } from './people.ts';
import { anAsset } from './works.ts';
import type { World } from './world.ts';

/** Subtitles of `owner`, in a file of their own. */
export async function someSubtitles(world: World, owner: Person): Promise<{ readonly id: string }> {
  return anAssetOf(world, owner, 'subtitle');
}

/** An audio of `owner` with subtitles in Chinese, and how it goes away. */
export async function aRecording(world: World, owner: Person) {
  const { id } = await anAssetOf(world, owner, 'audio');
  const { id: subtitleId } = await someSubtitles(world, owner);
  await world.db.insertInto('subtitle').values({ assetId: id, locale: 'zh', subtitleId }).execute();
  const bury = async () => {
    await world.db.deleteFrom('subtitle').where('assetId', '=', id).execute();
    await world.db.deleteFrom('rendition').where('assetId', '=', id).execute();
    await world.db.deleteFrom('asset').where('id', '=', id).execute();
  };
  return { params: { id, locale: 'zh' }, bury };
}

async function anAssetOf(
  world: World,
  owner: Person,
  kind: 'audio' | 'subtitle',
): Promise<{ readonly id: string }> {
  const asset = await anAsset(world, owner);
  await world.db.updateTable('asset').set({ kind }).where('id', '=', asset.id).execute();
  return asset;
}
