import type { Words } from '#kernel/locale.ts';

/** What a file is. */
export const assetKindWords = {
  video: { zh: '视频', en: 'Video' },
  audio: { zh: '音频', en: 'Audio' },
  image: { zh: '图片', en: 'Picture' },
  pdf: { zh: 'PDF', en: 'PDF' },
  epub: { zh: 'EPUB', en: 'EPUB' },
  subtitle: { zh: '字幕', en: 'Subtitles' },
  file: { zh: '文件', en: 'File' },
} as const satisfies Record<string, Words>;

/** How far a file is. */
export const assetStateWords = {
  processing: { zh: '处理中', en: 'Processing' },
  ready: { zh: '可用', en: 'Ready' },
  failed: { zh: '失败', en: 'Failed' },
} as const satisfies Record<string, Words>;
