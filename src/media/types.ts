/** What an asset is, decided by its content. */
export const assetKinds = ['video', 'audio', 'image', 'pdf', 'epub', 'subtitle', 'file'] as const;
export type AssetKind = (typeof assetKinds)[number];

/** The languages in which subtitles may be given (BCP 47). */
export const subtitleLocales = [
  'zh',
  'zh-Hans',
  'zh-Hant',
  'zh-CN',
  'zh-TW',
  'en',
  'ja',
  'ko',
  'fr',
  'de',
  'es',
  'pt',
  'it',
  'ru',
  'ar',
  'vi',
  'th',
  'id',
] as const;

/** `processing`: what learners need of it is still being made. `failed`: kept so that its owner sees why. */
export type AssetState = 'processing' | 'ready' | 'failed';

/** A kind with the media type under which it is delivered. */
export interface ContentType {
  readonly kind: AssetKind;
  readonly mediaType: string;
}

/** A stored file of a creator, as other domains see it. */
export interface Asset {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: AssetKind;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly state: AssetState;
  /** A code of media's refusals; null unless failed. */
  readonly failure: string | null;
  readonly durationSec: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Integrated loudness; null until it was measured. */
  readonly lufs: number | null;
  /** A transcoder has nothing more to make of it. */
  readonly isFull: boolean;
  readonly createdAt: Date;
}

/** One form in which an asset is delivered. */
export interface Rendition {
  readonly id: string;
  readonly assetId: string;
  /** What it is called in its asset. */
  readonly name: string;
  /** `video` and `audio` are encrypted CMAF; `sound` is a levelled file; `sheet` holds small pictures of a video. */
  readonly kind: 'original' | 'video' | 'audio' | 'sound' | 'picture' | 'poster' | 'sheet';
  /** Where its files begin; a video's or audio's segments lie where their stretches say. */
  readonly prefix: string;
  readonly mediaType: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly sizeBytes: number;
  readonly isWhole: boolean;
  readonly detail: FileDetail | TrackDetail | SheetDetail;
}

/** One piece of a packaged video, encrypted with the asset's key and an IV of its own. */
export interface Segment {
  readonly name: string;
  readonly durationSec: number;
  /** 16 bytes in hexadecimal. */
  readonly iv: string;
  readonly sizeBytes: number;
}

/** Some consecutive segments of a rendition, made in one go. */
export interface Stretch {
  readonly renditionId: string;
  /** How many segments stand before it. */
  readonly position: number;
  readonly prefix: string;
  readonly sizeBytes: number;
  readonly segments: readonly Segment[];
}

/** What is known of a video or audio rendition besides its segments. */
export interface TrackDetail {
  /** The name of the file that stands before the first segment, in clear. */
  readonly header: string;
  /** As RFC 6381 writes it. */
  readonly codecs: string;
  /** SHA-256 of the header, which is the same for every stretch. */
  readonly headerHash: string;
  /** Pictures a second. */
  readonly frameRate?: number;
  /** Its pictures do not lie on the recording's own clock, so nothing else can be cut where it is. */
  readonly isShifted?: boolean;
}

/** What stands in `rendition.detail` of a file. */
export interface FileDetail {
  readonly name: string;
}

/** A sheet of small pictures of a video, row by row. */
export interface SheetDetail extends FileDetail {
  readonly columns: number;
  readonly rows: number;
  /** One picture each so many seconds. */
  readonly everySec: number;
  /** Of one picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What may be being made of an asset. */
export const makingSteps = ['waiting', 'copying', 'listening', 'encoding', 'drawing'] as const;

/** What is being made of an asset, and how far it is. */
export interface Making {
  readonly step: (typeof makingSteps)[number];
  readonly doneBps: number;
  /** Null while nobody can tell. */
  readonly leftSec: number | null;
}

/** The file of an asset as it came in. */
export interface Original {
  readonly assetId: string;
  readonly kind: AssetKind;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Where it lies among the stored files. */
  readonly key: string;
}

/** What is delivered of an audio that can be heard. */
export interface Sound {
  readonly assetId: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}
