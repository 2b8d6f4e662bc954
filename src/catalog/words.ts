import type { Locale, Words } from '#kernel/locale.ts';
import type { AssetUse, Schedule, WorkState } from './types.ts';

/** How a work stands, and that its draft is in review. */
export const workStateWords = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '审核中', en: 'In review' },
  published: { zh: '已发布', en: 'Published' },
  withdrawn: { zh: '已下架', en: 'Off the shelf' },
  taken_down: { zh: '被下架', en: 'Taken down' },
  deleted: { zh: '已删除', en: 'Deleted' },
} as const satisfies Record<WorkState | 'submitted', Words>;

/** How an asset is used. */
export const assetUseWords = {
  lesson: { zh: '课时', en: 'Lesson' },
  cover: { zh: '封面', en: 'Cover' },
  text: { zh: '正文引用', en: 'In texts' },
  portrait: { zh: '头像', en: 'Portrait' },
  subtitle: { zh: '字幕', en: 'Subtitles' },
  version: { zh: '只在历史版本里', en: 'In earlier versions only' },
} as const satisfies Record<AssetUse['kind'], Words>;

const scheduleWords = {
  opensOn: { zh: '{n} 开放', en: 'opens on {n}' },
  opensAfterDays: { zh: '购买 {n} 天后开放', en: 'opens {n} days after purchase' },
  closesAfterDays: { zh: '开放后可学 {n} 天', en: 'open for {n} days' },
} as const satisfies Record<keyof Schedule, Words>;

/** When a lesson opens and closes, as those who may buy it are told; empty where it simply is open. */
export function saySchedule(schedule: Schedule, locale: Locale): string {
  const names = ['opensOn', 'opensAfterDays', 'closesAfterDays'] as const;
  const said = names.flatMap((name) => {
    const value = schedule[name];
    return value === null ? [] : [scheduleWords[name][locale].replace('{n}', String(value))];
  });
  return said.join(locale === 'zh' ? '，' : ', ');
}
