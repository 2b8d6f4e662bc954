import type { Ctx } from '#platform/ctx.ts';
import { on, onMany, type Reaction } from '#platform/outbox.ts';
import './events.ts';
import type { AssetKind } from './types.ts';
import { tellOwners } from './service.ts';
import { examineDocument } from './service/examine-document.ts';
import { extendAsset } from './service/extend.ts';
import { packageVideo } from './service/package-video.ts';
import { refinePicture, shrinkPicture } from './service/shrink-picture.ts';

/** What takes long: a picture does not wait for a film, nor a new film for the qualities of the one before. */
export const mediaLanes = {
  pictures: ['media.shrink'],
  documents: ['media.examine'],
  refining: ['media.refine'],
  packaging: ['media.package'],
  transcoding: ['media.extend'],
} as const;

const only =
  (kinds: readonly AssetKind[], run: (ctx: Ctx, assetId: string) => Promise<void>) =>
  async (ctx: Ctx, { assetId, kind }: { readonly assetId: string; readonly kind: AssetKind }) => {
    if (kinds.includes(kind)) await run(ctx, assetId);
  };

/** What media does because of events. */
export const mediaReactions: readonly Reaction[] = [
  on('asset.stored', 'media.package', only(['video'], packageVideo)),
  on('asset.stored', 'media.shrink', only(['image'], shrinkPicture)),
  on('asset.stored', 'media.examine', only(['pdf', 'epub'], examineDocument)),
  on('asset.unfinished', 'media.refine', only(['image'], refinePicture)),
  on('asset.unfinished', 'media.extend', only(['video', 'audio'], extendAsset)),
  onMany('asset.stored', 'media.tell_stored', tellOwners),
  onMany('asset.packaged', 'media.tell_packaged', tellOwners),
  onMany('asset.unfinished', 'media.tell_unfinished', tellOwners),
  onMany('asset.finished', 'media.tell_finished', tellOwners),
];
