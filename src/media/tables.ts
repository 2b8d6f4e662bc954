// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface AssetTable {
  id: string;
  ownerId: string;
  kind: 'video' | 'audio' | 'image' | 'pdf' | 'epub' | 'subtitle' | 'file';
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: Buffer;
  state: 'processing' | 'ready' | 'failed';
  failure: string | null;
  durationSec: number | null;
  width: number | null;
  height: number | null;
  lufs: number | null;
  peaks: Buffer | null;
  isFull: Generated<boolean>;
  createdAt: Date;
}

export interface StorageUseTable {
  ownerId: string;
  usedBytes: number;
}

export interface RenditionTable {
  id: string;
  assetId: string;
  name: string;
  kind: 'original' | 'video' | 'audio' | 'sound' | 'picture' | 'poster' | 'sheet';
  prefix: string;
  mediaType: string;
  width: number | null;
  height: number | null;
  sizeBytes: Generated<number>;
  isWhole: Generated<boolean>;
  detail: ColumnType<unknown, string | undefined, string>;
}

export interface StretchTable {
  renditionId: string;
  position: number;
  prefix: string;
  sizeBytes: number;
  segments: ColumnType<unknown, string, string>;
}

export interface MakingTable {
  assetId: string;
  step: 'waiting' | 'copying' | 'listening' | 'encoding' | 'drawing';
  doneBps: Generated<number>;
  leftSec: number | null;
  begunAt: Date;
}

export interface MediaKeyTable {
  assetId: string;
  sealedKey: Buffer;
}

export interface SubtitleTable {
  assetId: string;
  locale: string;
  subtitleId: string;
}

declare module '#platform/db.ts' {
  interface Tables {
    asset: AssetTable;
    storageUse: StorageUseTable;
    rendition: RenditionTable;
    stretch: StretchTable;
    making: MakingTable;
    mediaKey: MediaKeyTable;
    subtitle: SubtitleTable;
  }
}
