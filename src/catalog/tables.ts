// Made from tables.sql by `npm run tables`; edit that.
import type { Generated, GeneratedAlways } from 'kysely';

export interface CategoryTable {
  id: string;
  parentId: string | null;
  slug: string;
  nameZh: string;
  nameEn: string;
  position: number;
}

export interface CreatorTable {
  userId: string;
  slug: string;
  name: string;
  headline: Generated<string>;
  bio: Generated<string>;
  nameEn: Generated<string>;
  headlineEn: Generated<string>;
  bioEn: Generated<string>;
  avatarId: string | null;
  workCount: Generated<number>;
  createdAt: Date;
}

export interface WorkTable {
  id: string;
  kind: 'course' | 'series' | 'article' | 'album' | 'video' | 'ebook' | 'download' | 'bundle';
  slug: string;
  creatorId: string;
  state: Generated<'draft' | 'published' | 'withdrawn' | 'taken_down' | 'deleted'>;
  revision: Generated<number>;
  faceRevision: Generated<number>;
  submittedAt: Date | null;
  source: string | null;
  draftId: string;
  liveId: string | null;
  publishedAt: Date | null;
  lessonCount: Generated<number>;
  durationSec: Generated<number>;
  learnerCount: Generated<number>;
  createdAt: Date;
  updatedAt: Date;
}

export interface WorkVersionTable {
  id: string;
  workId: string;
  title: string;
  subtitle: Generated<string>;
  summary: Generated<string>;
  description: Generated<string>;
  titleEn: Generated<string>;
  summaryEn: Generated<string>;
  subtitleEn: Generated<string>;
  descriptionEn: Generated<string>;
  coverId: string | null;
  categoryId: string | null;
  tags: Generated<string[]>;
  level: Generated<'any' | 'beginner' | 'intermediate' | 'advanced'>;
  language: Generated<string>;
  plannedCount: number | null;
  partIds: Generated<string[]>;
  isInOrder: Generated<boolean>;
  authorId: string | null;
  origin: Generated<'autosaved' | 'saved' | 'imported' | 'restored' | 'aside' | 'copied' | 'shared'>;
  createdAt: Date;
  savedAt: Date | null;
  submittedAt: Date | null;
  publishedAt: Date | null;
}

export interface WorkPlaceTable {
  shelf: string;
  workId: string;
  publishedAt: Date;
  learnerCount: number;
  price: number;
}

export interface LearnerChangeTable {
  id: GeneratedAlways<number>;
  workId: string;
  change: number;
}

export interface ChapterTable {
  id: string;
  workId: string;
  title: string;
  position: number;
  liveTitle: string | null;
  livePosition: number | null;
  isDropped: Generated<boolean>;
  source: string | null;
}

export interface LessonTable {
  id: string;
  workId: string;
  originalId: string | null;
  language: 'zh' | 'en' | null;
  chapterId: string | null;
  position: number;
  sharesId: string | null;
  liveChapterId: string | null;
  livePosition: number | null;
  liveNeeds: Generated<string[]>;
  draftId: string | null;
  liveId: string | null;
  revision: Generated<number>;
  source: string | null;
  createdAt: Date;
}

export interface LessonVersionTable {
  id: string;
  lessonId: string;
  title: string;
  kind: 'text' | 'video' | 'audio' | 'pdf' | 'epub' | 'file';
  body: Generated<string>;
  assetId: string | null;
  isTrial: Generated<boolean>;
  trialFirst: number | null;
  durationSec: Generated<number>;
  opensOn: string | null;
  opensAfterDays: number | null;
  closesAfterDays: number | null;
  needs: Generated<string[]>;
  authorId: string | null;
  origin: Generated<'autosaved' | 'saved' | 'imported' | 'restored' | 'aside' | 'copied' | 'shared'>;
  createdAt: Date;
  savedAt: Date | null;
  submittedAt: Date | null;
  publishedAt: Date | null;
}

export interface EmbeddedAssetTable {
  workId: string;
  path: string;
  assetId: string;
}

export interface OfferTable {
  id: string;
  workId: string;
  price: number;
  currency: Generated<'CNY'>;
  refundDays: 0 | 1 | 3 | 7 | 14 | 30 | null;
  accessDays: number | null;
  createdAt: Date;
  retiredAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    category: CategoryTable;
    creator: CreatorTable;
    work: WorkTable;
    workVersion: WorkVersionTable;
    workPlace: WorkPlaceTable;
    learnerChange: LearnerChangeTable;
    chapter: ChapterTable;
    lesson: LessonTable;
    lessonVersion: LessonVersionTable;
    embeddedAsset: EmbeddedAssetTable;
    offer: OfferTable;
  }
}
