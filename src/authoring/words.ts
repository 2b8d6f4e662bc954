import type { Origin } from '#catalog/types.ts';
import type { Words } from '#kernel/locale.ts';
import type { PatternName } from './types.ts';

/** How a version came about. */
export const originWords = {
  autosaved: { zh: '自动保存', en: 'Saved by itself' },
  saved: { zh: '手动保存', en: 'Saved' },
  imported: { zh: '导入', en: 'Imported' },
  restored: { zh: '恢复旧版本', en: 'Brought back' },
  aside: { zh: '另存，未采用', en: 'Kept aside' },
  copied: { zh: '复制而来', en: 'Copied' },
  shared: { zh: '随共用的那一节更新', en: 'Followed the item it shares' },
} as const satisfies Readonly<Record<Origin, Words>>;

/** What the house's patterns are called, and what they are for. */
export const patternWords = {
  course: {
    title: { zh: '一步步的课程', en: 'A course, step by step' },
    about: {
      zh: '开场、两课示范、收尾',
      en: 'An opening, two lessons, an ending',
    },
  },
  series: {
    title: { zh: '长期更新的专栏', en: 'A series, to be continued' },
    about: {
      zh: '发刊词加第一篇',
      en: 'A foreword and a first article',
    },
  },
  guide: {
    title: { zh: '一篇讲透', en: 'One thorough article' },
    about: {
      zh: '从问题到答案，适合单篇长文',
      en: 'From the question to the answer: one long article',
    },
  },
} as const satisfies Readonly<
  Record<PatternName, { readonly title: Words; readonly about: Words }>
>;
