import type { AssetKind } from './types.ts';

/** A file was stored; a video or picture of it waits to be prepared. */
export interface AssetStored {
  readonly assetId: string;
  readonly kind: AssetKind;
}

/** What was being prepared can be shown, or cannot. */
export interface AssetPackaged {
  readonly assetId: string;
  readonly state: 'ready' | 'failed';
}

/** Something is still to be made of an asset. */
export interface AssetUnfinished {
  readonly assetId: string;
  readonly kind: AssetKind;
}

/** All is made of a recording that this house can make. */
export interface AssetFinished {
  readonly assetId: string;
}

declare module '#platform/outbox.ts' {
  interface Events {
    'asset.stored': AssetStored;
    'asset.packaged': AssetPackaged;
    'asset.unfinished': AssetUnfinished;
    'asset.finished': AssetFinished;
  }
}
